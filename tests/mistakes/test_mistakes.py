"""What an editor reads for each kind of mistake, word for word, in both languages.

Each folder holds the files in which a project differs from `tests.support.sources.SMALL` (`without.txt` names
files that it lacks) and expected.txt: what the build prints on stdout, first in Chinese, then in
English. After a change of wording, run `TOURBOOK_ACCEPT=1 python -m pytest tests/mistakes` and
read the difference.
"""

from __future__ import annotations

import functools
import gc
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.projects import REPO, Project
from tests.support.sources import SMALL
from tourbook.cli import main

HERE = Path(__file__).parent
MISTAKES = sorted(
    p.name for p in HERE.iterdir() if p.is_dir() and not p.name.startswith(("_", "."))
)
WARNINGS = {
    "hours-twice",
    "repeat-until-the-day-before",
    "translation-missing",
    "included-nowhere",
    "repeat-skips-another-day",
    "time-zone-abroad",
    "picture-that-is-a-web-page",
    "uid-domain-missing",
    "no-git-and-no-date",
    "text-too-long-for-an-event",
    "repeat-without-any-date",
    "unused-files",
    "language-without-strings",
    "schedule-beside-the-schedule",
    "address-too-long-for-google",
}
"""These are no errors: the site is built all the same."""


@functools.cache
def build_project(folder: Path, theme: str) -> Project:
    """A small project that has been built without a problem; mistakes in content need no large
    theme."""
    project = Project(folder / theme / "project")
    if theme == "real":
        shutil.copytree(REPO / "themes", project.root / "themes")
    else:
        project.write(tiny_theme.list_theme_files("default"))
    project.write(SMALL)
    assert run_build(project, "zh", "--quiet") == 0
    return project


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mistakes")


def run_build(project: Project, lang: str, *more: str) -> int:
    try:
        return main(
            [
                "build",
                "--root",
                str(project.root),
                "--lang",
                lang,
                "--today",
                "2026-11-24",
                "--jobs",
                "1",
                *more,
            ]
        )
    finally:
        gc.enable()


def list_changes(folder: Path) -> dict[str, str | bytes | None]:
    files: dict[str, str | bytes | None] = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name not in ("expected.txt", "without.txt")
    }
    without = folder / "without.txt"
    return files | (dict.fromkeys(without.read_text().split()) if without.exists() else {})


def list_file_dates(project: Project) -> dict[str, int]:
    return {p.as_posix(): p.stat().st_mtime_ns for p in project.output.rglob("*")}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_mistake_is_explained_and_nothing_is_written(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1, the expected lines in both languages, and an untouched output folder; fixed, all
    is as before."""
    good = build_project(folder, "real" if name.startswith(("template", "theme")) else "tiny")
    before, dated, said = good.read_tree(), list_file_dates(good), []
    changed = list_changes(HERE / name)
    assert changed, "a mistake differs from a good project"
    capsys.readouterr()
    good.write(changed)
    try:
        for lang in ("zh", "en"):
            command = (
                ("--quiet",)
                if name not in WARNINGS
                else ("--output", str(good.root.parent / "other" / name))
            )
            assert run_build(good, lang, *command) == (0 if name in WARNINGS else 1)
            printed = capsys.readouterr()
            said.append(printed.out)
            assert "Traceback" not in printed.out + printed.err
            assert printed.err == "" or name in WARNINGS
    finally:
        good.write({f: SMALL.get(f) for f in changed})
        for theme in {f.split("/")[1] for f in changed if f.startswith("themes/")}:
            shutil.rmtree(good.root / "themes" / theme)
    expected = HERE / name / "expected.txt"
    if os.environ.get("TOURBOOK_ACCEPT"):
        expected.write_text("\n".join(said), encoding="utf-8")
    assert "\n".join(said) == expected.read_text(encoding="utf-8")
    assert good.read_tree() == before
    assert list_file_dates(good) == dated
    assert run_build(good, "zh", "--quiet") == 0
    assert list_file_dates(good) == dated, "fixed, nothing is due"


@pytest.mark.parametrize("name", MISTAKES)
def test_both_languages_point_at_the_same_places_and_offer_help(name: str) -> None:
    """Chinese and English list the same problems in the same order, each with a line that exists
    and a help."""
    zh, en = ([], [])
    text = (HERE / name / "expected.txt").read_text(encoding="utf-8")
    head = re.compile(r"^(\S+):(\d+):(\d+): (错误|警告|error|warning): .+ \[([a-z-]+)\]$")
    found = [(i, m) for i, line in enumerate(text.splitlines()) if (m := head.match(line))]
    lines = text.splitlines()
    for i, m in found:
        (zh if m[4] in ("错误", "警告") else en).append((m[1], m[2], m[3], m[5]))
        help_lines = [line for line in lines[i + 1 : i + 5] if line.startswith("       = ")]
        help = next(
            (
                line
                for line in help_lines
                if not line.startswith(("       = 另一处：", "       = related: "))
            ),
            "",
        )
        if m[5] in ("template-syntax", "template-error"):  # Jinja and Python say it themselves
            continue
        assert help.startswith(
            "       = 改法：" if m[4] in ("错误", "警告") else "       = help: "
        ), m[0]
    assert zh == en
    assert zh
    assert zh == sorted(zh, key=lambda p: (p[0], int(p[1]), int(p[2])))
