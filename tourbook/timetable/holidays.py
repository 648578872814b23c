"""Public holidays and make-up working days (调休) by country.

China's come from `chinesecalendar` (the State Council's yearly notices); those of other countries,
and of years that the package does not know yet, from `holidays` in site.yaml. A year that has not
been announced is unknown, never guessed.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tourbook.common.dates import DAY, parse_span
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location, Message, Problems

from .date_diagnoses import diagnose_span
from .legal_holidays import PossibleKinds, list_possible_chinese_kinds, list_possible_kinds

CHINA = "CN"
WORKDAY = "workday"
"""Instead of a holiday's name in site.yaml: a working day that makes up for a holiday."""
COUNTRIES_BY_PREFIX = {"71": "TW", "81": "HK", "82": "MO"}
"""First digits of GB/T 2260 codes -> country, if the State Council's notices do not apply there."""

Text = str | dict[str, str]


class Holiday(NamedTuple):
    """A public holiday, or a make-up day."""

    name: Text
    is_day_off: bool
    """False for a working day at a weekend that makes up for a holiday."""


_POSSIBLE = {is_day_off: Holiday("", is_day_off) for is_day_off in (True, False)}


class HolidayCalendar:
    """The holidays and make-up days of a country, in the years that have been announced."""

    def __init__(
        self,
        days: Mapping[dt.date, Holiday],
        known_years: Iterable[int] | None = None,
        country: str = "",
    ) -> None:
        """By default, each year with a day off counts as announced."""
        self.country = country
        self.days = dict(sorted(days.items()))
        if known_years is None:
            known_years = {day.year for day, holiday in self.days.items() if holiday.is_day_off}
        self.known_years = frozenset(known_years)
        self._sorted_days = list(self.days)
        # not Memoized, which would hold this object in a cycle: a build collects no garbage
        self._unsettled_days: dict[int, list[dt.date]] = {}

    def get(self, day: dt.date) -> Holiday | None:
        return self.days.get(day)

    def list_possible_holidays(self, day: dt.date) -> list[tuple[int, Holiday]]:
        """What a day may still become: (year whose announcement may say so, what it is then).

        In China only days near the legal holidays; of other countries nothing is known beforehand.
        """
        if day in self.days:
            return []
        return [
            (year, _POSSIBLE[is_day_off])
            for year in (day.year, day.year + 1)
            if year not in self.known_years
            for is_day_off in self._list_possible_kinds(year).get(day, ())
        ]

    def may_become_holiday(self, day: dt.date) -> bool:
        """Whether a day may be off once the holidays of its year are announced."""
        return any(h.is_day_off and y == day.year for y, h in self.list_possible_holidays(day))

    def iterate_unsettled_days(self, start: dt.date, end: dt.date) -> Iterator[dt.date]:
        """The days from start to end that may still become something else; a day may be there
        twice."""
        for year in range(start.year, end.year + 2):
            if year not in self.known_years:
                yield from _cut(self._list_unsettled_days(year), start, end)

    def _list_unsettled_days(self, year: int) -> list[dt.date]:
        """The days that the announcement of a year may make something else, in order."""
        if year not in self._unsettled_days:
            days = (day for day in self._list_possible_kinds(year) if day not in self.days)
            self._unsettled_days[year] = list(days)
        return self._unsettled_days[year]

    def _list_possible_kinds(self, year: int) -> PossibleKinds:
        is_china = self.country == CHINA
        return list_possible_chinese_kinds(year) if is_china else list_possible_kinds(year)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, HolidayCalendar)
            and self.days == other.days
            and self.known_years == other.known_years
        )

    __hash__ = object.__hash__

    def list_between(self, start: dt.date, end: dt.date) -> list[tuple[dt.date, Holiday]]:
        """The holidays and make-up days from start to end, in order."""
        return [(day, self.days[day]) for day in _cut(self._sorted_days, start, end)]


def _cut(days: list[dt.date], start: dt.date, end: dt.date) -> list[dt.date]:
    """Those of some sorted days that are from start to end."""
    return days[bisect_left(days, start) : bisect_right(days, end)]


