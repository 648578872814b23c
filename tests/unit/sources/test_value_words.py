"""Other words for a value lead to it; lists of values come with their meanings in Chinese."""

from __future__ import annotations

import typing

import pytest

from tourbook.schema import content, fields, loans, site
from tourbook.sources.value_words import _MEANINGS, read_boolean, suggest_value

STATUS = typing.get_args(fields.Status)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("取消", "cancelled"), ("已取消", "cancelled"), ("Cancelled", "cancelled"), ("canceled", "cancelled"),
        ("ＣＡＮＣＥＬＬＥＤ", "cancelled"), ("延期", "postponed"), ("推迟", "postponed"), ("delayed", "postponed"),
        ("ongoing", "open"), ("进行中", "open"), ("finished", "done"), ("Done", "done"), ("TBC", "planned"),
        ("待定", "planned"), ("确定", "confirmed"), ("comfirmed", "confirmed"),
    ],
)  # fmt: skip
def test_a_word_for_a_status(word: str, value: str) -> None:
    help = suggest_value(word, STATUS)
    assert help.en == f"did you mean “{value}”?"
    assert help.zh.startswith(f"是不是想写 “{value}”（")


def test_a_class_is_found_by_its_name_in_either_language() -> None:
    classes = typing.get_args(content.VenueClass)
    assert "“science-museum”" in suggest_value("科技馆", classes).zh
    assert "“science-museum”" in suggest_value("Science museum", classes).zh
    assert "“library”" in suggest_value("图书馆", classes).zh


def test_a_list_of_values_says_what_each_means() -> None:
    help = suggest_value("随便", STATUS)
    assert "cancelled（取消）、confirmed（已确认）" in help.zh
    assert help.en == "choose from: cancelled, confirmed, done, open, planned, postponed"


def test_each_value_of_the_schema_that_is_an_english_word_has_a_meaning() -> None:
    for literal in (
        fields.Status,
        content.VenueClass,
        content.OrganisationClass,
        content.CampaignClass,
        site.MapService,
        loans.LoanKind,
    ):
        assert set(typing.get_args(literal)) <= set(_MEANINGS)


@pytest.mark.parametrize(
    ("word", "value"),
    [("是", "true"), ("Y", "true"), ("YES", "true"), ("有", "true"), ("ＴＲＵＥ", "true"), ("√", "true"), ("否", "false"),
     ("N", "false"), ("无", "false"), ("没有", "false"), ("收费", "false"), ("maybe", None), ("", None)],
)  # fmt: skip
def test_a_word_for_true_or_false(word: str, value: str | None) -> None:
    assert read_boolean(word) == value
