"""Photographs in the sizes of screens, upright, in colours that every screen shows, and with
nothing in the file but the picture.

WebP, which every browser shows. AVIF was measured with Pillow 13, at the same quality: at its
quickest it is 4 to 13 % smaller and takes half as long again, at its best a fifth smaller in twenty
times the time. As older browsers need the other one, too, that would be twice as many files.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

RESIZED_FORMATS = ("JPEG", "PNG", "WebP", "AVIF")
SHARE_SIZE = (1200, 630)
"""Pixels of a picture in previews of links."""
MAX_PIXELS = 100_000_000
"""Of a picture that takes 300 MB of memory when it is unpacked. Some phones make larger ones."""
_QUALITY = 80
_METHOD = 2
"""Of the encoder: 2 takes 0.1 s for a photograph for a whole screen, 4 takes 0.27 s for one that is
4 % smaller."""
_QUARTER_TURNS = (5, 6, 7, 8)
"""Orientations of EXIF (tag 0x0112) in which width and height change places."""
_ORIENTATION = 0x0112


class PictureError(Exception):
    """A picture cannot be read: it is damaged, or no picture."""


class HugePictureError(PictureError):
    """A picture has more than MAX_PIXELS."""


class PictureSize(NamedTuple):
    """Pixels of a picture as it is shown, and whether it moves."""

    width: int
    height: int
    is_animated: bool = False


def measure_picture(raw: bytes) -> PictureSize:
    """The size that a picture says it has; its pixels are not looked at. Raises PictureError."""
    with _open(raw) as picture:
        width, height = picture.size
        if picture.getexif().get(_ORIENTATION) in _QUARTER_TURNS:
            width, height = height, width
        is_film = picture.format in ("PNG", "WEBP", "AVIF", "GIF")  # not the frames of a JPEG
        return PictureSize(width, height, is_film and getattr(picture, "is_animated", False))


def resize_picture(raw: bytes, width: int) -> bytes:
    """The picture in a smaller width, as WebP. Raises PictureError."""
    with _open(raw) as picture:
        is_drawing = picture.mode == "P"  # few colours: edges and letters stay sharp
        upright = _turn_upright(picture, width)
        height = max(1, round(upright.height * width / upright.width))
        small = upright.resize((width, height), reducing_gap=3)
        return _encode(small, "WEBP", quality=_QUALITY, method=_METHOD, lossless=is_drawing)


def crop_for_previews(raw: bytes, focus: tuple[float, float] = (0.5, 0.5)) -> bytes:
    """The picture as JPEG, in the size of a preview, with as much as possible of what is around
    `focus` (shares of width and height). Raises PictureError."""
    from PIL import Image, ImageOps

    with _open(raw) as picture:
        upright = _turn_upright(picture, 2 * SHARE_SIZE[0])
        if upright.mode == "RGBA":
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright).convert("RGB")
        cut = ImageOps.fit(upright, SHARE_SIZE, centering=focus)
        return _encode(cut, "JPEG", quality=_QUALITY, optimize=True)


@contextmanager
def _open(raw: bytes) -> Iterator[Image]:
    from PIL import Image  # late: most builds look at no new picture
    from PIL.Image import open as read_head

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with read_head(io.BytesIO(raw)) as picture:
                yield picture
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as e:
        raise HugePictureError(str(e)) from e
    except Exception as e:  # a damaged file can make a decoder raise anything
        raise PictureError(str(e)) from e


def _turn_upright(picture: Image, width: int) -> Image:
    """The picture as it is shown, in RGB or RGBA. One that is much wider than `width` may be made
    smaller already, which JPEG does while it unpacks."""
    from PIL import ImageOps

    picture.draft(None, (width, width * picture.height // picture.width + 1))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    return _convert_colours(upright)


def _convert_colours(picture: Image) -> Image:
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            colours = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            standard = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, colours, standard, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that is broken says nothing
        else:
            assert converted is not None
            return converted
    is_transparent = "A" in picture.mode or "transparency" in picture.info
    return picture.convert("RGBA" if is_transparent else "RGB")


def _encode(picture: Image, format: str, **options: object) -> bytes:
    picture.info = {}  # nor does an encoder find anything to write besides
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()
