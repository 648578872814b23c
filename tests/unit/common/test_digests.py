"""One value, one form in bytes; parts of a digest cannot shift."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_block_digest, compute_digest

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(VALUE)
def test_the_order_in_which_a_mapping_was_filled_does_not_matter(value: Any) -> None:
    def turned(v: Any) -> Any:
        if isinstance(v, dict):
            return {k: turned(v[k]) for k in reversed(v)}
        return [turned(x) for x in v] if isinstance(v, list) else v

    assert encode_canonical(value) == encode_canonical(turned(value))


@given(VALUE, VALUE)
def test_different_values_have_different_forms(a: Any, b: Any) -> None:
    # True == 1 in Python, but they are not the same on a page
    assert (
        (encode_canonical(a) == encode_canonical(b))
        == (repr(_sort_items(a)) == repr(_sort_items(b)))
        or _has_dates(a)
        or _has_dates(b)
    )


def _sort_items(v: Any) -> Any:
    if isinstance(v, dict):
        return {k: _sort_items(v[k]) for k in sorted(v)}
    return [_sort_items(x) for x in v] if isinstance(v, list) else v


def _has_dates(v: Any) -> bool:
    """A day and its text have one form; no field of a view is `str | date`."""
    return "date" in repr(v)


def test_a_value_without_one_form_is_refused() -> None:
    for value in (object(), lambda: 0, {"x": object()}):
        with pytest.raises(TypeError):
            encode_canonical(value)


@given(st.lists(st.binary(max_size=6), max_size=4), st.lists(st.binary(max_size=6), max_size=4))
def test_parts_do_not_run_into_each_other(a: list[bytes], b: list[bytes]) -> None:
    assert (compute_digest(*a) == compute_digest(*b)) == (a == b)
    assert len(compute_digest(*a)) == 16


@given(st.lists(st.binary(max_size=6), max_size=4), st.integers(0, 30))
def test_blocks_have_the_digest_of_the_whole_only_if_they_are_as_long_as_they_should_be(
    blocks: list[bytes], size: int
) -> None:
    raw = b"".join(blocks)
    assert compute_block_digest(blocks, len(raw)) == compute_digest(raw)
    assert (compute_block_digest(blocks, size) == compute_digest(raw)) == (size == len(raw))
