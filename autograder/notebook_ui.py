"""`check` and `hint`, as learners call them in a notebook.

`check("rnn_step")` runs the public checks on what the notebook has defined, in the notebook's own process: it is the learner's own
code, so nothing is confined. What it shows is in the notebook's language. Where the lab's source is at hand, as for people who
study alone, a wrong answer is also compared with known misconceptions; where it is not (a student's bundle), the checks speak alone.
"""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lab import CourseError
from autograder.words import Words, tr

MIME = "application/vnd.autograder+json"

_hints_shown: dict[str, int] = {}


@dataclass(frozen=True)
class KnownQuestion:
    """A question as the built labs describe it."""

    lab: str
    name: str
    hints: dict[str, list[str]]


def check(name: str | Callable[..., Any]) -> None:
    """Run the public checks of the question `name` on what this notebook defines, and show what they say."""
    caller = sys._getframe(1).f_globals
    name = _question_name(name)
    course = _course_root()
    question = _known(course).get(name)
    if question is None:
        _show(_unknown(name, course))
        return
    namespace = _namespace(caller)
    if not callable(namespace.get(name)):
        _show(tr("⬜ **`{name}`**: there is no such function yet. Run the cell that defines it, then check again.", name=name))
        return
    try:
        with _random_state_kept():
            words = _check(course, question, namespace)
    except KeyboardInterrupt:
        raise KeyboardInterrupt from None  # without a hundred lines about the machinery in between
    except CourseError as problem:
        words = tr("The checks of `{name}` cannot be run. {problem} Please tell your instructor.", name=name, problem=problem)
    _show(words)


def hint(name: str | Callable[..., Any]) -> None:
    """Show the next hint for the question `name`: three of them, from vague to nearly there."""
    name = _question_name(name)
    course = _course_root()
    question = _known(course).get(name)
    if question is None:
        _show(_unknown(name, course))
        return
    count = min(_hints_shown.get(name, 0) + 1, len(question.hints["en"]))
    _hints_shown[name] = count
    title = tr("💡 **`{name}`**, hint {count} of {total}:", name=name, count=count, total=len(question.hints["en"]))
    text = Words(question.hints["en"][count - 1], question.hints["zh"][count - 1])
    more = tr('Call `hint("{name}")` again for the next one.', name=name) if count < len(question.hints["en"]) else Words("", "")
    _show(_paragraphs(title, text, more))


def _question_name(name: str | Callable[..., Any]) -> str:
    """Return the name that is asked for; `check(rnn_step)` means `check("rnn_step")`."""
    return name if isinstance(name, str) else str(getattr(name, "__name__", name))


def _check(course: Path, question: KnownQuestion, namespace: dict[str, Any]) -> Words:
    from autograder.check_session import Checks, is_judgement, sentence, serve_checks
    from autograder.diagnosis import Tried
    from autograder.labs import Course
    from autograder.reference import LocalTransport
    from autograder.sandbox.responder import Responder
    from autograder.student import Student

    shown: list[Words] = []

    def serve(checks: Checks) -> None:
        tried = []
        for one in checks.of(question.lab, question.name, public=True):
            student = Student(LocalTransport(Responder(namespace, interruptible=True)), source=question.name, reveal=True)
            tried.append(Tried(one, checks.run(one, student), tuple(student.exchanges)))
        failed = [one for one in tried if not one.ran.passed]
        if not failed:
            shown.append(tr("✅ **`{name}`**: {count} of {count} public checks pass.", name=question.name, count=len(tried)))
            return
        title = tr("❌ **`{name}`**: {passed} of {count} public checks pass.", name=question.name, passed=len(tried) - len(failed),
                   count=len(tried))  # fmt: skip
        odd = tr("What `{name}` returned is of a form that this check cannot use.", name=question.name)
        said = [sentence(one.ran.error) if one.ran.passed or is_judgement(one.ran.error) else odd for one in tried]
        lines = [_line(one.check.behaviour, words, passed=one.ran.passed) for one, words in zip(tried, said, strict=True)]
        body = Words("\n".join(line.en for line in lines), "\n".join(line.zh for line in lines))
        explanation = _explain(course, question, checks, tried)
        ask = tr('`hint("{name}")` helps further.', name=question.name)
        shown.append(_paragraphs(title, body, explanation, ask))

    serve_checks([Course(course).public_checks(question.lab)], serve)
    return shown[0]


