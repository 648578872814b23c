"""Photographs in other sizes: upright, in sRGB, without metadata; damaged and huge ones are refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from tourbook.formats.photographs import (
    MAX_PIXELS,
    HugePictureError,
    PictureError,
    PictureSize,
    crop_for_previews,
    measure_picture,
    resize_picture,
)

ORIENTATION, GPS = 0x0112, 0x8825
RED, BLUE = (220, 30, 30), (30, 30, 220)


def make_photo(
    format: str = "JPEG",
    size: tuple[int, int] = (1200, 800),
    orientation: int = 1,
    **options: object,
) -> bytes:
    """Red on the left, blue on the right, taken somewhere."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (35.0, 1.0, 2.0)}
    out = io.BytesIO()
    picture.save(out, format, exif=exif, **options)
    return out.getvalue()


def make_animation(format: str) -> bytes:
    frames = [Image.new("RGB", (600, 400), colour) for colour in (RED, BLUE)]
    out = io.BytesIO()
    frames[0].save(out, format, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def make_huge_png(width: int, height: int) -> bytes:
    """A PNG of a hundred octets that says it is large."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(bytes(1000))
    chunks = [
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
        for c in (head, pixels, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def read(raw: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(raw))
    picture.load()
    return picture


def is_near(colour: object, other: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 12 for a, b in zip(colour, other, strict=False))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photo_becomes_narrower(format: str) -> None:
    small = read(resize_picture(make_photo(format), 480))
    assert (small.format, small.size) == ("WEBP", (480, 320))
    assert is_near(small.getpixel((20, 160)), RED)
    assert is_near(small.getpixel((460, 160)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "size", "red", "blue"),
    [
        (1, (1200, 800), (0.1, 0.5), (0.9, 0.5)),
        (3, (1200, 800), (0.9, 0.5), (0.1, 0.5)),
        (6, (800, 1200), (0.5, 0.1), (0.5, 0.9)),
        (8, (800, 1200), (0.5, 0.9), (0.5, 0.1)),
    ],
)
def test_a_photo_stands_upright(
    orientation: int, size: tuple[int, int], red: tuple[float, float], blue: tuple[float, float]
) -> None:
    raw = make_photo(orientation=orientation)
    assert measure_picture(raw) == PictureSize(*size)
    small = read(resize_picture(raw, 480))
    assert small.size == (480, round(480 * size[1] / size[0]))
    for at, colour in ((red, RED), (blue, BLUE)):
        x, y = round(at[0] * small.width), round(at[1] * small.height)
        assert is_near(small.getpixel((x, y)), colour)


def test_nothing_is_left_but_the_picture() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    raw = make_photo(icc_profile=profile, comment=b"taken at home")
    for made in (resize_picture(raw, 480), crop_for_previews(raw)):
        picture = read(made)
        assert not dict(picture.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info)
        assert b"home" not in made


def test_colours_are_those_of_every_screen() -> None:
    """A photo in a wide range of colours, as phones make them: its numbers change, its look stays."""
    lab = ImageCms.createProfile("LAB")
    assert lab  # such a profile does not go with RGB: it says nothing, and is left aside
    raw = make_photo(icc_profile=ImageCms.ImageCmsProfile(lab).tobytes())
    assert is_near(read(resize_picture(raw, 480)).getpixel((20, 160)), RED)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_pictures_of_every_mode(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (600, 300)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert read(resize_picture(out.getvalue(), 480)).size == (480, 240)
    assert read(crop_for_previews(out.getvalue())).size == (1200, 630)


def test_what_is_transparent_stays_so_but_in_previews() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (600, 300), (0, 0, 0, 0)).save(out, "PNG")
    assert read(resize_picture(out.getvalue(), 480)).getpixel((9, 9))[3] == 0
    assert is_near(read(crop_for_previews(out.getvalue())).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF"])
def test_what_moves_is_known(format: str) -> None:
    assert measure_picture(make_animation(format)).is_animated
    assert not measure_picture(make_photo("JPEG")).is_animated


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.6])
def test_a_damaged_picture_is_refused_and_nothing_else_happens(format: str, share: float) -> None:
    raw = make_photo(format)
    broken = raw[: int(len(raw) * share)]
    with pytest.raises(PictureError):
        resize_picture(broken, 480)


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff" + bytes(99)])
def test_what_is_no_picture_is_refused(raw: bytes) -> None:
    with pytest.raises(PictureError):
        measure_picture(raw)


@pytest.mark.parametrize("side", [10_001, 30_000, 2**31 - 1])
def test_a_bomb_is_not_unpacked(side: int) -> None:
    assert side * side > MAX_PIXELS
    raw = make_huge_png(side, side)
    for look in (measure_picture, lambda raw: resize_picture(raw, 480), crop_for_previews):
        with pytest.raises(HugePictureError):
            look(raw)
