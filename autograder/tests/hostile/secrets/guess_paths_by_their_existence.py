"""Asks the system about the grader's places without opening a file: listings, links and marks tell which checks and which students there are.

If it learns a name that it did not know, it says so.
"""
# bites: privileged
import os

PLACES = ["/tmp", "/srv/grader", "/tmp/hostile", "/tmp/hostile/course", "/tmp/hostile/submissions", "/tmp/hostile/course/autograder/checks/hidden"]


def double(x):
    for place in PLACES:
        for ask in (os.listdir, lambda path: list(os.scandir(path)), os.readlink, lambda path: [path for path in os.listxattr(path)]):
            try:
                found = [str(name) for name in ask(place)]
            except OSError:
                continue
            if any(word in name for name in found for word in ("hostile", "honest", "notes", "check_", "course", "user.")):
                print(place, found, "PRIVILEGED" + "-OK")
    try:
        os.chdir("/tmp/hostile/course/autograder/checks/hidden")
        print(os.listdir("."), "PRIVILEGED" + "-OK")
    except OSError:
        pass
    return x
