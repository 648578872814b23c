"""Stops as events in terms of schema.org: when and where they are, what they cost, what changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tourbook import views as v
from tourbook.common import zones
from tourbook.common.dates import OPEN_END, Session
from tourbook.formats.markdown_html import extract_text
from tourbook.schema.countries import CURRENCIES

from .jsonld_nodes import describe_organisers, describe_picture, describe_place, make_absolute
from .jsonld_schedules import describe_schedules

MAX_DESCRIPTION = 500
"""Characters of a note that the description of an event takes over."""
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def describe_stop(view: Any) -> list[dict[str, Any]]:
    """One event for a stay and a recurring visit, however many dates that has; for a visit on one
    day, an event for each of its times. None for a stop whose dates are still to come."""
    row: v.Row = view.row
    if row.state == "unscheduled":
        return []
    event: dict[str, Any] = {
        "@type": "ExhibitionEvent" if row.kind == "stop" else "Event",
        "name": row.name,
        "url": make_absolute(view, view.url),
        "description": _describe_text(view),
        "eventStatus": "https://schema.org/" + _STATUS.get(row.state, "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": describe_place(view, view.where),
        "inLanguage": view.tag,
    }
    event |= describe_picture(view) | describe_organisers(view)
    if view.web_page:
        event["sameAs"] = view.web_page
    if view.audience:
        event["audience"] = {"@type": "Audience", "audienceType": view.audience}
    if view.free is not None:
        event["isAccessibleForFree"] = view.free
    if row.state not in ("over", "cancelled", "postponed"):
        event |= _describe_offer(view)
    if view.rule:
        event["eventSchedule"] = describe_schedules(view)
    elif row.start and row.start == row.end and len(row.sessions) > 1:
        return [event | _describe_dates(view, (session,)) for session in row.sessions]
    return [event | _describe_dates(view, row.sessions)]


def _describe_text(view: Any) -> str:
    """What comes and what the editor notes; at least the name and the place."""
    parts = (view.summary, extract_text(view.body, MAX_DESCRIPTION))
    return " ".join(filter(None, parts)) or view.description


def _describe_offer(view: Any) -> dict[str, Any]:
    """Where to book, and the price, which is known only where admission is free. Who need not book
    finds a place."""
    url = view.booking.url if view.booking else ""
    if not view.free and not url:
        return {}
    offer: dict[str, Any] = {"@type": "Offer", "url": url or make_absolute(view, view.url)}
    if view.free:
        offer["price"] = 0
        if currency := CURRENCIES.get(view.where.country):
            offer["priceCurrency"] = currency
        if not (view.booking and view.booking.required):
            offer["availability"] = "https://schema.org/InStock"
    return {"offers": offer}


def _describe_dates(view: Any, sessions: tuple[Session, ...]) -> dict[str, Any]:
    """When it is, at these of its times.

    A recurring visit is given by its next date, or else by its last; what is put off or called off,
    without a new date, by the dates that it had.
    """
    row: v.Row = view.row
    previous: v.StopDates | None = view.previous_dates
    zone: str = view.where.timezone
    if row.start is None or row.end is None:
        if previous is None:
            return {}
        return _format_start_and_end(previous.start, previous.end, previous.sessions, zone)
    if not view.dates:
        dates = _format_start_and_end(row.start, row.end, sessions, zone)
        if previous and previous.date_count == 1:
            before = _format_start_and_end(previous.start, previous.end, previous.sessions, zone)
            dates |= _describe_move(row, before["startDate"], dates["startDate"])
        return dates
    occurrence = next((o for o in view.dates if o.date == row.next), view.dates[-1])
    times = occurrence.sessions or sessions
    dates = _format_start_and_end(occurrence.date, occurrence.date, times, zone)
    if occurrence.origin:
        origin = occurrence.origin
        before = _format_start_and_end(origin, origin, sessions, zone)
        dates |= _describe_move(row, before["startDate"], dates["startDate"])
    return dates


def _describe_move(row: v.Row, previous_start: str, start: str) -> dict[str, str]:
    """That an event had another beginning before, as long as that matters."""
    if previous_start == start or row.state in ("over", "cancelled", "postponed"):
        return {}
    return {
        "eventStatus": "https://schema.org/EventRescheduled",
        "previousStartDate": previous_start,
    }


def _format_start_and_end(
    start: dt.date, end: dt.date, sessions: tuple[Session, ...], zone: str
) -> dict[str, str]:
    """From the first to the last day or, on a single day with times, from the first to the last of
    these."""
    if sessions and start == end:
        times = {"startDate": _format_datetime(start, sessions[0].start, zone)}
        if end_time := sessions[-1].end:
            times["endDate"] = _format_datetime(start, end_time, zone)
        return times
    if end == OPEN_END:
        return {"startDate": start.isoformat()}
    return {"startDate": start.isoformat(), "endDate": end.isoformat()}


def _format_datetime(day: dt.date, time: str, zone: str) -> str:
    """ "2026-05-01T09:30:00+08:00" (ISO 8601); 25:00 is on the next day."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=zones.find_zone(zone))
    hours, minutes = map(int, time.split(":"))
    return (midnight + dt.timedelta(hours=hours, minutes=minutes)).isoformat()
