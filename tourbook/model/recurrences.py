"""Recurring visits: every date of one worked out, and what cannot be meant in it said.

The days are those of RRULE and RDATE without those of EXDATE (RFC 5545, 3.8.5); a moved date keeps
what it was as its identity, as RECURRENCE-ID does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from tourbook.common.dates import period, sessions
from tourbook.common.problems import At, Problems, Say, did_you_mean
from tourbook.schema import Site
from tourbook.schema.fields import Repeat
from tourbook.timetable import recurrence
from tourbook.timetable.holidays import Calendars

from .entities import Moved

Found = tuple[list[dt.date], dict[dt.date, Moved]]
NO_DAYS: Found = ([], {})


class Recurrences:
    def __init__(self, site: Site, calendars: Calendars, problems: Problems) -> None:
        self.calendars, self.problems = calendars, problems
        self.known = site.terms.keys()
        self.terms = {
            name: span for name, written in site.terms.items() if (span := period(written))
        }

    def days(self, r: Repeat, region: str, at: At) -> Found:
        """The days of a recurring visit in that region, in order, and those of them that are
        moved."""
        if not self.sound(r, at):
            return NO_DAYS
        rule = recurrence.read(r.every, r.days, r.first)
        if not recurrence.matches(rule, r.first):
            fitting = next(recurrence.days(rule, r.first, None, 1), r.first)
            self.problems.error(
                "first",
                at.down("first"),
                Say(
                    f"第一次 {r.first} 不在 days 写的日子上",
                    f"the first date {r.first} is not on a day that `days` names",
                ),
                Say(f"first 写 {fitting}，或改正 days", f"write first: {fitting}, or mend `days`"),
            )
            return NO_DAYS
        terms = [self.terms[t] for t in r.during if t in self.terms]
        until = r.until or (
            max((end for _, end in terms), default=None) if r.count is None else None
        )
        days = list(recurrence.days(rule, r.first, until, r.count, limit=recurrence.MOST + 1))
        if len(days) > recurrence.MOST:
            self.problems.error(
                "too-many",
                at,
                Say(
                    f"重复超过 {recurrence.MOST} 次", f"it recurs more than {recurrence.MOST} times"
                ),
                Say(
                    "把 until 写早一些，或分成几条",
                    "let `until` be earlier, or make several visits of it",
                ),
            )
            return NO_DAYS
        regular = {*days, *r.also}
        if terms:
            days = [d for d in days if any(start <= d <= end for start, end in terms)]
        if r.holidays == "skip" and (calendar := self.calendars.of(region)):
            days = [d for d in days if not ((holiday := calendar.get(d)) and holiday.off)]
        every = {*days, *r.also}
        for i, skip in enumerate(r.skip):
            if skip not in regular:  # one that is left out anyway may be named all the same
                self.problems.warn(
                    "skip",
                    at.down("skip", i),
                    Say(f"{skip} 本来就没有到访", f"there is no visit on {skip} to leave out"),
                    nearest_day(skip, every),
                )
        every -= set(r.skip)
        if not every:
            self.problems.warn(
                "no-dates",
                at,
                Say("没有一次到访", "there is no date left"),
                Say("检查 first、until、during 和 skip", "check first, until, during and skip"),
            )
        return self.moved(r, every, at)

    def sound(self, r: Repeat, at: At) -> bool:
        """Whether the recurrence has days at all; problems where it cannot."""
        before = len(self.problems)
        unit = r.every.rpartition(" ")[2]
        for i, written in enumerate(r.days):
            on = recurrence.read_on(written)
            if on is None or bool(on.nth) != unit.startswith("month"):
                hint = (
                    Say("写成 1st fri、3rd mon 或 last fri", "write 1st fri, 3rd mon or last fri")
                    if unit.startswith("month")
                    else Say(
                        "写成 mon、tue、wed、thu、fri、sat 或 sun",
                        "write mon, tue, wed, thu, fri, sat or sun",
                    )
                )
                what = Say(
                    f"“{written}” 不是这里能写的星期几",
                    f"“{written}” is not a weekday of a {unit.rstrip('s')}",
                )
                self.problems.error("weekday", at.down("days", i), what, hint)
        for i, name in enumerate(r.during):
            if name not in self.known:  # one that is badly written has its own message
                mend = did_you_mean(name, self.terms)
                if not mend.zh:
                    mend = Say(
                        f"在 content/site.yaml 的 terms 下加一行 {name}: 2026-09-01/2027-01-15",
                        f"add to `terms` of content/site.yaml: {name}: 2026-09-01/2027-01-15",
                    )
                self.problems.error(
                    "unknown-term",
                    at.down("during", i),
                    Say(f"没有学期 “{name}”", f"there is no term “{name}”"),
                    mend,
                )
        if r.until is None and r.count is None and not r.during:
            self.problems.error(
                "endless",
                at,
                Say("重复没有写到何时为止", "the repetition has no end"),
                Say("加一行 until: 2026-12-31 或 count: 10", "add until: 2026-12-31 or count: 10"),
            )
        if r.until is not None and r.until < r.first:
            self.problems.error(
                "end-before-start",
                at.down("until"),
                Say(
                    f"最后日期 {r.until} 早于第一次 {r.first}",
                    f"until {r.until} is before the first date {r.first}",
                ),
                Say("改正 first 或 until", "mend first or until"),
            )
        return len(self.problems) == before

    def moved(self, r: Repeat, days: set[dt.date], at: At) -> Found:
        left = days - {m.from_ for m in r.moved}
        out: dict[dt.date, Moved] = {}
        for i, move in enumerate(r.moved):
            if move.from_ not in days:
                self.problems.error(
                    "moved",
                    at.down("moved", i, "from"),
                    Say(
                        f"{move.from_} 本来就没有到访", f"there is no visit on {move.from_} to move"
                    ),
                    nearest_day(move.from_, days),
                )
                continue
            if move.to in left or move.to in out:
                self.problems.error(
                    "moved",
                    at.down("moved", i, "to"),
                    Say(f"{move.to} 已经有一次到访", f"there is a visit on {move.to} already"),
                    Say(
                        "换一天；若是取消，写在 skip 里",
                        "move it to another day, or write `skip` where it is called off",
                    ),
                )
                continue
            out[move.to] = Moved(move.from_, sessions(move.time) or ())
        return sorted(left | out.keys()), out


def nearest_day(day: dt.date, days: Collection[dt.date]) -> Say:
    near = min(days, key=lambda d: (abs(d - day), d), default=None)
    return (
        Say(f"最近的一次是 {near}", f"the nearest one is on {near}")
        if near
        else Say("删去这一行", "delete the line")
    )
