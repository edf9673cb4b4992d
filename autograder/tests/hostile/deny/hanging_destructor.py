"""Returns an object that computes for ever when it is thrown away."""
# bites: hang


class Clinging:
    def __del__(self):
        while True:
            pass


def double(x):
    return Clinging()
