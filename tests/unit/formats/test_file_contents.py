"""The format of a file is that of its bytes, and the text of a document is found."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.support import pictures as p
from tourbook.formats.file_contents import (
    detect_format,
    extract_document_text,
    is_complete_picture,
)

SHOWN = {
    "JPEG": p.JPEG, "PNG": p.PNG, "GIF": p.GIF, "WebP": p.WEBP, "AVIF": p.AVIF, "SVG": p.SVG,
}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "format"),
    [
        *((raw, format) for format, raw in SHOWN.items()),
        (p.TIFF, "TIFF"),
        (p.HEIC, "HEIC"),
        (b"8BPS\0\1", "Photoshop"),
        (b"%PDF-1.7", "PDF"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg/>', "SVG"),
        (b"<?xml version='1.0'?><html/>", ""),
        (b"PK", ""),
        (b"", ""),
    ],
)
def test_the_format_is_that_of_the_bytes(raw: bytes, format: str) -> None:
    assert detect_format(raw) == format


@pytest.mark.parametrize("format", SHOWN)
def test_a_picture_that_breaks_off_is_not_complete(format: str) -> None:
    assert is_complete_picture(format, SHOWN[format])
    assert not is_complete_picture(format, SHOWN[format][:-3])


def test_the_end_of_a_thumbnail_is_not_that_of_the_photo() -> None:
    thumbnail = p.make_segment(0xE1, b"Exif\0\0" + p.JPEG)
    assert not is_complete_picture("JPEG", p.make_jpeg(thumbnail, end=b""))
    assert is_complete_picture("JPEG", p.make_jpeg(thumbnail))
    assert is_complete_picture("JPEG", p.make_jpeg(size=1, end=b""))  # nothing is missing of it


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_text_of_a_table_is_found_in_any_encoding(encoding: str) -> None:
    assert extract_document_text(".csv", "张三,电话\n".encode(encoding)) == "张三,电话\n"


def test_the_text_of_an_office_document_is_found() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:p><w:t>一</w:t><w:t>二</w:t></w:p><w:p>三</w:p>")
        archive.writestr("word/media/a.png", p.PNG)
    assert extract_document_text(".docx", file.getvalue()).split() == ["一二", "三"]


@pytest.mark.parametrize(("suffix", "raw"), [(".docx", b"PK"), (".png", p.PNG), ("", b"x")])
def test_other_files_have_no_text(suffix: str, raw: bytes) -> None:
    assert extract_document_text(suffix, raw) == ""
