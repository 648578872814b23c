"""The colours of a site from one accent, for light pages and dark ones, each with enough contrast.

They have the hue of the accent, and the lightness of the default theme's own colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from tourbook.formats.colours import Colour, format_colour, measure_contrast, parse_colour
from tourbook.schema import SiteRecord

ICON_ACCENT = "#0b5f57"
"""The colour in which themes draw `icon.svg`; it becomes the accent."""
LEAST_CONTRAST = 4.5
"""Of text with its ground (WCAG 2.2 AA, 1.4.3)."""
_STEP = 0.005
_LIGHT = {
    "bg": (0.971, 0.004),
    "sunken": (0.944, 0.009),
    "ink": (0.235, 0.02),
    "ink-2": (0.457, 0.02),
    "line": (0.886, 0.014),
    "accent-soft": (0.925, 0.024),
}
"""Custom property -> its lightness, and the most chroma that it may have."""
_DARK = {
    "bg": (0.196, 0.012),
    "surface": (0.241, 0.016),
    "sunken": (0.28, 0.018),
    "ink": (0.942, 0.01),
    "ink-2": (0.768, 0.021),
    "line": (0.363, 0.022),
    "accent-soft": (0.344, 0.048),
    "hero": (0.319, 0.05),
    "hero-far": (0.36, 0.055),
    "hero-near": (0.276, 0.045),
}


@cache
def derive_light_colours(accent: str) -> Mapping[str, str]:
    """Custom property -> colour of light pages. The accent itself, if it can be read on them, else
    the nearest darker shade."""
    colour = parse_colour(accent)
    colours = {name: format_colour(colour.with_lightness(*v)) for name, v in _LIGHT.items()}
    legible = _find_legible(colour, accent, colours["accent-soft"], -_STEP)
    deep = parse_colour(legible)
    return colours | {
        "accent": legible,
        "on-accent": "#ffffff",
        "hero": legible,
        "hero-far": format_colour(deep.with_lightness(deep.lightness + 0.065)),
        "hero-near": format_colour(deep.with_lightness(deep.lightness - 0.052)),
    }


@cache
def derive_dark_colours(accent: str) -> Mapping[str, str]:
    """The same of dark pages, with a lighter shade."""
    colour = parse_colour(accent)
    colours = {name: format_colour(colour.with_lightness(*v)) for name, v in _DARK.items()}
    light = colour.with_lightness(max(colour.lightness, 0.8), 0.13)
    legible = _find_legible(light, format_colour(light), colours["accent-soft"], _STEP)
    return colours | {
        "accent": legible,
        "on-accent": format_colour(colour.with_lightness(0.233, 0.035)),
    }


def get_accent(site: SiteRecord) -> str:
    """The accent of a site as "#rrggbb"; "" for that of its theme."""
    accent = site.look.accent if site.look else ""
    return accent and "#" + accent.removeprefix("#").lower()


def paint(name: str, accent: str) -> Callable[[bytes], bytes] | None:
    """What gives a static file of a theme the accent; None for a file that stays as it is."""
    if not accent:
        return None
    painters = {"style.css": _paint_style, "icon.svg": _paint_icon}
    return partial(painters[name], accent=accent) if name in painters else None


def _paint_style(raw: bytes, accent: str) -> bytes:
    return raw + write_style(accent).encode()


def _paint_icon(raw: bytes, accent: str) -> bytes:
    return raw.replace(ICON_ACCENT.encode(), derive_light_colours(accent)["accent"].encode())


def write_style(accent: str) -> str:
    """A style sheet that sets the colours of screens, in the layer of the site."""
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in colours.items())
        for colours in (derive_light_colours(accent), derive_dark_colours(accent))
    )
    return (
        f"\n@layer site{{@media screen{{:root{{{light}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{dark}}}}}}}}}\n"
    )


def _find_legible(colour: Colour, text: str, ground: str, step: float) -> str:
    """The colour, or the nearest shade of it, that can be read on a ground; `text` is the colour as
    it is written."""
    while measure_contrast(text, ground) < LEAST_CONTRAST:
        colour = colour.with_lightness(colour.lightness + step)
        text = format_colour(colour)
    return text
