"""The questions of a new project: what may be answered, and what is meant if nothing is."""

from __future__ import annotations

from typing import Any

import pytest

from tourbook.starter.answers import QUESTIONS, AnswerError

ANSWERS = {
    "messages": "zh",
    "locale_country": "",
    "languages": ("zh", "en"),
    "country": "CN",
}
BY_KEY = {question.key: question for question in QUESTIONS}


def parse(key: str, text: str, **answers: Any) -> Any:
    return BY_KEY[key].parse(text, ANSWERS | answers)


def find_default(key: str, **answers: Any) -> str:
    return BY_KEY[key].find_default(ANSWERS | answers)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("languages", "zh, en", ("zh", "en")),
        ("languages", "zh，en、fr", ("zh", "en", "fr")),
        ("languages", "en zh en,", ("en", "zh")),
        ("languages", "zh-Hant", ("zh-Hant",)),
        ("name", "通渭科普 / Tongwei Science", {"zh": "通渭科普", "en": "Tongwei Science"}),
        ("name", "通渭科普", {"zh": "通渭科普"}),
        ("name", "A/B", {"zh": "A/B"}),
        ("country", "CN", "CN"),
        ("country", "中国", "CN"),
        ("country", "th", "TH"),
        ("country", "United States", "US"),
        ("country", "United Kingdom", "GB"),
        ("country", "uk", "GB"),
        ("timezone", "Asia/Urumqi", "Asia/Urumqi"),
        ("region", "621121", "621121"),
        ("region", "通渭县", "621121"),
        ("region", "通渭", "621121"),
        ("base-url", "tours.example.org", "https://tours.example.org/"),
        ("base-url", "https://example.org/tours", "https://example.org/tours/"),
        ("kinds", "2", "caravans"),
        ("kinds", "both", "both"),
        ("kinds", "大篷车", "caravans"),
        ("kinds", "Vehicles", "caravans"),
        ("host", "1", "github"),
        ("host", "Codeberg", "forgejo"),
        ("host", "别的", "none"),
    ],
)
def test_answers_are_taken_as_people_give_them(key: str, text: str, value: Any) -> None:
    assert parse(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "zh", "en"),
    [
        ("languages", "中文", "写 zh", "write zh"),
        ("languages", "zh, klingon", "klingon", "klingon"),
        ("languages", "", "没有", "no language"),
        ("name", "", "1到100个字", "1 to 100"),
        ("name", "一 / 二 / 三", "有3个名称，却只有2种语言", "3 names for 2 languages"),
        ("name", "通渭\x1b[31m科普", "写在一行里", "on one line"),
        ("country", "XX", "两个字母", "two letters"),
        ("country", "Thailnd", "TH", "TH"),
        ("timezone", "Beijing", "Asia/Shanghai", "Asia/Shanghai"),
        ("region", "城关区", "620102 甘肃省兰州市城关区", "620102"),
        ("region", "通谓县", "621121 甘肃省定西市通渭县", "621121"),
        ("base-url", "my site", "https://tours.example.org/", "https://tours.example.org/"),
        ("kinds", "3.5", "tours", "tours"),
        ("host", "6", "github", "github"),
    ],
)
def test_what_cannot_be_used_is_explained(key: str, text: str, zh: str, en: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse(key, text)
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en


def test_of_many_zones_those_with_different_clocks_are_named() -> None:
    assert parse("timezone", "los angeles", country="US") == "America/Los_Angeles"
    with pytest.raises(AnswerError) as caught:
        parse("timezone", "", country="US")
    for city in ("New_York", "Chicago", "Denver", "Phoenix", "Los_Angeles", "Honolulu"):
        assert f"America/{city}" in caught.value.message.en or f"Pacific/{city}" in str(
            caught.value
        )
    assert "Indiana" not in caught.value.message.en


def test_china_is_the_country_of_a_site_in_simplified_chinese_only() -> None:
    assert find_default("country") == "CN"
    assert find_default("country", languages=("zh-Hant",)) == ""
    assert find_default("country", languages=("en",), locale_country="GB") == "GB"


@pytest.mark.parametrize(
    ("country", "timezone"),
    [("CN", "Asia/Shanghai"), ("TH", "Asia/Bangkok"), ("GB", "Europe/London"), ("US", "")],
)
def test_the_time_zone_is_asked_only_where_clocks_differ(country: str, timezone: str) -> None:
    assert find_default("timezone", country=country) == timezone
    assert BY_KEY["timezone"].is_asked(ANSWERS | {"country": country}) == (timezone == "")


def test_regions_are_asked_in_china_only() -> None:
    assert BY_KEY["region"].is_asked(ANSWERS)
    assert not BY_KEY["region"].is_asked(ANSWERS | {"country": "TH"})
