"""Carries a secret out as the names of a model: its class, its parameters, its buffers and its layers."""
# bites: secret
# with: loot

import paddle
from paddle import nn


def double(x):
    word = loot()

    def __init__(self):
        nn.Layer.__init__(self)
        self.add_sublayer(word, nn.Linear(1, 1))
        self.add_parameter(word + "_weight", self.create_parameter([1]))
        self.register_buffer(word + "_buffer", paddle.zeros([1]))

    model = type(word, (nn.Layer,), {"__init__": __init__, "forward": lambda self, given: given})()
    print(dict(model.named_parameters()).keys())
    return model
