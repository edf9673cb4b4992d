"""The table in the pages on security: mode by group, how many attacks there are and how many were contained."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from autograder.tests.hostile.corpus import FOLDER, GROUPS, Attack
from autograder.tests.hostile.judging import Judged
from autograder.tests.hostile.modes import MODES

BEGIN, END = "<!-- hostile corpus: made by `make hostile` -->", "<!-- end of hostile corpus -->"
DOCS = FOLDER.parents[1] / "docs"
PAGES = (DOCS / "security.md", DOCS / "security.zh-CN.md")
_HEADS = (
    ("mode", ("read secrets", "forge marks", "deny service", "escape"), "all", "{contained} of {attacks}"),
    ("方式", ("窃取机密", "伪造分数", "拒绝服务", "逃逸"), "合计", "{contained} / {attacks}"),
)


def write(results: Sequence[Judged], attacks: Sequence[Attack]) -> None:
    """Put the table into both pages, between its marks. Rows of modes that were not tried now stay as they are."""
    for language, page in enumerate(PAGES):
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        earlier, _, after = rest.partition(END)
        page.write_text(f"{before}{BEGIN}\n{_table(results, attacks, language, earlier)}{END}{after}", encoding="utf-8")


def numbers(page: Path) -> list[list[tuple[int, int]]]:
    """Return the rows of the table in a page: by group and for all together, (contained, attacks)."""
    text = page.read_text(encoding="utf-8")
    inside = text[text.index(BEGIN) : text.index(END)]
    rows = [re.findall(r"(\d+) (?:of|/) (\d+)", line) for line in inside.splitlines() if line.startswith("|")]
    return [[(int(contained), int(attacks)) for contained, attacks in row] for row in rows if row]


def _table(results: Sequence[Judged], attacks: Sequence[Attack], language: int, earlier: str) -> str:
    mode_head, group_heads, all_head, form = _HEADS[language]
    lines = [
        "| " + " | ".join([mode_head, *group_heads, all_head]) + " |",
        "| " + " | ".join(["---"] * (len(GROUPS) + 2)) + " |",
    ]
    rows = {line.split("|")[1].strip(): line for line in earlier.splitlines() if line.startswith("|")}
    for judged in results:
        cells = [judged.mode.words[language]]
        for group in (*GROUPS, None):
            names = [attack.name for attack in attacks if group in (None, attack.group)]
            contained = sum(not judged.findings[name] for name in names)
            cells.append(form.format(contained=contained, attacks=len(names)))
        rows[judged.mode.words[language]] = "| " + " | ".join(cells) + " |"
    lines += [rows[mode.words[language]] for mode in MODES if mode.words[language] in rows]
    return "\n".join(lines) + "\n"
