"""Recurring visits: their dates, and the contradictions in them.

The days are those of RRULE and RDATE without those of EXDATE (RFC 5545, 3.8.5). A moved date keeps
its original day as its identity, as RECURRENCE-ID does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from tourbook.common.dates import PLAUSIBLE_YEARS, Span, parse_sessions, parse_span
from tourbook.common.problems import Location, Message, Problems
from tourbook.schema import SiteRecord
from tourbook.schema.fields import Recurrence
from tourbook.timetable import recurrence
from tourbook.timetable.holidays import HolidayCalendar

from .recurrence_checks import MAX_REPEAT_DAYS, RecurrenceChecker
from .trips import MovedDate


class Occurrences(NamedTuple):
    """The days of a recurring visit in order, and what is different about the moved ones."""

    days: list[dt.date]
    moved_dates: dict[dt.date, MovedDate]


def parse_terms(site: SiteRecord) -> dict[str, Span]:
    """The school terms of a site that can be read."""
    spans = {name: parse_span(text) for name, text in site.terms.items()}
    return {name: span for name, span in spans.items() if span}


def find_last_day(r: Recurrence, terms: Mapping[str, Span]) -> dt.date | None:
    """`until`, or else the end of the last term if the visits are not counted."""
    if r.until or r.count is not None:
        return r.until
    return max((terms[name][1] for name in r.during if name in terms), default=None)


class RecurrenceExpander:
    """Works out dates with the school terms of a site and public holidays."""

    def __init__(self, site: SiteRecord, problems: Problems) -> None:
        self.problems = problems
        self.checker = RecurrenceChecker(site.terms.keys(), problems)
        self.terms = parse_terms(site)

    def expand(self, r: Recurrence, calendar: HolidayCalendar | None, at: Location) -> Occurrences:
        """The occurrences of a visit, with the holidays of its region; problems at and below `at`.

        Every week from Monday 2026-11-02 until 2026-11-16, without 2026-11-09: 2 and 16 November.
        """
        new_problems = self.problems.watch()
        self.checker.check_first_day(r, at)
        regular = self.list_regular_days(r, at) if self.checker.check_rule(r, at) else None
        if regular is None:
            return Occurrences([], {})
        self.checker.check_years(r, at)
        is_long = bool(regular) and (regular[-1] - r.first).days > MAX_REPEAT_DAYS
        if is_long and r.count and not new_problems():
            self.report_too_long(regular[-1], at)
        days = {*self.leave_out_days(r, regular, calendar), *r.also}
        self.check_skipped_days(r, {*regular, *r.also}, days, at)
        days -= set(r.skip)
        if not days:
            self.problems.add_warning(
                "no-dates",
                at,
                Message("没有一次到访", "no date is left"),
                Message("检查 first、until、during 和 skip", "check first, until, during and skip"),
            )
        return self.apply_moves(r, days, at)

    # ---- regular days --------------------------------------------------------------------

    def list_regular_days(self, r: Recurrence, at: Location) -> list[dt.date] | None:
        """The days of the rule alone; None and a problem if there are too many, or if the first
        one is not a day of the rule."""
        rule = recurrence.parse_rule(r.every, r.days, r.first)
        if not recurrence.matches_rule(rule, r.first):
            fitting = next(recurrence.iterate_dates(rule, r.first, None, 1), r.first)
            self.problems.add_error(
                "first",
                at.child("first"),
                Message(
                    f"第一次 {r.first} 不在 days 写的日子上",
                    f"the first date {r.first} is not on a day listed in `days`",
                ),
                Message(
                    f"first 写 {fitting}，或改正 days", f"write first: {fitting}, or correct `days`"
                ),
            )
            return None
        limit = recurrence.MAX_DATES
        until = find_last_day(r, self.terms)
        self.checker.check_until(r, rule, at)
        days = list(recurrence.iterate_dates(rule, r.first, until, r.count, limit=limit + 1))
        if len(days) > limit:
            self.problems.add_error(
                "too-many",
                at,
                Message(f"重复超过 {limit} 次", f"it recurs more than {limit} times"),
                Message(
                    "把 until 写早一些，或分成几条",
                    "choose an earlier `until`, or split it into several visits",
                ),
            )
            return None
        if days and days[-1].year not in PLAUSIBLE_YEARS:
            self.report_too_long(days[-1], at)
            return None
        return days

    def report_too_long(self, last_day: dt.date, at: Location) -> None:
        self.problems.add_error(
            "date",
            at.child("count"),
            Message(
                f"这样要重复到 {last_day.year} 年", f"it would recur until the year {last_day.year}"
            ),
            Message("把 count 写小一些，或改正 every", "lower `count`, or correct `every`"),
        )

    def list_terms(self, r: Recurrence) -> list[Span]:
        return [self.terms[name] for name in r.during if name in self.terms]

    def leave_out_days(
        self, r: Recurrence, days: list[dt.date], calendar: HolidayCalendar | None
    ) -> list[dt.date]:
        """The days that are in term and, if the visit skips holidays, no public holidays."""
        terms = self.list_terms(r)
        if terms:
            days = [day for day in days if any(start <= day <= end for start, end in terms)]
        if calendar and r.holidays == "skip":
            days = [
                day for day in days if not ((holiday := calendar.get(day)) and holiday.is_day_off)
            ]
        return days

    # ---- single days ---------------------------------------------------------------------

    def check_skipped_days(
        self, r: Recurrence, regular: set[dt.date], days: set[dt.date], at: Location
    ) -> None:
        """A skipped day is one of the regular ones; terms and holidays may leave it out as well."""
        for i, day in enumerate(r.skip):
            if day not in regular:
                self.problems.add_warning(
                    "skip",
                    at.child("skip", i),
                    Message(f"{day} 本来就没有到访", f"there is no visit on {day} to leave out"),
                    suggest_nearest_day(day, days),
                )

    def apply_moves(self, r: Recurrence, days: set[dt.date], at: Location) -> Occurrences:
        """The days with the moved ones on their new days; problems for moves that contradict
        others."""
        unmoved = days - {move.from_ for move in r.moved}
        moved: dict[dt.date, MovedDate] = {}
        for i, move in enumerate(r.moved):
            location = at.child("moved", i)
            if move.from_ not in days:
                self.problems.add_error(
                    "moved",
                    location.child("from"),
                    Message(
                        f"{move.from_} 本来就没有到访", f"there is no visit on {move.from_} to move"
                    ),
                    suggest_nearest_day(move.from_, days),
                )
            elif move.to in unmoved or move.to in moved:
                self.problems.add_error(
                    "moved",
                    location.child("to"),
                    Message(f"{move.to} 已经有一次到访", f"there is a visit on {move.to} already"),
                    Message(
                        "换一天；若是取消，写在 skip 里",
                        "move it to another day or, if it is cancelled, add it to `skip`",
                    ),
                )
            else:
                sessions = parse_sessions(move.time, allows_open_end=True) or ()
                moved[move.to] = MovedDate(move.from_, sessions)
        return Occurrences(sorted(unmoved | moved.keys()), moved)


def suggest_nearest_day(day: dt.date, days: Collection[dt.date]) -> Message:
    nearest = min(days, key=lambda other: (abs(other - day), other), default=None)
    if nearest is None:
        return Message("删去这一行", "delete the line")
    return Message(f"最近的一次是 {nearest}", f"the nearest one is on {nearest}")
