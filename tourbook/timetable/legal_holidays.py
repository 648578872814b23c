"""Which days the announcement of a year's public holidays may touch: in China, days near its legal
holidays; elsewhere any.

The State Council announces each November which days around them are off in the next year, and which
days at weekends are worked instead. How far these lie from the holiday is taken from its notices
since 2004; an extraordinary holiday, such as that of September 2015, is
not foreseen.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from tourbook.common.dates import DAY

SATURDAY = 5
HOUR = dt.timedelta(hours=1)

PossibleKinds = Mapping[dt.date, frozenset[bool]]
"""Day -> what it may be, in order: True for a day off, False for a working day that makes up for
one."""


class LegalHoliday(NamedTuple):
    day: dt.date
    last_day_off: int = 2
    """Days after it that may be off; as a rule, a holiday is three days that contain it."""
    make_up_distance: int = 7
    """Days before and after it that may be worked if they are at a weekend."""

    @property
    def days_off(self) -> range:
        """The days that may be off, counted from it."""
        return range(-2, self.last_day_off + 1)

    @property
    def make_up_days(self) -> range:
        return range(-self.make_up_distance, self.make_up_distance + 1)


@cache
def list_possible_kinds(year: int) -> PossibleKinds:
    """What the announcement of any country may make of the days of a year."""
    first, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    return dict.fromkeys(
        (first + n * DAY for n in range((end - first).days)), frozenset((True, False))
    )


@cache
def list_possible_chinese_kinds(year: int) -> PossibleKinds:
    """What the announcement of a year may make of days in China, some of them in the year before;
    other days stay what they are. Only a day at a weekend can become a working day."""
    kinds: dict[dt.date, set[bool]] = defaultdict(set)
    for holiday in _iterate_legal_holidays(year):
        for n in holiday.days_off:
            kinds[holiday.day + n * DAY].add(True)
        for n in holiday.make_up_days:
            day = holiday.day + n * DAY
            if day.weekday() >= SATURDAY:
                kinds[day].add(False)
    return {day: frozenset(kinds[day]) for day in sorted(kinds)}


def _iterate_legal_holidays(year: int) -> Iterator[LegalHoliday]:
    """Rather a day too many than one too few, where the beginning of a month is doubtful."""
    yield LegalHoliday(dt.date(year, 1, 1))
    for first in _find_month_starts(dt.date(year, 2, 19)):
        yield LegalHoliday(first, 8, 14)  # Spring Festival: 1st of the 1st month
    for day in (4, 5):
        yield LegalHoliday(dt.date(year, 4, day))  # Qingming is on either
    yield LegalHoliday(dt.date(year, 5, 1), 6, 14)
    for first in _find_month_starts(dt.date(year, 6, 21)):
        yield LegalHoliday(first + 4 * DAY)  # Dragon Boat: 5th of the 5th month
    for first in _find_month_starts(dt.date(year, 9, 23)):
        yield LegalHoliday(first + 14 * DAY)  # Mid-Autumn: 15th of the 8th month
    yield LegalHoliday(dt.date(year, 10, 1), 7, 14)


def _find_month_starts(solar_term: dt.date) -> list[dt.date]:
    """The first day of the month of the Chinese calendar that contains a solar term (中气), which
    falls on a day or the next; two days if a month begins at that time, or about midnight."""
    number = (solar_term - dt.date(2000, 1, 6)).days * 10000 // 295306
    starts = set()
    for error in (-HOUR, HOUR):
        moons = [(_compute_new_moon(number + n) + error).date() for n in range(-1, 3)]
        for last in (solar_term - DAY, solar_term + DAY):
            starts.add(max(moon for moon in moons if moon <= last))
    return sorted(starts)


def _compute_new_moon(number: int) -> dt.datetime:
    """The time of a new moon in China; that of 6 January 2000 has the number 0.

    The mean one with the two largest corrections, right to about an hour: Meeus, Astronomical
    Algorithms, 2nd ed., chapter 49.
    """
    sun = math.radians(2.5534 + 29.10535670 * number)
    moon = math.radians(201.5643 + 385.81693528 * number)
    days = 5.09766 + 29.530588861 * number + 0.17241 * math.sin(sun) - 0.40720 * math.sin(moon)
    return dt.datetime(2000, 1, 1, 12 + 8) + dt.timedelta(days=days)
