"""Time zones from the pinned `tzdata` package, never from the machine: the same bytes everywhere."""

from __future__ import annotations

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
