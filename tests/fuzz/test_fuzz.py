"""Damaged projects keep the laws: in memory, and on a disk through the command line."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.examples import BASES, Example, make_base
from tests.fuzz.laws import check_project
from tests.support.commands import run_command
from tests.support.examples import FIRST_SEED, IS_RANDOM
from tests.support.projects import Project

CHUNKS, CHUNK_SIZE = 16, 20
"""Examples of the suite, of about five mutations each."""


@pytest.mark.parametrize("number", range(len(BASES)))
def test_what_is_damaged_was_good_before(number: int) -> None:
    problems = check_project(make_base(number), random.Random(0))
    assert [p for p in problems if p.level == "error"] == []


@pytest.mark.parametrize("chunk", range(CHUNKS * (4 if IS_RANDOM else 1)))
def test_a_damaged_project_is_explained_or_built(chunk: int) -> None:
    first = FIRST_SEED + chunk * CHUNK_SIZE
    for seed in range(first, first + CHUNK_SIZE):
        example = Example(seed)
        try:
            example.check()
        except Exception as error:
            error.add_note(f"To repeat it, and to see the smallest files: {example.describe()}")
            raise


def test_the_command_line_agrees_and_writes_nothing_if_there_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 and an untouched output for errors, else 0; never 3."""
    for seed in range(FIRST_SEED, FIRST_SEED + 8):
        example = Example(seed)
        project = Project(tmp_path / str(seed))
        project.write(dict(example.files))
        project.write({"output/own.html": "the last good site"})
        before = project.read_tree()
        errors = [
            p for p in check_project(example.files, random.Random(seed)) if p.level == "error"
        ]
        code, out, _ = run_command(project, capsys, ("build", "--format", "github"), "en")
        assert code == (1 if "::error" in out else 0), example.describe()
        assert code == 1 or not errors, example.describe()
        if code:
            assert project.read_tree() == before, example.describe()
