"""Words with characters that are mistaken for others, and texts for people, which have none."""

from __future__ import annotations

import pytest

from tourbook.common.problems import Problems
from tourbook.formats import yaml_source


def load(text: str) -> list[tuple[str, int, str]]:
    """(code, column, what is written instead) of each problem."""
    problems = Problems()
    yaml_source.load(text, "f.yaml", problems)
    return [(p.code, p.location.column, p.help.en.split()[-1]) for p in problems]


@pytest.mark.parametrize(
    ("word", "offset", "meant"),
    [
        ("ha\u200bll", 2, "hall"),
        ("ha\xadll", 2, "hall"),
        ("ha\ufeffll", 2, "hall"),
        ("county\u2011hall", 6, "county-hall"),
        ("county\u2013hall", 6, "county-hall"),
        ("county－hall", 6, "county-hall"),
        ("h\u0430ll", 1, "hall"),
        ("\u0441ounty-h\u0430ll", 0, "county-hall"),
        ("hall-\u0391", 5, "hall-A"),
        ("ｈall", 0, "hall"),
        ("hall２", 4, "hall2"),
        ("６２１１２１", 0, "621121"),
    ],
)
def test_the_character_and_the_word_that_was_meant_are_named(
    word: str, offset: int, meant: str
) -> None:
    assert load(f"venue: {word}\n") == [("yaml-look-alike", 8 + offset, meant)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("“hall”", "hall"),
        ("‘hall’", "hall"),
        ("「hall」", "hall"),
        ("«hall»", "hall"),
        ("＂hall＂", "hall"),
        ('“hall"', "hall"),
        ("”hall”", "hall"),
        ("“621121”", '"621121"'),
        ("“2026-11-01”", "2026-11-01"),
        ("“2”", "2"),
    ],
)
def test_quotation_marks_that_do_not_quote_are_taken_off(word: str, meant: str) -> None:
    assert load(f"venue: {word}\n") == [("yaml-punctuation", 8, meant)]


@pytest.mark.parametrize("key", ["ｎote", "n\u043ete", "“note”", "«note»", "no\u200bte"])
def test_keys_are_words_as_well(key: str) -> None:
    ((_, _, meant),) = load(f"{key}: x\n")
    assert meant == "note"


@pytest.mark.parametrize(
    "text",
    [
        *("“Light”", "“光影”", "Lanzhou–Beijing", "ＡＢＣ", "ＡＢＣ馆", "Музей", "IT-отдел"),
        *("2027–01–06", "6–14", "科技馆２号", "“A well”", "Καλημέρα", "09:00–17:00", "café"),
    ],
)
def test_texts_for_people_stay_silent(text: str) -> None:
    assert load(f"name: {text}\n") == []
