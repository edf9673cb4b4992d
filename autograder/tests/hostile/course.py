"""The small course that attacks are handed in to, with canaries in all that a student must not see, and the notebooks."""

from __future__ import annotations

from pathlib import Path

import nbformat

from autograder.labs import Course, Lab
from autograder.tests.hostile.canaries import Canary

LAB = "lab01_hostile"
SECONDS, MEMORY_MB = 2, 512
ATTACKED, OTHERS = "double", {"total": 2, "make_model": 2}
HONEST = ("aaa_honest", "e_honest", "f_honest", "g_honest", "zzz_honest")  # in between the attacks, in the order of names

_SOURCE = f'''\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Two times
#       zh: 两倍
#     minutes: 5
#     limits:
#       seconds: {SECONDS}
#       memory_mb: {MEMORY_MB}
# ---

# %% [markdown] lang="en"
# # Two times

# %% [markdown] lang="zh"
# # 两倍

# %% given=true
import numpy as np
import paddle
from paddle import nn

# %% [markdown] lang="en" hints="double"
# 1. What is twice a number?
# 2. It is a product.
# 3. Multiply by two.

# %% [markdown] lang="zh" hints="double"
# 1. 一个数的两倍是什么？
# 2. 这是乘法。
# 3. 乘以二。

# %% question="double" points=3 minutes=2
def double(x):
    """Return two times the tensor `x`, of the same shape."""
    ### BEGIN SOLUTION multiply by two
    CANARY_solution = "CANARY_solution"
    return 2 * x
    ### END SOLUTION

# %% [markdown] lang="en" hints="total"
# 1. Add.
# 2. Add them all.
# 3. There is a function for it.

# %% [markdown] lang="zh" hints="total"
# 1. 相加。
# 2. 全部相加。
# 3. 有一个函数可用。

# %% question="total" points=2 minutes=2
def total(values):
    """Return the sum of a list of numbers, a float."""
    ### BEGIN SOLUTION add them up
    return float(sum(values))
    ### END SOLUTION

# %% [markdown] lang="en" hints="make_model"
# 1. A layer.
# 2. A linear one.
# 3. Look at nn.Linear.

# %% [markdown] lang="zh" hints="make_model"
# 1. 一个层。
# 2. 线性层。
# 3. 参考 nn.Linear。

# %% question="make_model" points=2 minutes=2
def make_model(features, classes):
    """Return a linear layer from `features` to `classes`."""
    ### BEGIN SOLUTION one layer
    return nn.Linear(features, classes)
    ### END SOLUTION
'''

_PUBLIC = '''\
import paddle

from autograder.checking import equal, question


@question("double")
def check_double_of_ones(student):
    """Ones become twos.

    zh: 全 1 变成全 2。
    """
    equal(student.double(paddle.ones([2])), paddle.full([2], 2.0), of="double")


@question("total")
def check_total_of_ones(student):
    """Two ones give two.

    zh: 两个 1 得到 2。
    """
    equal(student.total([1.0, 1.0]), 2.0, of="total")


@question("make_model")
def check_model_is_made(student):
    """A model is returned.

    zh: 返回一个模型。
    """
    student.make_model(2, 3)
'''

_HIDDEN = '''\
"""CANARY_check_docstring"""

from autograder.checking import equal, question, say, unchanged

CANARY_check_name = "CANARY_check_value"
EXPECTED = {"CANARY_check_expected": 2.0}


@question("double", points=1)
def check_double_of_a_matrix(student, draw):
    """Each number of a matrix is doubled.

    zh: 矩阵的每个数都乘以二。
    """
    for rows, columns in draw.sizes("rows", "columns"):
        x = draw.tensor(rows, columns)
        equal(student.double(x), EXPECTED["CANARY_check_expected"] * x, of="double", dims="[rows, columns]")


@question("double", points=1)
def check_double_of_a_vector(student, draw):
    """Each number of a vector is doubled.

    zh: 向量的每个数都乘以二。
    """
    x = draw.tensor(7)
    equal(student.double(x), 2.0 * x, of="double", dims="[n]")


@question("double", points=1)
def check_double_leaves_its_argument_alone(student, draw):
    """The result is twice the argument, which stays as it was.

    zh: 结果是参数的两倍，参数本身不变。
    """
    x = draw.tensor(2, 3)
    equal(student.double(x), 2.0 * x, of="double", dims="[rows, columns]")
    unchanged(student.double)


@question("total", points=2)
def check_total_adds_up(student, draw):
    """All numbers are added up.

    zh: 把所有的数相加。
    """
    values = [float(value) for value in draw.array(5)]
    equal(student.total(values), sum(values), of="total", tolerance=1e-6)


@question("make_model", points=2)
def check_model_is_linear(student, draw):
    """The model multiplies by its weight and adds its bias.

    zh: 模型乘以权重并加上偏置。
    """
    model = student.make_model(4, 3)
    weight, bias = model.parameters().values()
    assert weight.shape == (4, 3), say("The weight has another shape.", "权重的形状不对。")
    x = draw.tensor(2, 4)
    equal(model(x), x.numpy() @ weight + bias, of="make_model", dims="[batch, classes]", tolerance=1e-4)
'''

