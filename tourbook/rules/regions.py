"""Region codes and positions compared with the official regions of the country."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.checks.coordinates import CHINA
from tourbook.common.memoized import Memoized
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


MIN_NEIGHBOUR_KM = 25.0
MAX_SEAT_KM = 5.0
"""A position further than the one from the seat of its own county, and nearer than the other to
that of another, lies in the town of the other."""


MIN_POSITIONS = 4
"""Positions in a region from which its middle can be told."""
MIN_OUTLIER_KM = 50.0
MIN_OUTLIER_RATIO = 6.0
"""A position further from that middle than the one, and so many times as far as half of them are,
is not in the region."""


class CodeUse(NamedTuple):
    code: str
    subject: Entry | Stop


def find_retired_codes(agenda: Agenda) -> Iterator[Finding]:
    """GB/T 2260 codes that were no longer valid on the day for which they are used."""
    for use in _iterate_codes(agenda):
        retired = gazetteer.find_retired_code(use.code) if len(use.code) == 6 else None
        day = _find_last_use(agenda, use.subject) if retired else None
        if retired and day and day >= retired.retired_by:
            yield _describe_retired_code(use, day, retired)


def _iterate_codes(agenda: Agenda) -> Iterator[CodeUse]:
    for e in agenda.model.entries:
        if isinstance(e, Caravan | Organisation | Venue):
            yield CodeUse(e.record.region, e)
    for stop in agenda.model.stops:
        if isinstance(stop, Visit) and stop.record.place:
            yield CodeUse(stop.place.region, stop)


def _find_last_use(agenda: Agenda, subject: Entry | Stop) -> dt.date | None:
    """The day on which a code must be valid: that of a venue for its last stop, that of a visit for
    its day, others today."""
    if isinstance(subject, Stop):
        return subject.end
    if not isinstance(subject, Venue):
        return agenda.today
    stops = agenda.list_stops("venue", subject.id)
    return max((stop.start for stop in stops if stop.start), default=agenda.today)


def _describe_retired_code(use: CodeUse, day: dt.date, retired: RetiredCode) -> Finding:
    code, name, subject = use.code, retired.name, use.subject
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
    keys = ("place", "region") if isinstance(subject, Stop) else ("region",)
    return Finding(subject.location.child(*keys), message, help, (subject,))


class PositionUse(NamedTuple):
    location: Location
    position: Coordinates
    code: str
    """Of the region in which it should be."""
    subject: Entry | Stop


def find_distant_coordinates(agenda: Agenda) -> Iterator[Finding]:
    """Positions far from the seat of their county, city or province, or at the seat of another
    county. Where no seat is known: those far from all others in their region."""
    regions, seats = agenda.model.regions, Memoized(_find_seat_at)
    uses_without_seat: dict[str, list[PositionUse]] = defaultdict(list)
    for use in _iterate_positions(agenda):
        lat, lon = use.position.lat, use.position.lon
        centre, region = regions.find_centre(use.code), regions.get(use.code)
        if use.code.isdigit() and not CHINA.contains(lat, lon):
            continue  # checks.coordinates reports it
        if centre is None or region is None:
            uses_without_seat[use.code].append(use)
            continue
        km = geo.compute_great_circle_km((lat, lon), centre)
        name, level = make_bilingual(agenda, region.name), _classify_region(use.code, region.parent)
        if km > MAX_DISTANCES_KM[level]:
            yield _describe_distance(use, name, centre, km)
        elif level == "county" and km > MIN_NEIGHBOUR_KM and use.code.isdigit():
            code = seats[lat, lon]
            neighbour = regions.get(code) if code else None
            if neighbour and code not in regions.list_present_codes(use.code):
                place = make_bilingual(agenda, neighbour.name)
                yield _describe_distance(use, name, centre, km, place)
    for uses in uses_without_seat.values():
        yield from _find_outliers(agenda, uses)


def _find_outliers(agenda: Agenda, uses: list[PositionUse]) -> Iterator[Finding]:
    """Positions of one region far from the middle of all of them, which must be close together."""
    positions = {(use.position.lat, use.position.lon) for use in uses}
    region = agenda.model.regions.get(uses[0].code)
    if len(positions) < MIN_POSITIONS or region is None:
        return
    from statistics import median  # late: it brings fractions and random numbers

    centre = median(lat for lat, _ in positions), median(lon for _, lon in positions)
    usual_km = median(geo.compute_great_circle_km(p, centre) for p in positions)
    for use in uses:
        km = geo.compute_great_circle_km((use.position.lat, use.position.lon), centre)
        if km > max(MIN_OUTLIER_KM, MIN_OUTLIER_RATIO * usual_km):
            yield _describe_distance(use, make_bilingual(agenda, region.name), centre, km)


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


def _find_seat_at(position: tuple[float, float]) -> str:
    """The code of the county whose seat is at a position, or nearly so; "" for none."""
    lat, lon = position
    distances = {
        code: geo.compute_great_circle_km((lat, lon), centre)
        for code in gazetteer.list_seats_near(lat, lon)
        if (centre := gazetteer.find_centre(code))
    }
    nearest = min(distances, key=lambda code: (distances[code], code), default="")
    return nearest if nearest and distances[nearest] <= MAX_SEAT_KM else ""


def _classify_region(code: str, parent: str) -> str:
    """A key of MAX_DISTANCES_KM; by the zeros of a GB/T 2260 code, by its parent for another."""
    if len(code) != 6 or not code.isdigit():
        return "county" if parent else "province"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def _describe_distance(
    use: PositionUse,
    name: Message,
    centre: tuple[float, float],
    km: float,
    place: Message | None = None,
) -> Finding:
    """`place`: where it is instead, if that is known."""
    lat, lon = centre
    message = Message(
        f"这个位置离{name.zh}约 {km:.0f} 公里", f"this position is about {km:.0f} km from {name.en}"
    )
    if place:
        message = Message(
            f"这个位置在{place.zh}，离{name.zh}约 {km:.0f} 公里",
            f"this position is in {place.en}, about {km:.0f} km from {name.en}",
        )
    help = Message(
        f"检查经纬度和 region：{name.zh}在 lat {lat:.2f}、lon {lon:.2f} 附近",
        f"check the coordinates and the region: {name.en} is near lat {lat:.2f}, lon {lon:.2f}",
    )
    return Finding(use.location, message, help, (use.subject,))


def find_missing_datums(agenda: Agenda) -> Iterator[Finding]:
    """Positions in China that do not say their datum, on a site where others say that theirs is
    that of a Chinese map service; each position once."""
    uses = [use for use in _iterate_positions(agenda) if len(use.code) == 6 and use.code.isdigit()]
    datums = Counter(use.position.datum for use in uses if use.position.datum in ("gcj02", "bd09"))
    if not datums:
        return
    usual = datums.most_common(1)[0][0]
    uses_by_position = {use.position: use for use in reversed(uses) if use.position.datum is None}
    for use in reversed(uses_by_position.values()):
        message = Message(
            "没有写坐标系 datum，当作 GPS 的 wgs84；若是从高德、百度抄来的，地图上会差几百米",
            "this position has no datum, which means wgs84 (GPS); if it comes from Amap or Baidu, "
            "it is some hundred metres off",
        )
        help = Message(
            f"高德、腾讯写 datum: gcj02，百度写 bd09，GPS 写 wgs84；别处多写 {usual}",
            f"write datum: gcj02 for Amap or Tencent, bd09 for Baidu, wgs84 for GPS; most others "
            f"have {usual}",
        )
        yield Finding(use.location, message, help, (use.subject,))
