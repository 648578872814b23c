"""Public holidays that become known, and words of a theme: they change events though no record
changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.events import events
from tests.support.in_memory import Files
from tests.support.museum import OTHER, SITE, STAY, Museum
from tests.support.sources import TOUR, stop
from tourbook.timetable import holidays
from tourbook.timetable.holidays import Holiday

LONG = stop(
    "a",
    "open: 2027-01-25",
    "close: 2027-02-21",
    "hours: {wed-sun: 09:00-17:00, holidays: closed, make-up-days: usual}",
)
FESTIVAL = {dt.date(2027, 2, day): Holiday("春节", True) for day in range(5, 13)} | {
    dt.date(2027, 2, 15): Holiday("", False)
}
PINNED: Files = {"requirements.txt": "# what is needed\nchinesecalendar==1.11.0\nJinja2==3.1.6\n"}

ASKED = SITE.replace("holiday-unknown: ignore, ", "")


@pytest.fixture
def museum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Museum:
    """Nobody knows of 2027 yet."""
    know(
        monkeypatch,
        {day: h for day, h in holidays._load_chinese_holidays().items() if day.year < 2027},
    )
    return Museum(tmp_path / "museum", TOUR + LONG + OTHER, PINNED | {"content/site.yaml": ASKED})


def know(monkeypatch: pytest.MonkeyPatch, days: dict[dt.date, Holiday]) -> None:
    """As with another version of the library."""
    known = dict(days)
    monkeypatch.setattr(holidays, "_load_chinese_holidays", lambda: known)


def opened(museum: Museum) -> dict[str, tuple[str, int]]:
    """Day of 2027 -> (status, days after the first commit on which it was changed) of the stay's
    open days."""
    report = museum.project.build(today=museum.today)
    assert not report.error_count
    found = events(museum.project.tree()["venues/hall/opening.ics"])
    return {
        uid.partition("@")[0].removeprefix("a-open-2027"): (
            str(e["STATUS"]),
            (e["LAST-MODIFIED"].dt.date() - dt.date(2026, 9, 21)).days,
        )
        for uid, e in found.items()
        if uid.startswith("a-open")
    }


def test_an_open_day_that_turns_out_to_be_a_holiday_is_cancelled_and_others_become_certain(
    museum: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(museum)
    assert before["0205"] == before["0217"] == ("TENTATIVE", 0)
    know(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    museum.edit(
        {"requirements.txt": str(PINNED["requirements.txt"]).replace("1.11", "1.12")}, days=60
    )
    after = opened(museum)
    assert after.keys() >= before.keys(), "nothing vanishes"
    assert after["0205"] == after["0212"] == ("CANCELLED", 60) and after["0217"] == (
        "CONFIRMED",
        60,
    )
    museum.edit(TOUR + LONG.replace("2027-02-21", "2027-02-14") + OTHER)
    later = opened(museum)
    assert (
        later["0205"] == ("CANCELLED", 61)
        and later["0217"] == ("CANCELLED", 61)
        and later["0214"] == ("CONFIRMED", 61)
    )


def test_who_made_it_knowing_the_holidays_never_announced_another_day(
    museum: Museum, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, holidays._load_chinese_holidays() | FESTIVAL)
    museum.edit(
        {
            "requirements.txt": str(PINNED["requirements.txt"]).replace("1.11", "1.12"),
            "schedule.yaml": TOUR + OTHER,
        }
    )
    museum.edit(TOUR + LONG.replace("id: a", "id: z") + OTHER)
    museum.project.build(today=museum.today)
    found = [
        uid
        for uid in events(museum.project.tree()["venues/hall/opening.ics"])
        if uid.startswith("z-open")
    ]
    assert found and not [uid for uid in found if "0205" in uid]


@pytest.mark.parametrize(
    ("line", "raised"),
    [("Jinja2==3.1.7", 0), ("chinesecalendar==1.12.0  # new", 1), ("# chinesecalendar is next", 0)],
)
def test_another_library_is_nothing_to_subscribers(museum: Museum, line: str, raised: int) -> None:
    museum.edit({"requirements.txt": f"{'' if raised else 'chinesecalendar==1.11.0'}\n{line}\n"})
    assert {changed for _, changed in opened(museum).values()} == {raised}
    assert museum.project.tree()["all.ics"].count(b"LAST-MODIFIED:20260921") >= 2, (
        "a stay does not ask for holidays"
    )


def test_own_holidays_count_as_well(museum: Museum) -> None:
    museum.edit({"content/site.yaml": ASKED + "holidays: {CN: {2027-02-05: 馆庆}}\n"})
    assert {changed for _, changed in opened(museum).values()} == {1}


def test_words_of_the_theme_that_events_show(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum", TOUR + STAY + OTHER)
    words = (museum.root / "themes/default/strings/zh.yaml").read_text(encoding="utf-8")
    museum.edit({"themes/default/strings/zh.yaml": words.replace("subscribe-zh", "订阅")})
    assert museum.told()["a"].changed == 0
    museum.edit({"themes/default/strings/zh.yaml": words.replace("page_prevails-zh", "网页为准")})
    assert museum.told()["a"].changed == 2 and "网页为准" in str(museum.event()["DESCRIPTION"])
    museum.edit(
        {"themes/default/strings/en.yaml": words.replace("page_prevails-zh", "the page prevails")}
    )
    assert museum.told()["a"].changed == 2, "nobody reads that in Chinese"
