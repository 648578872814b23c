"""The index of one language: its subjects and their terms, in files."""

from __future__ import annotations

from collections.abc import Callable

from tourbook.common.memoized import Memoized
from tourbook.site.edition import Edition

from .numbers import assign_numbers, choose_home, count_slots, divide
from .subjects import SUBJECT_KINDS, Subject, list_subjects, list_texts
from .terms import list_terms

MAX_SUBJECTS = 24
"""In a file: about 1 kB over the wire."""


class SearchIndex:
    """Its files follow from the addresses and the last days of subjects. Their texts are read only
    for the postings."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        by_path = {subject.path: subject for subject in list_subjects(edition)}
        self.slot_count = count_slots(len(by_path))
        homes = ((self._choose_home(subject), path) for path, subject in by_path.items())
        self.subjects = {number: by_path[path] for number, path in assign_numbers(homes)}
        """Number -> its subject, in order."""
        self.groups = divide(list(self.subjects), MAX_SUBJECTS)
        """The numbers in each file of subjects."""
        self.term_file_count = 1 << len(by_path).bit_length() * 2 // 3
        """A power of two: 64 for some hundred subjects, 512 for ten thousand."""

    def _choose_home(self, s: Subject) -> int:
        kind = SUBJECT_KINDS.index(s.kind)
        return choose_home(kind, s.last_day, s.neighbourhood, s.path, self.slot_count)

    def make_term_lister(self) -> Callable[[int], set[str]]:
        """A function that lists the terms by which a subject is found. It keeps those of each text,
        which take more memory than the texts, as long as it lives."""
        known_terms = Memoized(list_terms)

        def list_terms_of(number: int) -> set[str]:
            texts = filter(None, list_texts(self._edition, self.subjects[number]))
            return set().union(*(known_terms[text] for text in texts))

        return list_terms_of
