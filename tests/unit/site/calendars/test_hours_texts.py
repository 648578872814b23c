"""The hours in the description of an event that lasts as long as the stay, and what a change of
them is to its subscribers."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.support.museum import Museum
from tests.support.projects import REPO
from tests.support.sources import HALL
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.site.calendars.hours_texts import describe_hours
from tourbook.site.language import Language

CONVERTED: dict[str, ConvertedMarkdown] = {}


def make_language(code: str) -> Language:
    strings = yaml.safe_load(
        (REPO / f"themes/default/strings/{code}.yaml").read_text(encoding="utf-8")
    )
    return Language(code, "zh", strings, CONVERTED, {})


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        ({"tue-sun": "09:00-17:00"}, ["周二至周日 09:00–17:00"], ["Tue – Sun 09:00–17:00"]),
        (
            {"mon-fri": "09:00-17:00", "sat,sun": "10:00-12:00, 13:00-16:00 booking"},
            ["周一至周五 09:00–17:00；周六、周日 10:00–12:00、13:00–16:00 凭预约"],
            ["Mon – Fri 09:00–17:00; Sat, Sun 10:00–12:00, 13:00–16:00 by booking"],
        ),
        (
            {"daily": "09:00-17:00", "mon": "closed", "holidays": "closed"},
            ["周二至周日 09:00–17:00", "公共假日等日子的时间见网页"],
            ["Tue – Sun 09:00–17:00", "Public holidays and some other days: see the page"],
        ),
        ({"daily": "20:00-01:00", "2026-12-25": "closed"}, ["每天 20:00–01:00"], ["Every day 20:00–01:00"]),
        ({"last fri": "18:00-20:00"}, [], []),
        ({}, [], []),
    ],
)  # fmt: skip
def test_the_weekly_pattern_in_words(hours: dict[str, str], zh: list[str], en: list[str]) -> None:
    assert describe_hours(make_language("zh"), hours) == zh
    assert describe_hours(make_language("en"), hours) == en


def test_other_hours_are_news_but_no_other_dates(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum")
    assert "09:00–17:00" in str(museum.read_event()["DESCRIPTION"])
    assert museum.read_calendar()["a"][-2:] == (0, 0)
    museum.edit({"content/venues/hall.md": HALL.replace("17:00", "18:00")})
    assert "09:00–18:00" in str(museum.read_event()["DESCRIPTION"])
    assert museum.read_calendar()["a"][-2:] == (0, 1), "LAST-MODIFIED is newer, SEQUENCE stays"
    closed = HALL.replace("17:00", "18:00").replace("hours:\n", "hours:\n  2026-12-05: closed\n")
    museum.edit({"content/venues/hall.md": closed})
    assert museum.read_calendar()["a"][-2:] == (0, 1), "one closed day is no news for the stay"
    museum.edit({"content/venues/hall.md": closed.replace("wed-sun", "sat-sun")}, days=3)
    assert museum.read_calendar()["a"][-2:] == (0, 5)
    assert museum.read_calendar()["b"][-2:] == (0, 5)


def test_what_is_off_says_nothing_of_hours(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "museum")
    schedule = (museum.project.root / "schedule.yaml").read_text(encoding="utf-8")
    off = schedule.replace("open: 2026-12-01", "open: 2026-12-01\n        status: cancelled")
    museum.edit({"schedule.yaml": off})
    assert "09:00" not in str(museum.read_event()["DESCRIPTION"])
    museum.edit({"content/venues/hall.md": HALL.replace("17:00", "18:00")})
    assert museum.read_calendar()["a"][-2:] == (1, 1)
