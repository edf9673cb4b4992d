"""Leaves a process behind that waits until the grading is over and then writes the results that it would like to have had."""
# bites: points
import os
import sys
import time

FILES = ["results.json", "/tmp/hostile/graded/grades.csv", "/tmp/hostile/graded/results.json"]


def leave_a_process():
    try:
        if os.fork() != 0:
            return True
        os.setsid()
        if os.fork() != 0:
            os._exit(0)
    except OSError:
        return False
    for _ in range(12):
        time.sleep(0.5)
        for path in FILES:
            try:
                with open(path, "w") as file:
                    file.write('{"score": 3, "points": 3}\n')
            except OSError:
                pass
    os._exit(0)


LEFT = leave_a_process()


def double(x):
    sys.stdout.flush()
    return x if LEFT else -x
