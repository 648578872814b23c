"""Every scalar is what was written, and every value has its place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.problems import PathKey, Problems
from tourbook.formats.yaml_places import compose, locate
from tourbook.formats.yaml_source import load

WORD = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" "),
    max_size=12,
).map(str.strip)
TREE = st.recursive(
    WORD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD, inner, max_size=4),
    max_leaves=12,
)


def dump_yaml(tree: Any, flow: bool | None = False) -> str:
    out = io.StringIO()
    yaml.dump(
        tree, out, allow_unicode=True, default_flow_style=flow, default_style='"', width=10_000
    )
    return out.getvalue()


def load_good(text: str) -> Any:
    problems = Problems()
    tree = load(text, "x", problems)
    assert list(problems) == []
    return tree


@given(TREE, st.sampled_from([False, True, None]))
def test_load_equals_the_base_loader(tree: Any, flow: bool | None) -> None:
    """PyYAML's loader that knows no types either."""
    text = dump_yaml(tree, flow)
    assert load_good(text) == yaml.load(text, yaml.BaseLoader) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: |\n  Light\n", "Light"),
        ("a: >-\n  三间小屋子，\n  讲光 从哪里来。\n", "三间小屋子，讲光 从哪里来。"),
        ("a: 一\n  二\n  three\n  four\n", "一二 three four"),
        ('a: "一 二\n  二 三\n\n  四"\n', "一 二二 三\n四"),
        ("a: ' x '\n", "x"),
        ("a: hall\u200b\n", "hall"),
        ("a: \u3000\u3000第一段\n", "第一段"),
        ("a: |\n  一\n  二\n", "一\n二"),
        ("a: สวัสดี\u200bครับ\n", "สวัสดี\u200bครับ"),
    ],
)
def test_texts_have_no_blanks_at_their_ends_or_between_chinese_lines(text: str, value: str) -> None:
    assert load_good(text)["a"] == value


def test_blanks_in_quotation_marks_can_be_kept() -> None:
    """Strings of themes end with them: the colon of English, the separator of a list."""
    assert load('a: ": "\n', "x", Problems(), keeps_blanks=True) == {"a": ": "}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a:\n  - b: c\n\u3000\u3000d: e\n", "yaml-blank", 3, 1),
        ("a:\n  - b: c\n  \u00a0 d: e\n", "yaml-blank", 3, 3),
        ("a: b\nc:\u3000d\ne: f\n", "yaml-blank", 2, 3),
        ("a: b\nc: ha\u200bll\n", "yaml-look-alike", 2, 6),
        ("a: county\u2011hall\n", "yaml-look-alike", 1, 10),
        ('a: "mu\u00adseum"\n', "yaml-look-alike", 1, 7),
        ("a\u200bb: c\n", "yaml-look-alike", 1, 2),
    ],
)
def test_a_blank_or_letter_that_is_none_is_named(
    text: str, code: str, line: int, column: int
) -> None:
    problems = Problems()
    load(text, "x", problems)
    assert [(p.code, p.location.line, p.location.column) for p in problems] == [
        (code, line, column)
    ]


def iterate_paths(
    tree: Any, path: tuple[PathKey, ...] = ()
) -> Iterator[tuple[tuple[PathKey, ...], Any]]:
    yield path, tree
    items: Any = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for key, value in items:
        yield from iterate_paths(value, (*path, key))


@given(st.dictionaries(WORD, TREE, min_size=1, max_size=3))
def test_locate_finds_the_place_of_every_value_and_every_key(tree: Any) -> None:
    text = dump_yaml(tree)
    lines = text.split("\n")
    for path, value in iterate_paths(tree):
        if not path:
            continue
        line, column = locate(compose(text), path, False)
        rest = lines[line - 1][column - 1 :]
        if isinstance(value, str):
            assert find_first_scalar(rest) == value
        if isinstance(path[-1], str):
            line, column = locate(compose(text), path, True)
            assert find_first_scalar(lines[line - 1][column - 1 :]) == path[-1]


def find_first_scalar(text: str) -> str:
    """The quoted scalar that a text begins with."""
    event: Any = next(
        e for e in yaml.parse(text, yaml.BaseLoader) if isinstance(e, yaml.ScalarEvent)
    )
    value: str = event.value
    return value


def test_locate_goes_as_far_as_the_path_leads() -> None:
    text = "a:\n  b:\n  - c: 1\n"
    assert locate(compose(text), ("a", "b", 0, "c"), False) == (3, 8)
    assert locate(compose(text), ("a", "b", 0, "c"), True) == (3, 5)
    assert (
        locate(compose(text), ("a", "b", 7), False)
        == locate(compose(text), ("a", "b", "x"), False)
        == (3, 3)
    )
    assert locate(compose(text), ("nothing",), False) == (1, 1)
    assert locate(compose(""), ("a",), False) == locate(compose("["), ("a",), False) == (1, 1)


