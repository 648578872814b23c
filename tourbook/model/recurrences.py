"""Recurring visits: every date of one worked out, and what cannot be meant in it said.

The days are those of RRULE and RDATE without those of EXDATE (RFC 5545, 3.8.5); a moved date keeps
what it was as its identity, as RECURRENCE-ID does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tourbook.common.dates import parse_sessions, parse_span
from tourbook.common.problems import Location, Message, Problems, suggest_option
from tourbook.schema import SiteRecord
from tourbook.schema.fields import Recurrence
from tourbook.timetable import recurrence
from tourbook.timetable.holidays import HolidayCalendars

from .trips import MovedDate

Occurrences = tuple[list[dt.date], dict[dt.date, MovedDate]]
NO_OCCURRENCES: Occurrences = ([], {})


class RecurrenceExpander:
    def __init__(self, site: SiteRecord, calendars: HolidayCalendars, problems: Problems) -> None:
        self.calendars, self.problems = calendars, problems
        self.term_names = site.terms.keys()
        self.terms = {
            name: span for name, written in site.terms.items() if (span := parse_span(written))
        }

    def expand(self, r: Recurrence, region: str, at: Location) -> Occurrences:
        """The days of a recurring visit in that region, in order, and those of them that are
        moved."""
        if not self.check_repeat(r, at):
            return NO_OCCURRENCES
        rule = recurrence.parse_rule(r.every, r.days, r.first)
        if not recurrence.matches_rule(rule, r.first):
            fitting = next(recurrence.iterate_dates(rule, r.first, None, 1), r.first)
            self.problems.add_error(
                "first",
                at.child("first"),
                Message(
                    f"第一次 {r.first} 不在 days 写的日子上",
                    f"the first date {r.first} is not on a day that `days` names",
                ),
                Message(
                    f"first 写 {fitting}，或改正 days", f"write first: {fitting}, or mend `days`"
                ),
            )
            return NO_OCCURRENCES
        terms = [self.terms[t] for t in r.during if t in self.terms]
        until = r.until or (
            max((end for _, end in terms), default=None) if r.count is None else None
        )
        days = list(
            recurrence.iterate_dates(rule, r.first, until, r.count, limit=recurrence.MAX_DATES + 1)
        )
        if len(days) > recurrence.MAX_DATES:
            self.problems.add_error(
                "too-many",
                at,
                Message(
                    f"重复超过 {recurrence.MAX_DATES} 次",
                    f"it recurs more than {recurrence.MAX_DATES} times",
                ),
                Message(
                    "把 until 写早一些，或分成几条",
                    "let `until` be earlier, or make several visits of it",
                ),
            )
            return NO_OCCURRENCES
        regular = {*days, *r.also}
        if terms:
            days = [d for d in days if any(start <= d <= end for start, end in terms)]
        if r.holidays == "skip" and (calendar := self.calendars.find_calendar(region)):
            days = [d for d in days if not ((holiday := calendar.get(d)) and holiday.is_day_off)]
        every = {*days, *r.also}
        for i, skip in enumerate(r.skip):
            if skip not in regular:  # one that is left out anyway may be named all the same
                self.problems.add_warning(
                    "skip",
                    at.child("skip", i),
                    Message(f"{skip} 本来就没有到访", f"there is no visit on {skip} to leave out"),
                    suggest_nearest_day(skip, every),
                )
        every -= set(r.skip)
        if not every:
            self.problems.add_warning(
                "no-dates",
                at,
                Message("没有一次到访", "there is no date left"),
                Message("检查 first、until、during 和 skip", "check first, until, during and skip"),
            )
        return self.apply_moves(r, every, at)

    def check_repeat(self, r: Recurrence, at: Location) -> bool:
        """Whether the recurrence has days at all; problems where it cannot."""
        new_problems = self.problems.watch()
        unit = r.every.rpartition(" ")[2]
        for i, written in enumerate(r.days):
            on = recurrence.parse_nth_weekday(written)
            if on is None or bool(on.nth) != unit.startswith("month"):
                hint = (
                    Message(
                        "写成 1st fri、3rd mon 或 last fri", "write 1st fri, 3rd mon or last fri"
                    )
                    if unit.startswith("month")
                    else Message(
                        "写成 mon、tue、wed、thu、fri、sat 或 sun",
                        "write mon, tue, wed, thu, fri, sat or sun",
                    )
                )
                what = Message(
                    f"“{written}” 不是这里能写的星期几",
                    f"“{written}” is not a weekday of a {unit.rstrip('s')}",
                )
                self.problems.add_error("weekday", at.child("days", i), what, hint)
        for i, name in enumerate(r.during):
            if name not in self.term_names:  # one that is badly written has its own message
                mend = suggest_option(name, self.terms)
                if not mend.zh:
                    mend = Message(
                        f"在 content/site.yaml 的 terms 下加一行 {name}: 2026-09-01/2027-01-15",
                        f"add to `terms` of content/site.yaml: {name}: 2026-09-01/2027-01-15",
                    )
                self.problems.add_error(
                    "unknown-term",
                    at.child("during", i),
                    Message(f"没有学期 “{name}”", f"there is no term “{name}”"),
                    mend,
                )
        if r.until is None and r.count is None and not r.during:
            self.problems.add_error(
                "endless",
                at,
                Message("重复没有写到何时为止", "the repetition has no end"),
                Message(
                    "加一行 until: 2026-12-31 或 count: 10", "add until: 2026-12-31 or count: 10"
                ),
            )
        if r.until is not None and r.until < r.first:
            self.problems.add_error(
                "end-before-start",
                at.child("until"),
                Message(
                    f"最后日期 {r.until} 早于第一次 {r.first}",
                    f"until {r.until} is before the first date {r.first}",
                ),
                Message("改正 first 或 until", "mend first or until"),
            )
        return not new_problems()

    def apply_moves(self, r: Recurrence, days: set[dt.date], at: Location) -> Occurrences:
        left = days - {m.from_ for m in r.moved}
        out: dict[dt.date, MovedDate] = {}
        for i, move in enumerate(r.moved):
            if move.from_ not in days:
                self.problems.add_error(
                    "moved",
                    at.child("moved", i, "from"),
                    Message(
                        f"{move.from_} 本来就没有到访", f"there is no visit on {move.from_} to move"
                    ),
                    suggest_nearest_day(move.from_, days),
                )
                continue
            if move.to in left or move.to in out:
                self.problems.add_error(
                    "moved",
                    at.child("moved", i, "to"),
                    Message(f"{move.to} 已经有一次到访", f"there is a visit on {move.to} already"),
                    Message(
                        "换一天；若是取消，写在 skip 里",
                        "move it to another day, or write `skip` where it is called off",
                    ),
                )
                continue
            out[move.to] = MovedDate(move.from_, parse_sessions(move.time) or ())
        return sorted(left | out.keys()), out


def suggest_nearest_day(day: dt.date, days: Collection[dt.date]) -> Message:
    near = min(days, key=lambda d: (abs(d - day), d), default=None)
    return (
        Message(f"最近的一次是 {near}", f"the nearest one is on {near}")
        if near
        else Message("删去这一行", "delete the line")
    )
