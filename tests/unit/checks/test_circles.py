"""Nothing is part of itself, directly or through others."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_codes, list_problems
from tourbook.checks.circles import find_circles


@pytest.mark.parametrize(
    ("files", "file", "line"),
    [
        ({"content/regions.yaml": "a: {name: A, parent: a}\n"}, "content/regions.yaml", 1),
        (
            {"content/regions.yaml": "a:\n  name: A\n  parent: b\nb: {name: B, parent: a}\n"},
            "content/regions.yaml",
            3,
        ),
        # by way of divisions of GB/T 2260: 621121 is in 621100, which is in 620000
        ({"content/regions.yaml": "'620000':\n  parent: '621121'\n"}, "content/regions.yaml", 2),
        (
            {"content/exhibitions/light.md": "---\nname: 光影\nseries: light\n---\n"},
            "content/exhibitions/light.md",
            3,
        ),
        (
            {
                "content/organisations/a.md": "---\nname: 甲\npart_of: b\n---\n",
                "content/organisations/b.md": "---\nname: 乙\nid: b\npart_of: a\n---\n",
            },
            "content/organisations/a.md",
            3,
        ),
    ],
)
def test_a_circle_is_reported_once_with_its_line(
    files: dict[str, str], file: str, line: int
) -> None:
    assert [c for c in list_codes(list_problems(files)) if c[0] == "circle"] == [
        ("circle", file, line)
    ]


def test_a_circle_is_found_from_any_place_that_leads_into_it() -> None:
    assert list(find_circles({"x": "a", "a": "b", "b": "a", "y": "b", "z": "", "s": "s"})) == [
        ["a", "b"],
        ["s"],
    ]


def test_a_long_circle_is_shortened() -> None:
    count = 50
    regions = "".join(f"r{n}: {{name: R, parent: r{(n + 1) % count}}}\n" for n in range(count))
    (problem,) = list_problems({"content/regions.yaml": regions})
    assert problem.message.en == "this leads back to itself: r0 → r1 → r2 → r3 → r4 → … → r0"
