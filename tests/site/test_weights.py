"""What a page of the default theme weighs on its way to a phone."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

KIB = 1024
ROOM = 1.01
"""Versions of zlib differ by some bytes."""


def weigh(sample: Path, pattern: str) -> dict[str, int]:
    """Name without its digest -> bytes, compressed as servers do it."""
    pytest.importorskip("minify")
    files = (sample / "assets").glob(pattern)
    return {f.name.split(".")[0]: len(gzip.compress(f.read_bytes(), 9)) for f in files}


def test_all_scripts_but_the_search_weigh_12_kib(sample: Path) -> None:
    weights = weigh(sample, "*.js")
    assert {"site", "search", "rows", "near", "calendar", "subscribe", "poster"} <= weights.keys()
    del weights["search"]
    assert sum(weights.values()) <= 12 * KIB * ROOM, weights


def test_the_style_sheet_weighs_15_kib(sample: Path) -> None:
    assert 0 < weigh(sample, "style.*.css")["style"] <= 15 * KIB