def _line(behaviour: Words, said: Words | None, *, passed: bool) -> Words:
    mark = "✅" if passed else "❌"
    if said is None:
        return Words(f"- {mark} {behaviour.en}", f"- {mark} {behaviour.zh}")
    return Words(f"- {mark} {behaviour.en}  \n  {said.en}", f"- {mark} {behaviour.zh}  \n  {said.zh}")


def _explain(course: Path, question: KnownQuestion, checks: Any, tried: Any) -> Words:
    """Return the explanation of a recognised misconception, or nothing where the lab's source is not at hand."""
    from autograder.diagnosis import Diagnoser
    from autograder.labs import Course
    from autograder.reference import Reference

    place = Course(course)
    if not (place.sources / f"{question.lab}.py").exists() or not place.misconceptions(question.lab).exists():
        return Words("", "")
    found = Diagnoser(Reference(place, place.lab(question.lab)), checks, public=True).diagnose(question.name, tried)
    if found is None:
        return Words("", "")
    title = tr("What it looks like:")
    return Words(f"**{title.en}** {found.explanation.en}", f"**{title.zh}**{found.explanation.zh}")


def _paragraphs(*paragraphs: Words) -> Words:
    return Words("\n\n".join(one.en for one in paragraphs if one.en), "\n\n".join(one.zh for one in paragraphs if one.zh))


def _unknown(name: str, course: Path) -> Words:
    close = difflib.get_close_matches(name, _known(course), n=1)
    if close:
        return tr("There is no question `{name}`. Did you mean `{close}`?", name=name, close=close[0])
    return tr("There is no question `{name}` in these labs.", name=name)


def _known(course: Path) -> dict[str, KnownQuestion]:
    """Return all questions of the built labs by name."""
    found = {}
    for path in sorted((course / "labs" / "questions").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for question in data["questions"]:
            found[question["name"]] = KnownQuestion(data["lab"], question["name"], question["hints"])
    return found


def _course_root() -> Path:
    """Return the nearest folder above the notebook that holds labs and public checks, else the one of this package."""
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "labs" / "questions").is_dir() and (folder / "autograder" / "checks" / "public").is_dir():
            return folder
    return Path(__file__).resolve().parent.parent


def _namespace(caller: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook's names; outside a notebook, those of the module that called."""
    shell = _shell()
    return shell.user_ns if shell is not None else caller


def _shell() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None else None


def notebook_language() -> str:
    """Return the language of the notebook that asks: by its folder, else by the machine's."""
    shell = _shell()
    path = (shell.user_ns.get("__vsc_ipynb_file__") if shell is not None else None) or os.environ.get("JPY_SESSION_NAME") or ""
    for folder in (Path(path).parent.name, Path.cwd().name):
        if folder in ("en", "zh"):
            return folder
    return "zh" if os.environ.get("LANG", "").startswith("zh") else "en"


def _show(words: Words) -> None:
    """Show Markdown in a notebook, plain text elsewhere. Both languages go along for built solution notebooks."""
    text = words.in_language(notebook_language())
    if _shell() is None:
        print(text)
        return
    from IPython.display import display

    display({"text/markdown": text, "text/plain": text, MIME: {"en": words.en, "zh": words.zh}}, raw=True)


@contextlib.contextmanager
def _random_state_kept() -> Iterator[None]:
    """A check seeds the generators; the learner's next random number is what it would have been without the check."""
    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Paddle says which compilers it did not find
        import paddle

    states = random.getstate(), np.random.get_state(), paddle.get_rng_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
        paddle.set_rng_state(states[2])
