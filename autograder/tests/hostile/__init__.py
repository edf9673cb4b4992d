"""The hostile corpus: submissions that try to read secrets, forge marks, deny service or escape, and what proves that they fail.

Theory of operation. `<group>/<name>.py` is what a student puts into the answer cell of the question `double` of a small course
(`course.py`); further cells begin with `# %%`. The answer asked for is `double(x)` = 2·x for a Paddle tensor; every attack answers
wrongly, so that each point it gets is a forged one. The other two questions, `total` and `make_model`, are answered rightly in
every submission: they show that a question fails alone.

A whole class of attacks, with honest students in between, is graded by the engine's own `grade_class`, with shorter limits by the
clock. It runs in an arena (`arena.py`): namespaces of its own, on a copy-on-write view of the machine, so that even an attack that
succeeds harms nothing, and everything that is left behind can be listed. In the arena the grader holds canaries (`canaries.py`),
random words in every place where a secret may be. `watch.py` sits in the workers: it reads along what children emit and measures
how long they take. `judging.py` says what an attack achieved. The control (`naive.py`) gives the same files to a grader that works
as most notebook graders do, in one process, to show that they bite.

    python -m autograder.tests.hostile --help

A file begins with a docstring, whose first sentence says what is tried, and lines `# key: value`:

    # bites: points       it earns points for a wrong answer               \
    # bites: secret       a canary is in what it returned, printed, raised |
    # bites: leftover     a process or a file outlives the grading         |  without containment
    # bites: hang         the grading does not end within its limit        |
    # bites: death        the grader's process dies                        |
    # bites: privileged   it prints or returns PRIVILEGED-OK               /
    # control: no <why>   it would harm the machine, or cannot bite there; the control leaves it out
    # ends: <outcomes>    how the question may end, if that matters: `timeout crashed`
    # alone: no <why>     the student's own other questions may be lost with it (those of others never)
    # with: <tool>        `tools/<tool>.py` stands in this place in the submission

What attacks may know by heart, in the control as in contained runs: the grader's folder is /tmp/hostile, with course/ (solutions/,
autograder/checks/hidden/, autograder/misconceptions/), submissions/ (the honest student `aaa_honest` has a canary in the notebook)
and graded/; a file is /tmp/hostile-secret.txt, the home folder is /srv/grader with notes.txt; POSIX shared memory is
/dev/shm/hostile-secret; whoever connects to the abstract socket `hostile-secret` or to 127.0.0.1:47011 is told a secret; environment
variables begin with HOSTILE_SECRET; an open descriptor leads to a deleted file with one.
"""
