"""What attackers found in the schedule engine, one test each."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.support.in_memory import index_of, problems_of, rules_of
from tests.support.sources import LIGHT, ROUTE, SITE, TOUR, VAN, stop, visit
from tourbook.schedule import statistics
from tourbook.site.feeds.tables import escape_formula

FAR = {
    "content/venues/far.md": "---\nname: 远\nregion: '420202'\n---\n",
    "content/exhibitions/light.md": LIGHT,
}
BARE = {
    **FAR,
    "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\nhalls: [{name: 一}, {name: 二}, "
    "{name: 三}]\n---\n",
}
HERE, THERE = "place: {name: 近, region: '621121'}", "place: {name: 远, region: '420202'}"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("planning: {coverage: ['']}", "unknown-region"),
        ("planning: {speed: 1e-9}", "out-of-range"),
        ("planning: {hours: 0}", "out-of-range"),
        ("holidays: {XX: {2027-01-01: x}}", "unknown-region"),
    ],
)
def test_settings_that_would_break_something_later(lines: str, code: str) -> None:
    assert [
        p.code
        for p in problems_of({"content/site.yaml": SITE + lines + "\n"})
        if p.level == "error"
    ] == [code]


@pytest.mark.parametrize("days", ["800000", "20270301", "365.5"])
def test_days_to_set_up_are_days(days: str) -> None:
    found = problems_of(
        {
            "content/exhibitions/light.md": LIGHT.replace("set_up_days: 3", f"set_up_days: {days}"),
            "schedule.yaml": "",
        }
    )
    assert [p.code for p in found] == ["out-of-range"]


def test_a_stay_of_three_hundred_years_is_a_typing_mistake() -> None:
    found = problems_of(
        {"schedule.yaml": TOUR + stop("a", "open: 1900-01-02", "close: 2199-12-31")}
    )
    assert "long-stay" in {p.code for p in found}


def test_one_dated_line_says_nothing_of_the_other_days() -> None:
    text = TOUR + stop(
        "a", "copy: a", "open: 2026-12-25", "close: 2027-02-08", "hours: {2027-01-01: closed}"
    )
    assert rules_of({**BARE, "schedule.yaml": text}) == []


def test_somebody_who_is_named_twice_is_there_on_both_days_and_counts_once() -> None:
    person = {"content/organisations/p.md": "---\nname: 甲\naliases: [pp]\nclass: person\n---\n"}
    text = TOUR + stop(
        "a",
        "copy: a",
        "open: 2026-12-01",
        "close: 2026-12-10",
        "crew: [{who: p, dates: [2026-12-02]}, {who: pp, dates: [2026-12-08]}]",
    )
    text += stop("b", "copy: b", "open: 2026-12-02", "close: 2026-12-02", "crew: [p]", venue="far")
    text += stop("c", "copy: b", "open: 2026-12-20", "close: 2026-12-31", "crew: [p]", venue="far")
    found = [
        p for p in rules_of({**BARE, **person, "schedule.yaml": text}) if p.code == "crew-clash"
    ]
    assert len(found) == 1
    assert "times" not in found[0].message.en
    assert "free again from 2026-12-03" in found[0].help.en


def test_the_time_between_two_sessions_of_a_visit_counts_too() -> None:
    text = ROUTE + visit("a", HERE, "date: 2026-12-02", "time: 09:00-12:00, 14:00-17:00")
    text += visit("b", THERE, "date: 2026-12-02", "time: 12:30-13:30")
    found = rules_of({**VAN, "schedule.yaml": text})
    assert [p.code for p in found] == ["transport", "transport"]
    assert not re.search(r"2[4-9]:|[3-9]\d:", found[0].help.en), "there is no hour after midnight"


def test_the_first_day_on_which_it_fits_looks_past_the_other_stops_of_the_set() -> None:
    text = TOUR + stop("a", "copy: a", "open: 2027-01-01", "close: 2027-01-10")
    text += stop("b", "copy: a", "open: 2027-01-05", "close: 2027-01-12")
    text += stop("c", "copy: a", "open: 2027-01-17", "close: 2027-02-10")
    (found,) = [p for p in rules_of({**BARE, "schedule.yaml": text}) if p.code == "copy-clash"]
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", found.help.en)[0])
    moved = text.replace("open: 2027-01-05", f"open: {day}").replace(
        "close: 2027-01-12", f"close: {day + dt.timedelta(days=7)}"
    )
    assert rules_of({**BARE, "schedule.yaml": moved}) == []


def test_the_first_day_with_a_hall_looks_past_the_other_stops_of_the_venue() -> None:
    one = {**BARE, "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\n---\n"}
    text = TOUR + stop("a", "copy: a", "open: 2027-01-01", "close: 2027-01-10")
    text += stop("b", "copy: b", "open: 2027-01-05", "close: 2027-01-20")
    text += stop("c", "copy: a", "open: 2027-01-16", "close: 2027-03-30")
    found = [
        p
        for p in rules_of({**one, "schedule.yaml": text})
        if p.code == "venue-full" and p.location.line == 14
    ]
    day = dt.date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", found[0].help.en)[0])
    moved = text.replace("open: 2027-01-05", f"open: {day}").replace(
        "close: 2027-01-20", f"close: {day + dt.timedelta(days=15)}"
    )
    assert rules_of({**one, "schedule.yaml": moved}) == []


def test_a_written_transport_counts_as_setting_out_and_its_mend_holds() -> None:
    text = TOUR + stop("a", "copy: a", "open: 2027-04-01", "close: 2027-05-08")
    text += stop(
        "b",
        "copy: a",
        "transport: 2027-05-09",
        "arrive: 2027-06-08",
        "open: 2027-06-12",
        "close: 2027-07-01",
        venue="far",
    )
    (found,) = rules_of({**BARE, "schedule.yaml": text})
    assert found.code == "transport"
    assert found.help.en == "set `transport` to 2027-05-10, and open on 2027-06-13"
    assert (
        rules_of(
            {
                **BARE,
                "schedule.yaml": text.replace("transport: 2027-05-09", "transport: 2027-05-10"),
            }
        )
        == []
    )


def test_the_years_share_the_visitors_of_a_recurring_visit_and_lose_none() -> None:
    for people in (1, 2, 101):
        text = ROUTE + visit(
            "v", HERE, f"visitors: {people}", "repeat: {first: 2026-12-31, count: 2}"
        )
        index, _ = index_of({**VAN, "schedule.yaml": text})
        assert (
            sum(statistics.compute_year_report(index, y).total.visitors for y in (2026, 2027))
            == people
        )


def test_a_stop_at_a_code_of_former_times_covers_the_county_of_today() -> None:
    text = ROUTE + visit("v", "place: {name: 近, region: '622424'}", "date: 2026-12-02")
    index, _ = index_of({**VAN, "schedule.yaml": text})
    assert statistics.compute_year_report(index, 2026).covered_counties == ["621121"]


def test_a_recurring_visit_without_a_date_is_told() -> None:
    text = ROUTE + visit("v", HERE, "repeat: {first: 2026-12-02, count: 1, skip: [2026-12-02]}")
    assert [p.code for p in problems_of({**VAN, "schedule.yaml": text})] == ["no-dates"]


def test_clashes_by_the_hundred_are_told_once_each() -> None:
    text = TOUR + "".join(
        stop(f"s{n}", "copy: a", "open: 2026-12-02", "close: 2026-12-31") for n in range(200)
    )
    found = rules_of({**BARE, "schedule.yaml": text})
    assert len(found) < 800
    assert max(len(p.message.en) for p in found) < 1000


@pytest.mark.parametrize(
    "text",
    ["=1+1", "＝cmd|x", "＋1", "＠SUM(1)", " =1+1", "\u200b=1+1", "\u202e@SUM(1)", "\t-1", "\n=1"],
)
def test_no_dress_of_a_formula_gets_into_a_cell(text: str) -> None:
    assert str(escape_formula(text)).startswith("'")


@pytest.mark.parametrize("text", ["一号套", "A-1", "2027-01-01", "", "(+)"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert escape_formula(text) == text
