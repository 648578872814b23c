"""VTIMEZONE gives the offsets of the zone database, by a rule or change by change."""

from __future__ import annotations

import datetime as dt

import icalendar
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.events import make_event, write_calendar
from tourbook.common import zones
from tourbook.formats import ical
from tourbook.formats.ical import CalendarProperties
from tourbook.formats.vtimezone import format_vtimezone

DAY = st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1))
ZONES = sorted(
    z for z in zones.list_zone_names() if "/" in z and not z.startswith(("posix", "right"))
)


@settings(max_examples=60)
@given(st.sampled_from(ZONES), DAY, st.integers(0, 23), st.integers(1, 24))
def test_a_timed_event_is_at_the_same_instant_as_in_the_zone_database(
    tzid: str, day: dt.date, hour: int, until: int
) -> None:
    """VTIMEZONE's own rules give zoneinfo's offsets, on that day and on its neighbours."""
    raw = write_calendar(
        make_event(start=day, end=day, times=(f"{hour:02}:00", f"{until:02}:00")), tzid
    )
    (zone,) = icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")
    assert str(zone["TZID"]) == tzid
    found = expand_offsets(zone)
    real = zones.find_zone(tzid)
    assert real is not None
    noon = dt.datetime(day.year, day.month, day.day, 12)
    for moment in (
        noon - dt.timedelta(days=1),
        noon.replace(hour=hour),
        noon + dt.timedelta(days=1),
    ):
        instant = moment.replace(tzinfo=dt.UTC)
        offset = max((at, to) for at, to in found if at <= instant)[1]
        assert offset == instant.astimezone(real).utcoffset(), moment
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert read["DTSTART"].dt.replace(tzinfo=None) == noon.replace(hour=hour)
    end = noon.replace(hour=0) + dt.timedelta(hours=until)
    assert read["DTEND"].dt.replace(tzinfo=None) == end, "24:00 is midnight of the next day"


def expand_offsets(zone: icalendar.Component) -> list[tuple[dt.datetime, dt.timedelta]]:
    """(instant from which it holds, offset) of each observance; a rule is followed by dateutil."""
    out = []
    for sub in zone.subcomponents:
        onsets = [sub["DTSTART"].dt]
        if "RRULE" in sub:
            onsets = list(
                rrule.rrulestr(sub["RRULE"].to_ical().decode(), dtstart=onsets[0]).xafter(
                    onsets[0], 8, inc=True
                )
            )
        out += [
            ((onset - sub["TZOFFSETFROM"].td).replace(tzinfo=dt.UTC), sub["TZOFFSETTO"].td)
            for onset in onsets
        ]
    return sorted(out)


@settings(max_examples=40)
@given(
    st.sampled_from(
        [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Asia/Shanghai",
        ]
    ),
    DAY,
    st.integers(0, 700),
)
def test_every_change_of_the_clock_within_a_calendar_is_in_it(
    tzid: str, first: dt.date, length: int
) -> None:
    text = ical.format_vcalendar(
        CalendarProperties("-//x"),
        format_vtimezone(tzid, first, first + dt.timedelta(days=length)),
        [],
    )
    (zone,) = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")
    found, real = expand_offsets(zone), zones.find_zone(tzid)
    assert real is not None
    start = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC)
    for hours in range(-24, 24 * (length + 1), 7):
        instant = start + dt.timedelta(hours=hours)
        assert (
            max((at, to) for at, to in found if at <= instant)[1]
            == instant.astimezone(real).utcoffset()
        ), instant
