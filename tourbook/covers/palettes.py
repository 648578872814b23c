"""The colours of covers: few, strong, and at ease beside one another on a light page and on a dark
one."""

from __future__ import annotations

from typing import NamedTuple

CREAM, NAVY, OCHRE, ORANGE = "#f3e6cf", "#1d3549", "#e6b04a", "#d9653b"


class Palette(NamedTuple):
    ground: str
    """Of the canvas."""
    soft: str
    """Near the ground: what is far away."""
    middle: str
    deep: str
    """The darkest: what is near, and edges."""
    light: str
    """The lightest: roads and stops."""
    spark: str
    """The one that the eye falls on."""


PALETTES = (
    Palette("#1f6f64", "#2b8a7e", "#7fb98f", "#123f3a", CREAM, OCHRE),  # forest
    Palette(CREAM, "#e8d2a6", ORANGE, NAVY, "#fffaf0", "#2b8a7e"),  # paper
    Palette(NAVY, "#2f5573", "#5aa3bb", "#10202e", CREAM, OCHRE),  # night
    Palette("#9cc5d3", "#7fb2c4", "#2d7f9e", NAVY, "#f6efe2", ORANGE),  # sky
    Palette("#3b2f5c", "#574a82", "#9a8bc2", "#221a38", CREAM, "#f0a05a"),  # plum
    Palette("#b84a2c", "#cf6a3c", "#e8a15a", "#4d1d17", CREAM, "#f2cd7a"),  # clay
    Palette("#cfe0cb", "#a8c9b0", "#5d9c86", "#1d4f48", "#fbf8ee", ORANGE),  # sage
    Palette("#f0d6c6", "#e6b7a0", "#c4604d", "#4a2038", "#fff6ea", "#2f8577"),  # rose
    Palette(OCHRE, "#f0c873", "#cd7f2e", NAVY, "#fbf1dc", "#b3402a"),  # harvest
)
