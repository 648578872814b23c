"""Time zones, from the pinned `tzdata` package: all machines must make the same bytes."""

from __future__ import annotations

import datetime as dt
import os
import zoneinfo
from functools import cache
from zoneinfo import ZoneInfo

import tzdata

_FOLDER = os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")
zoneinfo.reset_tzpath(to=(_FOLDER,))


def find_zone(name: str) -> ZoneInfo | None:
    """The IANA time zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def find_zone_or_utc(name: str) -> dt.tzinfo:
    """The same, or UTC: a site with an unknown zone is an error, but other checks go on."""
    return find_zone(name) or dt.UTC


def list_zone_names() -> set[str]:
    return zoneinfo.available_timezones()


def convert_clock(
    day: dt.date, minutes: int, zone_name: str, other_zone_name: str
) -> tuple[dt.date, int]:
    """What another zone's clock shows: (day, minutes since midnight).

    10:00 on 1 May in Bangkok is 11:00 in Shanghai, and 20:00 on 30 April in Phoenix.
    """
    if zone_name == other_zone_name:
        if 0 <= minutes < 1440:
            return day, minutes
        return day + dt.timedelta(days=minutes // 1440), minutes % 1440
    midnight = dt.datetime.combine(day, dt.time(), find_zone_or_utc(zone_name))
    moment = midnight + dt.timedelta(minutes=minutes)  # by the clock on the wall
    other = moment.astimezone(find_zone_or_utc(other_zone_name))
    return other.date(), other.hour * 60 + other.minute


@cache
def is_near_clock_change(zone_name: str, day: dt.date) -> bool:
    """Whether clocks are put forward or back on a day or the next one."""
    return have_clocks_changed(zone_name, day, 0, 2 * 1440)


def have_clocks_changed(zone_name: str, day: dt.date, start: int, end: int) -> bool:
    """Whether clocks are put forward or back between two times, in minutes since the midnight with
    which a day begins."""
    midnight = dt.datetime.combine(day, dt.time(), find_zone_or_utc(zone_name))
    moments = (midnight + dt.timedelta(minutes=minutes) for minutes in (start, end))
    return len({moment.utcoffset() for moment in moments}) > 1


# ---- countries ---------------------------------------------------------------------------


@cache
def have_same_clock(name: str, other_name: str) -> bool:
    """True if clocks in both zones show the same, all year round, as far as is known."""
    if name == other_name:
        return True
    zone, other = find_zone(name), find_zone(other_name)
    if zone is None or other is None:
        return False
    return all(
        moment.astimezone(zone).utcoffset() == moment.astimezone(other).utcoffset()
        for moment in _list_compared_moments()
    )


@cache
def _list_compared_moments() -> list[dt.datetime]:
    """Every tenth day of some years."""
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    return [start + dt.timedelta(days=10 * n) for n in range(370)]


@cache
def load_country_zones() -> dict[str, list[str]]:
    """Country (ISO 3166-1) -> its time zones, in the order of the IANA database."""
    zones: dict[str, list[str]] = {}
    for code, _, name, *_ in _read_table("zone.tab"):
        zones.setdefault(code, []).append(name)
    return zones


@cache
def load_country_names() -> dict[str, str]:
    """English name of a country, in small letters -> its code (ISO 3166-1)."""
    return {name.lower(): code for code, name, *_ in _read_table("iso3166.tab")}


def get_country_name(code: str) -> str:
    """The English name of a country (ISO 3166-1)."""
    names = {code: name for code, name, *_ in _read_table("iso3166.tab")}
    return names.get(code, code)


def _read_table(name: str) -> list[list[str]]:
    import pkgutil  # late: few runs need a table

    text = (pkgutil.get_data("tzdata", f"zoneinfo/{name}") or b"").decode()
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def find_countries(zone_name: str) -> frozenset[str]:
    """The countries (ISO 3166-1) of a zone; of another name for it, those with the same clock."""
    zones = load_country_zones()
    countries = frozenset(code for code, names in zones.items() if zone_name in names)
    return countries or frozenset(
        code
        for code, names in zones.items()
        if any(have_same_clock(zone_name, name) for name in names)
    )


def compute_midnight(day: dt.date, zone_name: str) -> int:
    """When a day begins in a time zone (or in UTC), in seconds since 1970."""
    midnight = dt.datetime.combine(day, dt.time(), find_zone_or_utc(zone_name))
    return int(midnight.timestamp())


def find_day(moment: int, zone_name: str) -> dt.date:
    """The day of a moment, in seconds since 1970 (UTC), in a time zone (or in UTC)."""
    return dt.datetime.fromtimestamp(moment, find_zone_or_utc(zone_name)).date()
