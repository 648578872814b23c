"""Recurring visits: their dates, and the contradictions in them.

The days are those of RRULE and RDATE without those of EXDATE (RFC 5545, 3.8.5). A moved date keeps
its original day as its identity, as RECURRENCE-ID does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple

from tourbook.common.dates import DAY, PLAUSIBLE_YEARS, Span, parse_sessions, parse_span
from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import Suggester
from tourbook.schema import SiteRecord
from tourbook.schema.fields import Recurrence
from tourbook.timetable import recurrence
from tourbook.timetable.holidays import HolidayCalendars

from .trips import MovedDate

_MONTH_HELP = Message(
    "写成 1st fri、3rd mon 或 last fri；几号写 15，最后一天写 last",
    "write 1st fri, 3rd mon or last fri; or 15 for a day of the month, last for its last day",
)
DAYS_HELP = {
    "week": Message(
        "写成 mon、tue、wed、thu、fri、sat 或 sun", "write mon, tue, wed, thu, fri, sat or sun"
    ),
    "month": _MONTH_HELP,
    "year": _MONTH_HELP,
    "day": Message("按天重复不写 days", "delete `days`: it does not go with an interval of days"),
}
"""Unit of an interval -> how its `days` are written."""
MAX_REPEAT_DAYS = 3660
"""No date of a recurrence is further from the first: that is a mistake in the year."""


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
    """Works out dates with the school terms of a site and the public holidays."""

    def __init__(self, site: SiteRecord, calendars: HolidayCalendars, problems: Problems) -> None:
        self.calendars, self.problems = calendars, problems
        self.suggester = Suggester()
        self.term_names = site.terms.keys()
        self.terms = parse_terms(site)

    def expand(self, r: Recurrence, region: str, at: Location) -> Occurrences:
        """The occurrences of a visit in a region; problems at and below `at`.

        Every week from Monday 2026-11-02 until 2026-11-16, without 2026-11-09: 2 and 16 November.
        """
        new_problems = self.problems.watch()
        self.check_first_day(r, at)
        regular = self.list_regular_days(r, at) if self.check_rule(r, at) else None
        if regular is None:
            return Occurrences([], {})
        self.check_years(r, at)
        is_long = bool(regular) and (regular[-1] - r.first).days > MAX_REPEAT_DAYS
        if is_long and r.count and not new_problems():
            self.report_too_long(regular[-1], at)
        days = {*self.leave_out_days(r, regular, region), *r.also}
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

    def leave_out_days(self, r: Recurrence, days: list[dt.date], region: str) -> list[dt.date]:
        """The days that are in term and, if the visit skips holidays, no public holidays."""
        terms = self.list_terms(r)
        if terms:
            days = [day for day in days if any(start <= day <= end for start, end in terms)]
        calendar = self.calendars.find_calendar(region) if r.holidays == "skip" else None
        if calendar:
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

    # ---- the rule ------------------------------------------------------------------------

    def check_rule(self, r: Recurrence, at: Location) -> bool:
        """Whether the rule can be expanded; problems if it cannot."""
        new_problems = self.problems.watch()
        self.check_weekdays(r, at)
        self.check_terms(r, at)
        if r.until is None and r.count is None and not r.during:
            self.problems.add_error(
                "endless",
                at,
                Message("重复没有写到何时为止", "the repetition has no end"),
                Message(
                    f"加一行 until: {r.first.year}-12-31 或 count: 10；长期的写 during: "
                    f"[timetable]，再在 content/site.yaml 的 terms 下写 timetable: "
                    f"{r.first}/{r.first.year + 1}-12-31，以后只改那一行",
                    f"add until: {r.first.year}-12-31 or count: 10; for a service that goes on, "
                    f"during: [timetable], with timetable: {r.first}/{r.first.year + 1}-12-31 "
                    "under terms in content/site.yaml: one line to extend for all visits",
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
                Message("改正 first 或 until", "correct first or until"),
            )
        return not new_problems()

    def check_years(self, r: Recurrence, at: Location) -> None:
        """All days that are written lie within ten years of the first one."""
        days = [(r.until, at.child("until"))] if r.until else []
        for name in ("skip", "also"):
            days += [(day, at.child(name, i)) for i, day in enumerate(getattr(r, name))]
        for i, move in enumerate(r.moved):
            days += [
                (move.from_, at.child("moved", i, "from")),
                (move.to, at.child("moved", i, "to")),
            ]
        for day, location in days:
            if abs((day - r.first).days) > MAX_REPEAT_DAYS:
                self.problems.add_error(
                    "far-date",
                    location,
                    Message(
                        f"{day} 与第一次 {r.first} 相差超过十年",
                        f"{day} is more than ten years from the first date {r.first}",
                    ),
                    Message("检查年份", "check the year"),
                )

    def check_weekdays(self, r: Recurrence, at: Location) -> None:
        """Weekdays have a number ("1st fri") in a month, and none in a week; the days of a month
        are its numbers, or its last."""
        unit = recurrence.parse_unit(r.every)
        for i, day in enumerate(r.days):
            weekday, month_day = (
                recurrence.parse_nth_weekday(day),
                recurrence.parse_month_day(day),
            )
            if unit in ("month", "year"):
                is_good = month_day is not None or bool(weekday and weekday.nth)
            else:
                is_good = unit == "week" and weekday is not None and not weekday.nth
            if not is_good:
                message = Message(
                    f"“{day}” 不是这里能写的日子", f"“{day}” is not a day of a {unit}"
                )
                self.problems.add_error("weekday", at.child("days", i), message, DAYS_HELP[unit])

    def check_first_day(self, r: Recurrence, at: Location) -> None:
        """The 31st of a month may be its last day, its 31st or its fifth Sunday: `days` says."""
        unit = recurrence.parse_unit(r.every)
        if unit not in ("month", "year") or r.days or r.first.day <= 28:
            return
        day, weekday = r.first.day, recurrence.WEEKDAYS[r.first.weekday()]
        choices = [
            Message(
                f"{day} 号写 days: [{day}]（没有这一天的月份不来）",
                f"days: [{day}] for that day of the month (none in a month without it)",
            ),
            Message(
                f"该月第五个星期几写 days: [5th {weekday}]",
                f"days: [5th {weekday}] for a fifth weekday",
            ),
        ]
        if (r.first + DAY).day == 1:
            choices.insert(0, Message("最后一天写 days: [last]", "days: [last] for the last day"))
            choices.append(
                Message(
                    f"最后一个星期几写 days: [last {weekday}]",
                    f"days: [last {weekday}] for the last such weekday",
                )
            )
        self.problems.add_error(
            "which-day",
            at.child("first"),
            Message(
                f"从 {r.first} 起，every: {r.every}：看不出是几号还是第几个星期几",
                f"first: {r.first} and every: {r.every} may mean a day of the month or a weekday",
            ),
            Message("；".join(c.zh for c in choices), "write " + ", ".join(c.en for c in choices)),
        )

    def check_terms(self, r: Recurrence, at: Location) -> None:
        for i, name in enumerate(r.during):
            if name in self.term_names:  # a badly written one has its own message
                continue
            help = self.suggester.suggest(name, "terms", lambda: self.terms)
            if not help.zh:
                help = Message(
                    f"在 content/site.yaml 的 terms 下加一行 {name}: 2026-09-01/2027-01-15",
                    f"add to `terms` of content/site.yaml: {name}: 2026-09-01/2027-01-15",
                )
            self.problems.add_error(
                "unknown-term",
                at.child("during", i),
                Message(f"没有学期 “{name}”", f"there is no term “{name}”"),
                help,
            )


def suggest_nearest_day(day: dt.date, days: Collection[dt.date]) -> Message:
    nearest = min(days, key=lambda other: (abs(other - day), other), default=None)
    if nearest is None:
        return Message("删去这一行", "delete the line")
    return Message(f"最近的一次是 {nearest}", f"the nearest one is on {nearest}")
