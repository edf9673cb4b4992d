"""A course of one small lab that can be graded, for tests of the engine: no Paddle in its answers, so everything is quick."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.labs import Course

LAB = "lab01_small"

SOURCE = '''\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: A small lab
#       zh: 小实验
#     minutes: 5
#     limits:
#       seconds: 2
#       memory_mb: 512
# ---

# %% [markdown] lang="en"
# # A small lab

# %% [markdown] lang="zh"
# # 小实验

# %% given=true
import numpy as np

SCALE = 2.0

# %% [markdown] lang="en" hints="scaled"
# 1. Look at SCALE.
# 2. It is a product.
# 3. Multiply the array by SCALE.

# %% [markdown] lang="zh" hints="scaled"
# 1. 看看 SCALE。
# 2. 这是乘法。
# 3. 用数组乘以 SCALE。

# %% question="scaled" points=3 minutes=2
def scaled(x):
    """Return SCALE * x."""
    ### BEGIN SOLUTION multiply by SCALE
    return SCALE * x
    ### END SOLUTION

# %% [markdown] lang="en" hints="total"
# 1. Scale first.
# 2. Then add up.
# 3. The sum of scaled(x).

# %% [markdown] lang="zh" hints="total"
# 1. 先缩放。
# 2. 再求和。
# 3. 对 scaled(x) 求和。

# %% question="total" points=2 minutes=2 uses=["scaled"]
def total(x):
    """Return the sum of scaled(x), a float."""
    ### BEGIN SOLUTION add up what scaled returns
    return float(np.sum(scaled(x)))
    ### END SOLUTION

# %%
raise SystemExit("a cell that demonstrates is never run by the grader")
'''

PUBLIC = '''\
import numpy as np

from autograder.checking import equal, question


@question("scaled")
def check_scaled_doubles_ones(student):
    """Ones become twos.

    zh: 全 1 数组变成全 2 数组。
    """
    equal(student.scaled(np.ones(3)), np.full(3, 2.0), of="scaled", dims="[n]")


@question("total")
def check_total_of_ones(student):
    """Three ones give six.

    zh: 三个 1 得到 6。
    """
    equal(student.total(np.ones(3)), 6.0, of="total")
'''

HIDDEN = '''\
from autograder.checking import equal, question, unchanged


@question("scaled", points=2)
def check_scaled_multiplies(student, draw):
    """Each number is multiplied by SCALE.

    zh: 每个数都乘以 SCALE。
    """
    for rows, columns in draw.sizes("rows", "columns"):
        x = draw.array(rows, columns)
        equal(student.scaled(x), 2.0 * x, of="scaled", dims="[rows, columns]")


@question("scaled", points=1)
def check_scaled_leaves_its_argument_alone(student, draw):
    """The caller's array is not changed.

    zh: 不改变调用者的数组。
    """
    student.scaled(draw.array(4))
    unchanged(student.scaled)


@question("total", points=2)
def check_total_adds_up(student, draw):
    """All scaled numbers are added up.

    zh: 把所有缩放后的数相加。
    """
    for (n,) in draw.sizes("n"):
        x = draw.array(n)
        equal(student.total(x), float(2.0 * x.sum()), of="total")
'''

MISCONCEPTIONS = '''\
import numpy as np


def scaled__added(x):
    """It adds SCALE where it should multiply.

    zh: 应当相乘，这里却是相加。
    """
    return x + 2.0


def scaled__squared(x):
    """It raises to a power.

    zh: 这里做的是乘方。
    """
    return x**2.0


def scaled__in_place(x):
    """It changes the caller's array.

    zh: 它修改了调用者的数组。
    """
    x *= 2.0
    return x


def correct__scaled(x):
    return x * 2.0


def total__mean(x):
    """It is the mean, not the sum.

    zh: 这是平均值，不是和。
    """
    return float(np.mean(2.0 * x))


def total__unscaled(x):
    """It adds up the numbers as they were.

    zh: 它把原来的数相加。
    """
    return float(np.sum(x))


def total__absolute(x):
    """It adds up sizes, without signs.

    zh: 它忽略了正负号。
    """
    return float(np.sum(np.abs(2.0 * x)))
'''


def make_course(root: Path, **replacements: str) -> Course:
    """Write the small course below `root`, its text changed by `old=new` pairs given as `hidden="…"`, `misconceptions="…"`."""
    files = {
        f"solutions/{LAB}.py": replacements.get("source", SOURCE),
        f"autograder/checks/public/check_{LAB}.py": replacements.get("public", PUBLIC),
        f"autograder/checks/hidden/check_{LAB}.py": replacements.get("hidden", HIDDEN),
        f"autograder/misconceptions/{LAB}.py": replacements.get("misconceptions", MISCONCEPTIONS),
    }
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "data").mkdir(exist_ok=True)
    return Course(root)


def notebook_bytes(course: Course, answers: dict[str, str], extra: tuple[str, ...] = ()) -> bytes:
    """Return a student's notebook: the lab's cells, some answered, and cells of the student's own at the end."""
    cells = []
    for cell in course.lab(LAB).cells:
        if cell.kind == "text":
            cells.append(nbformat.v4.new_markdown_cell(cell.source["en"], id=cell.id))
            continue
        source = answers.get(cell.question or "", cell.starter) if cell.kind == "question" else cell.source["en"]
        new = nbformat.v4.new_code_cell(source, id=cell.id)
        if cell.kind == "question":
            new.metadata["autograder"] = {"question": cell.question}
        cells.append(new)
    cells += [nbformat.v4.new_code_cell(source) for source in extra]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"autograder": {"lab": LAB, "language": "en"}})
    return nbformat.writes(book).encode()
