"""What builds of several projects share: checked and compiled templates, and nothing that a project
could bring along."""

from __future__ import annotations

import os
from pathlib import Path

import jinja2
import pytest

from tests.support.projects import TODAY, Project
from tests.support.sources import SMALL
from tourbook.build import machine_memory
from tourbook.build.live import Change, LiveSite
from tourbook.build.machine_memory import KEPT_PROGRAMS, MachineMemory, open_machine_memory
from tourbook.build.options import BuildOptions
from tourbook.rendering import templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/tourbook"


def test_the_second_project_neither_checks_nor_compiles_the_theme(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects = [Project(tmp_path / name) for name in ("first", "second", "third")]
    for project in projects:
        project.write(SMALL)
    assert not projects[0].build().error_count
    with monkeypatch.context() as lazy:
        for owner, name in ((templates, "check_templates"), (jinja2.Environment, "compile")):
            lazy.setattr(owner, name, lambda *_, **__: pytest.fail("done again"))
        assert not projects[1].build().error_count
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not projects[2].build().error_count, "what is damaged is not believed"
    trees = [project.read_tree() for project in projects]
    assert trees[0] == trees[1] == trees[2]


def test_a_theme_with_mistakes_is_checked_each_time(folder: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        project = Project(tmp_path / name)
        page = "{% extends 'base.html' %}{% block content %}{{ page.nmae }}{% endblock %}"
        project.write({**SMALL, "themes/default/templates/venue.html": page})
        assert [p.code for p in project.build().problems] == ["unknown-attribute"]


def test_a_folder_that_others_can_write_to_is_not_believed(folder: Path) -> None:
    memory = open_machine_memory(b"program")
    memory.set(b"key", b"value")
    assert open_machine_memory(b"program").get(b"key") == b"value"
    os.chmod(folder, 0o777)
    assert open_machine_memory(b"program").get(b"key") == b""
    assert not memory.get(b"another key")


def test_few_versions_of_the_program_are_remembered(folder: Path) -> None:
    for number in range(KEPT_PROGRAMS + 2):
        MachineMemory(folder, bytes([number])).set(b"key", b"value")
        os.utime(folder / bytes([number]).hex(), (number + 1, number + 1))
    assert len(list(folder.iterdir())) == KEPT_PROGRAMS
    assert MachineMemory(None, b"program").get(b"key") == b""


def test_a_preview_compiles_no_template_again_after_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_memory, "_find_folder", lambda: None)  # within one process
    project = Project(tmp_path / "p")
    project.write(SMALL)
    site = LiveSite(BuildOptions(project.root, project.output, lambda _: TODAY))
    assert site.find("stops/first/")
    schedule = str(SMALL["schedule.yaml"])
    project.write({"schedule.yaml": schedule.replace("请**预约**", "不必预约")})
    assert site.refresh() == Change.PAGES
    monkeypatch.setattr(jinja2.Environment, "compile", lambda *_, **__: pytest.fail("compiled"))
    answer = site.find("stops/first/")
    assert answer and answer.is_whole and "不必预约".encode() in answer.content
