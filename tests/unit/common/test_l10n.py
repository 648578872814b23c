"""Languages, and days and rules of recurrence in words, as a native would write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.support.projects import REPO
from tourbook.common import l10n, languages
from tourbook.common.dates import OPEN_END
from tourbook.common.l10n import format_days_of_month, format_long_date
from tourbook.common.recurrence_words import format_recurrence

THURSDAY = dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ((1, "week", [(3, 0)]), "每周四", "every Thursday"),
        ((2, "week", [(3, 0)]), "每两周一次，周四", "every two weeks on Thursday"),
        ((2, "week", [(3, 0), (0, 0)]), "每两周一次，周一、周四",
         "every two weeks on Monday and Thursday"),
        ((1, "week", [(n, 0) for n in range(5)]), "每周一至周五", "Monday to Friday"),
        ((3, "week", [(n, 0) for n in range(3)]), "每三周一次，周一至周三",
         "every three weeks, Monday to Wednesday"),
        ((1, "week", [(n, 0) for n in range(7)]), "每天", "every day"),
        ((12, "week", [(6, 0)]), "每12周一次，周日", "every 12 weeks on Sunday"),
        ((1, "month", [(4, 2)]), "每月第二个周五", "second Friday of every month"),
        ((1, "month", [(4, -1)]), "每月最后一个周五", "last Friday of every month"),
        ((2, "month", [(4, 1), (4, 3)]), "每两个月一次，第一个周五、第三个周五",
         "every two months on the first Friday and third Friday"),
        ((1, "month", [(0, -1), (4, 1)]), "每月第一个周五、最后一个周一",
         "first Friday and last Monday of every month"),
        ((1, "month", [], [15, -1]), "每月15日、最后一天", "15th and last day of every month"),
        ((1, "month", [], [3, 13, 22, 31]), "每月3日、13日、22日、31日",
         "3rd, 13th, 22nd and 31st of every month"),
        ((2, "month", [(4, 1)], [15]), "每两个月一次，第一个周五、15日",
         "every two months on the first Friday and 15th"),
        ((12, "month", [], [12]), "每年一次", "every year"),
        ((24, "month", [], [-1]), "每两年一次", "every two years"),
        ((10, "day"), "每十天一次", "every ten days"),
        ((1, "day"), "每天", "every day"),
    ],
)  # fmt: skip
def test_a_rule_in_words(
    rule: tuple[int, str, list[tuple[int, int]], list[int]], chinese: str, english: str
) -> None:
    assert format_recurrence("zh", *rule) == chinese
    assert format_recurrence("en", *rule) == english
    assert format_recurrence("fr", *rule) == "", "no words rather than wrong ones"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        ([4], "3月4日（周四）", "Thu 4 March"),
        ([4, 18], "3月4日、18日（周四）", "Thu 4 and Thu 18 March"),
        ([2, 4, 9], "3月2日（周二）、4日（周四）、9日（周二）", "Tue 2, Thu 4 and Tue 9 March"),
    ],
)
def test_the_days_of_a_month(days: list[int], chinese: str, english: str) -> None:
    dates = [dt.date(2027, 3, day) for day in days]
    assert format_days_of_month("zh", dates) == chinese
    assert format_days_of_month("en", dates) == english


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "2026年12月10日（周四）"),
        ("en", "Thursday 10 December 2026"),
        ("fr", "jeudi 10 décembre 2026"),
        ("ug", "2026 10-دېكابىر، پەيشەنبە"),
        ("mn-Mong", "2026-12-10"),
        ("tlh", "2026-12-10"),
    ],
)
def test_a_date_with_its_weekday(lang: str, text: str) -> None:
    assert format_long_date(lang, THURSDAY) == text


def test_other_languages_have_the_forms_of_cldr() -> None:
    start, end, later = dt.date(2026, 5, 3), dt.date(2026, 5, 5), dt.date(2027, 1, 9)
    assert l10n.format_span("fr", start, end) == "3–5 mai 2026"
    assert l10n.format_short_span("de", start, later) == "3. Mai 2026\u2009–\u20099. Jan. 2027"
    assert l10n.format_long_span("fr", start, end) == "dim. 3\u2009–\u2009mar. 5 mai 2026"
    assert l10n.format_month("mn", start) == "2026\u202fоны тавдугаар сар"
    assert l10n.format_month_name("kk", 5) == "Мамыр"
    assert l10n.format_short_month_name("de", 9) == "Sep"
    assert l10n.format_days_of_month("fr", [start, end]) == "dim. 3 mai, mar. 5 mai"
    assert l10n.format_yearly_span("fr", start, end) == "3 mai – 5 mai"
    assert l10n.list_weekday_names("fr")[0] == "lun."
    assert l10n.format_number("de", 1234.5) == "1.234,5"


def test_a_language_that_cldr_does_not_know_has_iso_8601() -> None:
    start, end = dt.date(2026, 5, 3), dt.date(2026, 5, 5)
    assert l10n.format_span("tlh", start, end) == "2026-05-03 – 2026-05-05"
    assert l10n.format_month("tlh", start) == "2026-05"
    assert l10n.list_weekday_names("tlh") == []


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cy", "Cymraeg"),
        ("zh", "中文"),
        ("zh-Hant-HK", "繁體中文"),
        ("en-GB", "English"),
        ("pt-BR", "Português (Brasil)"),
        ("pt", "Português"),
        ("tlh", "tlh"),
    ],
)
def test_a_language_has_its_name_in_itself(code: str, name: str) -> None:
    assert languages.get_language_name(code) == name


@pytest.mark.parametrize(
    ("code", "is_rtl"),
    [
        ("ar", True),
        ("ar-EG", True),
        ("ug", True),
        ("kk-Arab", True),
        ("ug-Latn", False),
        ("fr", False),
    ],
)
def test_the_direction_is_that_of_the_script(code: str, is_rtl: bool) -> None:
    assert languages.is_right_to_left(code) == is_rtl


def test_a_region_changes_nothing_in_dates() -> None:
    day = dt.date(2026, 5, 3)
    assert l10n.format_date("en-GB", day) == l10n.format_date("en", day) == "3 May 2026"
    assert l10n.format_month("zh-Hant", day) == "2026年5月"


@pytest.mark.parametrize(
    ("text", "joined"),
    [("一\n 二", "一二"), ("one\ntwo", "one\ntwo"), ("一\n\n二", "一\n\n二"), ("あ\nい", "あい")],
)
def test_lines_of_chinese_are_joined(text: str, joined: str) -> None:
    assert l10n.join_lines(text) == joined


def test_languages_of_one_name_are_told_apart() -> None:
    names = languages.list_language_names
    assert names(["en-GB", "cy"]) == ["English", "Cymraeg"]
    assert names(["en-GB", "en-US", "fr"]) == ["English (GB)", "English (US)", "Français"]
    assert names(["zh-CN", "zh-TW", "mn-Mong"]) == ["简体中文", "繁體中文", "ᠮᠣᠩᠭᠣᠯ"]


@pytest.mark.parametrize(
    ("names", "region"),
    [
        (["甘肃省", "定西市"], "甘肃省定西市"),
        (["英国", "Wiltshire", "Box"], "英国 Wiltshire Box"),
        (["泰国"], "泰国"),
        ([], ""),
    ],
)
def test_names_in_latin_letters_do_not_run_together_in_chinese(
    names: list[str], region: str
) -> None:
    assert l10n.format_region("zh-CN", names) == region


SEPTEMBER, MARCH = dt.date(2026, 9, 19), dt.date(2027, 3, 14)


@pytest.mark.parametrize(
    ("lang", "start", "end", "text"),
    [
        ("zh", SEPTEMBER, dt.date(2026, 12, 6), "2026.9.19–12.6"),
        ("zh", SEPTEMBER, MARCH, "2026.9.19–2027.3.14"),
        ("en", SEPTEMBER, dt.date(2026, 12, 6), "19 Sep – 6 Dec 2026"),
        ("en", SEPTEMBER, MARCH, "19 Sep 2026 – 14 Mar 2027"),
        ("tlh", SEPTEMBER, MARCH, "2026-09-19 – 2027-03-14"),
        ("en", SEPTEMBER, SEPTEMBER, "19 Sep 2026"),
        ("zh", SEPTEMBER, OPEN_END, "2026.9.19–"),
    ],
)
def test_a_span_in_little_room(lang: str, start: dt.date, end: dt.date, text: str) -> None:
    assert l10n.format_short_span(lang, start, end) == text


COUNTED_NOUN = re.compile(
    r"\"[^\"]*\{(?:len\([^}]*\)|[a-z_.]*(?:count|pages|calendars))\} (\w+s)\b"
)
NEVER_ONE = {
    "times",
    "copies",
    "languages",
    "files",
    "halls",
    "characters",
    "bytes",
    "visits",
    "days",
}
"""Nouns of messages that are for several only, such as more times than a day can have."""


def test_messages_do_not_count_1_errors() -> None:
    for module in (REPO / "tourbook").rglob("*.py"):
        nouns = set(COUNTED_NOUN.findall(module.read_text(encoding="utf-8")))
        assert nouns <= NEVER_ONE, f"{module}: use format_count"


@pytest.mark.parametrize(
    ("start", "end", "chinese", "english"),
    [
        ("2026-05-03", "2026-05-05", "2026年5月3日（周日）至5日（周二）", "Sun 3 – Tue 5 May 2026"),
        ("2026-10-31", "2026-12-20", "2026年10月31日（周六）至12月20日（周日）",
         "Sat 31 October – Sun 20 December 2026"),
        ("2026-12-05", "2027-02-28", "2026年12月5日（周六）至2027年2月28日（周日）",
         "Sat 5 December 2026 – Sun 28 February 2027"),
        ("2026-05-03", "2026-05-03", "2026年5月3日", "3 May 2026"),
    ],
)  # fmt: skip
def test_a_long_span_has_weekdays(start: str, end: str, chinese: str, english: str) -> None:
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    assert l10n.format_long_span("zh", *days) == chinese
    assert l10n.format_long_span("en", *days) == english
    assert l10n.format_long_span("tlh", *days) == l10n.format_span("tlh", *days)
