"""Region codes and positions, held against what is known of the country's divisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tourbook.checks.coordinates import CHINA_BOUNDS
from tourbook.common.problems import Location, Message
from tourbook.model import gazetteer
from tourbook.model.entities import Entry, Stop
from tourbook.schedule import geo
from tourbook.schedule.agenda import Agenda
from tourbook.schema import VisitRecord

from .base import Finding, make_bilingual

MAX_DISTANCES_KM = {"county": 200.0, "city": 400.0, "province": 1500.0}
"""km from the seat of the government within which a place of the county, city or province lies,
with some to spare."""


def find_retired_codes(index: Agenda) -> Iterator[Finding]:
    """A GB/T 2260 code that was no longer valid on the day for which it stands."""
    for at, code, day, about in _iterate_codes(index):
        found = gazetteer.find_retired_code(code) if len(code) == 6 else None
        if found is None or day < found.retired_by:
            continue
        new = "、".join(found.successors)
        yield Finding(
            at,
            Message(
                f"行政区划代码 {code}（{found.name}）在 {found.last_listed.year} 至 "
                f"{found.retired_by.year} "
                f"年间停用，不能用于 {day}",
                f"the region code {code} ({found.name}) was retired between {found.last_listed} "
                f"and "
                f"{found.retired_by}: it does not hold on {day}",
            ),
            Message(f"现在的代码是 {new}", f"the code is now {new.replace('、', ', ')}")
            if new
            else Message("改成现在的六位代码", "write the six digits that hold now"),
            (about,),
        )


def _iterate_codes(index: Agenda) -> Iterator[tuple[Location, str, dt.date, Entry | Stop]]:
    """(place, code, day for which it stands, record): a venue stands for its last stop, other
    entries for today."""
    for kind in ("caravan", "organisation"):
        for e in index.model.entries[kind].values():
            yield e.location.child("region"), e.record.region, index.today, e
    for e in index.model.entries["venue"].values():
        days = [s.start for s in index.list_stops("venue", e.id) if s.start]
        yield e.location.child("region"), e.record.region, max(days, default=index.today), e
    for stop in index.model.stops:
        if isinstance(stop.record, VisitRecord) and stop.record.place and stop.end:
            yield stop.location.child("place", "region"), stop.place.region, stop.end, stop


def find_distant_coordinates(index: Agenda) -> Iterator[Finding]:
    """A position far from its county, city or province, where it is known where that lies."""
    divisions, first = index.model.regions, index.model.site.languages[0]
    for at, c, code, about in _iterate_positions(index):
        centre, region = divisions.find_centre(code), divisions.get(code)
        if centre is None or region is None:
            continue
        level = _classify_region(code, region.parent)
        if code.isdigit() and not (
            CHINA_BOUNDS[0][0] <= c.lat <= CHINA_BOUNDS[0][1]
            and CHINA_BOUNDS[1][0] <= c.lon <= CHINA_BOUNDS[1][1]
        ):
            continue  # a mistake that has a message of its own
        km = geo.compute_great_circle_km((c.lat, c.lon), centre)
        if km <= MAX_DISTANCES_KM[level]:
            continue
        name = make_bilingual(region.name, first)
        yield Finding(
            at,
            Message(
                f"这个位置离{name.zh}约 {km:.0f} 公里",
                f"this position is about {km:.0f} km from {name.en}",
            ),
            Message(
                f"检查经纬度和 region：{name.zh}在 lat {centre[0]:.2f}、lon {centre[1]:.2f} 附近",
                f"check the position and the region: {name.en} is near lat {centre[0]:.2f}, lon "
                f"{centre[1]:.2f}",
            ),
            (about,),
        )


def _classify_region(code: str, parent: str) -> str:
    if len(code) == 6 and code.isdigit():
        return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return "county" if parent else "province"


def _iterate_positions(index: Agenda) -> Iterator[tuple[Location, Any, str, Entry | Stop]]:
    for e in index.model.entries["venue"].values():
        if e.record.coordinates:
            yield e.location.child("coordinates"), e.record.coordinates, e.record.region, e
    for stop in index.model.stops:
        r = stop.record
        if isinstance(r, VisitRecord) and r.place and r.place.coordinates:
            yield (
                stop.location.child("place", "coordinates"),
                r.place.coordinates,
                r.place.region,
                stop,
            )
