"""The usual layout of source files: the meaning and all comments stay, and twice is once."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.examples import for_seeds
from tests.support.projects import REPO
from tests.support.yaml_styles import write_twice
from tourbook.common.problems import Problems
from tourbook.editing.formatting import find_key_order, format_source
from tourbook.formats import yaml_source
from tourbook.formats.yaml_layout import lay_out, list_comments

FILES = [
    path.relative_to(REPO).as_posix()
    for path in sorted(
        [REPO / "schedule.yaml", *REPO.glob("schedule/*.yaml"), *REPO.glob("content/**/*.yaml"), *REPO.glob("content/**/*.md")]
    )
]  # fmt: skip


def load(text: str) -> object:
    problems = Problems()
    tree = yaml_source.load(text, "x.yaml", problems)
    assert not problems.items, problems.items
    return tree


@pytest.mark.parametrize("file", FILES)
def test_the_sample_has_its_usual_layout(file: str) -> None:
    raw = (REPO / file).read_bytes()
    assert format_source(raw, file) == raw


@for_seeds(80)
def test_meaning_and_comments_stay(seed: int) -> None:
    for raw in write_twice(Random(seed)):
        new = format_source(raw, "schedule.yaml")
        assert new is not None, "what can be read can be laid out"
        old_text, new_text = (text.decode("utf-8-sig").replace("\r\n", "\n") for text in (raw, new))
        assert load(new_text) == load(old_text)
        assert sorted(list_comments(new_text)) == sorted(list_comments(old_text))
        assert format_source(new, "schedule.yaml") == new


ITEMS = {
    "id": "id: a",
    "venue": "venue: hall  # near the station",
    "hall": "# until the new hall is ready\n    hall: 一",
    "open": "open: 2027-01-06",
    "crew": "crew:\n      - a\n      # one more\n      - b",
    "note": "note: |\n      # no comment\n      two lines",
}


@for_seeds(40)
def test_keys_in_any_order_are_put_into_the_usual_one(seed: int) -> None:
    keys = Random(seed).sample(list(ITEMS), len(ITEMS))
    first, *others = (ITEMS[key] for key in keys)
    comment, _, first = first.rpartition("\n    ") if first.startswith("#") else ("", "", first)
    text = "stops:\n" + f"  {comment}\n" * bool(comment) + f"  - {first}\n"
    text += "".join(f"    {item}\n" for item in others)
    new = lay_out(text, lambda path: list(ITEMS) if path == ("stops", 0) else ())
    assert list(load(new)["stops"][0]) == list(ITEMS)  # type: ignore[index]
    assert load(new) == load(text)
    assert sorted(list_comments(new)) == sorted(list_comments(text))
    assert comment or "# until the new hall is ready\n    hall: 一" in new


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("a: 'x'", "a: x"),
        ("a: 'it''s'", "a: it's"),
        ('a: "x: y"', 'a: "x: y"'),
        ("a: 'x # y'", 'a: "x # y"'),
        ("a: '621121'", 'a: "621121"'),
        ("a: 'yes'", 'a: "yes"'),
        ("a: '2027-01-06'", "a: 2027-01-06"),
        ("a: '+86 10 0000'", 'a: "+86 10 0000"'),
        ('a: "“甲”"', 'a: "“甲”"'),
        ('a: ["x", "y, z"]', 'a: [x, "y, z"]'),
        ('a: {zh: "甲，乙"}', 'a: {zh: "甲，乙"}'),
        ('a: {"b":"c"}', 'a: {"b":"c"}'),
        ('a: {b: "c?"}', 'a: {b: "c?"}'),
        ('a: "x\\ty"', 'a: "x\\ty"'),
        ('a: ""', 'a: ""'),
        ('a: " x"', 'a: " x"'),
        ('a: "- x"', 'a: "- x"'),
        ('a: "-x"', "a: -x"),
        ("a:   x   # why", "a: x   # why"),
        ("a: x  \n\n\nb: y\n\n", "a: x\n\nb: y"),
        ("a:\n- x\n- b: 1\n  c:\n  - d", "a:\n  - x\n  - b: 1\n    c:\n      - d"),
        ("a: |\n  x  \n\n\n  y", "a: |\n  x  \n\n\n  y"),
    ],
)
def test_quotation_marks_blanks_and_lists(written: str, usual: str) -> None:
    assert lay_out(written + "\n", lambda _: ()) == usual + "\n"


def test_keys_in_braces_are_in_order() -> None:
    text = 'a: {c: 1, b: {y: [2], x: "3, 4"}}\n'
    order = ["b", "c", "x", "y"]
    assert lay_out(text, lambda _: order) == 'a: {b: {x: "3, 4", y: [2]}, c: 1}\n'


def test_unknown_keys_stay_behind_the_one_before() -> None:
    text = "b: 1\nq: 2\na: 3\n"
    assert lay_out(text, lambda _: ["a", "b"]) == "a: 3\nb: 1\nq: 2\n"


def test_a_comment_above_the_first_key_of_a_file_is_of_the_file() -> None:
    assert (
        lay_out("# all\nb: 1\n# of a\na: 2\n", lambda _: ["a", "b"])
        == "# all\n# of a\na: 2\nb: 1\n"
    )


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    raw = "\ufefftours:\r\n- id: 'a'\r\n  exhibition: x\r\n".encode()
    usual = "\ufefftours:\r\n  - id: a\r\n    exhibition: x\r\n".encode()
    assert format_source(raw, "schedule.yaml") == usual


@pytest.mark.parametrize(
    "raw", [b"\xff", b"a: [", b"a: &x 1\nb: *x\n", b"a: 1\na: 2\n", b"\ta: 1\n"]
)
def test_what_cannot_be_read_is_left_alone(raw: bytes) -> None:
    assert format_source(raw, "schedule.yaml") is None


def test_the_text_below_the_front_matter_stays() -> None:
    raw = b"---\nclass: library\nname: 'x'\n---\n\n- 'y'\n\n\nz  \n"
    assert format_source(raw, "content/venues/a.md") == raw.replace(
        b"class: library\nname: 'x'", b"name: x\nclass: library"
    )


def test_orders_follow_the_types() -> None:
    assert find_key_order("schedule.yaml", ("routes", 0, "visits", 1, "repeat"))[0] == "first"
    assert find_key_order("content/venues/a.md", ("coordinates",)) == ("lat", "lon", "datum")
    assert find_key_order("content/venues/a.md", ("hours",)) == ()
    assert find_key_order("content/site.yaml", ()) == ()
