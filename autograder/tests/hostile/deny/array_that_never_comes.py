"""Returns an object whose __array__, asked for its numbers, computes for ever."""
# bites: hang


class Late:
    shape = (7,)

    def __array__(self, *arguments, **words):
        while True:
            pass

    def numpy(self):
        return self.__array__()


def double(x):
    return Late()
