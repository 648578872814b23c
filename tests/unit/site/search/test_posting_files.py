"""Postings that are brought up to date are those that reading all texts gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tourbook.site.search.posting_files import PostingFiles, update_postings

SUBJECTS = st.dictionaries(
    st.integers(0, 400),
    st.frozensets(st.sampled_from(["临洮", "洮河", "ab", "cd", "会宁"])),
    max_size=60,
)
"""Number -> its terms."""


def update(last: PostingFiles, terms: dict[int, frozenset[str]], files: int) -> PostingFiles:
    digests = {n: repr(sorted(terms[n])).encode() for n in sorted(terms)}
    return update_postings(last, digests, lambda n: terms[n], files)


@given(
    before=SUBJECTS,
    edits=SUBJECTS,
    removed=st.sets(st.integers(0, 400)),
    sizes=st.sampled_from([(4, 4), (4, 8)]),
)
def test_an_update_gives_what_reading_everything_gives(
    before: dict[int, frozenset[str]],
    edits: dict[int, frozenset[str]],
    removed: set[int],
    sizes: tuple[int, int],
) -> None:
    last = update(PostingFiles(), before, sizes[0])
    after = {n: terms for n, terms in (before | edits).items() if n not in removed}
    assert update(last, after, sizes[1]) == update(PostingFiles(), after, sizes[1])


def test_only_what_is_new_is_read_and_only_its_files_change() -> None:
    terms = {n: frozenset({"临洮", f"{n:03}"}) for n in range(100)}
    last = update(PostingFiles(), terms, 8)
    asked: list[int] = []
    digests = last.subjects | {7: b"another"}
    new = update_postings(last, digests, lambda n: asked.append(n) or ["临洮", "ab"], 8)
    assert asked == [7]
    changed = [n for n in range(8) if new.digests[n] != last.digests[n]]
    assert 0 < len(changed) < 8
    assert update_postings(new, digests, lambda n: (), 8) is new
