"""The public holidays as they were known at each moment of the history.

A year's holidays become known with a new version of their library, or as days in site.yaml. What
was announced before is not what is known today.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right

from tourbook.common import zones
from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.history.ledger import Ledger
from tourbook.history.records import Version, decode_timing
from tourbook.timetable.holidays import HolidayCalendar, HolidayCalendars, Text, build_calendar


class PastHolidays:
    def __init__(self, calendars: HolidayCalendars, ledger: Ledger, timezone: str) -> None:
        """`calendars` are the present ones, `timezone` that of the site."""
        self._present_calendars = calendars
        self._zone = zones.find_zone_or_utc(timezone)
        self._site_versions = _list_versions(ledger, "site")
        self._data_versions = _select_announcements(_list_versions(ledger, "data"))
        later_versions = (*self._site_versions[1:], *self._data_versions[1:])
        self.moments = sorted({version.timestamp for version in later_versions})
        """When other holidays became known, in seconds since 1970 (UTC)."""
        self._calendars = Memoized(self._restore_calendar)
        contents = [(v.timestamp, v.timing) for v in (*self._site_versions, *self._data_versions)]
        self.digest = compute_digest(encode_canonical(contents))

    def find_calendar(self, country: str, moment: int | None) -> HolidayCalendar | None:
        """The calendar of a country as it was known from a moment on; None for the present one.
        Moments between which nothing changed for the country have one and the same."""
        number = len(self.moments) if moment is None else bisect_right(self.moments, moment)
        return self._calendars[country, number] if country else None

    def list_changes(self, country: str, since: int, until: int | None) -> list[int]:
        """The moments after `since` and before `until` at which those of a country changed."""
        return [
            moment
            for moment in self.moments
            if since < moment
            and (until is None or moment < until)
            and self.find_calendar(country, moment) is not self.find_calendar(country, moment - 1)
        ]

    def _restore_calendar(self, key: tuple[str, int]) -> HolidayCalendar | None:
        country, number = key
        if number == len(self.moments):
            calendar = self._present_calendars.find_calendar_of_country(country)
        else:
            calendar = self._build_calendar(country, self.moments[number])
        before = self._calendars[country, number - 1] if number else None
        return before if before == calendar else calendar

    def _build_calendar(self, country: str, until: int) -> HolidayCalendar | None:
        """The calendar as it was just before a moment."""
        site_holidays: dict[str, dict[str, Text]] = {}
        for version in self._site_versions:
            if version.timestamp < until:
                site_holidays = decode_timing(version.timing).holidays
        later = (v.timestamp for v in self._data_versions[1:] if v.timestamp >= until)
        announced_at = next(later, None)
        last_known_year = None
        if announced_at is not None:  # until then no later year was known
            last_known_year = dt.datetime.fromtimestamp(announced_at, self._zone).year
        return build_calendar(country, site_holidays.get(country, {}), last_known_year)


def _select_announcements(versions: tuple[Version, ...]) -> tuple[Version, ...]:
    """The versions of the library that brought a further year: its minor number rises with each.
    Neither a correction (1.11.1 after 1.11.0) nor an earlier version announces anything."""
    selected: list[Version] = []
    latest: list[int] = []
    for version in versions:
        parts = re.findall(r"\d+", decode_timing(version.timing).holiday_data)
        number = [int(part) for part in parts[:2]]
        if not selected or number > latest:
            selected.append(version)
            latest = max(latest, number)
    return tuple(selected)


def _list_versions(ledger: Ledger, name: str) -> tuple[Version, ...]:
    record = ledger.find_history("holidays", name)
    return record.versions if record else ()
