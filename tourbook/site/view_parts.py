"""Parts of views that are the same in every language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tourbook import views as v
from tourbook.model.trips import DatedVersion, Stop, Visit
from tourbook.schedule.availability import Window
from tourbook.timetable.hours import parse_hours
from tourbook.timetable.recurrence import RecurrenceRule, parse_rule


def find_rule(stop: Stop) -> RecurrenceRule | None:
    """The rule of a recurring visit that has dates."""
    repeat = stop.record.repeat if isinstance(stop, Visit) else None
    return parse_rule(repeat.every, repeat.days, repeat.first) if repeat and stop.spans else None


def make_window(window: Window) -> v.Window:
    return v.Window(
        start=window.start,
        end=window.end,
        opens=window.first_open_day,
        closes=window.last_open_day,
    )


def make_stop_dates(version: DatedVersion | None) -> v.StopDates | None:
    """The dates of another version of a stop; it must have some."""
    if version is None:
        return None
    return v.StopDates(
        start=version.spans[0][0],
        end=version.spans[-1][1],
        sessions=version.sessions,
        date_count=len(version.spans),
    )


def make_hours(
    hours: dict[str, str], start: dt.date = dt.date.min, end: dt.date = dt.date.max
) -> tuple[v.Hours, ...]:
    """Opening hours; dated exceptions only if they touch the days from start to end."""
    return tuple(
        v.Hours(
            days=rule.day_kind,
            weekdays=rule.weekdays,
            start=rule.start,
            end=rule.end,
            sessions=rule.sessions or (),
            usual=rule.sessions is None,
            nth_weekdays=tuple((day.weekday, day.nth) for day in rule.nth_weekdays),
        )
        for rule in parse_hours(hours)
        if rule.day_kind != "dates"
        or rule.start is None
        or rule.end is None
        or (rule.start <= end and rule.end >= start)
    )


def make_measures(record: Any) -> tuple[v.Measure, ...]:
    """The measures that the record of a hall, or of an exhibition's logistics, gives."""
    if record is None:
        return ()
    return tuple(
        v.Measure(key=name, value=float(value))
        for name in record.__struct_fields__
        if name not in ("note", "name") and (value := getattr(record, name)) is not None
    )
