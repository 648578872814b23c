"""What is removed before its end stays an event, called off, in every calendar that held it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.events import read_events
from tests.support.museum import (
    DAY,
    FIRST,
    MUSEUM_SITE,
    NAME,
    OTHER,
    STAY,
    Museum,
    PublishedEvent,
    summarise_event,
)
from tests.support.sources import TOUR, stop_yaml

OFF = "summary_cancelled-zh" + NAME


def test_a_stay_that_is_removed_before_its_end_is_cancelled_in_all_its_calendars_for_90_days(
    museum: Museum,
) -> None:
    before = museum.build()
    held = {name for name, raw in before.items() if name.endswith(".ics") and b"UID:a@" in raw}
    assert len(held) >= 8
    museum.edit(TOUR + OTHER)
    after = museum.build()
    for name in held:
        assert summarise_event(read_events(after[name])["a@small.example"]) == PublishedEvent(
            "CANCELLED", OFF, "12-01", 1, 1
        ), name
    days = {
        t.status
        for uid, t in museum.read_calendar("venues/hall/opening.ics").items()
        if uid.startswith("a-open")
    }
    assert days == {"CANCELLED"}
    assert "event_removed-zh" in str(museum.read_event()["DESCRIPTION"])
    assert (
        "stops/a/index.html" in after and b"stops/a/" not in after["exhibitions/light/index.html"]
    )
    last = dt.date(2026, 12, 6)
    assert "a" in museum.read_calendar(
        today=last + dt.timedelta(days=90)
    ) and "a" not in museum.read_calendar(today=last + dt.timedelta(days=91))
    assert "stops/a/index.html" not in museum.build(today=last + dt.timedelta(days=91))


def test_a_stop_that_was_over_when_it_was_removed_is_just_gone(museum: Museum) -> None:
    museum.edit(TOUR + OTHER, days=(dt.date(2026, 12, 7) - FIRST).days)
    tree = museum.build()
    assert (
        set(read_events(tree["all.ics"])) == {"b@small.example"}
        and "stops/a/index.html" not in tree
    )


def test_a_stop_that_was_removed_and_comes_back_is_confirmed_again(museum: Museum) -> None:
    museum.edit(TOUR + OTHER)
    museum.build()
    museum.edit(TOUR + STAY + OTHER)
    assert museum.read_calendar()["a"] == PublishedEvent("CONFIRMED", NAME, "12-01", 2, 2)


def test_a_renamed_stop_is_the_same_event_and_its_old_address_leads_to_it(museum: Museum) -> None:
    museum.edit(TOUR + STAY.replace("id: a\n", "id: z\n        aliases: [a]\n") + OTHER)
    tree = museum.build()
    assert museum.read_calendar()["a"].start == "12-01" and set(museum.read_calendar()) == {
        "a",
        "b",
    }
    assert (
        read_events(tree["stops/a/calendar.ics"]).keys()
        == read_events(tree["stops/z/calendar.ics"]).keys()
        == {"a@small.example"}
    )
    museum.edit(TOUR + OTHER)
    assert (
        museum.read_calendar()["a"].status == "CANCELLED"
        and "stops/a/calendar.ics" in museum.build()
    )


C = stop_yaml("c", "open: 2027-04-01", "close: 2027-04-06", "note: 先付款")


@pytest.mark.parametrize("merging", ["--no-ff", "--no-ff --strategy=ours"])
def test_what_a_branch_added_and_took_out_again_is_told_to_nobody(
    museum: Museum, merging: str
) -> None:
    """A venue, a tour and their stop, which the difference that is reviewed does not show."""
    hidden = {
        "content/venues/pay.md": "---\nname: 付款处\nregion: '621121'\n---\n",
        "schedule.yaml": TOUR
        + STAY
        + OTHER
        + C
        + "  - id: pay\n    name: 付款\n    exhibition: light\n    stops:\n"
        + stop_yaml("d", "open: 2027-05-01", "note: 先付款", venue="pay"),
    }
    museum.git("checkout", "--quiet", "-b", "side")
    museum.commit(DAY, hidden)
    museum.commit(2 * DAY, {"schedule.yaml": TOUR + STAY + OTHER, "content/venues/pay.md": None})
    museum.git("checkout", "--quiet", "main")
    museum.edit(TOUR + STAY.replace("2026-12-06", "2026-12-08") + OTHER)
    museum.git("merge", "--quiet", *merging.split(), "--no-edit", "side", at=3 * DAY)
    museum.days = 3
    before = museum.build()
    assert not [name for name in before if "pay" in name or "/c/" in name or "/d/" in name]
    assert not [name for name, raw in before.items() if "付款".encode() in unfold(raw)]
    museum.edit(TOUR + STAY + OTHER + C)
    assert museum.read_calendar()["c"].sequence > 0, "numbers never fall"
    museum.edit(TOUR + STAY + OTHER)
    assert museum.read_calendar()["c"].status == "CANCELLED"


def test_what_a_merge_does_not_take_was_never_published(museum: Museum) -> None:
    museum.git("branch", "side")
    museum.edit(TOUR + STAY.replace("2026-12-06", "2026-12-08") + OTHER)
    museum.git("checkout", "--quiet", "side")
    museum.edit(TOUR + STAY + OTHER + C)
    museum.git("checkout", "--quiet", "-")
    museum.git("merge", "--quiet", "--strategy=ours", "--no-edit", "side", at=3 * DAY)
    museum.days = 3
    assert "c" not in museum.read_calendar()
    assert museum.read_calendar()["a"].sequence == 1


def test_a_stop_that_a_branch_moves_and_removes_is_cancelled_where_it_was_published(
    museum: Museum,
) -> None:
    """It was not in the tour and at the venue that only the branch had."""
    museum.git("checkout", "--quiet", "-b", "side")
    pay = TOUR.replace("id: tour", "id: pay").replace("巡展", "付款")
    venue = "---\nname: 付款处\nregion: '621121'\n---\n"
    moved = TOUR + OTHER + pay.removeprefix("tours:\n") + STAY.replace("hall", "pay")
    museum.commit(DAY, {"content/venues/pay.md": venue, "schedule.yaml": moved})
    museum.commit(2 * DAY, {"content/venues/pay.md": None, "schedule.yaml": TOUR + OTHER})
    museum.git("checkout", "--quiet", "main")
    museum.git("merge", "--quiet", "--no-ff", "--no-edit", "side", at=3 * DAY)
    museum.days = 3
    assert museum.read_calendar()["a"].status == "CANCELLED"
    assert not [n for n, raw in museum.build().items() if "付款".encode() in unfold(raw)]


def unfold(raw: bytes) -> bytes:
    return raw.replace(b"\r\n ", b"")


LI = {"content/organisations/li.md": "---\nname: 李明\nclass: person\n---\n"}
WITH_LI = STAY + "        partners: [li]\n"


@pytest.mark.parametrize("days", [3, 89, 93])
@pytest.mark.parametrize("forget", [False, True])
def test_a_person_is_forgotten_ninety_days_after_leaving_or_at_once(
    tmp_path: Path, days: int, forget: bool
) -> None:
    museum = Museum(tmp_path / "m", TOUR + WITH_LI + OTHER, LI)
    assert "organisations/li/calendar.ics" in museum.build()
    museum.edit({**dict.fromkeys(LI), "schedule.yaml": TOUR + OTHER})
    if forget:
        museum.edit({"content/site.yaml": MUSEUM_SITE + "history: {forget: [li]}\n"})
    museum.days = days
    tree = museum.build()
    naming = [name for name, raw in tree.items() if "李明".encode() in unfold(raw)]
    assert bool(naming) == (days < 90 and not forget)
    assert ("organisations/li/calendar.ics" in tree) == (not forget)
    assert museum.read_calendar().keys() == {"a", "b"}


def test_a_stop_is_forgotten_at_once_and_has_its_uid_when_it_comes_back(museum: Museum) -> None:
    museum.edit(TOUR + OTHER)
    museum.edit({"content/site.yaml": MUSEUM_SITE + "history: {forget: [a]}\n"})
    assert "a" not in museum.read_calendar() and "stops/a/calendar.ics" not in museum.build()
    museum.edit({"content/site.yaml": MUSEUM_SITE, "schedule.yaml": TOUR + STAY + OTHER})
    assert museum.read_calendar()["a"].sequence == 2


@pytest.mark.parametrize(("id", "text"), [("a", "still there"), ("lo-ming", "no record ever had")])
def test_what_cannot_be_forgotten_is_reported(museum: Museum, id: str, text: str) -> None:
    museum.edit({"content/site.yaml": MUSEUM_SITE + f"history: {{forget: [{id}]}}\n"})
    report = museum.project.build(today=museum.today)
    assert [p.message.en for p in report.problems if p.code == "forget" and text in p.message.en]


def test_a_removed_stop_that_the_rules_of_today_refuse_is_not_told_of(tmp_path: Path) -> None:
    allowed = MUSEUM_SITE.replace("rules: {", "rules: {private-number: ignore, ")
    number = STAY + "        note: 找 13912345678\n"
    museum = Museum(tmp_path / "m", TOUR + number + OTHER, {"content/site.yaml": allowed})
    museum.edit(TOUR + OTHER)
    assert "a" in museum.read_calendar()
    museum.edit({"content/site.yaml": MUSEUM_SITE})
    assert not [name for name, raw in museum.build().items() if b"13912345678" in unfold(raw)]
    assert "a" not in museum.read_calendar()
