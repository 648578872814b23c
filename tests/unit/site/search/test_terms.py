"""What a text can be found by."""

from __future__ import annotations

import pytest

from tourbook.site.search.terms import list_terms, normalize


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("第３届 “科学”，AI", "第3届科学ai"),
        ("临洮 县\n科技馆", "临洮县科技馆"),
        ("The Science-Yard (2026)", "the science yard 2026"),
        ("Ｃ９１９", "c919"),
        ("Lüchuan Café", "luchuan cafe"),
        ("\U00020bb7野家", "\U00020bb7野家"),
    ],
)
def test_only_letters_and_digits_count(text: str, normalized: str) -> None:
    assert normalize(text) == normalized


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("临洮县", {"临洮", "洮县"}),
        ("3D打印", {"3d", "d打", "打印"}),
        ("C919大", {"c919", "919", "19", "9大"}),
        ("Science of a Day", {"science", "of", "day"}),
        ("馆", set()),
        ("", set()),
        ("\U00020bb7野", {"\U00020bb7野"}),
    ],
)
def test_pairs_of_characters_and_words(text: str, terms: set[str]) -> None:
    assert list_terms(text) == terms


def test_each_part_of_a_chinese_text_has_terms_of_the_text() -> None:
    text = "“恐龙化石”，展览准备了 12 件：AI+科普、C919，3D 打印"
    for length in (2, 3, 4):
        for start in range(len(text) - length + 1):
            part = text[start : start + length]
            for term in list_terms(part):
                assert any(known.startswith(term) for known in list_terms(text)), (part, term)
