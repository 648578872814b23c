"""Any bytes are text, or a problem with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.problems import Problems
from tourbook.formats.source_text import decode, decode_for_display

LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\x85\u2028\u2029"),
    max_size=20,
).filter(lambda s: not s.startswith(("---", "<<<<<<<", "=======", ">>>>>>>", "|||||||")))
LINES = st.lists(LINE, max_size=6)


def list_decode_problems(raw: bytes) -> list[tuple[str, int, int]]:
    problems = Problems()
    text = decode(raw, "x", problems)
    assert (text is None) == bool(len(problems))
    return [(p.code, p.location.line, p.location.column) for p in problems]


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_text_is_the_same_with_any_line_ends_and_with_or_without_a_mark(
    lines: list[str], end: str, mark: bool
) -> None:
    raw = end.join(lines).encode("utf-8-sig" if mark else "utf-8")
    assert decode(raw, "x", Problems()) == "\n".join(lines)


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16"])
def test_another_encoding_is_named_where_it_begins(encoding: str) -> None:
    raw = "name: x\nplace: 县科技馆".encode(encoding)
    assert list_decode_problems(raw) == [
        ("encoding", 1, 1) if encoding == "utf-16" else ("encoding", 2, 8)
    ]


def test_a_file_in_gbk_or_utf_16_is_shown_as_its_writer_sees_it() -> None:
    for encoding in ("gb18030", "utf-16", "utf-8", "utf-8-sig"):
        assert decode_for_display("县科技馆\r\n甲".encode(encoding)) == "县科技馆\n甲"


@given(st.binary())
def test_any_bytes_are_text_or_a_problem(raw: bytes) -> None:
    list_decode_problems(raw)
    assert isinstance(decode_for_display(raw), str)


def test_each_marker_of_a_conflict_is_a_problem_and_a_heading_of_equals_signs_is_none() -> None:
    assert list_decode_problems(b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n") == [
        ("git-conflict", 2, 1),
        ("git-conflict", 4, 1),
        ("git-conflict", 6, 1),
    ]
    assert list_decode_problems(b"Title\n=======\n") == []


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_first_byte_that_is_not_utf_8_is_found_on_its_line(line_end: str, mark: bytes) -> None:
    problems = Problems()
    raw = mark + f"name: 名{line_end}x: ab".encode() + "馆".encode("gbk")
    assert decode(raw, "x", problems) is None
    assert [(p.code, p.location.line, p.location.column) for p in problems] == [("encoding", 2, 6)]
