"""Lists of numbers, as scripts read them."""

from __future__ import annotations

import pytest

from tourbook.site.search.postings import choose_file, collect_postings, encode_numbers


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([0], "A"), ([31, 32], "fB"), ([32], "gB"), ([1000, 1001, 5001], "ofBg9D")],
)
def test_steps_from_number_to_number(numbers: list[int], text: str) -> None:
    assert encode_numbers(numbers) == text


def test_words_that_begin_alike_are_in_one_file() -> None:
    assert choose_file("science", 64) == choose_file("scope", 64)
    assert {choose_file(term, 1) for term in ("临洮", "ab")} == {0}
    assert all(0 <= choose_file(chr(n) + "洮", 512) < 512 for n in range(0x4E00, 0x5E00))


def test_each_term_is_in_its_file() -> None:
    files = collect_postings([(3, {"临洮", "ab"}), (7, {"临洮"})], 8)
    assert files[choose_file("临洮", 8)]["临洮"] == [3, 7]
    assert sum(map(len, files)) == 2
