"""Time zones, from the pinned `tzdata` package: all machines must make the same bytes."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=())


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


def compute_midnight(day: dt.date, zone_name: str) -> int:
    """When a day begins in a time zone (or in UTC), in seconds since 1970."""
    midnight = dt.datetime.combine(day, dt.time(), find_zone_or_utc(zone_name))
    return int(midnight.timestamp())
