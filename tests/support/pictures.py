"""Small pictures as bytes: one that browsers show for each format, and a photo with metadata."""

from __future__ import annotations

import struct
import zlib


def _make_chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def make_png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of one pixel, with chunks of metadata."""
    header = _make_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = _make_chunk(b"IDAT", zlib.compress(b"\0\0"))
    metadata = b"".join(_make_chunk(kind, content) for kind, content in chunks)
    return b"\x89PNG\r\n\x1a\n" + header + metadata + pixels + _make_chunk(b"IEND", b"")


def make_segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def make_jpeg(*segments: bytes, size: int = 16, end: bytes = b"\xff\xd9") -> bytes:
    """A JPEG with segments of metadata; its pixels are no picture."""
    frame = make_segment(0xC0, struct.pack(">BHHB", 8, size, size, 1) + b"\1\x11\0")
    scan = make_segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + end


def make_webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(content)) + content for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


PNG, JPEG = make_png(), make_jpeg()
GIF = b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
WEBP = make_webp((b"VP8 ", b"\0" * 10))
AVIF = b"\0\0\0\x14ftypavif\0\0\0\0avif" + b"\0\0\0\x0cmdat1234"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
TIFF, HEIC = b"II*\0\x08\0\0\0", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"

Tags = dict[int, "bytes | Tags"]
"""Tag -> text, or the tags of a directory of its own (TIFF 6.0, section 2)."""
EXIF, GPS = 0x8769, 0x8825
ORIENTATION, COPYRIGHT, MAKER_NOTE, SERIAL_NUMBER, OWNER = 0x0112, 0x8298, 0x927C, 0xA431, 0xA430
POSITION: Tags = {1: b"N", 2: b"POSITION-NORTH", 3: b"E", 4: b"POSITION-EAST"}


def make_tiff(tags: Tags, order: str = "<") -> bytes:
    """A TIFF structure; all values are of the type ASCII."""
    return (
        {"<": b"II*\0", ">": b"MM\0*"}[order]
        + struct.pack(order + "I", 8)
        + _make_directory(tags, 8, order)
    )


def _make_directory(tags: Tags, offset: int, order: str) -> bytes:
    entries, values = b"", b""
    end = offset + 2 + 12 * len(tags) + 4
    for tag, value in sorted(tags.items()):
        place = end + len(values)
        if isinstance(value, dict):
            entries += struct.pack(order + "HHII", tag, 4, 1, place)
            values += _make_directory(value, place, order)
        elif len(value) > 4:
            entries += struct.pack(order + "HHII", tag, 2, len(value), place)
            values += value
        else:
            entries += struct.pack(order + "HHI4s", tag, 2, len(value), value)
    return struct.pack(order + "H", len(tags)) + entries + bytes(4) + values
