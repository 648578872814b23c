"""Front matter and body come apart, each with the line that it begins on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.problems import Problems
from tourbook.formats.front_matter import Document, split_front_matter

LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\x85\u2028\u2029"),
    max_size=20,
).filter(lambda s: not s.startswith(("---", "<<<<<<<", "=======", ">>>>>>>", "|||||||")))
LINES = st.lists(LINE, max_size=6)


@given(LINES.map(lambda lines: [f"k: {line}" for line in lines]), LINES, st.integers(0, 3))
def test_both_halves_come_out_whole_on_their_lines(
    front: list[str], body: list[str], lead: int
) -> None:
    """Whatever they hold, and with empty lines in front."""
    text = "\n" * lead + "\n".join(["---", *front, "---", *body])
    found = split_front_matter(text, "x", Problems())
    assert isinstance(found, Document)
    lines = text.split("\n")
    assert [line for line in found.front_matter.split("\n") if line.strip()] == [
        line for line in front if line.strip()
    ]
    if front:
        assert lines[found.front_matter_line - 1] == front[0]
    assert found.body.strip() == "\n".join(body).strip(), "but for empty lines at its ends"
    if found.body.strip():
        kept = found.body.split("\n")
        assert lines[found.body_line - 1 :][: len(kept)] == kept


@pytest.mark.parametrize("text", ["", "text", "--- \n", "---\nname: x\n", "name: x\n---\n"])
def test_a_file_without_front_matter_is_a_problem(text: str) -> None:
    problems = Problems()
    assert split_front_matter(text, "x", problems) is None
    assert [p.code for p in problems] == ["front-matter"]
