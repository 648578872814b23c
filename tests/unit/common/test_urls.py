"""Site paths, output files and links fit together."""

from __future__ import annotations

import posixpath
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common import urls

SEGMENT = st.text(
    st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1, max_size=8
).filter(lambda s: s not in (".", ".."))
PAGE = st.lists(SEGMENT, max_size=4).map(lambda parts: "".join(p + "/" for p in parts))


@given(PAGE)
def test_a_page_is_an_index_file_in_its_folder(path: str) -> None:
    assert urls.derive_output_file(path) == path + "index.html"
    assert urls.derive_output_file("all.ics") == "all.ics"


@given(PAGE, PAGE)
def test_a_relative_link_leads_from_one_page_to_another(here: str, there: str) -> None:
    link = urls.format_relative_url(urls.path_to_root(here), there)
    assert link
    reached = posixpath.normpath(posixpath.join("/" + here, unquote(link)))
    assert reached == posixpath.normpath("/" + there)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_encoding_is_undone_by_decoding_and_leaves_ascii_only(path: str) -> None:
    encoded = urls.encode_path(path)
    assert encoded.isascii()
    assert unquote(encoded) == path
    assert not set(encoded) & set('"<>?# \\')


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_files_that_a_file_system_may_take_for_one_collide(path: str) -> None:
    """NFC and NFD, upper and lower case."""
    for other in (unicodedata.normalize("NFD", path), unicodedata.normalize("NFC", path)):
        assert urls.compute_collision_key(other) == urls.compute_collision_key(path)
        assert urls.normalize_path(other) == urls.normalize_path(path)


def test_upper_and_lower_case_collide_and_a_page_collides_with_its_file() -> None:
    assert urls.compute_collision_key("Venues/HALL/") == urls.compute_collision_key(
        "venues/hall/index.html"
    )
    assert urls.compute_collision_key("venues/hall/") != urls.compute_collision_key("venues/halls/")


@pytest.mark.parametrize(
    "url", ["https://x", "http://x", "mailto:a@b", "tel:1", "a/b:c", "#x", "/x", "", "HTTPS://x"]
)
def test_web_mail_telephone_and_relative_addresses_are_safe(url: str) -> None:
    assert urls.has_safe_scheme(url)


@pytest.mark.parametrize(
    "url", ["javascript:x", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///x"]
)
def test_other_schemes_are_not(url: str) -> None:
    assert not urls.has_safe_scheme(url)


def test_a_path_of_keys_is_read_from_one() -> None:
    assert urls.format_key_path(("tours", 1, "stops", 0, "venue")) == "tours[2].stops[1].venue"


@pytest.mark.parametrize(
    "path",
    [
        "con/",
        "old/AUX.html",
        "com1.ics",
        "x/nul /",
        "a./",
        "a /b/",
        "abcdefgh/" * 120,
        "x" * 241 + "/",
    ],
)
def test_an_address_that_some_system_cannot_write_is_refused(path: str) -> None:
    assert not urls.is_writable(path)


@pytest.mark.parametrize(
    "path", ["console/", "auxiliary.ics", "com10/", "a.b/", "abcdefgh/" * 100, ""]
)
def test_an_address_that_every_system_can_write_is_not(path: str) -> None:
    assert urls.is_writable(path)


@pytest.mark.parametrize(
    ("written", "encoded"),
    [
        # as the URL class of browsers writes them
        ("https://科普.example/巡展/", "https://xn--tkv944b.example/%E5%B7%A1%E5%B1%95/"),
        ("https://科普.Example:8080/", "https://xn--tkv944b.example:8080/"),
        ("https://ＡＢ科普.中国/", "https://xn--ab-y57d122e.xn--fiqs8s/"),
        ("https://straße.de/", "https://xn--strae-oqa.de/"),
        ("https://example.org/科普/a%20b/", "https://example.org/%E7%A7%91%E6%99%AE/a%20b/"),
        ("https://example.org/%E7%A7%91/", "https://example.org/%E7%A7%91/"),
        ("https://Example.org/A/", "https://Example.org/A/"),
        ("https://xn--tkv944b.example/", "https://xn--tkv944b.example/"),
        ("http://ห้องสมุด.ไทย", "http://xn--72c0a0b9adm4frg.xn--o3cw4h"),
        ("https://cafe\u0301.example/", "https://xn--caf-dma.example/"),
    ],
)
def test_the_address_of_a_site_is_a_uri(written: str, encoded: str) -> None:
    assert urls.encode_base_url(written) == encoded
    assert urls.encode_base_url(encoded) == encoded