_MISCONCEPTIONS = '''\
"""CANARY_misconceptions"""

CANARY_misconception = "CANARY_misconception"


def double__squared(x):
    """It squares.

    zh: 这里做的是平方。
    """
    return x * x


def double__plus_two(x):
    """It adds two.

    zh: 这里加了二。
    """
    return x + 2


def double__half(x):
    """It halves.

    zh: 这里除以了二。
    """
    return x / 2


def correct__double(x):
    return x + x
'''

# What a grader that runs students' code in its own process asks, in the manners that are common.
_NAIVE = '''\
"""CANARY_check_docstring"""

import numpy as np
import paddle
import submission

CANARY_check_name = "CANARY_check_value"
EXPECTED = {"CANARY_check_expected": 2.0}


def test_double_of_a_matrix():
    x = paddle.to_tensor(np.random.default_rng(1).standard_normal((3, 4)).astype("float32"))
    got = submission.double(x)
    assert np.allclose(got.numpy(), EXPECTED["CANARY_check_expected"] * x.numpy())


def test_double_of_a_vector():
    x = np.random.default_rng(2).standard_normal(7).astype("float32")
    np.testing.assert_allclose(submission.double(paddle.to_tensor(x)), 2.0 * x, rtol=1e-5)


def test_double_of_a_tensor():
    x = paddle.to_tensor(np.random.default_rng(3).standard_normal((2, 3)).astype("float32"))
    want = 2 * x
    got = submission.double(x)
    assert got.shape == want.shape and paddle.allclose(got, want).item() and bool((got == want).all())
'''

_RIGHT = {
    "double": "def double(x):\n    return 2 * x\n",
    "total": "def total(values):\n    return float(sum(values))\n",
    "make_model": "def make_model(features, classes):\n    return nn.Linear(features, classes)\n",
}


def make_course(root: Path, canary: Canary) -> Course:
    """Write the course below `root`."""
    files = {
        f"solutions/{LAB}.py": _SOURCE,
        f"autograder/checks/public/check_{LAB}.py": _PUBLIC,
        f"autograder/checks/hidden/check_{LAB}.py": _HIDDEN,
        f"autograder/misconceptions/{LAB}.py": _MISCONCEPTIONS,
        "autograder/checks/naive/test_naive.py": _NAIVE,
    }
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("CANARY", f"canary_{canary.token}"), encoding="utf-8")
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / "numbers.csv").write_text("1,2,3\n", encoding="utf-8")
    return Course(root)


def notebook(lab: Lab, cells: list[str]) -> bytes:
    """Return a notebook: `cells` in the place of the answer to `double`, the other questions answered rightly."""
    book = []
    for cell in lab.cells:
        if cell.kind == "text":
            book.append(nbformat.v4.new_markdown_cell(cell.source["en"], id=cell.id))
        elif cell.kind != "question":
            book.append(nbformat.v4.new_code_cell(cell.source["en"], id=cell.id))
        else:
            assert cell.question is not None
            sources = cells if cell.question == ATTACKED else [_RIGHT[cell.question]]
            answer = nbformat.v4.new_code_cell(sources[0], id=cell.id)
            answer.metadata["autograder"] = {"question": cell.question}
            book.append(answer)
            book += [nbformat.v4.new_code_cell(source) for source in sources[1:]]
    metadata = {"autograder": {"lab": LAB, "language": "en"}}
    return nbformat.writes(nbformat.v4.new_notebook(cells=book, metadata=metadata)).encode()


def honest_cells(student: str, canary: Canary) -> list[str]:
    """Return an honest student's answer; that of the first one holds a canary, for others to steal."""
    remark = canary.of("other_submission") if student == HONEST[0] else student
    return [f"# {remark}\n" + _RIGHT["double"]]
