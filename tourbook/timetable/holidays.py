"""Public holidays and make-up working days (调休), country by country; a year that
has not been announced is unknown, never guessed.

China's come from `chinesecalendar` (the State Council's yearly notices; this is its only importer),
those of other countries, and of a year that it does not know yet, from `holidays` in site.yaml.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from tourbook.common.dates import DAY, explain_period, period
from tourbook.common.problems import At, Problems, Say

CHINA = "CN"
WORKDAY = "workday"
"""Written for a holiday's name in site.yaml: a working day that makes up for one."""
OWN_CALENDARS = {"71": "TW", "81": "HK", "82": "MO"}
"""First digits of GB/T 2260 codes for which the State Council's notices do not hold."""

Text = str | dict[str, str]


class Holiday(NamedTuple):
    """A day off with its name; or, where `off` is false, a working day at a weekend that makes up
    for one."""

    name: Text
    off: bool


class Calendar:
    """The days of a country that are not like others, in the years that are known."""

    def __init__(self, days: Mapping[dt.date, Holiday], years: Iterable[int] | None = None) -> None:
        """`years` are those that are known; without it, all in which there is a day off."""
        self.days = dict(sorted(days.items()))
        self.years = frozenset(
            (d.year for d, h in self.days.items() if h.off) if years is None else years
        )
        self._order = list(self.days)

    def get(self, day: dt.date) -> Holiday | None:
        return self.days.get(day)

    def before(self, year: int) -> Calendar:
        """What was known when those of a year were not announced yet."""
        return Calendar(
            {d: h for d, h in self.days.items() if d.year < year},
            (y for y in self.years if y < year),
        )

    def within(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """Those from start to end, in order."""
        first, last = bisect_left(self._order, start), bisect_right(self._order, end)
        return [(d, self.days[d]) for d in self._order[first:last]]


def country_of(code: str, top: str) -> str:
    """The country of a region: `code` is its own code, `top` that of the region at the top of its
    chain."""
    if len(code) == 6 and code.isdigit():
        return OWN_CALENDARS.get(code[:2], CHINA)
    return top


def read(own: Mapping[str, Text]) -> dict[dt.date, Holiday]:
    """The days of one country in site.yaml, which have been checked."""
    out: dict[dt.date, Holiday] = {}
    for key, name in own.items():
        start, end = _span(key) or (dt.date.max, dt.date.min)
        work = WORKDAY in (name.values() if isinstance(name, dict) else (name,))
        while start <= end:
            out[start] = Holiday("" if work else name, not work)
            start += DAY
    return out


def calendar(country: str, own: Mapping[str, Text]) -> Calendar | None:
    """The calendar of a country, `own` its days in site.yaml; None where nobody has said anything
    of it."""
    if country == CHINA:
        return Calendar({**_china(), **read(own)})
    return Calendar(read(own)) if own else None


class Calendars:
    """The calendar that a region keeps, made when first asked for.

    `top` gives the code of the region at the top of a region's chain, `own` is `holidays` of
    site.yaml.
    """

    def __init__(self, own: Mapping[str, Mapping[str, Text]], top: Callable[[str], str]) -> None:
        self._own, self._top = own, top
        self._made: dict[str, Calendar | None] = {}
        self._found: dict[str, Calendar | None] = {}
        self._before: dict[tuple[str, int], Calendar] = {}

    def of(self, region: str, until: int | None = None) -> Calendar | None:
        """`until`: as it was when no holidays after that year were announced."""
        found = self._of(region)
        if until is None or found is None or max(found.years, default=0) <= until:
            return found
        if (region, until) not in self._before:
            self._before[region, until] = found.before(until + 1)
        return self._before[region, until]

    def _of(self, region: str) -> Calendar | None:
        if region not in self._found:
            country = country_of(region, self._top(region)) if region else ""
            if country not in self._made:
                self._made[country] = (
                    calendar(country, self._own.get(country, {})) if country else None
                )
            self._found[region] = self._made[country]
        return self._found[region]


def check(own: Mapping[str, Text], at: At, problems: Problems) -> None:
    """A problem for each key that is neither a date nor a span of at most 31 days."""
    for key in own:
        if period(key) is None:
            problems.error("holidays", at.key(key), *explain_period(key))
        elif _span(key) is None:
            problems.error(
                "holidays",
                at.key(key),
                Say(f"“{key}” 超过一个月", f"“{key}” lasts longer than a month"),
                Say("检查最后一天的日期", "check its last day"),
            )


def _span(key: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a holiday of 31 days at the most; None for anything else."""
    span = period(key)
    return span if span and span[1] - span[0] <= 30 * DAY else None


@cache
def _china() -> dict[dt.date, Holiday]:
    from chinese_calendar.constants import Holiday as Known
    from chinese_calendar.constants import holidays, workdays

    names = {one.value: {"zh": one.chinese, "en": one.value} for one in Known}
    off = {day: Holiday(names[name], True) for day, name in holidays.items()}
    return off | {day: Holiday(names[name], False) for day, name in workdays.items()}
