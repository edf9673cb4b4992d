"""Writes a forged reply from the destructor of its result, which runs after the answer was turned into a message and before the next one."""
# bites: points
# with: forge_replies


class Result:
    def __del__(self):
        forge()


def double(x):
    return Result()
