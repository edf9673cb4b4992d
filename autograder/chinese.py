"""Chinese text whose lines were wrapped in the source.

Markdown shows a line break inside a paragraph as a space. Between words that is right; between Chinese characters, which are
written without spaces, it would show as a gap in the middle of a sentence. So wrapped lines are joined where Chinese has no space.
"""

import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_WIDE = re.compile(r"[\u3000-\u303f\uff00-\uffef“”‘’…—]")  # punctuation that brings its own space along
# A line that begins something of its own is never joined to the one before it.
_BLOCK = re.compile(r"\s*([-*+]\s|\d+[.)]\s|#|>|\||```|~~~|\$\$|<|!\[|\\begin|\\end|---)")
_FENCE = re.compile(r"\s*(```|~~~|\$\$)")


def join_wrapped(text: str) -> str:
    """Return Markdown in Chinese with the line breaks removed that would show as spaces between Chinese characters."""
    paragraphs: list[list[str]] = [[]]
    fence = ""
    for line in text.split("\n"):
        opening = None if fence else _FENCE.match(line)
        if fence or opening or not line.strip() or _BLOCK.match(line) or _ends_apart(paragraphs[-1]):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
        if opening and line.count(opening[1]) % 2:
            fence = opening[1]
        elif fence in line:  # a formula may be closed at the end of its last line
            fence = ""
    return "\n".join(_join(paragraph) for paragraph in paragraphs if paragraph)


def _ends_apart(paragraph: list[str]) -> bool:
    """Whether nothing may be joined to the last line: it is empty, a heading, a table's row, a fence, or breaks on purpose."""
    if not paragraph:
        return False
    last = paragraph[-1]
    return not last.strip() or bool(re.match(r"\s*(#|\||```|~~~|\$\$|<|---)", last)) or last.endswith(("  ", "\\", "$$"))


def _join(lines: list[str]) -> str:
    """Join the lines of one paragraph or list item where a space would be wrong; the other line breaks stay."""
    text = lines[0]
    for line in lines[1:]:
        text = text + line.lstrip() if _is_gapless(text, line) else f"{text}\n{line}"
    return text


def _is_gapless(before: str, after: str) -> bool:
    """Whether Chinese has no space between the end of one line and the start of the next; marks of emphasis do not count."""
    left, right = before.rstrip().rstrip("*")[-1:], after.lstrip().lstrip("*")[:1]
    if _WIDE.match(left) or _WIDE.match(right):
        return True
    return bool(_HAN.match(left) and _HAN.match(right))
