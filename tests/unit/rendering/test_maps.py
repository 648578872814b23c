"""Each map service gets the datum; no coordinate is converted."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.rendering.maps import list_map_links
from tourbook.views import StopPlace


def test_without_a_position_there_is_no_map() -> None:
    assert list_map_links(StopPlace(name="x")) == ()


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.sampled_from(["wgs84", "gcj02", "bd09"]),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_every_link_holds_the_numbers_as_they_were_written_with_their_datum(
    lat: float, lon: float, datum: str, name: str, address: str
) -> None:
    found = dict(
        list_map_links(
            StopPlace(name=name, address=address, lat=lat, lon=lon, datum=datum, country="CN")
        )
    )
    assert (
        set(found)
        == {
            "wgs84": {"amap", "baidu", "osm"},
            "gcj02": {"amap", "baidu", "tencent"},
            "bd09": {"baidu"},
        }[datum]
    )
    for url in found.values():
        assert urlsplit(url).scheme == "https"
        assert url.isascii()
    baidu = parse_qs(urlsplit(found["baidu"]).query)
    assert baidu["location"] == [f"{lat},{lon}"]
    assert baidu["coord_type"] == [{"wgs84": "wgs84", "gcj02": "gcj02", "bd09": "bd09ll"}[datum]]
    if "amap" in found:
        amap = parse_qs(urlsplit(found["amap"]).query)
        assert amap["position"] == [f"{lon},{lat}"]
        assert amap["coordinate"] == [{"wgs84": "wgs84", "gcj02": "gaode"}[datum]]
        assert amap.get("name", [""]) == [name or address]
    if "osm" in found:
        assert parse_qs(urlsplit(found["osm"]).query) == {"mlat": [str(lat)], "mlon": [str(lon)]}


@pytest.mark.parametrize(
    ("country", "lat", "lon", "names"),
    [
        ("CN", 35.5, 104.5, ["amap", "baidu", "osm"]),
        ("HK", 22.3, 114.2, ["amap", "baidu", "osm"]),
        ("GB", 53.96, -1.08, ["osm", "google", "apple"]),
        ("TH", 13.7, 100.5, ["osm", "google", "apple"]),
        ("", 35.5, 104.5, ["amap", "baidu", "osm"]),
        ("", 39.7, -105.0, ["osm", "google", "apple"]),
    ],
)
def test_the_services_are_those_of_the_country(
    country: str, lat: float, lon: float, names: list[str]
) -> None:
    place = StopPlace(name="馆 A", lat=lat, lon=lon, datum="wgs84", country=country)
    assert [name for name, _ in list_map_links(place)] == names
    links = dict(list_map_links(place, ["google", "baidu"]))
    assert list(links) == ["google", "baidu"]
    assert parse_qs(urlsplit(links["google"]).query)["query"] == [f"{lat},{lon}"]
