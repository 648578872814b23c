"""What covers are drawn with: flat shapes of one colour, on a canvas of fixed size."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import NamedTuple

WIDTH, HEIGHT = 480, 270
"""The size of the canvas; x goes to the right, y down."""
_ARC = 0.5523
"""How far the handles of a Bézier curve reach that stands for a quarter of a circle."""

Segment = tuple[float, ...]
"""Where a line ends (x, y), or a Bézier curve, with its two handles (x1, y1, x2, y2, x, y)."""
Path = tuple[Segment, ...]
"""A point, and the lines and curves that follow it."""


class Disc(NamedTuple):
    x: float
    y: float
    radius: float
    fill: str
    """A colour, as in #1d3549."""


class Area(NamedTuple):
    paths: tuple[Path, ...]
    fill: str


class Line(NamedTuple):
    """A road or another line, with round ends and corners."""

    path: Path
    width: float
    stroke: str
    dash: float = 0
    """The length of its dashes, and of the gaps between them; 0 for a whole line."""


Shape = Disc | Area | Line


class Drawing(NamedTuple):
    ground: str
    """The colour of the canvas."""
    shapes: tuple[Shape, ...]


def make_stop(x: float, y: float, radius: float, fill: str, edge: str) -> tuple[Disc, Disc]:
    """A stop on a road: a disc with an edge."""
    return Disc(x, y, radius, edge), Disc(x, y, radius * 0.58, fill)


def make_polygon(*points: Segment) -> Path:
    return points


def make_box(x: float, y: float, width: float, height: float) -> Path:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def bend_to(start: Segment, corner: Segment, end: Segment) -> Segment:
    """A quarter of a circle from `start` to `end`, within the angle at `corner`."""
    (x, y), (a, b), (u, v) = start[-2:], corner, end
    return (
        x + (a - x) * _ARC,
        y + (b - y) * _ARC,
        u + (a - u) * _ARC,
        v + (b - v) * _ARC,
        u,
        v,
    )


def make_circle(x: float, y: float, radius: float) -> Path:
    """A circle as a path, to be drawn as a line."""
    top, east, south, west = (x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)
    return (
        top,
        bend_to(top, (x + radius, y - radius), east),
        bend_to(east, (x + radius, y + radius), south),
        bend_to(south, (x - radius, y + radius), west),
        bend_to(west, (x - radius, y - radius), top),
    )


def make_wave(heights: tuple[float, ...]) -> Path:
    """A smooth line from edge to edge, level at each of its heights, which are as far apart."""
    step = WIDTH / (len(heights) - 1)
    start: Path = ((0, heights[0]),)
    return start + tuple(
        (step * (i + 0.5), low, step * (i + 0.5), high, step * (i + 1), high)
        for i, (low, high) in enumerate(pairwise(heights))
    )


def close_below(path: Path) -> Path:
    """What lies under a line from edge to edge."""
    return (*path, (WIDTH, HEIGHT), (0, HEIGHT))


def find_point(start: float, end: float, share: float) -> float:
    """The height of a wave between two of its heights."""
    t = _solve_wave(share)
    return start + (end - start) * t * t * (3 - 2 * t)


def _solve_wave(share: float) -> float:
    """The parameter of a segment of a wave at which it has come so far to the right."""
    t = share
    for _ in range(6):  # Newton's method for x(t) = 1.5 t - 1.5 t² + t³
        t -= (1.5 * t - 1.5 * t * t + t**3 - share) / (1.5 - 3 * t + 3 * t * t)
    return t


def turn(x: float, y: float, distance: float, degrees: float) -> tuple[float, float]:
    """The point so far from (x, y), in a direction counted from the right, downwards."""
    angle = math.radians(degrees)
    return x + distance * math.cos(angle), y + distance * math.sin(angle)
