"""A path alone says what a file is; a file that nothing reads is a problem."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.common.problems import Problems
from tourbook.schema import CONTENT_TYPES
from tourbook.sources.paths import (
    ContentPath,
    check_file_placement,
    is_schedule,
    parse_content_path,
)

NAME = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
FOLDER = st.sampled_from(list(CONTENT_TYPES))


@given(FOLDER, NAME, st.sampled_from(["", "en", "bo"]))
def test_a_file_and_a_folder_with_an_index_are_two_ways_to_write_one_record(
    folder: str, name: str, language: str
) -> None:
    tail = f".{language}.md" if language else ".md"
    assert parse_content_path(f"content/{folder}/{name}{tail}") == ContentPath(
        folder, name, language, False
    )
    assert parse_content_path(f"content/{folder}/{name}/index{tail}") == ContentPath(
        folder, name, language, True
    )


@pytest.mark.parametrize(
    "path",
    [
        "content/site.yaml",
        "content/x.md",
        "content/venues/a/b.md",
        "content/venues/a/b/index.md",
        "content/venues/a.txt",
    ],
)
def test_other_files_are_no_records(path: str) -> None:
    assert parse_content_path(path) is None


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("schedule.yaml", True),
        ("schedule/a.yaml", True),
        ("schedule/2027/a.yml", True),
        ("schedule/a.md", False),
        ("content/schedule.yaml", False),
    ],
)
def test_schedule_files(path: str, wanted: bool) -> None:
    assert is_schedule(path) is wanted


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("content/site.yaml", ""),
        ("content/regions.yaml", ""),
        ("content/venues/a.md", ""),
        ("content/venues/a/index.en.md", ""),
        ("content/venues/a/photo.jpg", ""),
        ("themes/x/readme.md", ""),
        ("content/venue/a.md", "unknown-folder"),
        ("content/a.md", "unknown-file"),
        ("content/venues.yaml", "unknown-file"),
        ("content/venues/a.yaml", "unknown-file"),
        ("content/venues/a/b.md", "not-read"),
        ("content/news/2026/11/a.md", "not-read"),
    ],
)
def test_only_a_file_that_is_read_nowhere_is_a_problem(path: str, code: str) -> None:
    problems = Problems()
    check_file_placement([path], CONTENT_TYPES, problems)
    assert [p.code for p in problems] == ([code] if code else [])


@given(
    st.lists(
        NAME | st.sampled_from(["content", "venues", "index.md", "a.en.md", "x.yaml"]),
        min_size=1,
        max_size=6,
    ).map("/".join)
)
def test_every_text_file_below_content_is_read_or_a_problem(path: str) -> None:
    path = "content/" + path
    problems = Problems()
    check_file_placement([path], CONTENT_TYPES, problems)
    where = parse_content_path(path)
    read = (where is not None and where.folder in CONTENT_TYPES) or path in (
        "content/site.yaml",
        "content/regions.yaml",
    )
    assert len(problems) == (path.endswith((".md", ".yaml", ".yml")) and not read)
