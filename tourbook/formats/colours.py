"""Colours: "#rrggbb" of sRGB, OKLCH (Björn Ottosson, 2020), and contrast as WCAG measures it."""

from __future__ import annotations

import math
from typing import NamedTuple

_LEAST_STEP = 1 / 512
"""Of lightness and of chroma: finer than a step of sRGB."""


class Colour(NamedTuple):
    """A colour in OKLCH; `hue` in radians."""

    lightness: float
    chroma: float
    hue: float

    def with_lightness(self, lightness: float, most_chroma: float = 1) -> Colour:
        """The same hue, lighter or darker, and not more vivid than that."""
        return Colour(lightness, min(self.chroma, most_chroma), self.hue)


def parse_colour(text: str) -> Colour:
    """The colour of "#rrggbb" or "rrggbb"."""
    red, green, blue = _list_linear_channels(text)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Colour(lightness, math.hypot(a, b), math.atan2(b, a))


def format_colour(colour: Colour) -> str:
    """ "#rrggbb", as vivid as a screen can show it."""
    channels = _convert_to_linear(colour)
    while colour.chroma > 0 and not all(-1e-4 <= c <= 1 + 1e-4 for c in channels):
        colour = colour._replace(chroma=max(colour.chroma - _LEAST_STEP, 0))
        channels = _convert_to_linear(colour)
    return "#" + "".join(f"{_encode_channel(c):02x}" for c in channels)


def measure_contrast(first: str, second: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_measure_luminance(first), _measure_luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _measure_luminance(text: str) -> float:
    red, green, blue = _list_linear_channels(text)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _list_linear_channels(text: str) -> list[float]:
    values = (byte / 255 for byte in bytes.fromhex(text.removeprefix("#")))
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def _encode_channel(value: float) -> int:
    value = min(max(value, 0), 1)
    encoded = value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def _convert_to_linear(colour: Colour) -> tuple[float, float, float]:
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
