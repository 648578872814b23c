"""VTIMEZONE components (RFC 5545, 3.6.5), from the zone database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tourbook.common import zones
from tourbook.common.dates import DAY

from .ical import escape_text, fold_line

_SECOND = dt.timedelta(seconds=1)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Onset(NamedTuple):
    """A change of the clock.

    Berlin, 2026: at 01:00 UTC on 29 March; local time 02:00; offset from +1 h to +2 h; DAYLIGHT;
    CEST.
    """

    instant: dt.datetime
    local_time: dt.datetime
    """By the clock as it was before the change (DTSTART of an observance)."""
    offset_from: dt.timedelta | None
    offset_to: dt.timedelta | None
    kind: str
    name: str


class _Observance(NamedTuple):
    """An onset, with the RRULE by which it comes again each year, or ""."""

    onset: _Onset
    rrule: str = ""


def format_vtimezone(tzid: str, first: dt.date, last: dt.date) -> str:
    """VTIMEZONE that is right from the day before `first` to the day after `last`.

    If the clocks change by one rule in the years around, it has two observances with an RRULE,
    summer and winter: Outlook reads no more than that. Else it lists every change within those
    days. Raises ValueError for a name that the zone database does not know.
    """
    zone = zones.find_zone(tzid)
    if zone is None:
        raise ValueError(f"no time zone {tzid}")
    lines = ["BEGIN:VTIMEZONE", "TZID:" + tzid]
    for onset, rrule in _list_observances(zone, tzid, first, last):
        lines += [
            f"BEGIN:{onset.kind}",
            f"DTSTART:{onset.local_time:%Y%m%dT%H%M%S}",
            *([rrule] if rrule else []),
            "TZOFFSETFROM:" + _format_offset(onset.offset_from),
            "TZOFFSETTO:" + _format_offset(onset.offset_to),
            fold_line("TZNAME:" + escape_text(onset.name or tzid)),
            f"END:{onset.kind}",
        ]
    lines.append("END:VTIMEZONE\r\n")
    return "\r\n".join(lines)


def _list_observances(
    zone: dt.tzinfo, tzid: str, first: dt.date, last: dt.date
) -> list[_Observance]:
    first_year = max(first.year - 1, 2)
    end_year = min(last.year + 2, 9998)
    recurring = _find_recurring_observances(tzid, first_year, end_year)
    if recurring:
        return recurring
    start = dt.datetime(first.year, first.month, first.day, tzinfo=dt.UTC) - 2 * DAY
    end = dt.datetime(last.year, last.month, last.day, tzinfo=dt.UTC) + 2 * DAY
    initial = _make_onset(zone, start, start.astimezone(zone).utcoffset())
    changes = [o for o in _list_onsets(tzid, first_year, end_year) if start < o.instant <= end]
    return [_Observance(onset) for onset in (initial, *changes)]


@cache
def _find_recurring_observances(tzid: str, first_year: int, end_year: int) -> list[_Observance]:
    """The first two changes with their rules, if there are two each year by one rule each."""
    onsets = _list_onsets(tzid, first_year, end_year)
    if not onsets or len(onsets) != 2 * (end_year - first_year):
        return []
    rrules = [_format_rrule(onsets[::2]), _format_rrule(onsets[1::2])]
    if not all(rrules):
        return []
    return [_Observance(onset, rrule) for onset, rrule in zip(onsets[:2], rrules, strict=True)]


@cache
def _list_onsets(tzid: str, first_year: int, end_year: int) -> list[_Onset]:
    """The changes of the clock from the start of one year to the start of another."""
    zone = zones.find_zone(tzid)
    assert zone
    start = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(end_year, 1, 1, tzinfo=dt.UTC)
    return [
        _make_onset(zone, instant, (instant - _SECOND).astimezone(zone).utcoffset())
        for instant in _iterate_transitions(zone, start, end)
    ]


def _iterate_transitions(
    zone: dt.tzinfo, start: dt.datetime, end: dt.datetime
) -> Iterator[dt.datetime]:
    """The instants (UTC) from start to end at which the zone's offset changes, by bisection."""
    morning = start
    while morning < end:
        next_morning = morning + DAY
        if morning.astimezone(zone).utcoffset() != next_morning.astimezone(zone).utcoffset():
            low, high = morning, next_morning
            while high - low > _SECOND:
                middle = (low + (high - low) // 2).replace(microsecond=0)
                if middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield high
        morning = next_morning


def _make_onset(zone: dt.tzinfo, instant: dt.datetime, offset_from: dt.timedelta | None) -> _Onset:
    after = instant.astimezone(zone)
    return _Onset(
        instant,
        (instant + (offset_from or dt.timedelta())).replace(tzinfo=None),
        offset_from,
        after.utcoffset(),
        "DAYLIGHT" if after.dst() else "STANDARD",
        after.tzname() or "",
    )


def _format_rrule(onsets: list[_Onset]) -> str:
    """The RRULE of changes that come every year on the same weekday of the same month, or ""."""
    years = [onset.local_time.year for onset in onsets]
    if years != list(range(years[0], years[0] + len(years))):
        return ""
    if len({_get_yearly_properties(onset) for onset in onsets}) != 1:
        return ""
    month = onsets[0].local_time.month
    if all((onset.local_time + 7 * DAY).month != month for onset in onsets):
        nth = -1
    else:
        nths = {(onset.local_time.day - 1) // 7 + 1 for onset in onsets}
        if len(nths) != 1:
            return ""
        nth = nths.pop()
    weekday = _WEEKDAYS[onsets[0].local_time.weekday()]
    return f"RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{weekday}"


def _get_yearly_properties(onset: _Onset) -> tuple[object, ...]:
    """All that must be the same each year for a rule to hold, but the number of the weekday."""
    local_time = onset.local_time
    moment = (local_time.month, local_time.weekday(), local_time.time())
    return (*moment, onset.offset_from, onset.offset_to, onset.kind, onset.name)


def _format_offset(delta: dt.timedelta | None) -> str:
    """A UTC-OFFSET (RFC 5545, 3.3.14): +0800, -0330, +080543."""
    total = int((delta or dt.timedelta()).total_seconds())
    sign = "-" if total < 0 else "+"
    minutes, seconds = divmod(abs(total), 60)
    tail = f"{seconds:02}" if seconds else ""
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{tail}"
