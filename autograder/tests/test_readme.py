"""README and documentation tell the truth: commands print what is shown, the list of labs is the labs, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.environment import ONE_THREAD, QUIET
from autograder.labs import DEFAULT_COURSE, LANGUAGES

ROOT = DEFAULT_COURSE.root
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
PAGES = [*READMES.values(), *sorted((ROOT / "autograder" / "docs").glob("*.md")), ROOT / "data" / "README.md"]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def blocks() -> list[tuple[str, str]]:
    """Return the commands that the READMEs show, each once, with what they show of its output."""
    found: dict[tuple[str, str], None] = {}
    for page in READMES.values():
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            command, _, output = block.removeprefix("$ ").partition("\n")
            if output.strip():
                found[command, output] = None
    return list(found)


@pytest.mark.parametrize(("command", "shown"), blocks())
def test_a_command_prints_what_the_readme_shows(command: str, shown: str, tmp_path: Path) -> None:
    """A line `…` stands for any lines; what is written goes to a folder of the test's."""
    words = [sys.executable if word == ".venv/bin/python" else word for word in shlex.split(command)]
    words = [str(tmp_path / word) if word == "graded" else word for word in words]
    environment = {"PATH": "/usr/bin:/bin", "COLUMNS": "120", **ONE_THREAD, **QUIET, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.replace(f"{tmp_path}/", "")
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line) + r"\n" for line in shown.splitlines())
    assert re.fullmatch(pattern, printed), printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_labs_is_the_labs(language: str) -> None:
    text = READMES[language].read_text(encoding="utf-8")
    rows = [
        f"| [{lab.title[language]}](labs/{language}/{lab.name}.ipynb) | "
        f"{', '.join(f'`{question.name}`' for question in lab.questions)} | {lab.minutes} |"
        for lab in DEFAULT_COURSE.labs
    ]
    assert [line for line in text.splitlines() if f"](labs/{language}/lab" in line] == rows


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in text.splitlines() if line.startswith("#")}
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if target.startswith("#"):
            assert target[1:] in headings, target
        elif "://" not in target:
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", sorted((ROOT / "autograder" / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_page_is_there_in_both_languages(page: Path) -> None:
    other = page.name.replace(".zh-CN.md", ".md") if ".zh-CN" in page.name else page.name.replace(".md", ".zh-CN.md")
    assert (page.parent / other).exists()
