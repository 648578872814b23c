"""Pictures that phones wait for, and files that hosts refuse."""

from __future__ import annotations

import pytest

from tourbook.common.problems import Location, Problems
from tourbook.site.file_sizes import MAX_HOSTED_SIZE, MAX_PICTURE_SIZE, check_file_sizes
from tourbook.site.outputs import Asset


@pytest.mark.parametrize(
    ("file", "size", "words"),
    [
        ("a.jpg", MAX_PICTURE_SIZE, None),
        ("a.jpg", MAX_PICTURE_SIZE + 100_000, "2.1 MB, which takes long on a phone"),
        ("a.PNG", 2 * MAX_HOSTED_SIZE, "on a phone"),
        ("a.pdf", MAX_PICTURE_SIZE + 1, None),
        ("a.pdf", MAX_HOSTED_SIZE, None),
        ("a.pdf", MAX_HOSTED_SIZE + 1, "26.2 MB, and some hosts refuse"),
        ("a.svg", None, None),
    ],
)
def test_a_large_file_has_a_warning(file: str, size: int | None, words: str | None) -> None:
    asset = Asset(file, "picture", (Location(file),), file, b"")
    problems = Problems()
    check_file_sizes([asset], {} if size is None else {file: size}, problems)
    assert [(p.code, p.level, p.location.file) for p in problems] == (
        [("large-file", "warning", file)] if words else []
    )
    assert all(words and words in p.message.en for p in problems)


def test_what_a_known_host_takes_is_not_said_of_any_host() -> None:
    problems = Problems()
    names = ("a.pdf", "a.jpg")
    assets = [Asset(file, "picture", (Location(file),), file, b"") for file in names]
    check_file_sizes(assets, dict.fromkeys(names, MAX_HOSTED_SIZE + 1), problems, True)
    assert [p.location.file for p in problems] == ["a.jpg"]


def test_a_large_map_is_not_to_be_made_smaller_by_hand() -> None:
    problems = Problems()
    asset = Asset("a.jpg", "map", (Location("a.jpg"),), "a.jpg", b"")
    check_file_sizes([asset], {"a.jpg": MAX_PICTURE_SIZE + 1}, problems)
    assert [p.help.en.partition(";")[0] for p in problems] == [
        "download a smaller sheet of the same map"
    ]
