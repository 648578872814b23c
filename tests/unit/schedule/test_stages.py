"""Stages that follow from the set-up days and the distance, and stages that authors wrote."""

from __future__ import annotations

from tests.support.in_memory import build_agenda
from tests.support.sources import LIGHT, TOUR, stop_yaml


def compute_stages(*lines: str) -> dict[str, tuple[str, bool]]:
    text = (
        TOUR
        + stop_yaml("before", "copy: a", "open: 2026-10-01", "close: 2026-10-20", venue="far")
        + stop_yaml("one", "copy: a", *lines)
    )
    far = "---\nname: 远\nregion: '520102'\n---\n"
    index, _ = build_agenda(
        {"content/exhibitions/light.md": LIGHT, "content/venues/far.md": far, "schedule.yaml": text}
    )
    stages = index.engine.get_stages(next(s for s in index.model.stops if s.id == "one"))
    return {k: (s.day.isoformat()[5:], s.is_derived) for k, s in stages._asdict().items() if s}


def test_stages_follow_from_the_days_that_it_takes_and_from_the_distance() -> None:
    """Guiyang to Dingxi: about 1,300 km of road, four days; three days to set up, two to strike."""
    assert compute_stages("open: 2026-12-02", "close: 2026-12-20") == {
        "transport": ("11-26", True), "arrive": ("11-29", True), "set_up": ("11-29", True), "open": ("12-02", False),
        "close": ("12-20", False), "strike": ("12-21", True), "leave": ("12-22", True),
    }  # fmt: skip


def test_what_is_written_counts_more_than_what_follows() -> None:
    found = compute_stages(
        "arrive: 2026-12-01",
        "open: 2026-12-02",
        "close: 2026-12-20",
        "strike: 2026-12-22",
        "leave: 2026-12-30",
    )
    assert found["arrive"] == ("12-01", False)
    assert found["set_up"] == ("12-01", True), "not before it is there"
    assert found["transport"] == ("11-28", True)
    assert (found["strike"], found["leave"]) == (("12-22", False), ("12-30", False))
