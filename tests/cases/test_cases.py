"""Every project of tests/cases/ comes out as its wanted.yaml says."""

from __future__ import annotations

import gc
import re
import shutil
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.cases.cases import CASES, commit_case, find_faults, list_case_files, read_wanted
from tests.support.projects import REPO, Project
from tourbook.cli import main

PROBLEM = re.compile(r"^(\S+:\d+):\d+: (error|warning): .+ \[([a-z-]+)\]$", re.MULTILINE)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with themes whose other files change from case to case: its memory holds what was
    found out about the theme."""
    project = Project(tmp_path_factory.mktemp("cases"))
    shutil.copytree(REPO / "themes", project.root / "themes")
    return project


def run_build(project: Project, output: Path, today: str) -> int:
    options = {"--root": project.root, "--output": output, "--today": today, "--lang": "en"}
    try:
        return main(["build", *(str(x) for pair in options.items() for x in pair), "--jobs", "1"])
    finally:
        gc.enable()


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_as_wanted(
    name: str, shared: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, project, output = read_wanted(name), shared, tmp_path / "output"
    if "themes" in wanted.without or wanted.commits:
        project = Project(tmp_path / name)
        if "themes" not in wanted.without:
            shutil.copytree(REPO / "themes", project.root / "themes")
    files = list_case_files(name, wanted)
    project.write(files)
    try:
        if wanted.commits:
            commit_case(name, wanted, project)
        code = run_build(project, output, wanted.today.isoformat())
    finally:
        project.write(dict.fromkeys(files))
    printed = capsys.readouterr()
    said = printed.out + printed.err
    problems = tuple(f"{level} {code} {place}" for place, level, code in PROBLEM.findall(said))
    assert problems == wanted.problems, said
    is_built = not any(p.startswith("error ") for p in problems)
    assert code == (0 if is_built else 1)
    for piece in wanted.says:
        assert piece in said
    assert is_built or not wanted.files, "nothing is written"
    tree = project.read_tree(output) if wanted.files else {}
    for pattern, expected in wanted.files.items():
        found = [f for f in tree if fnmatchcase(f, pattern)]
        assert bool(found) == (expected != "absent"), f"{pattern}: {found or list(tree)}"
        if not isinstance(expected, str):
            for file in found:
                assert not list(find_faults(expected, file, tree[file])), file
