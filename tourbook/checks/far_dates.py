"""Days far ahead of the build: nobody plans them, so that their years are mistakes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entries import Article, Campaign, Venue
from tourbook.model.model import Model
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schema import StopRecord

MAX_YEARS_AHEAD = 10
_DATED_HOURS = compile_late(r"(\d{4})-\d{1,2}-\d{1,2}")


def check_far_dates(agenda: Agenda, problems: Problems) -> None:
    """Report what begins, or hours that are for a day, more than ten years ahead. How long a stop
    or a recurrence lasts is checked elsewhere."""
    last_year = agenda.today.year + MAX_YEARS_AHEAD
    for day, location in _iterate_first_days(agenda.model, last_year):
        _report(str(day), location, problems)
    keys = {key for hours, _ in _iterate_hours(agenda.model) for key in hours}
    far = {key for key in keys if any(int(y) > last_year for y in _DATED_HOURS.findall(key))}
    for hours, record in _iterate_hours(agenda.model) if far else ():
        for key in hours:
            if key in far:
                _report(key, record.location.child("hours", key), problems)


def _iterate_first_days(model: Model, last_year: int) -> Iterator[tuple[dt.date, Location]]:
    """The first days after a year, and where they are written."""
    for stop in model.stops:
        if stop.spans and stop.spans[0][0].year > last_year:
            yield stop.spans[0][0], _locate_first_day(stop)
    for campaign in model.entries[Campaign].values():
        if campaign.record.start.year > last_year:
            yield campaign.record.start, campaign.location.child("start")
    for article in model.entries[Article].values():
        if article.record.date.year > last_year:
            yield article.record.date, article.location.child("date")


def _locate_first_day(stop: Stop) -> Location:
    record = stop.record
    if isinstance(record, StopRecord):
        return stop.location.child("open")
    return stop.location.child("repeat", "first") if record.repeat else stop.location.child("date")


def _iterate_hours(model: Model) -> Iterator[tuple[dict[str, str], Venue | Stop]]:
    for venue in model.entries[Venue].values():
        yield venue.record.hours, venue
    for stop in model.stops:
        if isinstance(stop.record, StopRecord):
            yield stop.record.hours, stop


def _report(day: str, location: Location, problems: Problems) -> None:
    message = Message(f"{day} 离现在超过十年", f"{day} is more than ten years ahead")
    problems.add_error("far-date", location, message, Message("检查年份", "check the year"))
