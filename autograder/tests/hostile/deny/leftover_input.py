"""Asks for a line of input as a forgotten `input()` does, and goes on asking when there is none."""
# bites: hang
# ends: timeout


def double(x):
    while True:
        try:
            return float(input("How often? ")) * x
        except EOFError:
            pass
