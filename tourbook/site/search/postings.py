"""Which subjects hold which terms, in files of about the same size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import sub

from tourbook.common.memoized import Memoized

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WORD = 1 << 32

Postings = dict[str, list[int]]
"""Term -> the numbers of the subjects that hold it, in order."""


def choose_file(term: str, file_count: int) -> int:
    """The file of a term: that of its first two characters, for a visitor may have typed only
    these. `file_count` is a power of two."""
    mixed = (ord(term[0]) * 0x9E3779B1 ^ ord(term[1]) * 0x85EBCA6B) % _WORD
    return mixed * file_count // _WORD


def collect_postings(
    terms_by_number: Iterable[tuple[int, Iterable[str]]], file_count: int
) -> list[Postings]:
    """The postings of each file, from the terms of each subject in the order of their numbers."""
    postings: Postings = defaultdict(list)
    for number, terms in terms_by_number:
        for term in terms:
            postings[term].append(number)
    files: list[Postings] = [{} for _ in range(file_count)]
    for term, numbers in postings.items():
        files[choose_file(term, file_count)][term] = numbers
    return files


def encode_numbers(numbers: Sequence[int]) -> str:
    """The steps from number to number, five bits in a character, the lowest first; the sixth bit
    says that the step goes on."""
    steps = map(sub, numbers, chain((0,), numbers))
    return "".join(map(_STEPS.__getitem__, steps))


def _encode_step(step: int) -> str:
    digits = ""
    while step >= 32:
        digits += _DIGITS[step % 32 + 32]
        step //= 32
    return digits + _DIGITS[step]


_STEPS = Memoized(_encode_step)
