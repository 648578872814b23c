"""Covers as PNG, for previews of links: services that make them do not show SVG."""

from __future__ import annotations

import io
import math
from itertools import pairwise
from typing import TYPE_CHECKING

from .shapes import HEIGHT, WIDTH, Area, Disc, Drawing, Line, Path

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
"""The size that services cut previews to."""
_FINENESS = 2
"""Pixels that are drawn for each that is shown, in each direction, so that edges are smooth."""
_SCALE = _FINENESS * SHARE_WIDTH / WIDTH
_TOP = (SHARE_HEIGHT * _FINENESS - HEIGHT * _SCALE) / 2
"""Where the canvas begins, which is a little taller than the picture."""
_CURVE_STEPS = 16
_COLOURS = 64

Point = tuple[float, float]


def write_png(drawing: Drawing) -> bytes:
    from PIL import Image, ImageDraw  # late: a page needs no picture

    size = (SHARE_WIDTH * _FINENESS, SHARE_HEIGHT * _FINENESS)
    picture = Image.new("RGB", size, drawing.ground)
    pencil = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        if isinstance(shape, Disc):
            _draw_disc(pencil, _place(shape.x, shape.y), shape.radius * _SCALE, shape.fill)
        elif isinstance(shape, Area):
            for path in shape.paths:
                pencil.polygon(_flatten(path), shape.fill)
        else:
            _draw_line(pencil, shape)
    out = io.BytesIO()
    small = picture.reduce(_FINENESS)
    few = small.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _place(x: float, y: float) -> Point:
    return x * _SCALE, y * _SCALE + _TOP


def _draw_disc(pencil: ImageDraw, at: Point, radius: float, fill: str) -> None:
    pencil.ellipse((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius), fill)


def _draw_line(pencil: ImageDraw, line: Line) -> None:
    points, width = _flatten(line.path), line.width * _SCALE
    for dash in _cut(points, line.dash * _SCALE) if line.dash else [points]:
        pencil.line(dash, line.stroke, round(width), joint="curve")
        if not line.dash:
            for end in (dash[0], dash[-1]):
                _draw_disc(pencil, end, width / 2, line.stroke)


def _flatten(path: Path) -> list[Point]:
    """The path as straight lines."""
    points = [_place(*path[0][-2:])]
    for segment in path[1:]:
        points += _flatten_curve(points[-1], segment) if len(segment) == 6 else [_place(*segment)]
    return points


def _flatten_curve(start: Point, segment: tuple[float, ...]) -> list[Point]:
    """A cubic Bézier curve as straight lines, without its start."""
    a, b, c, d = (start, *(_place(*segment[i : i + 2]) for i in (0, 2, 4)))
    points = []
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        u = 1 - t
        weights = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
        x, y = (sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) for i in (0, 1))
        points.append((x, y))
    return points


def _cut(points: list[Point], length: float) -> list[list[Point]]:
    """The dashes of a line, as long as the gaps between them."""
    dashes: list[list[Point]] = [[points[0]]]
    is_gap, rest = False, length
    for start, end in pairwise(points):
        distance, position = math.dist(start, end), 0.0
        while distance - position >= rest:
            position += rest
            at = _find_between(start, end, position / distance)
            if not is_gap:
                dashes[-1].append(at)
            else:
                dashes.append([at])
            is_gap, rest = not is_gap, length
        rest -= distance - position
        if not is_gap:
            dashes[-1].append(end)
    return dashes


def _find_between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
