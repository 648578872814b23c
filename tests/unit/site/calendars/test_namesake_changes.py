"""A place that gets or loses a namesake has another name in events, and their LAST-MODIFIED says
so; those of other places stay as they were."""

from __future__ import annotations

from pathlib import Path

from tests.support.events import read_events
from tests.support.museum import Museum
from tests.support.sources import HALL, ROUTE, TOUR, stop_yaml, visit_yaml

THIRD = "---\nname: 县科技馆\nregion: '{}'\n---\n"
SCHEDULE = (
    TOUR
    + stop_yaml("a", "open: 2026-12-01", "close: 2026-12-06")
    + stop_yaml("b", "open: 2027-03-02", "close: 2027-03-07", venue="other")
)
OTHER = {"content/venues/other.md": HALL.replace("县科技馆", "文化馆")}


def read_moments(museum: Museum) -> dict[str, tuple[str, str]]:
    """Start of an event's UID -> (SUMMARY, LAST-MODIFIED)."""
    events = read_events(museum.build()["upcoming.ics"])
    return {
        uid.partition("@")[0]: (str(event["SUMMARY"]), str(event["LAST-MODIFIED"].dt))
        for uid, event in events.items()
    }


def test_a_namesake_that_comes_or_goes_modifies_the_events_that_say_so(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum", SCHEDULE, OTHER)
    alone = read_moments(museum)
    museum.edit({"content/venues/third.md": THIRD.format("621122")})
    joined = read_moments(museum)
    assert joined["b"] == alone["b"]
    assert joined["a"][0] != alone["a"][0]
    assert joined["a"][1] > alone["a"][1]
    museum.edit({"content/venues/fourth.md": THIRD.format("110108")})
    assert read_moments(museum) == joined, "a third one changes nothing"
    museum.edit(dict.fromkeys(("content/venues/third.md", "content/venues/fourth.md")))
    parted = read_moments(museum)
    assert parted["a"][0] == alone["a"][0]
    assert parted["a"][1] > joined["a"][1]
    assert parted["b"] == alone["b"]


def test_a_namesake_in_the_same_region_changes_nothing(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum", SCHEDULE, OTHER)
    alone = read_moments(museum)
    museum.edit({"content/venues/third.md": THIRD.format("621121")})
    assert read_moments(museum) == alone


def test_a_venue_that_is_renamed_into_a_namesake_modifies_the_events_of_the_other(
    tmp_path: Path,
) -> None:
    third = THIRD.format("621122")
    other_name = third.replace("县科技馆", "少年宫")
    museum = Museum(tmp_path / "museum", SCHEDULE, {**OTHER, "content/venues/third.md": other_name})
    alone = read_moments(museum)
    museum.edit({"content/venues/third.md": third})
    joined = read_moments(museum)
    assert joined["a"][0] != alone["a"][0]
    assert joined["a"][1] > alone["a"][1]
    assert joined["b"] == alone["b"]


def test_a_namesake_that_gets_another_name_or_region_modifies_the_events_of_the_other(
    tmp_path: Path,
) -> None:
    """And it does so again when it is back; its hours and address do not."""
    third = THIRD.format("621122")
    museum = Museum(tmp_path / "museum", SCHEDULE, {**OTHER, "content/venues/third.md": third})
    joined = read_moments(museum)
    museum.edit({"content/venues/third.md": third.replace("region", "address: 一号\nregion")})
    assert read_moments(museum) == joined
    for text in (third.replace("县科技馆", "少年宫"), third.replace("621122", "621121")):
        museum.edit({"content/venues/third.md": text})
        alone = read_moments(museum)
        assert alone["a"][0] != joined["a"][0]
        assert alone["a"][1] > joined["a"][1]
        museum.edit({"content/venues/third.md": third})
        back = read_moments(museum)
        assert back["a"][0] == joined["a"][0]
        assert back["a"][1] > alone["a"][1]
        assert back["b"] == joined["b"]
        joined = back


def test_the_place_of_a_visit_is_a_namesake_as_long_as_it_has_the_name(tmp_path: Path) -> None:
    visit = visit_yaml("v", "place: {name: 县科技馆, region: '621122'}", "date: 2027-01-05")
    museum = Museum(tmp_path / "museum", SCHEDULE + ROUTE + visit, OTHER)
    joined = read_moments(museum)
    museum.edit(SCHEDULE + ROUTE + visit.replace("县科技馆", "小学"))
    alone = read_moments(museum)
    assert alone["a"][0] != joined["a"][0]
    assert alone["a"][1] > joined["a"][1]
