"""Region codes and positions compared with the official regions of the country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.checks.coordinates import CHINA
from tourbook.common.problems import Location, Message
from tourbook.model import gazetteer
from tourbook.model.entries import Caravan, Entry, Organisation, Venue
from tourbook.model.gazetteer import RetiredCode
from tourbook.model.trips import Stop, Visit
from tourbook.schedule import geo
from tourbook.schedule.agenda import Agenda
from tourbook.schema.fields import Coordinates

from .base import Finding, make_bilingual

MAX_DISTANCES_KM = {"county": 200.0, "city": 400.0, "province": 1500.0}
"""How far from the seat of government a place in a county, city or province can be, with a
margin."""


class CodeUse(NamedTuple):
    location: Location
    code: str
    day: dt.date
    """On which the code must be valid."""
    subject: Entry | Stop


def find_retired_codes(agenda: Agenda) -> Iterator[Finding]:
    """GB/T 2260 codes that were no longer valid on the day for which they are used."""
    for use in _iterate_codes(agenda):
        retired = gazetteer.find_retired_code(use.code) if len(use.code) == 6 else None
        if retired and use.day >= retired.retired_by:
            yield _describe_retired_code(use, retired)


def _iterate_codes(agenda: Agenda) -> Iterator[CodeUse]:
    """The code of a venue is used for its last stop, that of a visit for its day, others today."""
    for e in agenda.model.entries:
        if isinstance(e, Caravan | Organisation):
            yield CodeUse(e.location.child("region"), e.record.region, agenda.today, e)
        elif isinstance(e, Venue):
            days = [stop.start for stop in agenda.list_stops("venue", e.id) if stop.start]
            last = max(days, default=agenda.today)
            yield CodeUse(e.location.child("region"), e.record.region, last, e)
    for stop in agenda.model.stops:
        if isinstance(stop, Visit) and stop.record.place and stop.end:
            location = stop.location.child("place", "region")
            yield CodeUse(location, stop.place.region, stop.end, stop)


def _describe_retired_code(use: CodeUse, retired: RetiredCode) -> Finding:
    code, name, day = use.code, retired.name, use.day
    first, last = retired.last_listed, retired.retired_by
    message = Message(
        f"行政区划代码 {code}（{name}）在 {first.year} 至 {last.year} 年间停用，不能用于 {day}",
        f"the region code {code} ({name}) was retired between {first} and {last}: it is not valid "
        f"on {day}",
    )
    help = Message("改成现在的六位代码", "write the present six-digit code")
    if retired.successors:
        help = Message(
            f"现在的代码是 {'、'.join(retired.successors)}",
            f"the code is now {', '.join(retired.successors)}",
        )
    return Finding(use.location, message, help, (use.subject,))


class PositionUse(NamedTuple):
    location: Location
    position: Coordinates
    code: str
    """Of the region in which it should be."""
    subject: Entry | Stop


def find_distant_coordinates(agenda: Agenda) -> Iterator[Finding]:
    """Positions far from the seat of their county, city or province, if that is known."""
    regions = agenda.model.regions
    for use in _iterate_positions(agenda):
        lat, lon = use.position.lat, use.position.lon
        centre, region = regions.find_centre(use.code), regions.get(use.code)
        if centre is None or region is None:
            continue
        if use.code.isdigit() and not CHINA.contains(lat, lon):
            continue  # checks.coordinates reports it
        km = geo.compute_great_circle_km((lat, lon), centre)
        if km > MAX_DISTANCES_KM[_classify_region(use.code, region.parent)]:
            name = make_bilingual(agenda, region.name)
            yield _describe_distance(use, name, centre, km)


def _iterate_positions(agenda: Agenda) -> Iterator[PositionUse]:
    for e in agenda.model.entries[Venue].values():
        if e.record.coordinates:
            location = e.location.child("coordinates")
            yield PositionUse(location, e.record.coordinates, e.record.region, e)
    for stop in agenda.model.stops:
        place = stop.record.place if isinstance(stop, Visit) else None
        if place and place.coordinates:
            location = stop.location.child("place", "coordinates")
            yield PositionUse(location, place.coordinates, place.region, stop)


def _classify_region(code: str, parent: str) -> str:
    """A key of MAX_DISTANCES_KM; by the zeros of a GB/T 2260 code, by its parent for another."""
    if len(code) != 6 or not code.isdigit():
        return "county" if parent else "province"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _describe_distance(
    use: PositionUse, name: Message, centre: tuple[float, float], km: float
) -> Finding:
    lat, lon = centre
    message = Message(
        f"这个位置离{name.zh}约 {km:.0f} 公里", f"this position is about {km:.0f} km from {name.en}"
    )
    help = Message(
        f"检查经纬度和 region：{name.zh}在 lat {lat:.2f}、lon {lon:.2f} 附近",
        f"check the coordinates and the region: {name.en} is near lat {lat:.2f}, lon {lon:.2f}",
    )
    return Finding(use.location, message, help, (use.subject,))
