"""Whoever had an event in a calendar keeps it there, whatever the stop, its tour, its exhibition or
a merge becomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.events import list_starts, read_events, read_series
from tests.support.in_memory import Files
from tests.support.museum import DAY, MUSEUM_SITE, OTHER, STAY, Museum
from tests.support.sources import HALL, SMALL, TOUR, stop_yaml

SECOND: Files = {
    "content/venues/second.md": HALL.replace("县科技馆", "二馆").replace("621121", "110108"),
    "content/exhibitions/sound.md": "---\nname: 声\ncopies: [{id: x}]\n---\n",
    "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}, {id: b}]\n---\n",
    "content/campaigns/week.md": "---\nname: 周\nstart: 2026-11-20\n---\n",
    "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n",
    "schedule/more.yaml": "tours:\n  - id: more\n    name: 更多\n    exhibition: light\n",
}


MORE = "include: [schedule/*.yaml]\n"


@pytest.mark.parametrize(
    ("before", "after", "paths", "says"),
    [
        (
            "venue: hall",
            "venue: second",
            ["venues/hall/", "places/621121/", "places/620000/"],
            "event_was_venue-zh",
        ),
        ("exhibition: sound", "", ["exhibitions/sound/"], "event_was_exhibition-zh"),
        (
            "",
            "exhibition: sound",
            ["exhibitions/light/", "exhibitions/light/copies/a"],
            "event_was_exhibition-zh",
        ),
        ("copy: b", "", ["exhibitions/light/copies/b"], ""),
        ("", "copy: b", ["exhibitions/light/copies/a"], ""),
        ("campaigns: [week]", "", ["campaigns/week/"], ""),
        ("partners: [team]", "", ["organisations/team/"], ""),
        ("crew: [{who: team, dates: [2026-12-02]}]", "", ["organisations/team/"], ""),
    ],
)
def test_a_calendar_that_held_a_stop_goes_on_holding_it(
    tmp_path: Path, before: str, after: str, paths: list[str], says: str
) -> None:
    def schedule(line: str) -> str:
        lines = [line] if line and not line.startswith("venue") else []
        one = stop_yaml(
            "a",
            "open: 2026-12-01",
            "close: 2026-12-06",
            *lines,
            venue=line.removeprefix("venue: ") if "venue" in line else "hall",
        )
        return MORE + TOUR.replace("    stops:", "    copy: a\n    stops:") + one + OTHER

    museum = Museum(tmp_path / "m", schedule(before), SECOND)
    old = {path: b"UID:a@small" in museum.build()[name_calendar(path)] for path in paths}
    assert all(old.values()), old
    museum.edit(schedule(after))
    tree = museum.build()
    every = read_events(tree["all.ics"])["a@small.example"]
    for path in paths:
        assert read_events(tree[name_calendar(path)])["a@small.example"] == every, (
            "it is what it is everywhere"
        )
        assert b"UID:a-open" in tree[name_calendar(path, "opening")]
    assert says in str(every["DESCRIPTION"]) and (
        says or "event_was" not in str(every["DESCRIPTION"])
    )
    if says:
        assert (
            says.removeprefix("event_was_").removesuffix("-zh")
            in tree["changes/index.html"].decode()
        )
    museum.edit(schedule(before))
    for path in paths:
        events = read_events(museum.build()[name_calendar(path)])
        assert list(events).count("a@small.example") == 1, "once only where it is back"


def name_calendar(path: str, shape: str = "calendar") -> str:
    if "/copies/" in path:
        return path + (".ics" if shape == "calendar" else "-opening.ics")
    return f"{path}{shape}.ics"


def test_a_copy_that_a_stop_had_is_known_under_the_new_name_of_its_exhibition(
    tmp_path: Path,
) -> None:
    tour = TOUR.replace("    stops:", "    copy: a\n    stops:")
    museum = Museum(
        tmp_path / "m",
        MORE + tour + STAY.replace("venue: hall", "venue: hall\n        copy: b") + OTHER,
        SECOND,
    )
    museum.edit(MORE + tour + STAY.replace("venue: hall", "venue: hall\n        copy: a") + OTHER)
    museum.edit(
        {
            "content/exhibitions/light.md": None,
            "content/exhibitions/shine.md": str(SECOND["content/exhibitions/light.md"]).replace(
                "name:", "aliases: [light]\nname:"
            ),
        }
    )
    tree = museum.build()
    for path in ("exhibitions/light/copies/b.ics", "exhibitions/shine/copies/b.ics"):
        assert "a@small.example" in read_events(tree[path]), path


def test_a_stop_that_goes_over_to_another_tour_or_whose_tour_changes_stays_in_the_calendars_it_was_in(
    tmp_path: Path,
) -> None:
    files = {name: text for name, text in SECOND.items() if "light" not in name}
    museum = Museum(tmp_path / "m", MORE + TOUR + STAY + OTHER, files)
    museum.build()
    museum.edit(
        {
            "schedule.yaml": MORE + TOUR + OTHER,
            "schedule/more.yaml": TOUR.replace("id: tour", "id: more") + STAY,
        }
    )
    tree = museum.build()
    assert set(read_events(tree["tours/tour/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }
    assert set(read_events(tree["tours/more/calendar.ics"])) == set(
        read_events(tree["exhibitions/light/calendar.ics"])
    ) - {"b@small.example"}
    museum.edit(
        {
            "schedule/more.yaml": TOUR.replace("id: tour", "id: more").replace(
                "exhibition: light", "exhibition: sound"
            )
            + STAY
        }
    )
    tree = museum.build()
    assert set(read_events(tree["exhibitions/light/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }
    assert set(read_events(tree["exhibitions/sound/calendar.ics"])) == {"a@small.example"}
    museum.edit({"content/venues/hall.md": HALL.replace("621121", "110108")})
    assert set(read_events(museum.build()["places/621121/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }, "its venue is elsewhere now"


LIGHT = str(SMALL["content/exhibitions/light.md"])


TEAM: Files = {"content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n"}


SECOND_VENUE = HALL.replace("县科技馆", "二馆").replace("621121", "110108")


@pytest.fixture
def two_venues(tmp_path: Path) -> Museum:
    return Museum(tmp_path / "museum", files={"content/venues/second.md": SECOND_VENUE, **TEAM})


class Merge:
    """Two branches from where the museum is: `a`, then `b`, each edited once; what was published on
    a side goes on after the merge."""

    def __init__(self, museum: Museum) -> None:
        self.museum, self.raw = museum, dict[str, dict[str, bytes]]()
        museum.git("branch", "a")
        museum.git("branch", "b")

    def edit(self, side: str, files: Files | str) -> None:
        self.museum.git("checkout", "--quiet", side)
        self.museum.edit(files)
        self.raw[side] = self.museum.build()

    def into(self, side: str, *how: str, files: Files | None = None) -> dict[str, bytes]:
        museum, other = self.museum, "b" if side == "a" else "a"
        museum.git("checkout", "--quiet", "-B", "merged", side)
        museum.days += 1
        museum.git("merge", "--quiet", "--no-ff", "--no-commit", *how, other, at=museum.days * DAY)
        museum.commit(museum.days * DAY, files or {})
        return museum.build()


def list_losses(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """What subscribers of the calendars before would not see, or would miss, in those after."""
    wrong = []
    for path in before:
        if not path.endswith(".ics") or before[path] == after[path]:
            continue
        old, new = read_series(before[path]), read_series(after[path])
        dates = {str(event["DTSTART"].dt) for event in read_events(after[path]).values()}
        wrong += [
            f"{path}: {uid} is gone"
            for uid in old.keys() - new.keys()
            if not {str(start) for start in list_starts(old[uid])} <= dates
        ]
        wrong += [
            f"{path}: {uid} changed unseen"
            for uid in old.keys() & new.keys()
            if old[uid] != new[uid] and new[uid]["LAST-MODIFIED"].dt <= old[uid]["LAST-MODIFIED"].dt
        ]
    return wrong


@pytest.mark.parametrize("into", ["a", "b"])
def test_one_side_deletes_a_stop_and_the_other_renames_its_exhibition_later(
    two_venues: Museum, into: str
) -> None:
    """Found by an attacker."""
    merge = Merge(two_venues)
    merge.edit("a", TOUR + OTHER)
    merge.edit("b", {"content/exhibitions/light.md": LIGHT.replace("光影", "光")})
    after = merge.into(into)
    assert read_events(after["all.ics"])["a@small.example"]["STATUS"] == "CANCELLED"
    assert not list_losses(merge.raw["a"], after) and not list_losses(merge.raw["b"], after)


@pytest.mark.parametrize("into", ["a", "b"])
@pytest.mark.parametrize("line", ["partners: [team]", "copy: b"])
def test_only_one_side_has_it_in_a_calendar_and_the_merge_keeps_the_other(
    tmp_path: Path, into: str, line: str
) -> None:
    """Found by an attacker."""
    files = {
        "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}, {id: b}]\n---\n",
        **TEAM,
    }
    museum = Museum(
        tmp_path / "museum",
        TOUR.replace("    stops:", "    copy: a\n    stops:") + STAY + OTHER,
        files,
    )
    plain = museum.project.root / "schedule.yaml"
    text = plain.read_text(encoding="utf-8")
    merge = Merge(museum)
    merge.edit("a", text.replace("open: 2026-12-01", f"open: 2026-12-01\n        {line}"))
    merge.edit("b", text + "# ours\n")
    after = merge.into(into, "-Xours", files={"schedule.yaml": text + "# ours\n"})
    assert not list_losses(merge.raw["a"], after) and not list_losses(merge.raw["b"], after)


@pytest.mark.parametrize("into", ["a", "b"])
def test_one_side_moves_it_and_the_other_writes_a_note_later(two_venues: Museum, into: str) -> None:
    """Found by an attacker."""
    merge = Merge(two_venues)
    merge.edit("a", TOUR + stop_yaml("a", "open: 2026-12-08", "close: 2026-12-13") + OTHER)
    noted = TOUR + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06", "note: 请预约") + OTHER
    merge.edit("b", noted)
    after = merge.into(into, "-Xours", files={"schedule.yaml": noted})
    assert not list_losses(merge.raw["a"], after) and not list_losses(merge.raw["b"], after)


STEPS: dict[str, list[Files | str]] = {
    "it leaves a venue, and that gets another id": [
        TOUR + STAY.replace("venue: hall", "venue: second") + OTHER,
        {"content/venues/hall.md": None, "content/venues/house.md": HALL.replace("name:", "aliases: " "[hall]\nname:")},
    ],
    "a translation is deleted": [{"content/venues/hall.en.md": "---\nname: Hall\n---\n"}, {"content/venues/hall.en.md": None}],
    "a theme day gets another address": [
        {"content/campaigns/week.md": "---\nname: 周\nstart: 2026-11-20\n---\n"},
        {"content/campaigns/week.md": "---\nname: 周\nslug: science-week\nstart: " "2026-11-20\n---\n"},
    ],
    "events lose a property": [{"content/site.yaml": MUSEUM_SITE + "calendar: " "{properties: [LAST-MODIFIED, SEQUENCE]}\n"}],
    "addresses of regions go from one to the other": [
        {"content/regions.yaml": line} for line in
        ('"621121": {slug: x}\n', '"621121": {slug: y}\n"620000": {slug: x}\n', '"621121": ' '{slug: y}\n"620000": ' '{slug: gansu}\n')
    ],
    "a region lies in another one": [
        {"content/regions.yaml": "county: {name: 县, parent: " + rest}
        for rest in ("jia}\njia: {name: 甲}\nyi: {name: 乙}\n", "yi}\njia: {name: " "甲}\nyi: {name: " "乙" "}\n", "yi}\nyi: {name: " "乙" "}\n")
    ],
    "the site is called public later": [
        TOUR + STAY.replace("venue: hall", "venue: second") + OTHER, {"content/site.yaml": MUSEUM_SITE + "history: " "{since: 2026-09-20}\n"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", STEPS)
def test_nothing_vanishes_or_changes_unseen(tmp_path: Path, what: str) -> None:
    """Found by an attacker."""
    steps = list(STEPS[what])
    files: Files = {"content/venues/second.md": SECOND_VENUE, **TEAM}
    if "lies in" in what:
        files = {"content/venues/hall.md": HALL.replace('"621121"', "county"), **steps.pop(0)}  # type: ignore[dict-item]
    museum = Museum(
        tmp_path / "museum",
        files={"content/site.yaml": MUSEUM_SITE + "languages: [zh, en]\n", **files},
    )
    before = museum.project.build(today=museum.today) and museum.project.read_tree()
    for step in steps:
        site = step.get("content/site.yaml") if isinstance(step, dict) else None
        museum.edit({"content/site.yaml": f"{site}languages: [zh, en]\n"} if site else step)
        assert not museum.project.build(today=museum.today).error_count
        after = museum.project.read_tree()
        assert {p for p in before if p.endswith(".ics")} <= after.keys()
        assert not list_losses(before, after)
        before = after
