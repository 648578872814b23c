"""Map links for a position in its own datum: each map service is told the datum, nothing is
converted.

Sources: the URI APIs of Amap ("marker": position=lon,lat with coordinate=gaode|wgs84), Baidu
("marker": location=lat,lng with coord_type) and OpenStreetMap (mlat, mlon, WGS-84).
"""

from __future__ import annotations

from urllib.parse import urlencode

from tourbook.views import StopPlace


def list_map_links(place: StopPlace) -> tuple[tuple[str, str], ...]:
    """(name of the service for t("map_" ...), address) of each map that can show the position."""
    if not place.datum:
        return ()
    lat, lon, datum, title = place.lat, place.lon, place.datum, place.name or place.address
    out = []
    if datum in ("wgs84", "gcj02"):
        coordinate = {"wgs84": "wgs84", "gcj02": "gaode"}[datum]
        query = urlencode(
            {
                "position": f"{lon},{lat}",
                "name": title,
                "coordinate": coordinate,
                "src": "tourbook",
                "callnative": "1",
            }
        )
        out.append(("amap", "https://uri.amap.com/marker?" + query))
    coord_type = {"wgs84": "wgs84", "gcj02": "gcj02", "bd09": "bd09ll"}[datum]
    query = urlencode(
        {
            "location": f"{lat},{lon}",
            "title": title,
            "content": place.address or title,
            "coord_type": coord_type,
            "output": "html",
            "src": "tourbook",
        }
    )
    out.append(("baidu", "https://api.map.baidu.com/marker?" + query))
    if datum == "wgs84":
        out.append(
            ("osm", f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}")
        )
    return tuple(out)
