"""What a file is by its bytes, whatever its name says, and the text of documents."""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from xml.parsers import expat

from tourbook.common.patterns import compile_late

from .source_text import decode_for_display

MAX_EXAMINED = 100_000_000
"""Octets; of a larger file only the beginning is looked at."""
SUFFIXES_BY_FORMAT = {
    "JPEG": (".jpg", ".jpeg", ".jfif"),
    "PNG": (".png", ".apng"),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "AVIF": (".avif",),
    "SVG": (".svg",),
    "BMP": (".bmp",),
    "ICO": (".ico",),
}
"""The formats that browsers show as pictures."""
SHOWN_SUFFIXES = tuple(suffix for suffixes in SUFFIXES_BY_FORMAT.values() for suffix in suffixes)

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "ICO"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "HEIC"),
}
"""Brand of an ISO base media file -> format."""
_SVG_START = compile_late(rb"\s*(?:<\?xml|<!--|<!DOCTYPE\s+svg|<(?:\w+:)?svg\b)", re.IGNORECASE)
_JPEG_MARKER = compile_late(rb"\xff+([^\x00\xff\xd0-\xd7])")
_DRAWING_HEAD = 4096
_JPEG_END, _JPEG_SCAN, _JPEG_FRAMES = 0xD9, 0xDA, (0xC0, 0xC1, 0xC2)
_BLOCK_PIXELS = 64
_OFFICE_SUFFIXES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".text", ".json", ".rtf", ".svg", ".geojson", ".gpx")
_MAX_MEMBERS, _MAX_MEMBER_LENGTH = 500, 20_000_000
_XML_BREAK = compile_late(r"</(?:\w+:)?(?:p|h|c|si|row|table-cell)>")
_XML_TAG = compile_late(r"<[^>]*>")


def get_suffix(name: str) -> str:
    """The end of a name, in small letters: ".jpg"; "" without one."""
    return posixpath.splitext(name)[1].lower()


def detect_format(raw: bytes) -> str:
    """The format of a picture or document; "" for an unknown one."""
    for signature, format in _SIGNATURES:
        if raw.startswith(signature):
            return format
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WebP"
    if raw[4:8] == b"ftyp":
        brands = [raw[8:12], *(raw[n : n + 4] for n in range(16, 64, 4))]
        return next((_BRANDS[brand] for brand in brands if brand in _BRANDS), "")
    is_drawing = (
        _SVG_START.match(raw.removeprefix(b"\xef\xbb\xbf"))
        and b"svg" in raw[:_DRAWING_HEAD].lower()
    )
    return "SVG" if is_drawing else ""


def is_complete_picture(format: str, raw: bytes) -> bool:
    """False if a picture breaks off before its end; True for formats that do not say."""
    if format == "JPEG":
        return _is_complete_jpeg(raw)
    if format == "PNG":
        return b"IEND\xaeB`\x82" in raw
    if format == "GIF":
        return raw.rstrip(b"\0").endswith(b";")
    if format == "WebP":
        return len(raw) >= 8 + int.from_bytes(raw[4:8], "little")
    if format == "AVIF":
        return _are_boxes_complete(raw)
    if format == "SVG":
        return _is_well_formed(raw)
    return True


def _is_complete_jpeg(raw: bytes) -> bool:
    """Whether the marker EOI ends the picture (one in a thumbnail is part of a segment). A picture
    of one block loses nothing without it."""
    position, pixel_count, has_scan = 2, 0, False
    while match := _JPEG_MARKER.search(raw, position):
        marker, position = match[1][0], match.end()
        if marker == _JPEG_END:
            return True
        has_scan = has_scan or marker == _JPEG_SCAN
        if marker in _JPEG_FRAMES:
            height, width = raw[position + 3 : position + 5], raw[position + 5 : position + 7]
            pixel_count = int.from_bytes(height, "big") * int.from_bytes(width, "big")
        position += int.from_bytes(raw[position : position + 2], "big")
    return has_scan and pixel_count <= _BLOCK_PIXELS


def _are_boxes_complete(raw: bytes) -> bool:
    position = 0
    while position + 8 <= len(raw):
        size = int.from_bytes(raw[position : position + 4], "big")
        if size == 1:
            size = int.from_bytes(raw[position + 8 : position + 16], "big")
        if size == 0:  # up to the end of the file
            return True
        position += max(size, 8)
    return position == len(raw)


def _is_well_formed(raw: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(raw, True)
    except expat.ExpatError:
        return False
    return True


def extract_document_text(suffix: str, raw: bytes) -> str:
    """The text of a text file or of an office document; "" for any other file."""
    if suffix in _TEXT_SUFFIXES:
        return decode_for_display(raw)
    if suffix not in _OFFICE_SUFFIXES:
        return ""
    import zipfile  # late: few projects have such files

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [m for m in archive.infolist() if m.filename.endswith(".xml")]
            parts = [
                archive.read(member)
                for member in members[:_MAX_MEMBERS]
                if member.file_size <= _MAX_MEMBER_LENGTH
            ]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return ""  # broken or encrypted
    text = b"\n".join(parts).decode("utf-8", "replace")
    return _XML_TAG.sub("", _XML_BREAK.sub("\n", text))
