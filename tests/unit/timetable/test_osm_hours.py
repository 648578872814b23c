"""Opening hours of OpenStreetMap as lines of `hours`, or why not."""

from __future__ import annotations

import pytest

from tourbook.common.problems import Diagnosis
from tourbook.timetable.osm_hours import read_osm_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24/7", {"daily": "00:00-24:00"}),
        ("10:00-18:00", {"daily": "10:00-18:00"}),
        ("Mo-Fr 09:00-17:00; PH off", {"mon-fri": "09:00-17:00", "holidays": "closed"}),
        ("Mo-Fr,PH 10:00-17:00", {"mon-fri": "10:00-17:00", "holidays": "10:00-17:00"}),
        ("Tu-Su 09:00-12:00,13:00-17:00; Mo off", {"mon": "closed", "tue-sun": "09:00-12:00, 13:00-17:00"}),
        ("Mo-Su 10:00-18:00; We off", {"mon-tue": "10:00-18:00", "wed": "closed", "thu-sun": "10:00-18:00"}),
        ("Mo,We 09:00-12:00, Fr 13:00-14:00", {"mon": "09:00-12:00", "wed": "09:00-12:00", "fri": "13:00-14:00"}),
        ("Mo-Fr 08:00-12:00, Mo 14:00-16:00", {"mon": "08:00-12:00, 14:00-16:00", "tue-fri": "08:00-12:00"}),
        ("Sa[1] 10:00-12:00", {"1st sat": "10:00-12:00"}),
        ("Apr-Oct Mo-Fr 09:00-17:00; Nov-Mar 10:00-16:00", {"04-01/10-31 mon,tue,wed,thu,fri": "09:00-17:00", "11-01/03-31": "10:00-16:00"}),
        ("Jun 15-Sep 10 10:00-12:00; Dec 24-26 off", {"06-15/09-10": "10:00-12:00", "12-24/12-26": "closed"}),
        ("Mo-Su 10:00-18:00; 2026 Dec 24 10:00-12:00", {"daily": "10:00-18:00", "2026-12-24": "10:00-12:00"}),
        ("Fr 18:00-26:00", {"fri": "18:00-02:00"}),
        ('Mo 09:00-10:00 "by appointment"', {"mon": "09:00-10:00 booking"}),
    ],
)  # fmt: skip
def test_hours_are_read(text: str, hours: dict[str, str]) -> None:
    assert read_osm_hours(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "Mo-Fr sunrise-sunset", "Mo-Fr 10:00+", 'Mo "by appointment"', "easter off", "SH off", "Mo-Fr", "week 1-10 Mo 09:00-10:00",
        "PH off; Mo-Fr 09:00-17:00", "Mo-Fr 25:00-26:00", 'Mo 09:00-10:00 "ring the bell"', "Mo 09:00-10:00 || off", "Mo[6] 09:00-10:00",
        "Mo unknown", "Apr-Oct PH off", "Dec 24-Jan 10:00-12:00", "Mo-Fr 17:00-09:00,x", "",
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused(text: str) -> None:
    diagnosis = read_osm_hours(text)
    if text:
        assert isinstance(diagnosis, Diagnosis)
        assert diagnosis.help
    else:
        assert diagnosis == {}
