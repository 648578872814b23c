"""Covers: each record has its own, always the same, small and without words."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from itertools import product

import pytest
from PIL import Image

from tests.support.projects import REPO
from tourbook.covers.designs import COVERED_KINDS, draw_cover
from tourbook.covers.dice import Dice
from tourbook.covers.motifs import MOTIFS_BY_KIND, Motif
from tourbook.covers.palettes import PALETTES
from tourbook.covers.raster import write_png
from tourbook.covers.shapes import HEIGHT, WIDTH, Drawing
from tourbook.covers.svg import write_svg

SVG = "{http://www.w3.org/2000/svg}"
MOTIFS = {motif for motifs in MOTIFS_BY_KIND.values() for motif in motifs}


def test_a_cover_is_always_the_same() -> None:
    """One that changed would change on every page, and in the memory of every visitor."""
    cover = write_svg(draw_cover("exhibition", "light"))
    assert cover == write_svg(draw_cover("exhibition", "light"))
    assert Dice("exhibition#light").throw(0, 255) == 92


@pytest.mark.parametrize("kind", sorted(COVERED_KINDS))
def test_records_have_covers_of_their_own(kind: str) -> None:
    covers = {write_svg(draw_cover(kind, f"record-{n}")) for n in range(60)}
    assert len(covers) == 60


def test_exhibitions_of_the_sample_differ_at_first_sight() -> None:
    """No two without a picture have both the same motif and the same ground."""
    ids = [file.name.partition(".")[0] for file in (REPO / "content/exhibitions").glob("*.md")]
    drawings = {id: draw_cover("exhibition", id) for id in ids}
    looks = {(d.ground, tuple(type(s) for s in d.shapes)) for d in drawings.values()}
    assert len(looks) == len(drawings) > 5


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda motif: motif.__name__)
def test_every_motif_is_small_and_without_words(motif: Motif) -> None:
    for number, palette in product(range(40), PALETTES):
        shapes = tuple(motif(Dice(str(number)), palette))
        raw = write_svg(Drawing(palette.ground, shapes))
        assert len(raw) < 2048
        tree = ET.fromstring(raw)
        assert tree.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
        assert {node.tag for node in tree.iter()} <= {
            SVG + t for t in ("svg", "g", "path", "circle")
        }
        assert not "".join(tree.itertext()).strip()


def test_dice_fall_within_what_was_asked() -> None:
    dice = Dice("x")
    assert all(3 <= dice.throw(3, 5) <= 5 for _ in range(100))
    assert {dice.pick("abc") for _ in range(100)} == set("abc")
    assert sorted(dice.shuffle("abcd")) == list("abcd")


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda motif: motif.__name__)
def test_previews_show_the_same_drawing(motif: Motif) -> None:
    """The PNG has the colours of the drawing, in the size that services want, and is small."""
    palette = PALETTES[0]
    drawing = Drawing(palette.ground, tuple(motif(Dice("x"), palette)))
    raw = write_png(drawing)
    picture = Image.open(io.BytesIO(raw)).convert("RGB")
    assert picture.size == (1200, 630)
    colours = picture.getcolors(1 << 20)
    inks = [bytes.fromhex(ink[1:]) for ink in palette]
    distances = [
        min(max(abs(a - b) for a, b in zip(colour, ink, strict=True)) for ink in inks)
        for count, colour in colours
        if count > 8000
    ]
    assert len(distances) > 1
    assert max(distances) <= 4
    assert len(raw) < 40_000
