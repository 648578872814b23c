"""The icon of the site on a home screen, as PNG: the road with its stops, on the accent."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_CANVAS = 64
"""Of icon.svg of the default theme, which shows the same."""
_FINENESS = 4
"""Pixels that are drawn for each that is shown, in each direction, so that edges are smooth."""
_ROAD, _GOAL = "#ffffff", "#ffc857"
_SAFE_SHARE = 0.72
"""Of a whole icon: systems cut it to a circle, or to another form (W3C, maskable icons)."""

Point = tuple[float, float]


def write_icon(accent: str, size: int, is_whole: bool) -> bytes:
    """A square with round corners or, if it `is_whole`, one that a system may cut to its form."""
    from PIL import Image, ImageDraw  # late: a page needs no picture

    side = size * _FINENESS
    picture = Image.new("RGBA", (side, side), accent if is_whole else None)
    pencil = ImageDraw.Draw(picture)
    if not is_whole:
        pencil.rounded_rectangle((0, 0, side - 1, side - 1), side * 14 / _CANVAS, accent)
    scale = side / _CANVAS * (_SAFE_SHARE if is_whole else 1)
    _draw_road(_Brush(pencil, scale, (side - _CANVAS * scale) / 2), accent)
    out = io.BytesIO()
    picture.reduce(_FINENESS).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Brush:
    """Draws in the units of the canvas."""

    def __init__(self, pencil: ImageDraw, scale: float, margin: float) -> None:
        self._pencil, self._scale, self._margin = pencil, scale, margin

    def draw_disc(self, x: float, y: float, radius: float, fill: str) -> None:
        self._pencil.ellipse(self._frame(x, y, radius), fill)

    def draw_level(self, x1: float, x2: float, y: float, width: float, stroke: str) -> None:
        corners = (*self._place(x1, y - width / 2), *self._place(x2, y + width / 2))
        self._pencil.rectangle(corners, stroke)

    def draw_bend(self, at: Point, radius: float, start: int, width: float, stroke: str) -> None:
        """Half a circle from an angle in degrees, clockwise."""
        frame = self._frame(*at, radius + width / 2)
        self._pencil.arc(frame, start, start + 180, stroke, round(width * self._scale))

    def _frame(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return (*self._place(x - radius, y - radius), *self._place(x + radius, y + radius))

    def _place(self, x: float, y: float) -> Point:
        return x * self._scale + self._margin, y * self._scale + self._margin


def _draw_road(brush: _Brush, accent: str) -> None:
    brush.draw_level(17, 36, 47, 5, _ROAD)
    brush.draw_bend((36, 39), 8, -90, 5, _ROAD)
    brush.draw_level(28, 36, 31, 5, _ROAD)
    brush.draw_bend((28, 23), 8, 90, 5, _ROAD)
    brush.draw_level(28, 47, 15, 5, _ROAD)
    brush.draw_disc(17, 47, 9, _ROAD)
    brush.draw_disc(17, 47, 5, accent)
    brush.draw_disc(47, 15, 8, _GOAL)
