from __future__ import annotations

import pytest

from tourbook.formats.colours import format_colour, measure_contrast, parse_colour


@pytest.mark.parametrize(
    ("first", "second", "contrast"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffff00", 8.0),
    ],
)
def test_contrast_is_that_of_wcag(first: str, second: str, contrast: float) -> None:
    assert measure_contrast(first, second) == pytest.approx(contrast, abs=0.01)
    assert measure_contrast(first, second) == measure_contrast(second, first)


@pytest.mark.parametrize(
    "text", ["#000000", "#ffffff", "#0b5f57", "#ffc857", "#ff0000", "#0000ff", "#7a2048"]
)
def test_a_colour_is_written_as_it_was_read(text: str) -> None:
    assert format_colour(parse_colour(text)) == text


def test_a_colour_that_no_screen_shows_is_written_less_vivid() -> None:
    blue = parse_colour("#0000ff")
    assert format_colour(blue.with_lightness(0.95)).startswith(("#e", "#f"))
