"""Content lines that other programs read back as what went in: icalendar and vobject are the
judges."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import icalendar
import msgspec
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import ADDRESSES, ALL_PROPERTIES, TEXTS, make_event, write_calendar
from tourbook.formats import ical
from tourbook.formats.ical import CalendarProperties
from tourbook.formats.vtimezone import format_vtimezone
from tourbook.history import store

DAY = st.dates(dt.date(1971, 1, 1), dt.date(2100, 1, 1))
MOMENT = st.integers(0, store.MAX_TIMESTAMP)


def normalize_text(text: str) -> str:
    """What of a text is to come back: one kind of line end, whatever some reader takes for one; no
    tabs and control characters."""
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return "".join(
        c
        for c in text.replace("\t", " ")
        if c == "\n" or (unicodedata.category(c) != "Cc" and c != "\ufeff")
    )


@given(TEXTS)
def test_folding_is_undone_by_unfolding_and_no_line_is_over_75_octets(text: str) -> None:
    """And no character is cut in two."""
    line = "X:" + text.replace("\r", "").replace("\n", "")
    folded = ical.fold_line(line)
    pieces = folded.split("\r\n ")
    assert "".join(pieces) == line
    for n, piece in enumerate(pieces):
        assert len(piece.encode()) + (n > 0) <= 75


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back_through_icalendar_and_vobject(
    summary: str, location: str, description: str
) -> None:
    raw = write_calendar(
        make_event(summary="s" + summary, location="l" + location, description="d" + description)
    )
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
    assert len(raw.decode().splitlines()) == raw.count(b"\r\n"), (
        "nothing in a text ends a line, whoever reads it"
    )
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    expected = [
        "s" + normalize_text(summary),
        "l" + normalize_text(location),
        "d" + normalize_text(description),
    ]
    assert [str(read["SUMMARY"]), str(read["LOCATION"]), str(read["DESCRIPTION"])] == expected
    other = vobject.readOne(raw.decode()).vevent
    assert [other.summary.value, other.location.value, other.description.value] == expected


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20), max_size=4
    ).map(tuple)
)
def test_categories_stay_apart_whatever_they_hold(categories: tuple[str, ...]) -> None:
    (read,) = icalendar.Calendar.from_ical(write_calendar(make_event(categories=categories))).walk(
        "VEVENT"
    )
    found = [str(c) for c in read["CATEGORIES"].cats] if categories else []
    assert found == list(categories)


@given(ADDRESSES)
def test_nothing_of_an_address_or_an_id_breaks_out_of_its_line(text: str) -> None:
    raw = write_calendar(
        make_event(uid="u" + text, url="https://x/" + text, image="https://x/" + text)
    )
    (read,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(read["UID"]) == "u" + normalize_text(text)
    assert sorted(set(read)) == [
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "IMAGE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
    ]


@given(DAY, st.integers(0, 800))
def test_whole_days_end_on_the_day_after_the_last(start: dt.date, length: int) -> None:
    end = start + dt.timedelta(days=length)
    (read,) = icalendar.Calendar.from_ical(write_calendar(make_event(start=start, end=end))).walk(
        "VEVENT"
    )
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (start, end + dt.timedelta(days=1))
    assert read["DTSTART"].params["VALUE"] == "DATE"


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_comes_back_to_the_sixth_place(lat: float, lon: float) -> None:
    (read,) = icalendar.Calendar.from_ical(write_calendar(make_event(geo=(lat, lon)))).walk(
        "VEVENT"
    )
    assert read["GEO"].latitude == pytest.approx(lat, abs=1e-6)
    assert read["GEO"].longitude == pytest.approx(lon, abs=1e-6)


def test_a_calendar_has_its_name_version_and_crlf_only() -> None:
    raw = write_calendar(make_event(times=("09:00", "10:00"), is_transparent=False))
    read = icalendar.Calendar.from_ical(raw)
    assert (str(read["VERSION"]), str(read["PRODID"]), str(read["X-WR-CALNAME"])) == (
        "2.0",
        "-//x//y//ZH",
        "名",
    )
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"TRANSP:OPAQUE" in raw


@given(MOMENT, MOMENT, MOMENT, st.integers(0, 9999))
def test_moments_come_back_to_the_second_in_utc(
    stamp: int, created: int, modified: int, sequence: int
) -> None:
    head = msgspec.structs.replace(ALL_PROPERTIES, modified_at=stamp)
    raw = write_calendar(
        make_event(dtstamp=stamp, created_at=created, modified_at=modified, sequence=sequence),
        head=head,
    )
    (whole,) = icalendar.Calendar.from_ical(raw).walk("VCALENDAR")
    (read,) = whole.walk("VEVENT")
    found = [
        p.dt - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        for p in (read["DTSTAMP"], read["CREATED"], read["LAST-MODIFIED"])
    ]
    assert found == [dt.timedelta(seconds=s) for s in (stamp, created, modified)]
    assert whole["LAST-MODIFIED"].dt == read["DTSTAMP"].dt
    assert int(read["SEQUENCE"]) == sequence


@given(TEXTS)
def test_the_place_for_apples_maps_is_called_as_the_location_whatever_that_holds(
    location: str,
) -> None:
    """A parameter has escapes of its own (RFC 6868)."""
    (read,) = icalendar.Calendar.from_ical(
        write_calendar(
            make_event(location="l" + location, geo=(35.5, -104.25), has_apple_location=True)
        )
    ).walk("VEVENT")
    place = read["X-APPLE-STRUCTURED-LOCATION"]
    assert (
        place.params["X-ADDRESS"]
        == place.params["X-TITLE"]
        == str(read["LOCATION"])
        == "l" + normalize_text(location)
    )
    assert str(place) == "geo:35.500000,-104.250000"


@given(TEXTS, TEXTS, ADDRESSES, TEXTS)
def test_any_name_and_description_of_a_calendar_comes_back(
    name: str, description: str, address: str, category: str
) -> None:
    """In the property of RFC 7986 and in the older one; icalendar does not undo the escapes of
    NAME."""
    url = "https://x/" + address
    raw = write_calendar(
        make_event(),
        head=CalendarProperties(
            "-//x//y//ZH",
            "n" + name,
            "d" + description,
            url,
            url,
            "teal",
            0,
            ("c" + category, "z"),
            "PT12H",
        ),
    )
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    read = icalendar.Calendar.from_ical(raw)
    assert str(read["DESCRIPTION"]) == "d" + normalize_text(description)
    assert [str(c) for c in read["CATEGORIES"].cats] == ["c" + normalize_text(category), "z"]
    lines = dict(
        line.split(":", 1) for line in raw.replace(b"\r\n ", b"").decode().split("\r\n")[1:10]
    )
    assert re.sub(
        r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], lines["NAME"]
    ) == "n" + normalize_text(name)
    assert (lines["NAME"], lines["DESCRIPTION"]) == (lines["X-WR-CALNAME"], lines["X-WR-CALDESC"])
    assert set(read) == {
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
        "SOURCE",
        "URL",
        "COLOR",
        "CATEGORIES",
        "LAST-MODIFIED",
    }


def test_a_calendar_is_no_message_and_is_no_event_and_has_one_refresh() -> None:
    """With METHOD programs take it for an invitation, with a UID vdirsyncer keeps one event in
    three."""
    read = icalendar.Calendar.from_ical(write_calendar(make_event(), head=ALL_PROPERTIES))
    assert not {"METHOD", "UID"} & set(read)
    assert (
        read["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
        and read["SOURCE"].params["VALUE"] == "URI"
    )
    assert read["REFRESH-INTERVAL"].to_ical() == str(read["X-PUBLISHED-TTL"]).encode() == b"PT12H"


def test_a_calendar_without_a_name_has_none_at_all() -> None:
    """Outlook opens a new calendar for the file of a single stop that has a name."""
    read = icalendar.Calendar.from_ical(
        write_calendar(
            make_event(), head=CalendarProperties("x", source="https://x/a.ics", url="https://x/a/")
        )
    )
    assert set(read) == {"VERSION", "PRODID", "CALSCALE", "SOURCE", "URL"}


@pytest.mark.parametrize(
    ("quiet", "expected"), [(True, "TRANSPARENT"), (False, "OPAQUE"), (None, None)]
)
def test_whether_it_takes_time_is_published_for_microsoft_too(
    quiet: bool | None, expected: str | None
) -> None:
    (read,) = icalendar.Calendar.from_ical(
        write_calendar(make_event(is_transparent=quiet, shows_as_free=bool(quiet)))
    ).walk("VEVENT")
    assert read.get("TRANSP") == expected
    assert read.get("X-MICROSOFT-CDO-BUSYSTATUS") == ("FREE" if quiet else None)


def test_texts_in_another_language_say_so() -> None:
    (read,) = icalendar.Calendar.from_ical(
        write_calendar(make_event(location="馆", language="zh-CN", description="Bring it"))
    ).walk("VEVENT")
    assert [read[k].params.get("LANGUAGE") for k in ("SUMMARY", "LOCATION", "DESCRIPTION")] == [
        "zh-CN",
        "zh-CN",
        None,
    ]


@pytest.mark.parametrize(
    "tzid",
    ["Asia/Shanghai", "Asia/Urumqi", "Europe/Berlin", "America/New_York", "Australia/Sydney"],
)
def test_a_zone_is_short_however_long_its_calendar_is(tzid: str) -> None:
    """Outlook reads one rule for each half of the year."""
    zone = format_vtimezone(tzid, dt.date(2026, 11, 1), dt.date(2036, 11, 1))
    assert zone.count("BEGIN:DAYLIGHT") <= 1 == zone.count("BEGIN:STANDARD")


def test_an_unknown_zone_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="Asia/Nowhere"):
        format_vtimezone("Asia/Nowhere", dt.date(2026, 1, 1), dt.date(2026, 1, 2))
