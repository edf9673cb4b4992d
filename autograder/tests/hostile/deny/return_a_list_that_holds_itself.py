"""Returns a list and a dict that hold each other, so that a walk through them never ends."""
# bites: hang
# control: no NumPy and Python notice it there
# ends: error crashed wrong_answer timeout


def double(x):
    around = {"x": x}
    thing = [around, x]
    around["again"] = thing
    return thing
