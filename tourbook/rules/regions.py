"""Region codes and positions, held against what is known of the country's divisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tourbook.checks.coordinates import CHINA
from tourbook.common.problems import At, Say
from tourbook.model import gazetteer
from tourbook.model.entities import Entry, Stop
from tourbook.schedule import geo
from tourbook.schedule.agenda import Index
from tourbook.schema import Visit

from .base import Finding, both

NEIGHBOURHOOD = {"county": 200.0, "city": 400.0, "province": 1500.0}
"""km from the seat of the government within which a place of the county, city or province lies,
with some to spare."""


def retired_code(index: Index) -> Iterator[Finding]:
    """A GB/T 2260 code that was no longer valid on the day for which it stands."""
    for at, code, day, about in _codes(index):
        found = gazetteer.retired(code) if len(code) == 6 else None
        if found is None or day < found.gone:
            continue
        new = "、".join(found.successors)
        yield Finding(
            at,
            Say(
                f"行政区划代码 {code}（{found.name}）在 {found.last.year} 至 {found.gone.year} "
                f"年间停用，不能用于 {day}",
                f"the region code {code} ({found.name}) was retired between {found.last} and "
                f"{found.gone}: it does not hold on {day}",
            ),
            Say(f"现在的代码是 {new}", f"the code is now {new.replace('、', ', ')}")
            if new
            else Say("改成现在的六位代码", "write the six digits that hold now"),
            (about,),
        )


def _codes(index: Index) -> Iterator[tuple[At, str, dt.date, Entry | Stop]]:
    """(place, code, day for which it stands, record): a venue stands for its last stop, other
    entries for today."""
    for kind in ("caravan", "organisation"):
        for e in index.model.entries[kind].values():
            yield e.at.down("region"), e.record.region, index.today, e
    for e in index.model.entries["venue"].values():
        days = [s.start for s in index.stops("venue", e.id) if s.start]
        yield e.at.down("region"), e.record.region, max(days, default=index.today), e
    for stop in index.model.stops:
        if isinstance(stop.record, Visit) and stop.record.place and stop.end:
            yield stop.at.down("place", "region"), stop.where.region, stop.end, stop


def coordinates_far(index: Index) -> Iterator[Finding]:
    """A position far from its county, city or province, where it is known where that lies."""
    divisions, first = index.model.divisions, index.model.site.languages[0]
    for at, c, code, about in _positions(index):
        centre, region = divisions.centre(code), divisions.get(code)
        if centre is None or region is None:
            continue
        level = _level(code, region.parent)
        if code.isdigit() and not (
            CHINA[0][0] <= c.lat <= CHINA[0][1] and CHINA[1][0] <= c.lon <= CHINA[1][1]
        ):
            continue  # a mistake that has a message of its own
        km = geo.kilometres((c.lat, c.lon), centre)
        if km <= NEIGHBOURHOOD[level]:
            continue
        name = both(region.name, first)
        yield Finding(
            at,
            Say(
                f"这个位置离{name.zh}约 {km:.0f} 公里",
                f"this position is about {km:.0f} km from {name.en}",
            ),
            Say(
                f"检查经纬度和 region：{name.zh}在 lat {centre[0]:.2f}、lon {centre[1]:.2f} 附近",
                f"check the position and the region: {name.en} is near lat {centre[0]:.2f}, lon "
                f"{centre[1]:.2f}",
            ),
            (about,),
        )


def _level(code: str, parent: str) -> str:
    if len(code) == 6 and code.isdigit():
        return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return "county" if parent else "province"


def _positions(index: Index) -> Iterator[tuple[At, Any, str, Entry | Stop]]:
    for e in index.model.entries["venue"].values():
        if e.record.coordinates:
            yield e.at.down("coordinates"), e.record.coordinates, e.record.region, e
    for stop in index.model.stops:
        r = stop.record
        if isinstance(r, Visit) and r.place and r.place.coordinates:
            yield stop.at.down("place", "coordinates"), r.place.coordinates, r.place.region, stop
