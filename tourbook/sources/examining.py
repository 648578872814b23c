"""What a look into a file shows that is published as it is."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tourbook.formats.file_contents import (
    MAX_EXAMINED,
    detect_format,
    extract_document_text,
    is_complete_picture,
)
from tourbook.formats.photographs import (
    RESIZED_FORMATS,
    HugePictureError,
    PictureError,
    PictureSize,
    measure_picture,
)
from tourbook.schema.private_numbers import find_numbers


class FileFacts(msgspec.Struct, frozen=True):
    format: str = ""
    """As it is called in messages: "JPEG"; "" for an unknown one."""
    is_empty: bool = False
    is_complete: bool = True
    """False for a picture that breaks off."""
    width: int = 0
    """Pixels of a picture that can be shown in other sizes; 0 for any other file."""
    height: int = 0
    is_huge: bool = False
    """True for a picture with more pixels than can be unpacked."""
    private_numbers: tuple[tuple[int, str], ...] = ()
    """(line, number); line 1 in documents without lines."""


def examine_file(suffix: str, raw: bytes) -> FileFacts:
    """What is in a file; `raw` may break off at MAX_EXAMINED."""
    format = detect_format(raw)
    is_complete, is_huge = len(raw) >= MAX_EXAMINED or is_complete_picture(format, raw), False
    size = PictureSize(0, 0)
    if is_complete and format in RESIZED_FORMATS:
        try:
            size = measure_picture(raw)
        except HugePictureError:
            is_huge = True
        except PictureError:
            is_complete = False
    return FileFacts(
        format,
        not raw.strip(b"\0\r\n "),
        is_complete,
        0 if size.is_animated else size.width,
        0 if size.is_animated else size.height,
        is_huge,
        tuple(_iterate_private_numbers(extract_document_text(suffix, raw))),
    )


def _iterate_private_numbers(text: str) -> Iterator[tuple[int, str]]:
    for line_number, line in enumerate(text.split("\n"), 1):
        for number in find_numbers(line):
            yield line_number, number
