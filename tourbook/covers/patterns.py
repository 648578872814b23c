"""Covers without a horizon: lines of a network, orbits, tiles, rays, arches, dots, sheets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from .dice import Dice
from .palettes import Palette
from .shapes import (
    HEIGHT,
    WIDTH,
    Area,
    Disc,
    Line,
    Path,
    Shape,
    bend_to,
    make_box,
    make_circle,
    make_polygon,
    make_stop,
    make_wave,
    turn,
)


def draw_lines(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Lines of a network that run side by side, bend and cross, with stops."""
    rows, targets = (dice.shuffle((48, 92, 136, 180, 224))[:3] for _ in range(2))
    strokes = (colours.soft, colours.middle, colours.spark)
    for row, target, stroke in zip(rows, targets, strokes, strict=True):
        x = dice.throw(100, 220)
        end = x + abs(target - row)
        yield Line(((-20, row), (x, row), (end, target), (WIDTH + 20, target)), 20, stroke)
        for stop in ((x * 0.55, row), ((end + WIDTH) / 2, target)):
            yield from make_stop(*stop, 15, colours.light, colours.deep)
    yield from make_stop((x + end) / 2, (row + target) / 2, 21, colours.light, colours.deep)


def draw_orbits(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Circles around a bright disc, each with a body on its way."""
    x, y = dice.pick((130, 165, 315, 350)), dice.throw(110, 160)
    yield Disc(x, y, 250, colours.soft)
    yield Disc(x, y, 168, colours.ground)
    yield Disc(x, y, 40, colours.spark)
    heading = 0 if x < WIDTH / 2 else 180
    for radius, fill in (
        (76, colours.light),
        (122, colours.middle),
        (168, colours.light),
        (214, colours.middle),
        (268, colours.light),
    ):
        yield Line(make_circle(x, y, radius), 3, colours.middle)
        at = turn(x, y, radius, heading + dice.throw(-55, 55))
        yield Disc(*at, dice.throw(9, 20), fill)


def draw_tiles(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Tiles with quarters of circles, which join to paths."""
    size, top = 80, -25
    fills = (colours.soft, colours.middle, colours.deep, colours.light, colours.spark)
    tiles: dict[str, list[Path]] = {fill: [] for fill in (colours.ground, *fills)}
    quarters: dict[str, list[Path]] = {fill: [] for fill in tiles}
    for x in range(0, WIDTH, size):
        for y in range(top, HEIGHT, size):
            back, front = dice.shuffle((colours.ground, colours.ground, *fills))[:2]
            tiles[back].append(make_box(x, y, size + 1, size + 1))  # + 1: no seams
            corners = [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]
            shift = dice.pick(range(4))
            a, b, c, d = corners[shift:] + corners[:shift]
            quarters[front].append((a, b, bend_to(b, c, d)))
    tiles.pop(colours.ground)
    for paths_by_fill in (tiles, quarters):
        for fill, paths in paths_by_fill.items():
            if paths:
                yield Area(tuple(paths), fill)


def draw_rays(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Rays from the lower edge, with a half disc and stops at a distance."""
    x, y = dice.throw(110, 370), HEIGHT
    count = dice.pick((7, 9, 11))
    width = 180 / count
    start = dice.pick((0, 1))
    rays = tuple(
        make_polygon((x, y), turn(x, y, 560, -width * i), turn(x, y, 560, -width * (i + 1)))
        for i in range(start, count, 2)
    )
    yield Area(rays, colours.soft)
    for radius, fill in ((150, colours.middle), (112, colours.deep), (74, colours.spark)):
        yield Disc(x, y, radius, fill)
    yield Disc(x, y, 34, colours.light)
    for i in range(start, count, 2):
        yield Disc(*turn(x, y, 205, -width * (i + 0.5)), 9, colours.light)


def draw_arches(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Arches of several sizes on one line, like bridges, with stops below."""
    base = 205
    centres = dice.shuffle((70, 190, 300, 420))
    for x, radius, fills in zip(
        centres,
        (150, 110, 92, 74),
        (
            (colours.soft, colours.ground, colours.soft),
            (colours.middle, colours.soft, colours.middle),
            (colours.spark, colours.light, colours.spark),
            (colours.light, colours.middle, colours.deep),
        ),
        strict=True,
    ):
        for i, fill in enumerate(fills):
            yield Disc(x, base, radius * (1 - i * 0.28), fill)
    yield Area((make_box(0, base, WIDTH, HEIGHT - base),), colours.deep)
    yield Line(((0, base + 32), (WIDTH, base + 32)), 4, colours.light, dash=14)
    for x in centres[:3]:
        yield from make_stop(x, base + 32, 12, colours.deep, colours.spark)


def draw_bend(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Roads side by side that come in from one edge and turn away to another."""
    width = dice.pick((24, 28, 32))
    is_left, is_up = dice.pick((True, False)), dice.pick((True, False))
    x, y = dice.throw(120, 210), dice.throw(30, 70)
    fills = [colours.middle, colours.spark, colours.soft, colours.light]
    fills = [*dice.shuffle(fills), colours.deep]

    def place(a: float, b: float) -> tuple[float, float]:
        return (a if is_left else WIDTH - a, b if is_up else HEIGHT - b)

    for i, stroke in enumerate(fills):
        radius = width * (i + 1.6)
        corner = place(x + radius, y + radius)
        start = place(x, y + radius)
        end = place(x + radius, y)
        path = (place(-30, y + radius), start, bend_to(start, corner, end), place(x + radius, -60))
        yield Line(path, width + 1, stroke)
        if i == 2:
            middle = place(x + radius * math.sqrt(0.5), y + radius * math.sqrt(0.5))
            stops = (place(x * 0.45, y + radius), middle)
    for stop in stops:
        yield from make_stop(*stop, width * 0.42, colours.deep, colours.light)


def draw_dots(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """A field of dots that grow towards a place, and a road with stops across it."""
    x, y, step = dice.throw(100, 380), dice.throw(60, 210), 60
    for column in range(8):
        for row in range(5):
            at = 30 + column * step, 15 + row * step
            nearness = max(0.0, 1 - math.dist(at, (x, y)) / 300)
            yield Disc(*at, 4 + 25 * nearness, colours.soft)
    road = tuple(dice.throw(50, 220) for _ in range(4))
    yield Line(make_wave(road), 12, colours.middle)
    for i, (start, end) in enumerate(pairwise(road)):
        middle = WIDTH * (i + 0.5) / 3, (start + end) / 2
        yield from make_stop(*middle, 17, colours.light, colours.deep)
    yield from make_stop(WIDTH / 3, road[1], 26, colours.light, colours.spark)


def draw_sheets(dice: Dice, colours: Palette) -> Iterator[Shape]:
    """Sheets of paper, the uppermost with a picture and lines."""
    yield Disc(dice.throw(80, 400), dice.throw(60, 200), dice.throw(90, 120), colours.soft)
    x, y = dice.throw(215, 265), 145
    for tilt, fill in ((dice.throw(8, 16), colours.middle), (dice.throw(-12, -6), colours.spark)):
        yield Area((_tilt(make_box(x - 85, y - 105, 170, 230), x, y, tilt),), fill)
    tilt = dice.throw(-3, 3)
    yield Area((_tilt(make_box(x - 85, y - 105, 170, 230), x, y, tilt),), colours.light)
    yield Area((_tilt(make_box(x - 65, y - 85, 130, 70), x, y, tilt),), colours.ground)
    yield from make_stop(x + dice.throw(-30, 30), y - 50, 22, colours.light, colours.spark)
    for i, width in enumerate((130, 130, dice.throw(60, 110))):
        line = make_box(x - 65, y + 5 + i * 24, width, 10)
        yield Area((_tilt(line, x, y, tilt),), colours.deep if i == 0 else colours.soft)


def _tilt(path: Path, x: float, y: float, degrees: float) -> Path:
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return tuple(
        (x + (a - x) * cosine - (b - y) * sine, y + (a - x) * sine + (b - y) * cosine)
        for a, b in path
    )
