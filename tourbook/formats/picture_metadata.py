"""Takes out of a picture what tells of a person: where it was taken, with whose camera.

Values are overwritten in place, so that the picture, its orientation, colours and copyright stay as
they are. Sources: TIFF 6.0, section 2; Exif 3.0 (CIPA DC-008), 4.6; XMP (ISO 16684-1); PNG, 11.3.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common.patterns import compile_late

CLEANED_SUFFIXES = (".jpg", ".jpeg", ".jfif", ".png", ".apng", ".webp", ".avif")
_TIFF_START = compile_late(rb"II\*\0|MM\0\*")
_EXIF_START = compile_late(rb"(?:Exif\0\0|EXIF.{4})(?=II\*\0|MM\0\*)", re.DOTALL)
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_PRIVATE_TAGS = {
    0xA430,  # CameraOwnerName
    0xA431,  # BodySerialNumber
    0xA435,  # LensSerialNumber
    0xC62F,  # CameraSerialNumber (DNG)
    0xFDE8,  # OwnerName (Adobe)
    0xFDE9,  # SerialNumber (Adobe)
    0x927C,  # MakerNote, which holds serial numbers in a form of each maker
}
_PADDING_TAG, _UNDEFINED_TYPE, _ENTRY_LENGTH = 0xEA1C, 7, 12
_TYPE_LENGTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_MAX_ENTRIES = 1000
_XMP_PACKET = compile_late(rb"<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_XMP_NAME = rb"[\w-]+:\w*(?:GPS\w+|SerialNumber|OwnerName)"
_XMP_VALUE = compile_late(
    rb"\s" + _XMP_NAME + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
    rb"|<" + _XMP_NAME + rb"(?:\s[^>]*)?>([^<]*)<",
    re.IGNORECASE,
)
_FILM_POSITION = compile_late(rb"[+-]\d{2}\.\d{3,}[+-]\d{3}\.\d{3,}(?:[+-]\d+(?:\.\d+)?)?/")
"""ISO 6709, as it stands in a film that is part of a photo."""


class _Patch(NamedTuple):
    """New octets at a place of a file."""

    place: int
    content: bytes


def blank_private_metadata(raw: bytes) -> bytes:
    """The picture without positions, serial numbers and owners; the same bytes if it has none."""
    if raw.startswith(b"\x89PNG"):
        return _clean_png(raw)
    return _apply(raw, _find_patches(raw))


def _apply(raw: bytes, patches: list[_Patch]) -> bytes:
    if not patches:
        return raw
    out = bytearray(raw)
    for place, content in patches:
        out[place : place + len(content)] = content
    return bytes(out[: len(raw)])


def _find_patches(raw: bytes) -> list[_Patch]:
    """What to overwrite, wherever in the file it is: photos hold smaller ones, and films, with
    metadata of their own."""
    is_box_file = raw[4:8] == b"ftyp"
    starts = _TIFF_START.finditer(raw) if is_box_file else _EXIF_START.finditer(raw)
    patches: list[_Patch] = []
    for match in starts:
        patches += _iterate_tiff_patches(raw, match.start() if is_box_file else match.end())
    for packet in _XMP_PACKET.finditer(raw):
        patches += _iterate_xmp_patches(packet[0], packet.start())
    if b"ftyp" in raw:
        patches += [_make_blank(m.start(), m[0]) for m in _FILM_POSITION.finditer(raw)]
    return patches


def _make_blank(place: int, value: bytes) -> _Patch:
    return _Patch(place, b" " * len(value))


def _iterate_xmp_patches(packet: bytes, start: int) -> Iterator[_Patch]:
    for match in _XMP_VALUE.finditer(packet):
        group = match.lastindex or 0
        if match[group].strip():
            yield _make_blank(start + match.start(group), match[group])


def _iterate_tiff_patches(raw: bytes, start: int) -> Iterator[_Patch]:
    """Turns the private entries of the TIFF structure at `start` into padding."""
    tiff = _TiffReader(raw, start)
    due, visited = [(4, False)], set[int]()
    while due:
        pointer, is_private = due.pop()
        offset = tiff.read_number(pointer, 4)
        count = tiff.read_number(offset, 2)
        if offset < 8 or offset in visited or count > _MAX_ENTRIES:
            continue
        visited.add(offset)
        for entry in range(offset + 2, offset + 2 + _ENTRY_LENGTH * count, _ENTRY_LENGTH):
            tag = tiff.read_number(entry, 2)
            if tag == _EXIF_IFD:
                due.append((entry + 8, is_private))
            elif tag == _GPS_IFD:
                due.append((entry + 8, True))
                yield tiff.make_padding(entry)
            elif is_private or tag in _PRIVATE_TAGS:
                yield from tiff.erase_value(entry)
                yield tiff.make_padding(entry)
        if not is_private:
            due.append((offset + 2 + _ENTRY_LENGTH * count, False))


class _TiffReader:
    """Reads numbers at offsets from the start of a TIFF structure; 0 beyond the end."""

    def __init__(self, raw: bytes, start: int) -> None:
        self._raw, self._start = raw, start
        self._is_little = raw[start : start + 2] == b"II"

    def read_number(self, offset: int, length: int) -> int:
        place = self._start + offset
        return int.from_bytes(
            self._raw[place : place + length], "little" if self._is_little else "big"
        )

    def _encode(self, value: int, length: int) -> bytes:
        return value.to_bytes(length, "little" if self._is_little else "big")

    def make_padding(self, entry: int) -> _Patch:
        encode = self._encode
        content = encode(_PADDING_TAG, 2) + encode(_UNDEFINED_TYPE, 2) + encode(4, 4) + bytes(4)
        return _Patch(self._start + entry, content)

    def erase_value(self, entry: int) -> Iterator[_Patch]:
        """Overwrites a value that does not fit into its entry."""
        unit = _TYPE_LENGTHS.get(self.read_number(entry + 2, 2), 1)
        length = unit * self.read_number(entry + 4, 4)
        place = self._start + self.read_number(entry + 8, 4)
        if length > 4 and place < len(self._raw):
            yield _Patch(place, bytes(min(length, len(self._raw) - place)))


def _clean_png(raw: bytes) -> bytes:
    """A PNG with new checksums where a chunk has changed, and without packed metadata."""
    out, position, is_changed = [raw[:8]], 8, False
    while position + 12 <= len(raw):
        end = position + 12 + int.from_bytes(raw[position : position + 4], "big")
        kind, content = raw[position + 4 : position + 8], raw[position + 8 : end - 4]
        new_content = _clean_chunk(kind, content)
        if new_content == content:
            out.append(raw[position:end])
        else:
            is_changed = True
        if new_content is not None and new_content != content:
            checksum = zlib.crc32(kind + new_content).to_bytes(4, "big")
            out += [raw[position : position + 8], new_content, checksum]
        position = end
    return b"".join([*out, raw[position:]]) if is_changed else raw


def _clean_chunk(kind: bytes, content: bytes) -> bytes | None:
    """The content of a chunk of a PNG; None to leave the chunk out."""
    if kind == b"eXIf" and _TIFF_START.match(content):
        return _apply(content, list(_iterate_tiff_patches(content, 0)))
    if kind not in (b"tEXt", b"zTXt", b"iTXt"):
        return content
    name, _, rest = content.partition(b"\0")
    is_packed_xmp = name == b"XML:com.adobe.xmp" and rest[:1] == b"\1"
    if is_packed_xmp or name.startswith(b"Raw profile type "):
        is_private = name[17:].lower() in (b"exif", b"app1", b"xmp", b"iptc", b"8bim")
        return None if is_packed_xmp or is_private else content
    return _apply(content, _find_patches(content))
