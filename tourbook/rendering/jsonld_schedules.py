"""Recurring visits in terms of schema.org."""

from __future__ import annotations

from typing import Any

from tourbook import views as v
from tourbook.common.dates import Session
from tourbook.common.l10n import ENGLISH_WEEKDAYS
from tourbook.timetable.recurrence import LAST_DAY, NthWeekday, RecurrenceRule, iterate_dates

from .jsonld_hours import limit_time


def describe_schedules(view: Any) -> list[dict[str, Any]]:
    """The rule of a recurring visit, for each of its times, without the days that it leaves out;
    then the days that are not of the rule (https://schema.org/Schedule)."""
    row: v.Row = view.row
    assert row.start and row.end
    days = [(o.date, o.sessions or row.sessions) for o in view.dates] or [(row.start, row.sessions)]
    rule = RecurrenceRule(
        view.rule.interval,
        view.rule.unit,
        tuple(NthWeekday(*day) for day in view.rule.by_day),
        view.rule.by_month_day,
    )
    # byMonthDay knows no last day, and means less, not more, together with byDay
    is_regular = LAST_DAY not in rule.by_month_day and not (rule.by_day and rule.by_month_day)
    regular = set(iterate_dates(rule, view.rule.first, row.end, None)) if is_regular else set()
    usual = [day for day, sessions in days if day in regular and sessions == row.sessions]
    usual_days = set(usual)
    unusual = [(day, sessions) for day, sessions in days if day not in usual_days]
    out = []
    if usual:
        common = {
            "@type": "Schedule",
            "startDate": usual[0].isoformat(),
            "endDate": usual[-1].isoformat(),
            "repeatFrequency": f"P{rule.interval}{rule.unit[0].upper()}",
        }
        if rule.by_day:
            common["byDay"] = [_format_weekday(day) for day in rule.by_day]
        if rule.by_month_day:
            common["byMonthDay"] = list(rule.by_month_day)
        exceptions = sorted(regular - usual_days)
        skipped = [d.isoformat() for d in exceptions if usual[0] <= d <= usual[-1]]
        if skipped:
            common["exceptDate"] = skipped
        out += [common | _format_times(s, view.where.timezone) for s in row.sessions or (None,)]
    for day, sessions in unusual:
        common = {"@type": "Schedule", "startDate": day.isoformat(), "endDate": day.isoformat()}
        common["repeatCount"] = 1
        out += [common | _format_times(s, view.where.timezone) for s in sessions or (None,)]
    return out


def _format_weekday(day: NthWeekday) -> str:
    """A DayOfWeek; of a month, as in BYDAY (RFC 5545): "2TH"."""
    name = ENGLISH_WEEKDAYS[day.weekday]
    return f"{day.nth}{name[:2].upper()}" if day.nth else f"https://schema.org/{name}"


def _format_times(session: Session | None, zone: str) -> dict[str, str]:
    if session is None:
        return {"scheduleTimezone": zone}
    times = {"startTime": f"{session.start}:00"}
    if session.end:
        times["endTime"] = f"{limit_time(session.end)}:00"
    return times | {"scheduleTimezone": zone}
