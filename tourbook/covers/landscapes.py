"""Covers with a horizon: hills, the road, the van, pennants over it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from .dice import Dice
from .palettes import Palette
from .shapes import (
    WIDTH,
    Area,
    Disc,
    Line,
    Path,
    Shape,
    close_below,
    find_point,
    make_box,
    make_stop,
    make_wave,
)


def draw_hills(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Hills one behind another under a disc, and a road with stops along the nearest."""
    yield Disc(dice.throw(90, 390), dice.throw(70, 100), dice.throw(34, 50), colours.spark)
    yield _draw_ridge([dice.throw(125, 195) for _ in range(5)], colours.soft)
    yield _draw_ridge([dice.throw(150, 205) for _ in range(4)], colours.middle)
    yield from _draw_road(dice, colours, 2)


def draw_journey(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """A van on the road between hills."""
    yield Disc(dice.throw(70, 410), dice.throw(60, 90), dice.throw(26, 46), colours.soft)
    yield _draw_ridge([dice.throw(110, 190) for _ in range(5)], colours.soft)
    yield _draw_ridge([dice.throw(165, 205) for _ in range(4)], colours.middle)
    x = dice.throw(150, 250)
    yield from _draw_van(x, 219, colours)
    yield Area((make_box(0, 218, WIDTH, 60),), colours.deep)
    yield Line(((0, 244), (WIDTH, 244)), 4, colours.light, dash=18)
    for wheel in (x + 26, x + 92):
        yield from (Disc(wheel, 216, 15, colours.deep), Disc(wheel, 216, 6, colours.light))


def _draw_van(x: float, y: float, colours: Palette) -> Iterator[Shape]:
    body = (
        (x, y),
        (x, y - 72),
        (x + 76, y - 72),
        (x + 76, y - 56),
        (x + 96, y - 56),
        (x + 118, y - 28),
        (x + 118, y),
    )
    yield Area((body,), colours.spark)
    window = ((x + 82, y - 48), (x + 94, y - 48), (x + 108, y - 28), (x + 82, y - 28))
    yield Area((window,), colours.light)
    yield from make_stop(x + 38, y - 38, 18, colours.light, colours.deep)


def draw_pennants(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Strings of pennants across the sky, and the road below."""
    yield Disc(dice.throw(110, 370), dice.throw(120, 150), dice.throw(40, 60), colours.soft)
    fills = [colours.spark, colours.light, colours.middle]
    for start, end, sag in ((28, dice.throw(50, 90), 40), (dice.throw(90, 125), 52, 62)):
        points = [
            (t * 40.0, start + (end - start) * t / 12 + sag * (1 - ((t - 6) / 6) ** 2))
            for t in range(13)
        ]
        flags: dict[str, list[Path]] = {}
        for i, (a, b) in enumerate(pairwise(points)):
            tip = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 40)
            inset = ((a[0] + 3, a[1]), (b[0] - 3, b[1]), tip)
            flags.setdefault(fills[i % 3], []).append(inset)
        for fill, paths in flags.items():
            yield Area(tuple(paths), fill)
        yield Line(tuple(points), 3, colours.deep)
        fills = fills[1:] + fills[:1]
    yield from _draw_road(dice, colours, 3)


def _draw_ridge(heights: list[float], fill: str) -> Area:
    return Area((close_below(make_wave(tuple(heights))),), fill)


def _draw_road(dice: Dice, colours: Palette, stop_count: int) -> Iterator[Shape]:
    heights = [dice.throw(190, 232) for _ in range(4)]
    yield _draw_ridge(heights, colours.deep)
    road = tuple(height + 16 for height in heights)
    yield Line(make_wave(road), 4, colours.light, dash=14)
    step = WIDTH / (len(road) - 1)
    for i, (start, end) in enumerate(pairwise(road)):
        share = dice.throw(0.3, 0.7)
        y = find_point(start, end, share)
        yield from make_stop(step * (i + share), y, 12, colours.deep, colours.spark)
