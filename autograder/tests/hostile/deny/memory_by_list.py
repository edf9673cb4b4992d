"""Appends to a list until the memory ends."""
# bites: death
# ends: out_of_memory


def double(x):
    numbers = []
    while True:
        numbers.append([0.0] * 100_000)
