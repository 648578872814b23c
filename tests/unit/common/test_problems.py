"""Problems are counted, located and sorted, and each comes out once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.problems import HERE, make_problem
from tourbook.common.problems import Location, Message, Problems, locate_problems


def test_errors_and_warnings_are_counted_apart() -> None:
    problems = Problems()
    problems.add_error("a", HERE, Message("甲", "a"))
    problems.add_warning("b", HERE, Message("乙", "b"))
    assert (len(problems), problems.error_count, [p.level for p in problems]) == (
        2,
        1,
        ["error", "warning"],
    )


def test_a_problem_without_a_line_is_looked_up_and_one_with_a_line_is_not() -> None:
    asked: list[Location] = []

    def locate(at: Location) -> tuple[int, int]:
        asked.append(at)
        return 7, 0

    found = locate_problems([make_problem(), make_problem(Location("b.yaml", ("x", 1)))], locate)
    assert [(p.location.file, p.location.line, p.location.column) for p in found] == [
        ("a.yaml", 2, 3),
        ("b.yaml", 7, 1),
    ]
    assert asked == [Location("b.yaml", ("x", 1))]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.integers(1, 3), st.integers(1, 3), st.sampled_from(["x", "y"])
        ),
        max_size=12,
    )
)
def test_located_problems_are_in_the_order_of_files_and_lines_and_each_comes_once(
    rows: list[tuple[str, int, int, str]],
) -> None:
    made = [
        make_problem(Location(f, line=line, column=column), Message(w, w))
        for f, line, column, w in rows
    ]
    found = [
        (p.location.file, p.location.line, p.location.column, p.message.en)
        for p in locate_problems([*made, *made], lambda _: (1, 1))
    ]
    assert found == sorted(set(rows))
