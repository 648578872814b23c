"""The functions of templates in Chinese and in English."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.in_memory import make_file, make_view, prepare_project
from tests.support.sources import SITE, VAN
from tourbook.common import l10n
from tourbook.common.dates import Session
from tourbook.rendering.functions import LanguageFunctions, PageFunctions, make_href

DAY = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
A = dt.date(2026, 11, 1)


@pytest.mark.parametrize(
    ("lang", "end", "wanted"),
    [
        ("zh", A, "2026年11月1日"),
        ("zh", dt.date(2026, 11, 20), "2026年11月1日至20日"),
        ("zh", dt.date(2026, 12, 20), "2026年11月1日至12月20日"),
        ("zh", dt.date(2027, 1, 2), "2026年11月1日至2027年1月2日"),
        ("zh", None, "2026年11月1日"),
        ("en", A, "1 November 2026"),
        ("en", dt.date(2026, 11, 20), "1–20 November 2026"),
        ("en", dt.date(2026, 12, 20), "1 November – 20 December 2026"),
        ("en", dt.date(2027, 1, 2), "1 November 2026 – 2 January 2027"),
        ("tlh", dt.date(2027, 1, 2), "2026-11-01 – 2027-01-02"),
    ],
)
def test_a_span_leaves_out_what_its_ends_have_in_common(
    lang: str, end: dt.date | None, wanted: str
) -> None:
    assert l10n.format_span(lang, A, end) == wanted


@given(DAY, DAY, st.sampled_from(["zh", "en", "bo"]))
def test_different_days_and_spans_read_differently(a: dt.date, b: dt.date, lang: str) -> None:
    assert (l10n.format_date(lang, a) == l10n.format_date(lang, b)) == (a == b)
    assert (l10n.format_month(lang, a) == l10n.format_month(lang, b)) == (
        a.replace(day=1) == b.replace(day=1)
    )
    c = A.replace(year=2101)
    assert (l10n.format_span(lang, a, c) == l10n.format_span(lang, b, c)) == (a == b)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0, "0"),
        (7, "7"),
        (1234567, "1,234,567"),
        (2.5, "2.5"),
        (2.25, "2.25"),
        (1000.0, "1,000"),
        (10, "10"),
        (0.001, "0"),
        (1.999, "2"),
    ],
)
def test_numbers_have_groups_and_no_idle_zeros(value: float, wanted: str) -> None:
    assert l10n.format_number("en", value) == wanted


@given(st.floats(0, 1e9))
def test_a_number_ends_in_a_digit_and_is_right_to_the_second_place(value: float) -> None:
    shown = l10n.format_number("en", value)
    assert shown[-1].isdigit()
    assert float(shown.replace(",", "")) == pytest.approx(value, abs=0.0051)


def test_months_times_weekdays_and_regions() -> None:
    theme = prepare_project().theme
    zh = LanguageFunctions("zh", theme.merge_strings("zh", ["zh"]))
    en = LanguageFunctions("en", theme.merge_strings("en", ["zh"]))
    assert (zh.month(A), en.month(A)) == ("2026年11月", "November 2026")
    assert (
        zh.times((Session("09:00", "12:00"), Session("14:00", "17:30")))
        == "09:00–12:00, 14:00–17:30"
    )
    assert (zh.weekday(0), en.weekday(6)) == ("weekday_mon-zh", "weekday_sun-en")
    assert zh.region(["甘肃省", "定西市"]) == "甘肃省定西市"
    assert en.region(["Gansu", "Dingxi"]) == "Dingxi, Gansu"


def test_t_puts_values_in_and_fails_on_a_string_that_does_not_exist() -> None:
    theme = prepare_project().theme
    theme.strings["zh"]["people"] = "{n} 人，{n}"
    t = LanguageFunctions("zh", theme.merge_strings("zh", ["zh"])).t
    assert t("people", n=3) == "3 人，3"
    with pytest.raises(KeyError, match="nothing"):
        t("nothing")


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("", "../../"),
        ("venues/hall/", "../../venues/hall/"),
        ("场馆/", "../../%E5%9C%BA%E9%A6%86/"),
        ("https://x.example/?a=1", "https://x.example/?a=1"),
        ("mailto:a@b", "mailto:a@b"),
        ("javascript:alert(1)", "#"),
        ("data:text/html,x", "#"),
        ("JAVASCRIPT:x", "#"),
    ],
)
def test_links_are_relative_or_whole_and_never_dangerous(url: str, wanted: str) -> None:
    assert make_href("../../", url) == wanted


def test_the_home_page_links_to_itself() -> None:
    assert make_href("", "") == "./"


def test_distances_are_in_the_unit_of_the_site() -> None:
    for zone, line, odometer, report in (
        ("Asia/Shanghai", "", "kilometres-zh 48,200", "report_km-zh"),
        ("Europe/London", "", "miles-zh 29,950", "report_miles-zh"),
        ("America/Denver", "", "miles-zh 29,950", "report_miles-zh"),
        ("America/Denver", "distance_unit: km\n", "kilometres-zh 48,200", "report_km-zh"),
        ("Asia/Bangkok", "distance_unit: miles\n", "miles-zh 29,950", "report_miles-zh"),
    ):
        project = prepare_project({"content/site.yaml": SITE + f"timezone: {zone}\n{line}", **VAN})
        for strings in project.theme.strings.values():
            strings.update(kilometres="kilometres-zh {n}", miles="miles-zh {n}")
        view = make_view(project, "caravans/van/")
        strings = project.theme.merge_strings("zh", ["zh"])
        functions = PageFunctions({})
        functions.turn_to(view, strings)
        assert functions.distance(48_200) == odometer
        header = make_file(project, "reports/2026/report.csv").decode().splitlines()[1]
        assert f'"{report}"' in header, zone


def test_a_language_has_its_name_in_that_of_the_page_or_in_itself() -> None:
    names = LanguageFunctions("en", {"language_fr": "French"}).language_name
    assert [names(code) for code in ("fr", "cy", "gd", "xx")] == [
        "French", "Cymraeg", "Gàidhlig", "xx",
    ]  # fmt: skip
