"""Time zones exist, and a place in another country says which one it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common import zones
from tourbook.common.l10n import localize_text
from tourbook.common.problems import NO_HELP, Location, Message, Problems
from tourbook.common.suggestions import MAX_WORDS
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.model.trips import Visit
from tourbook.schema import VenueRecord
from tourbook.schema.fields import VisitPlace
from tourbook.sources.paths import REGIONS_FILE
from tourbook.timetable.holidays import CHINA, COUNTRIES_BY_PREFIX

from .settings import find_region_country, suggest_time_zone

MAX_SUGGESTIONS = 6
"""Zones of a country that a message lists."""


def check_zone_names(model: Model, problems: Problems) -> None:
    """Report zones of regions, venues and places that do not exist. (`settings` has the site's.)"""
    helps: dict[str, Message] = {}
    for name, location in _iterate_written_zones(model):
        if zones.find_zone(name) is None:
            message = Message(f"没有时区 “{name}”", f"there is no time zone “{name}”")
            if name not in helps and len(helps) < MAX_WORDS:
                helps[name] = suggest_time_zone(name)
            problems.add_error("time-zone", location, message, helps.get(name, NO_HELP))


def _iterate_written_zones(model: Model) -> Iterator[tuple[str, Location]]:
    for code, region in model.regions.records.items():
        if region.timezone:
            yield region.timezone, Location(REGIONS_FILE).child(code, "timezone")
    for venue in model.entries[Venue].values():
        if venue.record.timezone:
            yield venue.record.timezone, venue.location.child("timezone")
    for stop in model.stops:
        place = stop.record.place if isinstance(stop, Visit) else None
        if place and place.timezone:
            yield place.timezone, stop.location.child("place", "timezone")


# ---- abroad ------------------------------------------------------------------------------


class RegionUse(NamedTuple):
    """The venues, and places of visits, in a region."""

    region: str
    place_count: int
    unsure_place: Location | None
    """The first one whose times are taken as those of the site, for want of a zone."""


def check_zones_abroad(model: Model, problems: Problems) -> None:
    """Ask for the zone of each other country where a place has none: its times may be wrong."""
    if zones.find_zone(model.site.timezone) is None:
        return
    uses: dict[str, list[RegionUse]] = {}
    for use in _list_region_uses(model):
        uses.setdefault(find_region_country(model, use.region), []).append(use)
    uses.pop("", None)
    home = _find_home(
        model, {country: sum(use.place_count for use in uses[country]) for country in uses}
    )
    for country, regions in uses.items():
        unsure_places = ((use.region, use.unsure_place) for use in regions)
        region, location = next((each for each in unsure_places if each[1]), ("", None))
        if location and country not in home:
            _ask_for_zone(model, country, region, location, problems)


def _list_region_uses(model: Model) -> list[RegionUse]:
    """In the order in which the regions are first named."""
    counts = Counter[str]()
    unsure_places: dict[str, Location] = {}
    for record, subject in _iterate_places(model):
        region = record.region
        counts[region] += 1
        if region not in unsure_places and not record.timezone:
            keys = ("region",) if isinstance(subject, Venue) else ("place", "region")
            unsure_places[region] = subject.location.child(*keys)
    find = model.regions.find_timezone
    return [
        RegionUse(region, count, None if find(region) else unsure_places.get(region))
        for region, count in counts.items()
    ]


def _iterate_places(model: Model) -> Iterator[tuple[VenueRecord | VisitPlace, Venue | Visit]]:
    for venue in model.entries[Venue].values():
        yield venue.record, venue
    for stop in model.stops:
        if isinstance(stop, Visit) and stop.record.place:
            yield stop.record.place, stop


def _find_home(model: Model, place_counts: dict[str, int]) -> set[str]:
    """The countries in which the times of the site are right, or may well be.

    Of those that no table knows, that is the one with most places, unless the site keeps Chinese
    time: a region without a code of GB/T 2260 is abroad then.
    """
    timezone = model.site.timezone
    home, unknown = set(), Counter[str]()
    site_countries = zones.find_countries(timezone)
    for country, count in place_counts.items():
        code = _find_iso_code(model, country)
        if not code:
            unknown[country] = count
        elif code in site_countries or all(
            zones.have_same_clock(name, timezone) for name in zones.load_country_zones()[code]
        ):
            home.add(country)
    is_chinese = not site_countries.isdisjoint({CHINA, *COUNTRIES_BY_PREFIX.values()})
    if unknown and not home and not is_chinese:
        home.add(unknown.most_common(1)[0][0])
    return home


def _find_iso_code(model: Model, country: str) -> str:
    """The code of a country in ISO 3166-1; "" if none is known."""
    is_known = country in zones.load_country_zones()
    return country if is_known else model.regions.find_iso_country(country).code


def _ask_for_zone(
    model: Model, country: str, code: str, location: Location, problems: Problems
) -> None:
    """`code`: that of a region of the country, with a place at `location`."""
    region, site_zone = model.regions.get(country), model.site.timezone
    names = zones.load_country_zones().get(_find_iso_code(model, country), [])
    name = Message("中国", "China")
    if country != CHINA:
        top = region or model.regions.list_ancestry(code)[0]
        first = model.site.languages[0]
        name = Message(*(localize_text(top.name, lang, first) for lang in ("zh", "en")))
    message = Message(
        f"“{name.zh}”和网站不在同一个国家或地区，没有写时区：那里的时间会当作 {site_zone} 的时间",
        f"“{name.en}” has no time zone: it is not in the country of the site, but its times are "
        f"taken as those of {site_zone}",
    )
    code = country if country in model.regions.records else code
    example = names[0] if names else "Asia/Bangkok"
    help = Message(
        f"在 content/regions.yaml 的 {code} 里写 timezone: {example}",
        f"write timezone: {example} at {code} in content/regions.yaml",
    )
    if len(names) > 1 and country != CHINA:
        listed = names[:MAX_SUGGESTIONS]
        help = Message(
            f"在 content/regions.yaml 的 {code} 里（各地不同时，在各地区或场馆里）写 timezone，"
            f"例如 {'、'.join(listed)}",
            f"write timezone at {code} in content/regions.yaml or, where it differs, at its "
            f"regions or venues, such as {', '.join(listed)}",
        )
    if country in model.regions.records:
        location = Location(REGIONS_FILE).at_key(country)
    problems.add_warning("time-zone-abroad", location, message, help)
