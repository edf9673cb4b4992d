from __future__ import annotations

import pytest

from autograder.chinese import join_wrapped


@pytest.mark.parametrize(
    ("wrapped", "joined"),
    [
        ("第一行，\n所以第二行。", "第一行，所以第二行。"),
        ("隐藏\n状态", "隐藏状态"),
        ("用 Paddle\n写", "用 Paddle\n写"),  # a space belongs between Latin letters and Chinese
        ("写成，\n`h[0]` 的样子", "写成，`h[0]` 的样子"),
        ("这叫**独热**\n向量", "这叫**独热**向量"),
        ("two\nwords", "two\nwords"),
        ("- 第一项，\n  还在第一项\n- 第二项", "- 第一项，还在第一项\n- 第二项"),
        ("标题\n\n段落", "标题\n\n段落"),
        ("# 标题\n段落", "# 标题\n段落"),
        ("| 表 | 头 |\n| --- | --- |\n| 甲 | 乙 |", "| 表 | 头 |\n| --- | --- |\n| 甲 | 乙 |"),
        ("设\n$$\nh = 中\n文\n$$\n其中", "设\n$$\nh = 中\n文\n$$\n其中"),
        ("```\n中\n文\n```", "```\n中\n文\n```"),
        ("公式是\n$$h = x$$\n其中", "公式是\n$$h = x$$\n其中"),
        ("$$a\n中 b$$\n\n第一，\n第二", "$$a\n中 b$$\n\n第一，第二"),
        ("1. 一\n2. 二", "1. 一\n2. 二"),
        ("故意换行  \n下一行", "故意换行  \n下一行"),
    ],
)
def test_lines_are_joined_where_chinese_has_no_space(wrapped: str, joined: str) -> None:
    assert join_wrapped(wrapped) == joined
