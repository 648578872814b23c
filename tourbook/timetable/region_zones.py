"""The time zone of a region: its own, or else that of the regions around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class RegionZone(NamedTuple):
    """What regions.yaml says of a region."""

    timezone: str = ""
    parent: str = ""
    """"" for a GB/T 2260 code, too: its digits tell."""


def find_region_zone(code: str, find: Callable[[str], RegionZone | None]) -> str:
    """The IANA name, or "" if neither the region nor one around it has a zone.

    `find` looks a code up in regions.yaml. 620102 lies in 620100, and that in 620000.
    """
    visited: set[str] = set()
    while code and code not in visited:  # parents in regions.yaml may form a circle
        visited.add(code)
        region = find(code) or RegionZone()
        if region.timezone:
            return region.timezone
        code = region.parent or _derive_parent(code)
    return ""


def _derive_parent(code: str) -> str:
    """The division around one of GB/T 2260; "" for a province, and for any other code."""
    if len(code) != 6 or not code.isdigit() or code.endswith("0000"):
        return ""
    return code[:2] + "0000" if code.endswith("00") else code[:4] + "00"
