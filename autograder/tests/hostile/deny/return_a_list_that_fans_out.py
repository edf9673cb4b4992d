"""Returns a small object that is enormous when written out: lists of the same lists, forty levels of them."""
# bites: hang
# ends: out_of_memory timeout error crashed wrong_answer


def double(x):
    thing = [0.0]
    for _ in range(40):
        thing = [thing, thing]
    return thing
