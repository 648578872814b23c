"""Texts that would take minutes are refused by counting; those that people write are not."""

from __future__ import annotations

import time

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import SMALL
from tourbook.formats.markdown_html import convert_markdown
from tourbook.formats.markdown_limits import find_excess

DEFINITION = "这是一个解释，说明这个词的意思是什么，以及怎样使用。"
REAL_TEXTS = {
    "prose": (DEFINITION * 12 + "\n\n") * 200,
    "links": "- [光影](light.md)，见 [科技馆](../venues/hall.md)\n" * 600,
    "table": "| 甲 | 乙 | 丙 |\n|---|---|---|\n" + "| [x](a.md) | `b` | 3 < 5 |\n" * 600,
    "glossary": f"术语\n: {DEFINITION}\n\n" * 600,
    "glossary without blank lines": f"术语\n: {DEFINITION}\n" * 495,
    "arithmetic": "若 a < b，则 f(a) < f(b) [见上]。" * 300,
    "rule": "-" * 2000 + "\n\n" + "* " * 600,
    "code": "    x[i] = y[j](k) << 2\n" * 600,
}


@pytest.mark.parametrize("name", REAL_TEXTS)
def test_what_people_write_is_converted(name: str) -> None:
    assert find_excess(REAL_TEXTS[name]) is None


@pytest.mark.parametrize(
    "fragment",
    ["[", "[a][", "![](", "![", "[^", "[![", "<![", "<a ", "<a\n", "<a href=\"", "[a](", "``a`",
     "<http://", "a\n: ", "a\n=\n", "> ", "1. ", "  - ", "> - ", "[x](y) ["],
)  # fmt: skip
def test_what_takes_minutes_is_refused_at_once(fragment: str) -> None:
    text = "一\n\n" + fragment * (90_000 // len(fragment))
    start = time.process_time()
    converted = convert_markdown(text)
    assert time.process_time() - start < 1
    assert converted.excess is not None
    assert converted.excess.line >= 2
    assert not converted.targets


def test_levels_are_counted_in_the_result() -> None:
    assert convert_markdown("甲\n: 乙\n" * 495).excess is None
    too_deep = convert_markdown("甲\n: 乙\n" * 900)
    assert too_deep.excess is not None and too_deep.excess.kind == "nesting"


def test_a_refused_text_is_reported_with_its_line() -> None:
    long = "[" * 3000
    found = list_problems(
        {
            "content/pages/a.md": f"---\ntitle: 甲\n---\n\n一\n\n{long}\n",
            "schedule.yaml": str(SMALL["schedule.yaml"]).replace("请**预约**。", f"'{long}'"),
        }
    )
    assert [(p.code, p.location.file, p.location.line) for p in found] == [
        ("long-text", "content/pages/a.md", 7),
        ("long-text", "schedule.yaml", 10),
    ]
