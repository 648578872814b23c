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

from tourbook.common.dates import DAY, diagnose_span, parse_span
from tourbook.common.problems import Location, Message, Problems

CHINA = "CN"
WORKDAY = "workday"
"""Written for a holiday's name in site.yaml: a working day that makes up for one."""
COUNTRIES_BY_PREFIX = {"71": "TW", "81": "HK", "82": "MO"}
"""First digits of GB/T 2260 codes for which the State Council's notices do not hold."""

Text = str | dict[str, str]


class Holiday(NamedTuple):
    """A day off with its name; or, where `off` is false, a working day at a weekend that makes up
    for one."""

    name: Text
    is_day_off: bool


class HolidayCalendar:
    """The days of a country that are not like others, in the years that are known."""

    def __init__(
        self, days: Mapping[dt.date, Holiday], known_years: Iterable[int] | None = None
    ) -> None:
        """`years` are those that are known; without it, all in which there is a day off."""
        self.days = dict(sorted(days.items()))
        self.known_years = frozenset(
            (d.year for d, h in self.days.items() if h.is_day_off)
            if known_years is None
            else known_years
        )
        self._sorted_days = list(self.days)

    def get(self, day: dt.date) -> Holiday | None:
        return self.days.get(day)

    def as_announced_before(self, year: int) -> HolidayCalendar:
        """What was known when those of a year were not announced yet."""
        return HolidayCalendar(
            {d: h for d, h in self.days.items() if d.year < year},
            (y for y in self.known_years if y < year),
        )

    def list_between(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """Those from start to end, in order."""
        first, last = bisect_left(self._sorted_days, start), bisect_right(self._sorted_days, end)
        return [(d, self.days[d]) for d in self._sorted_days[first:last]]


def find_country(code: str, top_code: str) -> str:
    """The country of a region: `code` is its own code, `top` that of the region at the top of its
    chain."""
    if len(code) == 6 and code.isdigit():
        return COUNTRIES_BY_PREFIX.get(code[:2], CHINA)
    return top_code


def parse_holidays(country_holidays: Mapping[str, Text]) -> dict[dt.date, Holiday]:
    """The days of one country in site.yaml, which have been checked."""
    out: dict[dt.date, Holiday] = {}
    for key, name in country_holidays.items():
        start, end = _parse_holiday_span(key) or (dt.date.max, dt.date.min)
        work = WORKDAY in (name.values() if isinstance(name, dict) else (name,))
        while start <= end:
            out[start] = Holiday("" if work else name, not work)
            start += DAY
    return out


def build_calendar(country: str, country_holidays: Mapping[str, Text]) -> HolidayCalendar | None:
    """The calendar of a country, `own` its days in site.yaml; None where nobody has said anything
    of it."""
    if country == CHINA:
        return HolidayCalendar({**_load_chinese_holidays(), **parse_holidays(country_holidays)})
    return HolidayCalendar(parse_holidays(country_holidays)) if country_holidays else None


class HolidayCalendars:
    """The calendar that a region keeps, made when first asked for.

    `top` gives the code of the region at the top of a region's chain, `own` is `holidays` of
    site.yaml.
    """

    def __init__(
        self, site_holidays: Mapping[str, Mapping[str, Text]], find_top_code: Callable[[str], str]
    ) -> None:
        self._site_holidays, self._find_top_code = site_holidays, find_top_code
        self._by_country: dict[str, HolidayCalendar | None] = {}
        self._by_region: dict[str, HolidayCalendar | None] = {}
        self._by_region_and_year: dict[tuple[str, int], HolidayCalendar] = {}

    def find_calendar(
        self, region: str, last_known_year: int | None = None
    ) -> HolidayCalendar | None:
        """`until`: as it was when no holidays after that year were announced."""
        found = self._find_latest(region)
        if (
            last_known_year is None
            or found is None
            or max(found.known_years, default=0) <= last_known_year
        ):
            return found
        if (region, last_known_year) not in self._by_region_and_year:
            self._by_region_and_year[region, last_known_year] = found.as_announced_before(
                last_known_year + 1
            )
        return self._by_region_and_year[region, last_known_year]

    def _find_latest(self, region: str) -> HolidayCalendar | None:
        if region not in self._by_region:
            country = find_country(region, self._find_top_code(region)) if region else ""
            if country not in self._by_country:
                self._by_country[country] = (
                    build_calendar(country, self._site_holidays.get(country, {}))
                    if country
                    else None
                )
            self._by_region[region] = self._by_country[country]
        return self._by_region[region]


def check_holidays(
    country_holidays: Mapping[str, Text], location: Location, problems: Problems
) -> None:
    """A problem for each key that is neither a date nor a span of at most 31 days."""
    for key in country_holidays:
        if parse_span(key) is None:
            problems.add_error("holidays", location.at_key(key), *diagnose_span(key))
        elif _parse_holiday_span(key) is None:
            problems.add_error(
                "holidays",
                location.at_key(key),
                Message(f"“{key}” 超过一个月", f"“{key}” lasts longer than a month"),
                Message("检查最后一天的日期", "check its last day"),
            )


def _parse_holiday_span(key: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a holiday of 31 days at the most; None for anything else."""
    span = parse_span(key)
    return span if span and span[1] - span[0] <= 30 * DAY else None


@cache
def _load_chinese_holidays() -> dict[dt.date, Holiday]:
    from chinese_calendar.constants import Holiday as Known
    from chinese_calendar.constants import holidays, workdays

    names = {one.value: {"zh": one.chinese, "en": one.value} for one in Known}
    off = {day: Holiday(names[name], True) for day, name in holidays.items()}
    return off | {day: Holiday(names[name], False) for day, name in workdays.items()}
