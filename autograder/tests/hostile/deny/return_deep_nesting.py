"""Returns a list in a list in a list, a million levels deep, for whoever walks through it by recursion."""
# bites: death
# control: no Python itself refuses to print it, and that is all that happens there
# ends: error crashed wrong_answer


def double(x):
    thing = []
    for _ in range(1_000_000):
        thing = [thing]
    return thing
