"""Each code has an example that reports it and, mended, nothing; docs/problems*.md say the same."""

from __future__ import annotations

import re
import typing

import pytest

from tests.support.manuals import LANGUAGES, read_manual
from tourbook.common.problem_codes import ProblemCode, RuleName
from tourbook.rules import RULES

from .problem_examples import Chapter, read_chapters, read_examples
from .problem_pages import (
    HEADS,
    check_example,
    check_mended,
    format_chapter,
    format_row,
    format_rules,
    list_rule_rows,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
WITHOUT_EXAMPLE = {"invalid"}
"""What the tests of reading have never met; it says what a validation library says."""


def list_names(union: object) -> list[str]:
    """The words of a Literal, or of a union of several."""
    parts = [typing.get_args(part) or (part,) for part in typing.get_args(union)]
    return [str(word) for part in parts for word in part]


def test_every_code_has_an_example_and_every_rule_is_a_code() -> None:
    assert list_names(RuleName) == [rule.name for rule in RULES]
    others = set(list_names(ProblemCode)) - {rule.name for rule in RULES}
    assert others == read_examples().keys()
    assert {c for c, e in read_examples().items() if not e.has_mistake} == WITHOUT_EXAMPLE


@pytest.mark.parametrize("chapter", read_chapters(), ids=lambda chapter: chapter.title[1])
def test_each_example_reports_its_code_and_mended_nothing(chapter: Chapter) -> None:
    """In both languages, each of which the manual has as it is."""
    for lang in LANGUAGES:
        for code in chapter.codes.keys() - WITHOUT_EXAMPLE:
            example, outcome = chapter.codes[code], check_example(code, lang)
            assert {p.code for p in outcome.problems} == {code, *example.also}, (code, lang)
            assert [p.message.en for p in check_mended(code, lang)] == [], (code, lang)
        manual = read_manual("problems", lang)
        assert format_chapter(chapter, lang) in manual, "run `make docs`"
        assert {format_row(code, lang) for code in chapter.codes} <= set(manual.splitlines())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rules_are_in_the_manual_with_their_present_levels(lang: str) -> None:
    manual = read_manual("problems", lang)
    assert manual.startswith(HEADS[lang])
    assert format_rules(lang) in manual
    assert list_rule_rows(lang).keys() == {rule.name for rule in RULES}
    assert set(list_rule_rows(lang).values()) <= set(manual.splitlines())


def test_the_english_examples_are_english() -> None:
    for code, example in read_examples().items():
        outcome = check_example(code, "en") if example.has_mistake and not example.like else None
        if outcome is None or example.base == "bilingual":
            continue
        texts = [text for text in outcome.wrong.values() if isinstance(text, str)]
        assert [text for text in texts if CHINESE.search(text)] == [], code
