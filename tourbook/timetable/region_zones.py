"""What a region takes over from those around it: its time zone, and its country."""

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


def find_topmost_code(code: str, find: Callable[[str], RegionZone | None]) -> str:
    """The code of the outermost region around a region; its own if there is none."""
    visited: set[str] = set()
    while code not in visited:
        visited.add(code)
        region = find(code) or RegionZone()
        code = region.parent or _derive_parent(code) or code
    return code


def _derive_parent(code: str) -> str:
    """The division around one of GB/T 2260; "" for a province, and for any other code."""
    if len(code) != 6 or not code.isdigit() or code.endswith("0000"):
        return ""
    return code[:2] + "0000" if code.endswith("00") else code[:4] + "00"
