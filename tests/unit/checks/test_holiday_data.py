"""A project that names its version of the public holidays is told if it is not the one in use."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tourbook.build.program import list_library_versions

INSTALLED = list_library_versions()["chinesecalendar"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "tourbook==0.1.0\n",
        f"chinesecalendar=={INSTALLED}\n",
        f"tourbook\nchinesecalendar=={INSTALLED} \\\n    --hash=sha256:12\n",
        "chinesecalendar>=1.9\n",
    ],
)
def test_the_same_version_or_none_is_no_question(text: str | None) -> None:
    assert not list_problems({"requirements.txt": text} if text is not None else {})


def test_another_version_than_the_one_in_use_is_told() -> None:
    problems = list_problems({"requirements.txt": "# a\ntourbook\nchinesecalendar==1.2.0  # b\n"})
    assert [(p.code, p.level, p.location.line) for p in problems] == [
        ("holiday-data", "warning", 3)
    ]
    assert f"chinesecalendar=={INSTALLED}" in problems[0].help.en
    assert f"chinesecalendar=={INSTALLED}" in problems[0].help.zh
