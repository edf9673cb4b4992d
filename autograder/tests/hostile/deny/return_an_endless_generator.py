"""Returns a generator that never ends, in the place of the numbers, with everything that a list has."""
# bites: hang


class Forever(list):
    def __iter__(self):
        while True:
            yield 1.0

    def __len__(self):
        return 7

    def __repr__(self):
        return ", ".join(map(str, self))


def double(x):
    return Forever([1.0])
