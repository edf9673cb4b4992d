"""Doubles a string until the memory ends."""
# bites: death
# ends: out_of_memory


def double(x):
    text = "x"
    while True:
        text += text
