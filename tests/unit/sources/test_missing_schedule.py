"""Where there is no schedule, the file that was probably meant as one is named."""

from __future__ import annotations

import pytest

from tourbook.sources.missing_schedule import resembles_schedule


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *[
            (name, True)
            for name in (
                "schedule.yml", "Schedule.yaml", "SCHEDULE.YAML", "schedule.yaml.txt",
                "schedule.yml.txt", "schedule - 副本.yaml", "schedule (1).yaml", "schedules.yaml",
                "schedule copy.yaml", "副本 schedule.yaml", "schedule.txt", "schedule。yaml",
                "schedule.ymal", "shedule.yaml", "schedule-2027.yaml", "日程.yaml",
            )
        ],
        *[
            (name, False)
            for name in (
                "schedule.yaml", "schedule.yaml.bak", "schedule.xlsx", "schedule.md", "README.md",
                "mkdocs.yml", "requirements.txt",
            )
        ],
    ],
)  # fmt: skip
def test_what_may_be_meant_as_the_schedule(name: str, expected: bool) -> None:
    assert resembles_schedule(name) is expected
