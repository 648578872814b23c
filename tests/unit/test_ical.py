"""Content lines that other programs read back as what went in: icalendar and vobject are the judges."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from tourbook import ical, zones
from tourbook.ical import Event

TEXT = st.text(max_size=200)
DAY = st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1))
ZONES = sorted(z for z in zones.names() if "/" in z and not z.startswith(("posix", "right")))


def kept(text: str) -> str:
    """What of a text is to come back: one kind of line end, no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc" or 0x80 <= ord(c) <= 0x9F)


def calendar(event: Event, tzid: str = "Asia/Shanghai") -> bytes:
    zone = ical.vtimezone(tzid, event.start, event.end) if event.times else ""
    return ical.vcalendar("-//x//y//ZH", "名", zone, [ical.vevent(event, tzid)])


def event(**more: object) -> Event:
    given_: dict[str, object] = {
        "uid": "a@b",
        "stamp": dt.date(2026, 1, 1),
        "start": dt.date(2026, 5, 1),
        "end": dt.date(2026, 5, 3),
        "summary": "s",
        "url": "https://x/",
        "status": "CONFIRMED",
    }
    return Event(**given_ | more)  # type: ignore[arg-type]


@given(TEXT)
def test_folding_is_undone_by_unfolding_and_no_line_is_over_75_octets(text: str) -> None:
    """And no character is cut in two."""
    line = "X:" + text.replace("\r", "").replace("\n", "")
    folded = ical.fold(line)
    pieces = folded.split("\r\n ")
    assert "".join(pieces) == line
    for n, piece in enumerate(pieces):
        assert len(piece.encode()) + (n > 0) <= 75


@given(TEXT, TEXT, TEXT)
def test_any_text_comes_back_through_icalendar_and_vobject(summary: str, location: str, description: str) -> None:
    raw = calendar(event(summary="s" + summary, location="l" + location, description="d" + description))
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    wanted = ["s" + kept(summary), "l" + kept(location), "d" + kept(description)]
    assert [str(read["SUMMARY"]), str(read["LOCATION"]), str(read["DESCRIPTION"])] == wanted
    if not any(c in raw.decode() for c in "\x85\u2028\u2029\x1c\x1d\x1e"):  # vobject breaks lines there, the RFC does not
        other = vobject.readOne(raw.decode()).vevent
        assert [other.summary.value, other.location.value, other.description.value] == wanted


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20), max_size=4).map(tuple))
def test_categories_stay_apart_whatever_they_hold(categories: tuple[str, ...]) -> None:
    (read,) = icalendar.Calendar.from_ical(calendar(event(categories=categories))).walk("VEVENT")
    found = [str(c) for c in read["CATEGORIES"].cats] if categories else []
    assert found == list(categories)


@given(TEXT)
def test_nothing_of_an_address_or_an_id_breaks_out_of_its_line(text: str) -> None:
    raw = calendar(event(uid="u" + text, url="https://x/" + text))
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(read["UID"]) == "u" + kept(text)
    assert sorted(set(read)) == ["DTEND", "DTSTAMP", "DTSTART", "STATUS", "SUMMARY", "UID", "URL"]


@given(DAY, st.integers(0, 800))
def test_whole_days_end_on_the_day_after_the_last(start: dt.date, length: int) -> None:
    end = start + dt.timedelta(days=length)
    (read,) = icalendar.Calendar.from_ical(calendar(event(start=start, end=end))).walk("VEVENT")
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (start, end + dt.timedelta(days=1))
    assert read["DTSTART"].params["VALUE"] == "DATE"


@settings(max_examples=60)
@given(st.sampled_from(ZONES), DAY, st.integers(0, 23), st.integers(1, 24))
def test_a_timed_event_is_at_the_same_instant_as_in_the_zone_database(tzid: str, day: dt.date, hour: int, until: int) -> None:
    """VTIMEZONE's own rules give zoneinfo's offsets, on that day and on its neighbours."""
    raw = calendar(event(start=day, end=day, times=(f"{hour:02}:00", f"{until:02}:00")), tzid)
    (zone,) = icalendar.Calendar.from_ical(raw).walk("VTIMEZONE")
    assert str(zone["TZID"]) == tzid
    found = offsets(zone)
    real = zones.zone(tzid)
    assert real is not None
    noon = dt.datetime(day.year, day.month, day.day, 12)
    for moment in (noon - dt.timedelta(days=1), noon.replace(hour=hour), noon + dt.timedelta(days=1)):
        instant = moment.replace(tzinfo=dt.UTC)
        offset = max((at, to) for at, to in found if at <= instant)[1]
        assert offset == instant.astimezone(real).utcoffset(), moment
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert read["DTSTART"].dt.replace(tzinfo=None) == noon.replace(hour=hour)
    end = noon.replace(hour=0) + dt.timedelta(hours=until)
    assert read["DTEND"].dt.replace(tzinfo=None) == end, "24:00 is midnight of the next day"


def offsets(zone: icalendar.Component) -> list[tuple[dt.datetime, dt.timedelta]]:
    """(instant from which it holds, offset) of each observance."""
    return sorted(((sub["DTSTART"].dt - sub["TZOFFSETFROM"].td).replace(tzinfo=dt.UTC), sub["TZOFFSETTO"].td) for sub in zone.subcomponents)


@settings(max_examples=40)
@given(
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Shanghai"]),
    DAY,
    st.integers(0, 700),
)
def test_every_change_of_the_clock_within_a_calendar_is_in_it(tzid: str, first: dt.date, length: int) -> None:
    text = ical.vcalendar("-//x", "", ical.vtimezone(tzid, first, first + dt.timedelta(days=length)), [])
    (zone,) = icalendar.Calendar.from_ical(text).walk("VTIMEZONE")
    found, real = offsets(zone), zones.zone(tzid)
    assert real is not None
    start = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC)
    for hours in range(-24, 24 * (length + 1), 7):
        instant = start + dt.timedelta(hours=hours)
        assert max((at, to) for at, to in found if at <= instant)[1] == instant.astimezone(real).utcoffset(), instant


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_comes_back_to_the_sixth_place(lat: float, lon: float) -> None:
    (read,) = icalendar.Calendar.from_ical(calendar(event(geo=(lat, lon)))).walk("VEVENT")
    assert read["GEO"].latitude == pytest.approx(lat, abs=1e-6)
    assert read["GEO"].longitude == pytest.approx(lon, abs=1e-6)


def test_a_calendar_has_its_name_version_and_crlf_only() -> None:
    raw = calendar(event(times=("09:00", "10:00"), transparent=False))
    read = icalendar.Calendar.from_ical(raw)
    assert (str(read["VERSION"]), str(read["PRODID"]), str(read["X-WR-CALNAME"])) == ("2.0", "-//x//y//ZH", "名")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"TRANSP:OPAQUE" in raw


def test_an_unknown_zone_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="Asia/Nowhere"):
        ical.vtimezone("Asia/Nowhere", dt.date(2026, 1, 1), dt.date(2026, 1, 2))
