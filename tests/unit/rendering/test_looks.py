"""Whatever the accent, all that is written in one colour on another can be read."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest

from tourbook.formats.colours import measure_contrast
from tourbook.rendering.looks import derive_dark_colours, derive_light_colours, paint

ACCENTS = ["#" + "".join(c) for c in itertools.product(("00", "55", "aa", "ff"), repeat=3)]
GROUNDS = ("bg", "surface", "sunken", "accent-soft")
LEAST_CONTRAST = 4.5
"""WCAG 2.2 AA, 1.4.3; written here anew so that a wrong one in the code is seen."""


def iterate_pairs(colours: Mapping[str, str], light: str) -> list[tuple[str, str]]:
    grounds = [colours.get(name, light) for name in GROUNDS]
    texts = [colours[name] for name in ("ink", "ink-2", "accent")]
    return [
        *itertools.product(texts, grounds),
        (colours["on-accent"], colours["accent"]),
        ("#ffffff", colours["hero"]),
        ("#ffffff", colours["hero-near"]),
    ]


@pytest.mark.parametrize("accent", ACCENTS)
def test_text_can_be_read_on_light_pages_and_on_dark_ones(accent: str) -> None:
    for colours in derive_light_colours(accent), derive_dark_colours(accent):
        for text, ground in iterate_pairs(colours, "#ffffff"):
            assert measure_contrast(text, ground) >= LEAST_CONTRAST, (accent, text, ground)


def test_an_accent_that_can_be_read_stays_as_it_is() -> None:
    assert derive_light_colours("#7a2048")["accent"] == "#7a2048"


def test_files_without_colours_and_sites_without_an_accent_stay_as_they_are() -> None:
    assert paint("site.js", "#7a2048") is None
    assert paint("style.css", "") is None
