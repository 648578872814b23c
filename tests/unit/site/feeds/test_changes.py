"""The page and the feed of the changes, by a real
repository."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.support.museum import OTHER, STAY, Museum
from tests.support.sources import HALL, TOUR, stop_yaml

ATOM = "{http://www.w3.org/2005/Atom}"


def list_entries(museum: Museum) -> list[tuple[str, str]]:
    """(kind of change, what and when) of the entries."""
    root = ET.fromstring(museum.build()["changes.atom"])
    titles = [e.findtext(ATOM + "title") or "" for e in root.iter(ATOM + "entry")]
    return [
        (t.partition("-zh")[0].removeprefix("change_"), t.rpartition("科技馆")[2].strip())
        for t in titles
    ]


def test_each_change_is_published_as_what_matters_most_the_latest_first(museum: Museum) -> None:
    assert list_entries(museum) == [], "what was there at the beginning is no change"
    second, third = (
        ("open: 2026-12-02", "close: 2026-12-06"),
        ("open: 2026-12-03", "close: 2026-12-06"),
    )
    steps = [
        (stop_yaml("a", *second), "moved"), (stop_yaml("a", *second, "status: planned"), "planned"),
        (stop_yaml("a", *second, "status: open"), "confirmed"), (stop_yaml("a", "status: postponed"), "postponed"), (stop_yaml("a", *third), "moved"),
        (stop_yaml("a", *third, "status: cancelled"), "cancelled"),
        ("", "removed"), (STAY, "restored"), (STAY + OTHER.replace("id: b", "id: c").replace("2027-03", "2027-05"), "added"),
    ]  # fmt: skip
    expected: list[str] = []
    for text, kind in steps:
        museum.edit(TOUR + text + OTHER)
        expected.insert(0, kind)
        assert [found for found, _ in list_entries(museum)] == expected
    museum.edit({"content/venues/hall.md": HALL.replace("09:00", "10:00")})
    assert [found for found, _ in list_entries(museum)][:3] == ["hours"] * 3
    museum.edit(
        {"content/venues/hall.md": HALL.replace("09:00", "10:00").replace("人民路", "解放路")}
    )
    assert len(list_entries(museum)) == len(expected) + 3, "an address is no change of the schedule"


def test_every_entry_has_an_id_of_its_own_that_stays(museum: Museum) -> None:
    def ids() -> list[str]:
        return [
            e.findtext(ATOM + "id") or ""
            for e in ET.fromstring(museum.build()["changes.atom"]).iter(ATOM + "entry")
        ]

    known: list[str] = []
    for day in ("02", "03", "04"):
        museum.edit(TOUR + stop_yaml("a", f"open: 2026-12-{day}", "close: 2026-12-06") + OTHER)
        assert ids()[1:] == known
        known = ids()
    assert len(set(known)) == 3
    museum.edit(
        TOUR + stop_yaml("z", "aliases: [a]", "open: 2026-12-04", "close: 2026-12-06") + OTHER
    )
    assert ids() == known, "under another name, too"


def test_previous_and_new_dates_are_published(museum: Museum) -> None:
    museum.edit(TOUR + stop_yaml("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER)
    ((kind, dates),) = list_entries(museum)
    assert kind == "moved" and "→" in dates and "2027" in dates
    page = museum.build()["changes/index.html"].decode()
    assert page.index("moved") < page.index("2026, 12, 1") < page.index("2027, 1, 5")


def test_another_venue_and_another_exhibition_are_published_once_each_with_the_previous_one(
    museum: Museum,
) -> None:
    files = {
        "content/venues/second.md": HALL.replace("县科技馆", "第二科技馆").replace(
            "09:00", "10:00"
        ),
        "content/exhibitions/sound.md": "---\nname: 声\ncopies: [{id: x}]\n---\n",
    }
    museum.edit(files)
    museum.edit(TOUR + STAY.replace("venue: hall", "venue: second") + OTHER)
    assert [kind for kind, _ in list_entries(museum)] == ["venue"], (
        "that it has other hours there goes without saying"
    )
    museum.edit(
        TOUR + STAY.replace("venue: hall", "venue: second\n        exhibition: sound") + OTHER
    )
    assert [kind for kind, _ in list_entries(museum)] == ["exhibition", "venue"]
    page = museum.build()["changes/index.html"].decode()
    assert page.index("光影") < page.index("县科技馆"), (
        "the names of before, the latest change first"
    )
    museum.edit({"content/venues/third.md": HALL.replace("县科技馆", "第三科技馆")})
    museum.edit(
        TOUR + STAY.replace("venue: hall", "venue: third\n        exhibition: sound") + OTHER
    )
    assert [kind for kind, _ in list_entries(museum)] == ["venue", "exhibition", "venue"], (
        "every move is published, and no hours"
    )
    museum.edit(
        TOUR + STAY.replace("venue: hall", "venue: second\n        exhibition: sound") + OTHER
    )
    museum.edit(
        {"content/venues/second.md": files["content/venues/second.md"].replace("10:00", "11:00")}
    )
    assert [kind for kind, _ in list_entries(museum)] == ["hours", "venue", "exhibition", "venue"]
