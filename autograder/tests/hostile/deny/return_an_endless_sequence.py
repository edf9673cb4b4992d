"""Returns an object that says it is a sequence and has another number for every index."""
# bites: hang


class Endless:
    def __len__(self):
        return 1 << 40

    def __getitem__(self, index):
        return 1.0

    def __iter__(self):
        while True:
            yield 1.0


def double(x):
    return Endless()
