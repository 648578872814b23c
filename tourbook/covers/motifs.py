"""The motifs of covers. Each is a function that draws it, in colours of a palette and with what the
dice decide; the road and its stops run through all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import buildings, landscapes, patterns
from .dice import Dice
from .palettes import Palette
from .shapes import Shape

Motif = Callable[[Dice, Palette], Iterator[Shape]]

MOTIFS_BY_KIND: dict[str, tuple[Motif, ...]] = {
    "exhibition": (
        patterns.draw_bend,
        patterns.draw_orbits,
        patterns.draw_tiles,
        patterns.draw_rays,
        patterns.draw_arches,
        patterns.draw_lines,
        patterns.draw_dots,
        landscapes.draw_hills,
    ),
    "tour": (patterns.draw_lines, patterns.draw_bend, patterns.draw_dots),
    "caravan": (landscapes.draw_journey,),
    "campaign": (landscapes.draw_pennants, patterns.draw_rays),
    "article": (patterns.draw_sheets,),
    "venue": (buildings.draw_hall,),
    "site": (landscapes.draw_journey,),
}
"""The motifs that a kind of record is known by."""
