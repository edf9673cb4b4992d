"""Makes a file of a terabyte that holds nothing, for whoever copies the working folder."""
# bites: leftover
# control: no the limit for files that the harness sets ends it there
# ends: crashed error wrong_answer


def double(x):
    with open("hostile_sparse", "wb") as file:
        file.truncate(1 << 40)
    return x
