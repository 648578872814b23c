"""Each map service gets the datum; no coordinate is converted."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

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
        list_map_links(StopPlace(name=name, address=address, lat=lat, lon=lon, datum=datum))
    )
    assert (
        set(found)
        == {"wgs84": {"amap", "baidu", "osm"}, "gcj02": {"amap", "baidu"}, "bd09": {"baidu"}}[datum]
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
