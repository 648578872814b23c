"""Texts that are too long for a calendar are shown in part, with a warning on their line."""

from __future__ import annotations

import pytest

from tests.support.events import read_events
from tests.support.in_memory import Files, list_codes, list_problems, make_file, prepare_project
from tests.support.sources import HALL, SITE, TOUR, stop_yaml

LONG = "长" * 400_000
RULES = SITE + "rules: {booking-contact: ignore, no-open-day: ignore, holiday-unknown: ignore}\n"
SCHEDULE = TOUR + "".join(
    stop_yaml(id, f"open: {day}", "booking: {phone: '1', note: 约}")
    for id, day in (("a", "2026-12-01"), ("b", "2026-12-08"), ("c", "2026-12-15"))
)


@pytest.mark.parametrize(
    ("files", "at"),
    [
        ({"schedule.yaml": SCHEDULE.replace("约", LONG, 1)}, ("schedule.yaml", 9)),
        ({"schedule.yaml": SCHEDULE.replace("巡展", LONG)}, ("schedule.yaml", 3)),
        ({"content/venues/hall.md": HALL.replace("县科技馆", LONG)}, ("content/venues/hall.md", 2)),
        ({"content/venues/hall.md": HALL.replace("人民路", LONG)}, ("content/venues/hall.md", 4)),
    ],
)
def test_one_text_however_long_empties_no_calendar(files: Files, at: tuple[str, int]) -> None:
    files = {"content/site.yaml": RULES, "schedule.yaml": SCHEDULE, **files}
    assert ("long-event-text", *at) in list_codes(list_problems(files))
    project = prepare_project(files)
    for path in ("all.ics", "upcoming.ics", "venues/hall/calendar.ics", "tours/tour/calendar.ics"):
        assert len(read_events(make_file(project, path))) == 3
