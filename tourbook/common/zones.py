"""Time zones from the pinned `tzdata` package, never from the machine: the same bytes
everywhere."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=())


def zone(name: str) -> ZoneInfo | None:
    """The IANA time zone of that name, or None."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def names() -> set[str]:
    return zoneinfo.available_timezones()


def midnight(day: dt.date, name: str) -> int:
    """When a day begins in a time zone (UTC where there is none of that name), in seconds since
    1970."""
    return int(dt.datetime.combine(day, dt.time(), zone(name) or dt.UTC).timestamp())
