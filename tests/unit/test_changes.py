"""The page and the feed of the changes, and the calendars of the crew, by a real repository."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import SMALL
from tests.unit.helpers import ROUTE, TOUR, stop, visit
from tests.unit.test_feeds import ATOM, events
from tests.unit.test_told import HALL, OTHER, SITE, STAY, Museum


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path / "museum")


def atom(museum: Museum) -> list[tuple[str, str]]:
    """(kind of change, what and when) of the entries."""
    root = ET.fromstring(museum.build()["changes.atom"])
    titles = [e.findtext(ATOM + "title") or "" for e in root.iter(ATOM + "entry")]
    return [(t.partition("-zh")[0].removeprefix("change_"), t.rpartition("科技馆")[2].strip()) for t in titles]


def test_each_change_is_told_as_what_matters_most_the_latest_first(museum: Museum) -> None:
    assert atom(museum) == [], "what was there at the beginning is no change"
    steps = [
        (stop("a", "open: 2026-12-02", "close: 2026-12-06"), "moved"), (stop("a", "open: 2026-12-02", "close: 2026-12-06", "status: planned"), "planned"),
        (stop("a", "open: 2026-12-02", "close: 2026-12-06", "status: open"), "confirmed"), (stop("a", "status: postponed"), "postponed"),
        (stop("a", "open: 2026-12-03", "close: 2026-12-06"), "moved"), (stop("a", "open: 2026-12-03", "close: 2026-12-06", "status: cancelled"), "cancelled"),
        ("", "removed"), (STAY, "added"), (STAY + OTHER.replace("id: b", "id: c"), "added"),
    ]  # fmt: skip
    wanted: list[str] = []
    for text, kind in steps:
        museum.edit(TOUR + text + OTHER)
        wanted.insert(0, kind)
        assert [found for found, _ in atom(museum)] == wanted
    museum.edit({"content/venues/hall.md": HALL.replace("09:00", "10:00")})
    assert [found for found, _ in atom(museum)][:3] == ["hours"] * 3
    museum.edit({"content/venues/hall.md": HALL.replace("人民路", "解放路")})
    assert len(atom(museum)) == len(wanted) + 3, "an address is no change of the schedule"


def test_every_entry_has_an_id_of_its_own_that_stays(museum: Museum) -> None:
    def ids() -> list[str]:
        return [e.findtext(ATOM + "id") or "" for e in ET.fromstring(museum.build()["changes.atom"]).iter(ATOM + "entry")]

    known: list[str] = []
    for day in ("02", "03", "04"):
        museum.edit(TOUR + stop("a", f"open: 2026-12-{day}", "close: 2026-12-06") + OTHER)
        assert ids()[1:] == known
        known = ids()
    assert len(set(known)) == 3
    museum.edit(TOUR + stop("z", "aliases: [a]", "open: 2026-12-04", "close: 2026-12-06") + OTHER)
    assert ids() == known, "under another name, too"


def test_dates_before_and_after_are_told(museum: Museum) -> None:
    museum.edit(TOUR + stop("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER)
    ((kind, dates),) = atom(museum)
    assert kind == "moved" and "→" in dates and "2027" in dates
    page = museum.project.tree()["changes/index.html"].decode()
    assert "moved" in page and "2026-12-01" in page and "2027-01-05" in page


# ---- the crew --------------------------------------------------------------------------------

CREW = {"content/site.yaml": SITE + "calendar: {crew: k7f2}\n", "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n"}
WORK = ("transport: 2026-11-20", "arrive: 2026-11-24", "set_up: 2026-11-28", "open: 2026-12-01", "close: 2026-12-06", "strike: 2026-12-07", "leave: 2026-12-08")


def test_the_work_at_a_stop_has_an_event_for_each_stage(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + stop("a", *WORK), CREW)
    found = museum.told("k7f2/all.ics")
    assert {uid: t.start for uid, t in found.items()} == {
        "a-transport": "11-20", "a-arrive": "11-24", "a-set-up": "11-28", "a-strike": "12-07", "a-leave": "12-08",
    }  # fmt: skip
    museum.edit(TOUR + stop("a", *WORK, "crew: [team]"))
    assert {t.changed for t in museum.told("k7f2/all.ics").values()} == {1} and museum.told()["a"].changed == 0, "visitors need not know"
    assert "团队" in str(events(museum.project.tree()["k7f2/all.ics"])["a-arrive@small.example"]["DESCRIPTION"])


def test_who_is_there_on_some_days_only_has_these(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + stop("a", *WORK, "crew: [{who: team, dates: [2026-11-28, 2026-12-03]}]"), CREW)
    found = museum.told("k7f2/organisations/team.ics")
    assert {uid: t.start for uid, t in found.items()} == {"a-set-up": "11-28", "a-crew-20261128": "11-28", "a-crew-20261203": "12-03"}


def test_a_visit_of_the_crew_is_at_its_time(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + ROUTE + visit("v", "venue: hall", "time: 9:00-10:00", "repeat: {first: 2026-12-04, count: 2}"), CREW)
    assert {uid: t.start for uid, t in museum.told("k7f2/tours/route.ics").items()} == {
        "v-crew-20261204": "12-04 09:00", "v-crew-20261211": "12-11 09:00",
    }  # fmt: skip


def test_no_page_leads_to_the_calendars_of_the_crew(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", TOUR + stop("a", *WORK), CREW)
    assert not [name for name, raw in museum.build().items() if b"k7f2" in raw and not name.startswith("k7f2/")]
    assert SMALL
