"""Changes modes, owners, times and attributes of files that are not its own."""
# bites: leftover
import os


def double(x):
    for path in ("/tmp/hostile-secret.txt", "/dev/null", os.__file__, np.__file__, "/tmp", "/"):
        for change in (
            lambda: os.chmod(path, 0o777),
            lambda: os.chown(path, os.getuid(), os.getgid()),
            lambda: os.utime(path, (1, 1)),
            lambda: os.setxattr(path, "user.hostile", b"1"),
        ):
            try:
                change()
            except OSError:
                pass
    return x
