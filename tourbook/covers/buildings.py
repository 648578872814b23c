"""Covers with the front of a hall beside the road."""

from __future__ import annotations

from collections.abc import Iterator

from .dice import Dice
from .palettes import Palette
from .shapes import HEIGHT, WIDTH, Area, Disc, Line, Shape, make_box, make_polygon, make_stop


def draw_hall(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """The front of a hall beside the road."""
    yield Disc(dice.pick((90, 390)), dice.throw(60, 90), dice.throw(30, 50), colours.spark)
    base, x = 220, 240
    for side in (-1, 1):
        width, height = dice.throw(60, 110), dice.throw(50, 100)
        edge = x + 90 if side > 0 else x - 90 - width
        yield Area((make_box(edge, base - height, width, height),), colours.soft)
    yield from dice.pick((_draw_dome, _draw_temple, _draw_works, _draw_cube))(x, base, colours)
    yield Area((make_box(0, base, WIDTH, HEIGHT - base),), colours.deep)
    yield Line(((0, base + 26), (WIDTH, base + 26)), 4, colours.light, dash=14)
    yield from make_stop(x, base + 26, 12, colours.deep, colours.spark)


def _draw_dome(x: float, base: float, colours: Palette) -> Iterator[Shape]:
    yield Disc(x, base - 74, 70, colours.middle)
    yield Disc(x, base - 74, 44, colours.light)
    yield Area((make_box(x - 100, base - 78, 200, 78),), colours.middle)
    yield Area(tuple(make_box(x - 82 + i * 36, base - 58, 20, 58) for i in range(5)), colours.deep)


def _draw_temple(x: float, base: float, colours: Palette) -> Iterator[Shape]:
    roof = make_polygon((x - 115, base - 96), (x, base - 160), (x + 115, base - 96))
    yield Area((roof, make_box(x - 105, base - 96, 210, 96)), colours.middle)
    columns = tuple(make_box(x - 88 + i * 39, base - 78, 20, 78) for i in range(5))
    yield Area(columns, colours.light)
    yield Disc(x, base - 120, 14, colours.deep)


def _draw_works(x: float, base: float, colours: Palette) -> Iterator[Shape]:
    teeth = tuple(
        make_polygon((a, base - 80), (a, base - 146), (a + 70, base - 80))
        for a in (x - 105, x - 35, x + 35)
    )
    yield Area((*teeth, make_box(x - 105, base - 80, 210, 80)), colours.middle)
    yield Area(tuple(make_box(x - 88 + i * 48, base - 62, 32, 26) for i in range(4)), colours.light)
    yield Area((make_box(x - 16, base - 24, 32, 24),), colours.deep)


def _draw_cube(x: float, base: float, colours: Palette) -> Iterator[Shape]:
    yield Area((make_box(x - 100, base - 140, 200, 140),), colours.middle)
    panes = tuple(
        make_box(x - 82 + i * 44, base - 122 + j * 40, 32, 28) for i in range(4) for j in range(2)
    )
    yield Area(panes, colours.light)
    yield Disc(x, base, 34, colours.deep)
