"""Which cover a record has."""

from __future__ import annotations

from .dice import Dice
from .motifs import MOTIFS_BY_KIND
from .palettes import PALETTES
from .shapes import Drawing

COVERED_KINDS = frozenset(MOTIFS_BY_KIND) - {"site"}
"""The kinds of records that have covers."""
SHARED_KINDS = frozenset({"exhibition", "tour", "campaign", "article"})
"""Those whose covers are made for previews of links, too. There may be thousands of the others, and
each takes longer than all the rest of a page: their previews show the cover of the site."""


def draw_cover(kind: str, id: str) -> Drawing:
    """The cover of a record, always the same one."""
    dice = Dice(f"{kind}#{id}")
    motif, palette = dice.pick(MOTIFS_BY_KIND[kind]), dice.pick(PALETTES)
    return Drawing(palette.ground, tuple(motif(dice, palette)))
