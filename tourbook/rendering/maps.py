"""Map links for a position; its datum is passed on to each map service, nothing is converted.

Sources: the URI APIs of Amap ("marker": position=lon,lat with coordinate=gaode|wgs84), Baidu
("marker": location=lat,lng with coord_type) and OpenStreetMap (mlat, mlon, WGS-84).
"""

from __future__ import annotations

from urllib.parse import urlencode

from tourbook.views import StopPlace

_AMAP_DATUMS = {"wgs84": "wgs84", "gcj02": "gaode"}
_BAIDU_DATUMS = {"wgs84": "wgs84", "gcj02": "gcj02", "bd09": "bd09ll"}


def list_map_links(place: StopPlace) -> tuple[tuple[str, str], ...]:
    """(name for the string "map_NAME", address) of each map service that knows the datum."""
    if not place.datum:
        return ()
    links = []
    if place.datum in _AMAP_DATUMS:
        links.append(("amap", _make_amap_link(place)))
    links.append(("baidu", _make_baidu_link(place)))
    if place.datum == "wgs84":
        lat, lon = place.lat, place.lon
        url = f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"
        links.append(("osm", url))
    return tuple(links)


def _make_amap_link(place: StopPlace) -> str:
    query = {
        "position": f"{place.lon},{place.lat}",
        "name": place.name or place.address,
        "coordinate": _AMAP_DATUMS[place.datum],
        "src": "tourbook",
        "callnative": "1",
    }
    return "https://uri.amap.com/marker?" + urlencode(query)


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
    return "https://api.map.baidu.com/marker?" + urlencode(query)