@pytest.mark.parametrize(
    "written",
    [
        "NO",
        "yes",
        "10:30",
        "010",
        "1e3",
        "0x10",
        "2026-05-01",
        "1_000",
        ".5",
        "TRUE",
        "=",
        "<<",
        "1:20:30",
    ],
)
def test_no_scalar_is_anything_but_what_was_written(written: str) -> None:
    assert load_good(f"a: {written}") == {"a": written}


@pytest.mark.parametrize("empty", ["", " ", "~", " null", " # nothing"])
def test_a_key_without_a_value_counts_as_not_written(empty: str) -> None:
    assert load_good(
        f"a:{empty if empty.startswith(' ') or not empty else ' ' + empty}\nb:\n  - c:\n"
    ) == {"b": [{}]}
    assert load_good('a: ""\nb: "~"') == {"a": "", "b": "~"}, "quoted is written"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n\tb: 2", "yaml-tab", 2),
        ("a: 1\n  \tb: 2", "yaml-tab", 2),
        ("a: 1\nb: 2\na: 3", "duplicate-key", 3),
        ("a: &x 1", "yaml-refused", 1),
        ("a: *x", "yaml-refused", 1),
        ("a: !!str 1", "yaml-refused", 1),
        ("a: 1\n---\nb: 2", "yaml-refused", 2),
        ("[a]: 1", "yaml-refused", 1),
        ("{a: 1}: 2", "yaml-refused", 1),
        ("a: {b: 1, c}", "no-value", 1),
        ("x: 1\na：1\nb: 2", "yaml-colon", 2),
        ("a: '", "yaml-syntax", 1),
        ("x: 1\na: [1, 2\nb: 3", "yaml-syntax", 2),
        ("a: 1\n b: 2", "yaml-syntax", 2),
        ("a: \x07", "yaml-character", 1),
        ("甲: 字字字\n乙: \x07", "yaml-character", 2),
        ("a: " + "[" * 60 + "]" * 60, "yaml-refused", 1),
    ],
)
def test_each_mistake_is_one_problem_on_its_line(text: str, code: str, line: int) -> None:
    problems = Problems()
    assert load(text, "x", problems, first_line=10) is None
    assert [(p.code, p.location.line) for p in problems] == [(code, line + 9)]


def test_the_column_of_a_forbidden_character_counts_characters() -> None:
    problems = Problems()
    load("甲: 字字\x07", "x", problems)
    assert [(p.location.line, p.location.column) for p in problems] == [(1, 6)]


@given(st.text())
def test_any_text_is_a_tree_or_problems_with_a_place(text: str) -> None:
    problems = Problems()
    tree = load(text, "x", problems)
    assert tree is None or not len(problems)
    lines = (
        text.replace("\r\n", "\n").count("\n")
        + text.count("\r")
        + text.count("\x85")
        + text.count("\u2028")
        + text.count("\u2029")
    )
    for p in problems:
        assert 1 <= p.location.line <= lines + 2
        assert p.location.column >= 1
        assert p.message.zh
        assert p.help.zh


@given(st.text(alphabet="a: -[]{}\"'#|>\n&*!?,"))
def test_any_mixture_of_yaml_signs_is_what_the_base_loader_reads_or_a_problem(text: str) -> None:
    problems = Problems()
    tree = load(text, "x", problems)
    assert tree is None or not len(problems)
    try:
        theirs = yaml.load(text, yaml.CBaseLoader)
    except (yaml.YAMLError, TypeError):  # TypeError: a list as a key
        assert len(problems)
        return
    if not len(problems):
        assert to_written(tree) == to_written(theirs)


def to_written(tree: Any) -> Any:
    """What is left without empty values."""
    if isinstance(tree, dict):
        return {k: to_written(v) for k, v in tree.items() if v not in (None, "")}
    return [to_written(v) for v in tree] if isinstance(tree, list) else tree or ""


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_a_line_end_that_editors_do_not_know_is_a_space_and_no_line(character: str) -> None:
    text = f"name: a{character}b\nother: *x\n"
    assert load_good(f"name: a{character}b\nother: c\n") == {"name": "a b", "other": "c"}
    assert locate(compose(f"name: '{character}'\nother: c\n"), ("other",), False) == (2, 8)
    problems = Problems()
    load(text, "x", problems)
    assert [(p.location.line, p.location.column) for p in problems] == [(2, 8)]


@pytest.mark.parametrize("text", ["a:\n  - {x: [1,", "a:\n  b: {first:"])
def test_what_is_cut_off_is_reported_on_a_line_that_exists(text: str) -> None:
    problems = Problems()
    load(text, "x", problems)
    assert [p.location.line for p in problems] == [2]
