"""Time zones from the pinned `tzdata` package, never from the machine: the same bytes
everywhere."""

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


def list_zone_names() -> set[str]:
    return zoneinfo.available_timezones()


def compute_midnight(day: dt.date, zone_name: str) -> int:
    """When a day begins in a time zone (UTC where there is none of that name), in seconds since
    1970."""
    return int(dt.datetime.combine(day, dt.time(), find_zone(zone_name) or dt.UTC).timestamp())
