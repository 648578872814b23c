"""The postings of the last build, brought up to date.

Most edits change a few subjects. What these were found by is taken out of the postings, and what
they are found by now is put in: the same as if all texts had been read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest

from .postings import Postings, collect_postings

MAX_CHANGED_SHARE = 1 / 4
"""Of the subjects: if more have changed, all are read again."""


class PostingFiles(NamedTuple):
    """The postings of a language, as the memory of builds keeps them."""

    subjects: dict[int, bytes] = {}
    """Number of a subject -> digest of all that its terms follow from."""
    files: tuple[bytes, ...] = ()
    """Of each file of terms its postings, encoded."""
    digests: tuple[bytes, ...] = ()
    """Of each of these."""

    def decode_file(self, number: int) -> Postings:
        return _DECODER.decode(self.files[number])


_DECODER: msgspec.msgpack.Decoder[Postings] = msgspec.msgpack.Decoder(Postings)


def update_postings(
    last: PostingFiles,
    subjects: Mapping[int, bytes],
    list_terms: Callable[[int], Iterable[str]],
    file_count: int,
) -> PostingFiles:
    """The postings of some subjects in `file_count` files. `subjects`: number -> digest, in order;
    `list_terms` lists the terms of a number, and is asked only for what is new."""
    if last.subjects == subjects and len(last.files) == file_count:
        return last
    old = {n for n, digest in last.subjects.items() if subjects.get(n) != digest}
    new = [n for n, digest in subjects.items() if last.subjects.get(n) != digest]
    if len(last.files) != file_count or len(new) > len(subjects) * MAX_CHANGED_SHARE:
        old, new, last = set(), list(subjects), PostingFiles(files=(_encode({}),) * file_count)
    additions = collect_postings(((n, list_terms(n)) for n in new), file_count)
    files = tuple(
        _update_file(last.files[number], old, additions[number]) for number in range(file_count)
    )
    return PostingFiles(dict(subjects), files, tuple(map(compute_digest, files)))


def _update_file(raw: bytes, old: set[int], additions: Postings) -> bytes:
    """The postings of a file without the old numbers, and with others."""
    postings = _DECODER.decode(raw)
    is_same = not additions
    for term, numbers in list(postings.items()):
        if not old.isdisjoint(numbers):
            is_same = False
            postings[term] = [n for n in numbers if n not in old]
    for term, numbers in additions.items():
        postings[term] = sorted(postings.get(term, []) + numbers)
    return raw if is_same else _encode({t: numbers for t, numbers in postings.items() if numbers})


def _encode(postings: Postings) -> bytes:
    return encode_canonical(postings)