def find_country(code: str, top_code: str) -> str:
    """The country whose holidays a region keeps; `top_code` is that of its topmost region.

    "621121" -> "CN", "810000" -> "HK", "TH-50" in "TH" -> "TH".
    """
    if len(code) == 6 and code.isdigit():
        return COUNTRIES_BY_PREFIX.get(code[:2], CHINA)
    return top_code


def parse_holidays(country_holidays: Mapping[str, Text]) -> dict[dt.date, Holiday]:
    """The days of one country in site.yaml; keys that `check_holidays` refuses are left out."""
    days: dict[dt.date, Holiday] = {}
    for key, name in country_holidays.items():
        span = _parse_holiday_span(key)
        if span is None:
            continue
        names = name.values() if isinstance(name, dict) else (name,)
        holiday = Holiday("", False) if WORKDAY in names else Holiday(name, True)
        first, last = span
        days |= {first + n * DAY: holiday for n in range((last - first).days + 1)}
    return days


def build_calendar(
    country: str, country_holidays: Mapping[str, Text], last_known_year: int | None = None
) -> HolidayCalendar | None:
    """The calendar of a country with its days in site.yaml; None if none are known at all.

    `last_known_year`: as it was when no later year had been announced by the State Council.
    """
    if country == CHINA:
        announced = _load_chinese_holidays()
        if last_known_year is not None:
            announced = {d: h for d, h in announced.items() if d.year <= last_known_year}
        days = {**announced, **parse_holidays(country_holidays)}
        return HolidayCalendar(days, country=country)
    if not country_holidays:
        return None
    return HolidayCalendar(parse_holidays(country_holidays), country=country)


class HolidayCalendars:
    """The holiday calendar of each region, made when first asked for."""

    def __init__(
        self, site_holidays: Mapping[str, Mapping[str, Text]], find_top_code: Callable[[str], str]
    ) -> None:
        """`site_holidays`: `holidays` of site.yaml; `find_top_code`: region -> topmost region."""
        self._site_holidays = site_holidays
        self._find_top_code = find_top_code
        self._by_country = Memoized(self._build_calendar)
        self._countries = Memoized(self._find_country)

    def find_country(self, region: str) -> str:
        """The country whose holidays a region keeps; "" without a region."""
        return self._countries[region]

    def find_calendar(self, region: str) -> HolidayCalendar | None:
        """The calendar of a region."""
        return self.find_calendar_of_country(self._countries[region])

    def find_calendar_of_country(self, country: str) -> HolidayCalendar | None:
        return self._by_country[country] if country else None

    def _find_country(self, region: str) -> str:
        return find_country(region, self._find_top_code(region)) if region else ""

    def _build_calendar(self, country: str) -> HolidayCalendar | None:
        return build_calendar(country, self._site_holidays.get(country, {}))


def check_holidays(
    country_holidays: Mapping[str, Text], location: Location, problems: Problems
) -> None:
    """Report each key that is neither a date nor a span of at most 31 days."""
    for key in country_holidays:
        if parse_span(key) is None:
            problems.add_error("holidays", location.at_key(key), *diagnose_span(key))
        elif _parse_holiday_span(key) is None:
            problems.add_error(
                "holidays",
                location.at_key(key),
                Message(f"“{key}” 超过一个月", f"“{key}” is longer than a month"),
                Message("检查最后一天的日期", "check its last day"),
            )


def _parse_holiday_span(key: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of a holiday of at most 31 days; None for anything else."""
    span = parse_span(key)
    return span if span and span[1] - span[0] <= 30 * DAY else None


@cache
def _load_chinese_holidays() -> dict[dt.date, Holiday]:
    from chinese_calendar.constants import Holiday as HolidayName
    from chinese_calendar.constants import holidays, workdays

    names = {name.value: {"zh": name.chinese, "en": name.value} for name in HolidayName}
    days_off = {day: Holiday(names[name], True) for day, name in holidays.items()}
    make_up_days = {day: Holiday(names[name], False) for day, name in workdays.items()}
    return days_off | make_up_days
