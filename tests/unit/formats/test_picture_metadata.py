"""What tells of a person is taken out of a picture; everything else stays."""

from __future__ import annotations

import zlib

import pytest

from tests.support.pictures import (
    AVIF,
    COPYRIGHT,
    EXIF,
    GIF,
    GPS,
    JPEG,
    MAKER_NOTE,
    ORIENTATION,
    OWNER,
    PNG,
    POSITION,
    SERIAL_NUMBER,
    SVG,
    WEBP,
    Tags,
    make_jpeg,
    make_png,
    make_segment,
    make_tiff,
    make_webp,
)
from tourbook.formats.picture_metadata import blank_private_metadata

PHOTO: Tags = {
    ORIENTATION: b"\6",
    COPYRIGHT: b"COPYRIGHT",
    EXIF: {MAKER_NOTE: b"NOTE-OF-MAKER", OWNER: b"OWNER-NAME", SERIAL_NUMBER: b"SERIAL-NUMBER"},
    GPS: POSITION,
}
PRIVATE_TEXTS = (b"POSITION", b"NOTE-OF-MAKER", b"OWNER-NAME", b"SERIAL-NUMBER")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" a="http://ns.adobe.com/xap/1.0/"><rdf:RDF><rdf:Description '
    b'dc:rights="COPYRIGHT" exif:GPSLatitude="POSITION-NORTH" aux:SerialNumber = \'SERIAL-NUMBER\'>'
    b"<exif:GPSLongitude>POSITION-EAST</exif:GPSLongitude><drone:GpsAltitude>POSITION-UP"
    b"</drone:GpsAltitude></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def make_exif(order: str = "<") -> bytes:
    return b"Exif\0\0" + make_tiff(PHOTO, order)


PHOTOS = {
    "jpeg": make_jpeg(make_segment(0xE1, make_exif())),
    "jpeg of another byte order": make_jpeg(make_segment(0xE1, make_exif(">"))),
    "jpeg with xmp": make_jpeg(make_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
    "jpeg with a second picture": JPEG + make_jpeg(make_segment(0xE1, make_exif())),
    "png": make_png((b"eXIf", make_tiff(PHOTO, ">"))),
    "png with xmp": make_png((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    "png with packed xmp": make_png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP))),
    "png with a profile": make_png((b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"x"))),
    "webp": make_webp((b"VP8 ", b"\0" * 10), (b"EXIF", make_tiff(PHOTO))),
    "webp with a prefix": make_webp((b"VP8 ", b"\0" * 10), (b"EXIF", make_exif())),
    "avif": AVIF + b"\0\0\0\xffmdat\0\0\0\0" + make_tiff(PHOTO),
    "film": JPEG + b"\0\0\0\x18ftypmp42" + b"\xa9xyz\0\x12\x15\xc7+30.2231+115.0686/",
}


@pytest.mark.parametrize("kind", PHOTOS)
def test_private_metadata_is_blank(kind: str) -> None:
    photo = PHOTOS[kind]
    clean = blank_private_metadata(photo)
    assert clean != photo
    assert not [text for text in (*PRIVATE_TEXTS, b"30.2231") if text in clean]
    assert blank_private_metadata(clean) == clean


@pytest.mark.parametrize("kind", PHOTOS)
def test_orientation_copyright_and_pixels_stay(kind: str) -> None:
    photo = PHOTOS[kind]
    clean = blank_private_metadata(photo)
    for text in (b"COPYRIGHT", b"\x12\xff\x00\x34", b"IDAT", b"VP8 "):
        assert (text in clean) == (text in photo)
    if not kind.startswith("png with"):
        assert len(clean) == len(photo)
        assert clean.count(b"\x12\1") == photo.count(b"\x12\1")


def test_the_directory_of_the_position_cannot_be_reached() -> None:
    clean = blank_private_metadata(PHOTOS["jpeg"])
    assert b"\x25\x88" not in clean
    assert b"\x1c\xea" in clean  # padding in its place


def test_a_png_has_right_checksums() -> None:
    clean = blank_private_metadata(PHOTOS["png"])
    start = clean.index(b"eXIf")
    content = clean[start : start + 4 + int.from_bytes(clean[start - 4 : start], "big")]
    assert zlib.crc32(content).to_bytes(4, "big") == clean[start + len(content) :][:4]


@pytest.mark.parametrize(
    "raw", [PNG, JPEG, GIF, WEBP, AVIF, SVG, b"", b"\x89PNG", b"Exif\0\0II*\0"]
)
def test_what_has_none_stays_as_it_is(raw: bytes) -> None:
    assert blank_private_metadata(raw) == raw
    plain = make_jpeg(make_segment(0xE1, b"Exif\0\0" + make_tiff({ORIENTATION: b"\6"})))
    assert blank_private_metadata(plain) == plain


@pytest.mark.parametrize("length", range(0, 300, 7))
def test_a_photo_that_breaks_off_is_no_trouble(length: int) -> None:
    raw = PHOTOS["jpeg"][:length]
    assert len(blank_private_metadata(raw)) == len(raw)


def test_directories_in_a_circle_end() -> None:
    tiff = bytearray(make_tiff({EXIF: {OWNER: b"OWNER-NAME"}}))
    tiff[18:22] = (8).to_bytes(4, "little")
    assert blank_private_metadata(b"Exif\0\0" + bytes(tiff))
