"""Map links for a position; its datum is passed on to each map service, nothing is converted.

Sources: the URI APIs of Amap ("marker": position=lon,lat with coordinate=gaode|wgs84), Baidu
("marker": location=lat,lng with coord_type), Tencent ("marker": coord:lat,lng in GCJ-02),
OpenStreetMap (mlat, mlon), Google (search) and Apple (ll); the last three take WGS-84.
"""

from __future__ import annotations

from collections.abc import Sequence

from tourbook.common.urls import format_query
from tourbook.views import StopPlace

_AMAP_DATUMS = {"wgs84": "wgs84", "gcj02": "gaode"}
_BAIDU_DATUMS = {"wgs84": "wgs84", "gcj02": "gcj02", "bd09": "bd09ll"}
_DATUMS = {
    "amap": set(_AMAP_DATUMS),
    "baidu": set(_BAIDU_DATUMS),
    "tencent": {"gcj02"},
    "osm": {"wgs84"},
    "google": {"wgs84"},
    "apple": {"wgs84"},
}
_CHINESE_COUNTRIES = {"CN", "HK", "MO", "TW"}
"""Which the Chinese services cover."""
_CHINESE_SERVICES, _OTHER_SERVICES = ("amap", "baidu", "tencent", "osm"), ("osm", "google", "apple")


def list_map_links(place: StopPlace, services: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """(name for the string "map_NAME", address) of each map service that knows the datum.

    `services` are those that the site wants, in their order; default: those of the country.
    """
    if place.lat is None or place.lon is None or not place.datum:
        return ()
    services = services or (_CHINESE_SERVICES if _is_in_china(place) else _OTHER_SERVICES)
    return tuple((name, _MAKERS[name](place)) for name in services if place.datum in _DATUMS[name])


def make_geo_link(place: StopPlace) -> str:
    """The address that opens the reader's own map (RFC 5870); "" without a position in WGS-84, the
    only datum of such addresses, and in China, where maps take it for another one."""
    if place.lat is None or place.lon is None or place.datum != "wgs84" or _is_in_china(place):
        return ""
    return f"geo:{place.lat},{place.lon}"


def _is_in_china(place: StopPlace) -> bool:
    """Of a place in no known country: whether its numbers may be there."""
    if place.country:
        return place.country in _CHINESE_COUNTRIES
    lat, lon = place.lat or 0, place.lon or 0
    return place.datum != "wgs84" or (3.8 <= lat <= 53.6 and 73.5 <= lon <= 135.1)


def _make_osm_link(place: StopPlace) -> str:
    lat, lon = place.lat, place.lon
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


def _make_google_link(place: StopPlace) -> str:
    query = {"api": "1", "query": f"{place.lat},{place.lon}"}
    return "https://www.google.com/maps/search/?" + format_query(query)


def _make_apple_link(place: StopPlace) -> str:
    query = {"ll": f"{place.lat},{place.lon}", "q": place.name or place.address}
    return "https://maps.apple.com/?" + format_query(query)


def _make_amap_link(place: StopPlace) -> str:
    query = {
        "position": f"{place.lon},{place.lat}",
        "name": place.name or place.address,
        "coordinate": _AMAP_DATUMS[place.datum],
        "src": "tourbook",
        "callnative": "1",
    }
    return "https://uri.amap.com/marker?" + format_query(query)


def _make_tencent_link(place: StopPlace) -> str:
    title = (place.name or place.address).replace(";", " ")
    address = place.address.replace(";", " ") or title
    marker = f"coord:{place.lat},{place.lon};title:{title};addr:{address}"
    return "https://apis.map.qq.com/uri/v1/marker?" + format_query(
        {"marker": marker, "coord_type": "1", "referer": "tourbook"}
    )


def _make_baidu_link(place: StopPlace) -> str:
    title = place.name or place.address
    query = {
        "location": f"{place.lat},{place.lon}",
        "title": title,
        "content": place.address or title,
        "coord_type": _BAIDU_DATUMS[place.datum],
        "output": "html",
        "src": "tourbook",
    }
    return "https://api.map.baidu.com/marker?" + format_query(query)


_MAKERS = {
    "amap": _make_amap_link,
    "baidu": _make_baidu_link,
    "tencent": _make_tencent_link,
    "osm": _make_osm_link,
    "google": _make_google_link,
    "apple": _make_apple_link,
}
