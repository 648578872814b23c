"""Problems come out one on a line, with the caret under the place, and nothing in them is a command."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.problems import make_problem
from tourbook.common.printable import make_printable
from tourbook.common.problem_formats import format_problems, measure_display_width
from tourbook.common.problems import Location, Message, Problem, Problems


def test_text_shows_the_line_with_the_caret_under_the_column_and_the_help() -> None:
    shown = format_problems(
        [make_problem(help=Message("这样写", "so"))], lambda _: ["", "甲乙丙"], "zh"
    )
    assert shown.split("\n") == [
        "a.yaml:2:3: 错误: 错 [code]",
        "     2 | 甲乙丙",
        "       |     ^",
        "       = 改法：这样写",
    ]
    assert "a.yaml:2:3: warning: wrong [code]" in format_problems(
        [make_problem(level="warning")], lambda _: [], "en"
    )


@given(st.text(max_size=400).map(lambda s: s.replace("\t", " ")), st.integers(1, 400))
def test_the_caret_stands_under_its_character_however_long_the_line(line: str, column: int) -> None:
    """Within 160 characters that are shown, and counting wide characters as two."""
    shown = format_problems(
        [make_problem(Location("a", line=1, column=column))], lambda _: [line], "zh"
    ).split("\n")
    assert len(shown) == 3
    source, caret = shown[1].removeprefix("     1 | "), shown[2].removeprefix("       | ")
    assert len(source) <= 160
    before = source[: len(source)]
    at = caret.index("^")
    if column <= len(line):
        position = next(
            i for i in range(len(before) + 1) if measure_display_width(before[:i]) >= at
        )
        pointed = before[position : position + 1]
        raw = line[column - 1]
        assert pointed == raw or unicodedata.category(raw)[0] in "CMZ"


@given(st.text(), st.text(), st.text())
def test_no_text_of_an_author_breaks_a_line_or_reaches_the_terminal_as_a_command(
    what: str, help: str, line: str
) -> None:
    shown = format_problems(
        [make_problem(what=Message(what, what), help=Message(help or "m", help or "m"))],
        lambda _: ["", line],
        "en",
    )
    lines = shown.split("\n")
    assert len(lines) == 4
    assert not any(unicodedata.category(c) == "Cc" for one in lines for c in one)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_json_is_a_list_that_holds_every_problem(rows: list[tuple[str, str]]) -> None:
    made = [make_problem(what=Message(a, b)) for a, b in rows]
    found = json.loads(format_problems(made, lambda _: [], "en", "json"))
    assert [
        (r["file"], r["line"], r["column"], r["level"], r["code"], r["message"]) for r in found
    ] == [("a.yaml", 2, 3, "error", "code", b) for _, b in rows]


@given(st.text(min_size=1), st.text(min_size=1).filter(lambda s: s.isprintable()))
def test_github_gets_one_command_a_problem(what: str, file: str) -> None:
    shown = format_problems(
        [make_problem(Location(file, line=1, column=2), Message(what, what))],
        lambda _: [],
        "en",
        "github",
    )
    assert shown.startswith("::error file=")
    assert "\n" not in shown
    assert "\r" not in shown
    head = shown.removeprefix("::error ").split("::")[0]
    assert head.count(",") == 3, "file, line, col, title: nothing of the file's name splits it"


HOSTILE = [
    "a\n::notice::x",
    "a\r::set-env name=x::y",
    "\x1b[31mred",
    "\x9b31m",
    "\u202egpj",
    "\u2066x",
    "\u200fx",
    "a\u2028b",
    "\x85",
    "\udc80",
    "##[group]x",
    "##vso[task.setvariable variable=a]b",
]


@pytest.mark.parametrize("output_format", ["text", "json", "github"])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_and_no_text_of_an_author_is_a_command(hostile: str, output_format: str) -> None:
    """Neither to a terminal nor to a CI: in names of files, messages, helps and source lines."""
    both = Message(hostile, hostile)
    problem = Problem(
        "code",
        Location(hostile, line=1, column=1),
        both,
        both,
        related_location=Location(hostile, line=1),
    )
    lines = [hostile.replace("\n", " ")]
    once = format_problems([problem], lambda _: lines, "en", output_format)
    assert make_printable(once.replace("\n", " ")) == once.replace("\n", " ")
    assert not re.search(r"(?m)^\s*::(?!error file=)", once)
    assert len(once.split("\n")) == {"text": 5, "json": 16, "github": 1}[output_format]


@pytest.mark.parametrize("output_format", ["text", "github", "json"])
def test_people_are_shown_a_hundred_problems_of_a_kind(output_format: str) -> None:
    problems = Problems()
    for number in range(1234):
        problems.add_error("date", Location("a.yaml", line=number + 1), Message("错", "wrong"))
    problems.add_warning("other", Location("b.yaml", line=1), Message("别", "different"))
    out = format_problems(list(problems), lambda _: [], "en", output_format)
    shown_count, more = out.count("wrong"), "and 1,134 more of this kind [date]"
    assert (shown_count, more in out) == ((1234, False) if output_format == "json" else (100, True))
    assert "different" in out


@pytest.mark.parametrize("output_format", ["text", "json", "github"])
def test_of_a_long_message_the_beginning_and_the_end_are_shown(output_format: str) -> None:
    long = Message("头" + "x" * 5000 + "尾", "head" + "x" * 5000 + "tail")
    problem = make_problem(what=long, help=long)
    for lang, start, end in (("zh", "头", "尾"), ("en", "head", "tail")):
        text = format_problems([problem], lambda _: [], lang, output_format)
        assert text.count(start) == text.count(end) == 2
        assert len(text) < 2000
