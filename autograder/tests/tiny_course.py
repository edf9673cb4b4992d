"""A course of one small lab, for tests: everything a course has, and nothing that takes long."""

from pathlib import Path

LAB = "lab01_tiny"

SOURCE = '''\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: A tiny lab
#       zh: 小实验
#     minutes: 5
#     limits:
#       seconds: 10
#       memory_mb: 512
# ---

# %% [markdown] lang="en"
# # A tiny lab
#
# ![a dot that doubles](../figures/dot.svg)

# %% [markdown] lang="zh"
# # 小实验
#
# ![一个加倍的点](../figures/dot.svg)

# %% given=true
from IPython.display import display

SCALE = 2


def check(name):
    """Stand in for the real one: show something in the reader's language."""
    words = {"en": f"**{name}** is right", "zh": f"**{name}** 正确"}
    display({"text/plain": words["en"], "text/markdown": words["en"], "application/vnd.autograder+json": words}, raw=True)


# %% [markdown] lang="en" hints="double"
# 1. What is twice a number?
# 2. A number and itself,
#    added.
# 3. There is a constant for it.

# %% [markdown] lang="zh" hints="double"
# 1. 一个数的两倍是什么？
# 2. 它与它自己相加。
# 3. 有一个常量可用。

# %% question="double" points=3 minutes=4
def double(x):
    """Return twice `x`."""
    ### BEGIN SOLUTION multiply by the "scale"
    # Twice is the scale.
    twice_the_number = x * SCALE
    return twice_the_number
    ### END SOLUTION

# %% [markdown] lang="en" hints="Doubler"
# 1. Remember.
# 2. Keep the number.
# 3. Call `double`.

# %% [markdown] lang="zh" hints="Doubler"
# 1. 记住。
# 2. 保存这个数。
# 3. 调用 `double`。

# %% question="Doubler" points=2 minutes=3 uses=["double"] seconds=2.5
class Doubler:
    """Keeps a number and doubles it."""

    def __init__(self, x):
        ### BEGIN SOLUTION keep x
        self.kept_number = x
        ### END SOLUTION

    def doubled(self):
        """Return twice the number."""
        ### BEGIN SOLUTION double what was kept
        return double(self.kept_number)
        ### END SOLUTION

# %%
print("two times four is", flush=True)
print(double(4))

# %%
Doubler(21).doubled()
'''

PUBLIC = '''\
from autograder.checking import question


@question("double")
def check_double_of_one(student):
    """Twice one is two."""
    assert student.double(1) == 2


@question("Doubler")
def check_doubler_of_one(student):
    """It doubles."""
'''

HIDDEN = '''\
from autograder.checking import question


@question("double", points=2)
def check_double_of_many(student):
    """Twice anything."""


@question("double", points=1)
def check_double_of_zero(student):
    """Twice zero is zero."""


@question("Doubler", points=2)
def check_doubler(student):
    """It doubles."""
'''


def make_course(root: Path, source: str = SOURCE, public: str = PUBLIC, hidden: str = HIDDEN, lab: str = LAB) -> Path:
    """Write a course with one lab under `root` (or one more lab into it), and return `root`."""
    files = {
        f"solutions/{lab}.py": source,
        f"autograder/checks/public/check_{lab}.py": public,
        f"autograder/checks/hidden/check_{lab}.py": hidden,
        "labs/figures/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "data/README.md": "none",
    }
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return root


def line_of(text: str, source: str = SOURCE) -> int:
    """Return the number of the first line of `source` that contains `text`."""
    return next(number for number, line in enumerate(source.split("\n"), start=1) if text in line)
