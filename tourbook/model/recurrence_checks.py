"""Contradictions in the rule of a recurring visit."""

from __future__ import annotations

from collections.abc import Collection

from tourbook.common.dates import DAY
from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import Suggester
from tourbook.schema.fields import Recurrence
from tourbook.timetable import recurrence

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
_ADD_MONTH = Message(
    "每月的这一天：加上 every: 1 month", "for that day of each month, write every: 1 month"
)
MAX_REPEAT_DAYS = 3660
"""No date of a recurrence is further from the first: that is a mistake in the year."""


class RecurrenceChecker:
    """Reports what cannot be meant, at and below the place of a recurrence."""

    def __init__(self, term_names: Collection[str], problems: Problems) -> None:
        self.term_names, self.problems = term_names, problems
        self.suggester = Suggester()

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

    def check_until(self, r: Recurrence, rule: recurrence.RecurrenceRule, at: Location) -> None:
        """Ask about an end on the day before a date, unless it is that of a month: it may have been
        meant to be that date."""
        if r.until is None or r.until < r.first or (r.until + DAY).day == 1:
            return
        next_day = r.until + DAY
        if not recurrence.matches_rule(rule, next_day):
            return
        days = list(recurrence.iterate_dates(rule, r.first, next_day, r.count))
        if len(days) < 2 or days[-1] != next_day or days[-2] == r.until:
            return
        self.problems.add_warning(
            "until",
            at.child("until"),
            Message(
                f"until: {r.until} 的第二天本来有一次到访，因此不算在内",
                f"until: {r.until} leaves out the visit of the day after it",
            ),
            Message(
                f"要来就写 until: {next_day}；到前一次为止就写 until: {days[-2]}",
                f"write until: {next_day} to include it, or until: {days[-2]}, the date before it",
            ),
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
                is_of_month = month_day is not None or bool(weekday and weekday.nth)
                help = _ADD_MONTH if is_of_month and unit == "week" else DAYS_HELP[unit]
                self.problems.add_error("weekday", at.child("days", i), message, help)

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
            help = self.suggester.suggest(name, "terms", lambda: self.term_names)
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
