"""Links that open a stop in the form for a new event of a calendar service.

Sources: Google's address for a new event (action=TEMPLATE; dates, whose end is exclusive, with ctz)
and Outlook's (deeplink/compose; startdt, enddt, allday).
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tourbook.common.dates import DAY, OPEN_END, Session, parse_minutes
from tourbook.common.urls import format_query
from tourbook.common.zones import find_zone_or_utc
from tourbook.views import Row, StopPlace


class _NewEvent(NamedTuple):
    title: str
    start: dt.datetime
    """By the clock of the place."""
    end: dt.datetime
    """Excluded: the day after the last one if it lasts whole days."""
    lasts_days: bool
    place: str
    timezone: str
    url: str


def list_calendar_services(
    row: Row, place: StopPlace, url: str, timezone: str
) -> tuple[tuple[str, str], ...]:
    """(name, address) of each service. A stay lasts whole days; of a recurring visit it is the next
    date. () without a date or without an end.

    `url`: the whole address of the page; `timezone`: that of the place.
    """
    event = _make_event(row, place, url, timezone)
    if event is None:
        return ()
    return ("Google", _make_google_link(event)), ("Outlook", _make_outlook_link(event))


def _make_event(row: Row, place: StopPlace, url: str, timezone: str) -> _NewEvent | None:
    first, last = row.next or row.start, row.next or row.end
    if first is None or last is None or last == OPEN_END:
        return None
    sessions = row.next_sessions or row.sessions
    start, end = _at_minute(first, 0), _at_minute(last + DAY, 0)
    if sessions:
        start = _at_minute(first, parse_minutes(sessions[0].start))
        end = _at_minute(first, _find_end(sessions[-1]))
    name = ", ".join(filter(None, (place.name, place.address)))
    return _NewEvent(row.name, start, end, not sessions, name, timezone, url)


def _at_minute(day: dt.date, minutes: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)


def _find_end(session: Session) -> int:
    """Minutes since midnight; an hour after its beginning if its end is unknown."""
    return parse_minutes(session.end) if session.end else parse_minutes(session.start) + 60


def _make_google_link(event: _NewEvent) -> str:
    form = "%Y%m%d" if event.lasts_days else "%Y%m%dT%H%M%S"
    query = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{event.start:{form}}/{event.end:{form}}",
        "ctz": event.timezone,
        "location": event.place,
        "details": event.url,
    }
    return "https://calendar.google.com/calendar/render?" + format_query(query)


def _make_outlook_link(event: _NewEvent) -> str:
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": _format_outlook_time(event, event.start),
        "enddt": _format_outlook_time(event, event.end),
        "location": event.place,
        "body": event.url,
    }
    if event.lasts_days:
        query["allday"] = "true"
    return "https://outlook.live.com/calendar/0/action/compose?" + format_query(query)


def _format_outlook_time(event: _NewEvent, moment: dt.datetime) -> str:
    """A day, or a time in UTC, which is the same in each reader's zone."""
    if event.lasts_days:
        return f"{moment:%Y-%m-%d}"
    local = moment.replace(tzinfo=find_zone_or_utc(event.timezone))
    return f"{local.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
