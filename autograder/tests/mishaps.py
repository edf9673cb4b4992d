"""What happens to notebooks of honest students in other editors, in haste, and in good faith.

`MISHAPS` holds for each how the notebook is changed, the points of the two questions that must come of it, and words of the feedback:
what was put right is said, and what cannot be is explained.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from autograder.tests.broken_files import SCALED, TOTAL, Book, Good

Cell = dict[str, Any]
Change = Callable[[Book], Any]


def question(book: Book, name: str) -> Cell:
    """Return the cell of a question."""
    return next(cell for cell in book["cells"] if cell["metadata"].get("autograder", {}).get("question") == name)


def place(book: Book, name: str) -> int:
    return next(number for number, cell in enumerate(book["cells"]) if cell is question(book, name))


def code(source: str, **fields: Any) -> Cell:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **fields}


def write(name: str, source: str) -> Change:
    """Answer a question in this way."""
    return lambda book: question(book, name).update(source=source)


def before(name: str, *cells: Cell) -> Change:
    """Put cells of the student's own before a question."""

    def change(book: Book) -> None:
        start = place(book, name)
        book["cells"][start:start] = cells

    return change


def both(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def each_cell(change: Callable[[Cell], Any]) -> Change:
    def all_cells(book: Book) -> None:
        for cell in book["cells"]:
            change(cell)

    return all_cells


def _colab(book: Book) -> None:
    """Colab keeps its own ids in the metadata, drops the format's, and lets other metadata go when cells are copied."""
    book.update(nbformat=4, nbformat_minor=0)
    book["metadata"] = {"colab": {"provenance": [], "toc_visible": True}, "kernelspec": {"name": "python3"}, "accelerator": "GPU"}
    for number, cell in enumerate(book["cells"]):
        cell.pop("id", None)
        cell["metadata"] = {"id": f"kX{number}Zq", "outputId": "1-2-3"}


def _vscode(book: Book) -> None:
    book["metadata"] = {
        "language_info": {"name": "python"},
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
    }
    for number, cell in enumerate(book["cells"]):
        cell.update(id=f"{number:08x}", metadata={"vscode": {"languageId": "python"}} if cell["cell_type"] == "code" else {})


def _ai_studio(book: Book) -> None:
    book.update(nbformat=4, nbformat_minor=1, metadata={"kernelspec": {"display_name": "PaddlePaddle", "name": "py35-paddle1.2.0"}})
    for cell in book["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {"collapsed": False, "jupyter": {"outputs_hidden": False}, "scrolled": True, "tags": [],
                            "execution": {"iopub.execute_input": "2026-03-01T00:00:00Z"}}  # fmt: skip


def _kaggle(book: Book) -> None:
    book["metadata"] = {"kaggle": {"dataSources": []}, "language_info": {"name": "python"}}
    each_cell(lambda cell: (cell.pop("id", None), cell.update(metadata={"_uuid": "0" * 40, "trusted": True})))(book)


def _merged(book: Book) -> None:
    """Two answers in one cell, the other one gone."""
    question(book, "scaled").update(source=SCALED + "\n" + TOTAL)
    del book["cells"][place(book, "total")]


def _split(book: Book) -> None:
    cell = question(book, "total")
    start = place(book, "total")
    book["cells"][start : start + 1] = [
        code("def helper(values):\n    return np.sum(values)\n"),
        {**cell, "source": "def total(x):\n    return float(helper(scaled(x)))\n"},
    ]


def _duplicated(book: Book) -> None:
    """Jupyter gives the copy the same metadata; the stub was kept above, the answer is below."""
    start = place(book, "scaled")
    stub = json.loads(json.dumps(book["cells"][start])) | {
        "source": 'def scaled(x):\n    raise NotImplementedError("scaled: multiply by SCALE")\n',
        "id": "stub",
    }
    book["cells"].insert(start, stub)


def _moved(book: Book) -> None:
    """The second question stands first."""
    cell = book["cells"].pop(place(book, "total"))
    book["cells"].insert(0, cell)


def _in_new_cell(book: Book) -> None:
    question(book, "scaled").update(source='def scaled(x):\n    raise NotImplementedError("scaled: multiply by SCALE")\n')
    book["cells"].append(code(SCALED))


def _deleted(book: Book) -> None:
    del book["cells"][place(book, "scaled")]


def _given_deleted(book: Book) -> None:
    book["cells"] = [cell for cell in book["cells"] if "SCALE = 2.0" not in cell["source"]]


MISHAPS: dict[str, tuple[Change, tuple[int, int], str]] = {
    # -- other editors
    "Colab": (_colab, (3, 2), "found by their names"),
    "VS Code": (_vscode, (3, 2), "found by their names"),
    "AI Studio": (_ai_studio, (3, 2), "found by their names"),
    "Kaggle": (_kaggle, (3, 2), "found by their names"),
    "an older format": (
        lambda book: (book.update(nbformat=4, nbformat_minor=0), each_cell(lambda cell: cell.pop("id", None))(book)),
        (3, 2),
        "",
    ),
    # -- cells
    "merged": (_merged, (3, 2), ""),
    "split": (_split, (3, 2), ""),
    "duplicated": (_duplicated, (3, 2), ""),
    "moved": (_moved, (3, 2), ""),
    "in a new cell": (_in_new_cell, (3, 2), ""),
    "deleted": (_deleted, (0, 2), "no function `scaled`"),
    "a given cell deleted": (_given_deleted, (3, 2), ""),
    "a given cell changed": (
        lambda book: next(cell for cell in book["cells"] if "SCALE = 2.0" in cell["source"]).update(
            source="import numpy as np\n\nSCALE = 3.0\n"
        ),
        (3, 2),
        "belongs to the lab",
    ),
    # -- names
    "function renamed": (write("scaled", SCALED.replace("def scaled", "def scale")), (0, 2), "`scale`"),
    "function with a capital": (write("scaled", SCALED.replace("def scaled", "def Scaled")), (0, 2), "`Scaled`"),
    "argument renamed": (write("scaled", SCALED.replace("x", "values")), (3, 2), ""),
    "an answer assigned": (write("scaled", "scaled = lambda x: SCALE * x\n"), (3, 2), ""),
    "under another name, then given its own": (
        write("scaled", SCALED.replace("def scaled", "def my_version") + "\nscaled = my_version\n"),
        (3, 2),
        "",
    ),
    # -- commands and magic
    "pip": (before("scaled", code("!pip install numpy --quiet\n%pip install paddlepaddle")), (3, 2), ""),
    "pip in the answer's cell": (write("scaled", "!pip install numpy\n" + SCALED), (3, 2), ""),
    "magic in the answer's cell": (write("scaled", "%matplotlib inline\n%load_ext autoreload\n" + SCALED), (3, 2), ""),
    "a timed cell": (write("scaled", "%%time\n" + SCALED), (3, 2), ""),
    "a shell cell": (before("scaled", code("%%bash\nnvidia-smi\nrm -rf data")), (3, 2), ""),
    "a question mark": (before("scaled", code("np.sum?\n?np.mean")), (3, 2), ""),
    "mounting a drive": (
        before("scaled", code("from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive/labs")),
        (3, 2),
        "",
    ),
    "commands inside a function": (write("scaled", "def scaled(x):\n    !nvidia-smi\n    return SCALE * x\n"), (3, 2), ""),
    # -- paths, questions at the keyboard, talk
    "absolute path in a cell": (before("scaled", code("reviews = open('/mnt/mine/labs/data/reviews/train.tsv').read()")), (3, 2), ""),
    "absolute path in the answer's cell": (write("scaled", "table = open('C:/Users/me/data/train.tsv').read()\n" + SCALED), (3, 2), ""),
    "absolute path in the answer": (
        write("scaled", "def scaled(x):\n    factor = float(open('/content/factor.txt').read())\n    return factor * x\n"),
        (0, 2),
        "load_data",
    ),
    "a leftover input": (before("scaled", code("name = input('Your name: ')")), (3, 2), ""),
    "a leftover input in the answer's cell": (write("scaled", "factor = float(input('factor? '))\n" + SCALED), (3, 2), ""),
    "a leftover input in the answer": (
        write("scaled", "def scaled(x):\n    return float(input('factor? ')) * x\n"),
        (0, 2),
        "asks for input",
    ),
    "prints": (write("scaled", "def scaled(x):\n    print('x' * 1_000_000)\n    return SCALE * x\n"), (3, 2), ""),
    "prints to both streams": (
        write(
            "scaled",
            "import sys\ndef scaled(x):\n    for i in range(1000):\n        print(i, x, file=sys.stderr)\n    return SCALE * x\n",
        ),
        (3, 2),
        "",
    ),
    "warnings": (
        write(
            "scaled",
            "import warnings\ndef scaled(x):\n    for i in range(5000):\n        warnings.warn(f'careful {i} ' + 'x' * 200)\n"
            "    return SCALE * x\n",
        ),
        (3, 2),
        "",
    ),
    "warnings as errors": (before("scaled", code("import warnings\nwarnings.simplefilter('error')")), (3, 2), ""),
    "logging": (
        write(
            "scaled",
            "import logging\nlogging.basicConfig(level=0)\ndef scaled(x):\n    logging.debug('x is %s', x)\n    return SCALE * x\n",
        ),
        (3, 2),
        "",
    ),
    # -- other leftovers
    "calls behind the answer": (write("scaled", SCALED + "\nassert scaled(2.0) == 4.0\nprint(scaled(np.ones(3)))\n"), (3, 2), ""),
    "a failing test of their own": (before("total", code("assert scaled(np.ones(2)).sum() == 5, 'no idea why'")), (3, 2), ""),
    "an endless demonstration": (before("total", code("while True:\n    pass")), (3, 2), ""),
    "a breakpoint": (write("scaled", "def scaled(x):\n    breakpoint()\n    return SCALE * x\n"), (0, 2), ""),
    "exit": (before("total", code("exit()")), (3, 2), ""),
    "a package that is not there": (before("scaled", code("import torch\nimport d2l")), (3, 2), ""),
    "a variable that hides a built-in": (before("scaled", code("float = 3\nsum = 0\nlist = [1]")), (3, 2), ""),
    "Chinese names": (write("scaled", "def scaled(x):\n    结果 = SCALE * x\n    return 结果\n"), (3, 2), ""),
    "type hints and decorators": (
        write(
            "scaled",
            "from functools import wraps\ndef quiet(f):\n    @wraps(f)\n    def inner(*args: object) -> object:\n"
            "        return f(*args)\n    return inner\n\n@quiet\ndef scaled(x: 'np.ndarray') -> 'np.ndarray':\n    return SCALE * x\n",
        ),
        (3, 2),
        "",
    ),
    "a class that is called": (
        write("scaled", "class Scaler:\n    def __call__(self, x):\n        return SCALE * x\n\nscaled = Scaler()\n"),
        (3, 2),
        "",
    ),
}


def spoilt(good: Good, change: Change) -> bytes:
    """Return the notebook with the mishap."""
    book = good.book()
    change(book)
    return json.dumps(book).encode()
