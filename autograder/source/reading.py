"""Reads one lab source: cells and options become a `Lab`, and everything an author has to put right is noted with its line.

Theory of operation. `percent.py` gives the cells as they stand. The runs of text between code are paired by language; hints are
set aside for their questions. Then each code cell is read by its options: given, question, or demonstration. What concerns several
cells comes last: hints for nobody, given code that calls an answer. A `Lab` comes out only if nothing was wrong.
"""

import ast
import hashlib
import json
import keyword
import re
from pathlib import Path

from autograder.chinese import join_wrapped
from autograder.lab import LANGUAGES, Cell, CellKind, Lab, Limits, Question
from autograder.source.options import Options, cell_options, read_header
from autograder.source.percent import PercentCell, PercentFile, read_percent
from autograder.source.problems import Problems
from autograder.source.program import defines, names_used_at_once, program
from autograder.source.prose import HINTS, TextPair, pair_languages, read_hints, refuse_missing_figures
from autograder.source.regions import Regions, refuse_markers, split_regions

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,49}")  # it becomes part of a cell's id, which may have 64 characters


def read_lab(path: Path, figures: Path, problems: Problems) -> Lab | None:
    """Read the source at `path`, whose pictures lie in the folder `figures`; None if there were problems."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problems.add(1, f"this file cannot be read as UTF-8 text: {error}.")
        return None
    source = read_percent(text, problems)
    if source is None:
        return None
    title, minutes, limits = read_header(source, problems)
    reader = _Reader(path.stem, limits, problems)
    for block in _blocks(source, problems):
        if isinstance(block, PercentCell):
            reader.read_code(block)
        elif "hints" in block[0].options:
            reader.read_hints(block)
        else:
            reader.read_text(block, figures)
    questions = reader.finish()
    if problems:
        return None
    return Lab(path.stem, path, title, minutes, limits, tuple(reader.cells), questions)


def _blocks(source: PercentFile, problems: Problems) -> list[PercentCell | TextPair]:
    """Return code cells and pairs of text cells in the order of the source."""
    blocks: list[PercentCell | TextPair] = []
    texts: list[PercentCell] = []
    for cell in source.cells:
        if cell.kind == "markdown":
            cell_options(cell, "a text cell", problems).allow("lang", "hints")
            texts.append(cell)
            continue
        blocks.extend(pair_languages(texts, problems))
        texts = []
        if cell.kind == "code":
            blocks.append(cell)
        else:
            problems.add(cell.line, "only code and [markdown] cells have a meaning here.")
    blocks.extend(pair_languages(texts, problems))
    return blocks


class _Reader:
    """Takes the blocks of one source in order and gathers cells, questions and hints."""

    def __init__(self, lab: str, limits: Limits, problems: Problems) -> None:
        self.cells: list[Cell] = []
        self._lab = lab
        self._limits = limits
        self._problems = problems
        self._asked: dict[str, tuple[PercentCell, Options]] = {}
        self._hints: dict[str, dict[str, tuple[str, ...]]] = {}
        self._hint_lines: dict[str, int] = {}
        self._given: list[tuple[ast.Module, int]] = []
        self._ids: set[str] = set()

    def read_text(self, pair: TextPair, figures: Path) -> None:
        """Read one text in both languages."""
        for cell in pair:
            refuse_missing_figures(cell, figures, self._problems)
        source = {language: cell.text for language, cell in zip(LANGUAGES, pair, strict=True)}
        source["zh"] = join_wrapped(source["zh"])
        self._add("text", source, pair[0].line)

    def read_hints(self, pair: TextPair) -> None:
        """Read the hints for one question in both languages."""
        question = str(pair[0].options["hints"])
        if question in self._hints:
            self._problems.add(pair[0].line, f"`{question}` has hints already, at line {self._hint_lines[question]}.")
        self._hint_lines[question] = pair[0].line
        english, chinese = (read_hints(cell, self._problems) for cell in pair)
        self._hints[question] = {"en": english, "zh": tuple(join_wrapped(hint) for hint in chinese)}

    def read_code(self, cell: PercentCell) -> None:
        """Read one code cell: a question, given code, or a demonstration."""
        if not cell.text.strip():
            self._problems.add(cell.line, "this cell is empty.")
            return
        tree = program(cell.text, cell.text_line, self._problems)
        if "question" in cell.options:
            self._read_question(cell, tree)
            return
        options = cell_options(cell, "a cell", self._problems)
        options.allow("given", "question")
        refuse_markers(cell.text, cell.text_line, self._problems)
        if "given" not in options:
            self._add("demo", _shared(cell.text), cell.line)
            return
        if cell.options["given"] is not True:
            self._problems.add(cell.line, "write given=true, or leave it out for a cell that demonstrates.")
        if tree:
            self._given.append((tree, cell.text_line))
        self._add("given", _shared(cell.text), cell.line)

    def _read_question(self, cell: PercentCell, tree: ast.Module | None) -> None:
        options = cell_options(cell, "a question", self._problems)
        options.allow("question", "points", "minutes", "uses", "seconds", "memory_mb")
        name = options.word("question")
        if not _NAME.fullmatch(name) or keyword.iskeyword(name):
            self._problems.add(
                cell.line, "a question is called as its function or class is, in at most 50 letters, digits and underscores."
            )
            return
        if name.startswith("check_"):
            self._problems.add(cell.line, f"`{name}` sounds like the check of a question; find another name.")
            return
        if name in self._asked:
            self._problems.add(cell.line, f"`{name}` is already the name of the question at line {self._asked[name][0].line}.")
            return
        self._asked[name] = (cell, options)
        regions = split_regions(cell.text, name, cell.text_line, self._problems)
        if tree is None or regions is None:
            return
        if not defines(tree, name):
            self._problems.add(cell.text_line, f"this cell defines no function or class `{name}` at its top level.")
            return
        self._refuse_broken_starter(name, regions)
        self.cells.append(Cell("question", f"q-{name}", _shared(regions.solution), regions.starter, name, cell.line, regions.lines))
        self.cells.append(Cell("check", f"check-{name}", _shared(f"check({json.dumps(name)})"), "", name, cell.line))

    def _refuse_broken_starter(self, name: str, regions: Regions) -> None:
        trial = Problems(self._problems.file)
        tree = program(regions.starter, 1, trial)
        if tree is None or not defines(tree, name):
            self._problems.add(
                regions.first, f"without its solution the cell no longer defines `{name}`. Put the markers inside the function."
            )

    def _add(self, kind: CellKind, source: dict[str, str], line: int) -> None:
        """Append a cell whose id comes from its English text or code; a repeated one gets a number."""
        stem = f"{kind}-{hashlib.sha256(source['en'].encode()).hexdigest()[:8]}"
        name, count = stem, 1
        while name in self._ids:
            count += 1
            name = f"{stem}-{count}"
        self._ids.add(name)
        self.cells.append(Cell(kind, name, source, "", None, line))

    def finish(self) -> tuple[Question, ...]:
        """Look at what concerns several cells, and return the questions."""
        if not self._asked:
            self._problems.add(1, 'this lab asks nothing. A question is a cell `# %% question="name" points=… minutes=…`.')
        for name, line in self._hint_lines.items():
            if name not in self._asked:
                self._problems.add(line, f"these hints are for `{name}`, and the lab has no such question.")
        for tree, first in self._given:
            for used, line in names_used_at_once(tree):
                if used in self._asked:
                    self._problems.add(first + line - 1, f"given code uses the answer `{used}`, but it is run before any answer is there.")
        return tuple(self._question(name, cell, options) for name, (cell, options) in self._asked.items())

    def _question(self, name: str, cell: PercentCell, options: Options) -> Question:
        if name not in self._hints:
            self._problems.add(cell.line, f'`{name}` has no hints. Write {HINTS} in each language, in cells with hints="{name}".')
        uses = options.words("uses")
        names = list(self._asked)
        for other in uses:
            if other not in names[: names.index(name)]:
                self._problems.add(cell.line, f"`{name}` cannot use `{other}`: no earlier question of this lab has that name.")
        return Question(
            name=name,
            lab=self._lab,
            points=options.whole("points"),
            minutes=options.whole("minutes"),
            uses=uses,
            limits=Limits(
                seconds=options.positive("seconds", self._limits.seconds),
                memory_mb=options.whole("memory_mb", self._limits.memory_mb),
            ),
            hints=self._hints.get(name, {}),
            line=cell.line,
        )


def _shared(code: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, code)
