"""A build publishes the browser editor only whole, only for a repository, and only if it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import Project
from tests.support.sources import SITE, SMALL
from tourbook.browser_editor.package import DECAP, SOURCE_FOLDER
from tourbook.build import editor_files

GITEA = "editor: {backend: gitea, repo: kexie/xunzhan, app: x, server: 'https://git.example'}\n"
SCRIPTS = {f"{SOURCE_FOLDER}/{name}": f"// {name}" for name in DECAP.files}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """With a script that counts as the right one."""
    monkeypatch.setattr(editor_files, "is_right", lambda name, raw: b"//" in raw)
    project = Project(tmp_path / "p")
    project.write({**SMALL, **SCRIPTS, "content/site.yaml": SITE + GITEA})
    return project


def list_files(project: Project) -> set[str]:
    return {name.removeprefix("admin/") for name in project.read_tree() if "admin/" in name}


def test_the_editor_is_published_for_a_repository(project: Project) -> None:
    assert not project.build().problems
    tree = project.read_tree()
    assert list_files(project) == {"index.html", "settings.json", "editor.js", *DECAP.files}
    assert b"noindex" in tree["admin/index.html"] and b"git.example" in tree["admin/index.html"]
    rule = tree["_headers"].decode().partition("admin/*\n")[2]
    assert "connect-src blob: 'self' https://git.example;" in rule.splitlines()[1]
    for name in ("sitemap.xml", "robots.txt", "index.html"):
        assert b"admin" not in tree[name]
    again = project.build()
    assert not again.problems and not again.publish_result.written_files


def test_it_goes_without_its_script_or_key(project: Project) -> None:
    project.build()
    project.write(dict.fromkeys(SCRIPTS))
    (problem,) = project.build().problems
    assert (problem.code, problem.level) == ("editor", "warning") and not list_files(project)
    project.write(SCRIPTS)
    assert not project.build().problems and list_files(project)
    project.write({"content/site.yaml": SITE})
    assert not project.build().problems and not list_files(project)


def test_another_script_is_none(project: Project) -> None:
    project.write({f"{SOURCE_FOLDER}/decap-cms.js": "alert(1)"})
    assert [p.code for p in project.build().problems] == ["editor"] and not list_files(project)


def test_the_local_one_is_no_part_of_the_site(project: Project) -> None:
    project.write({"content/site.yaml": SITE + "editor: {backend: local}\n"})
    assert not project.build().problems and not list_files(project)


@pytest.mark.parametrize("options", ["backend: github, repo: a/b", "backend: gitlab, app: x"])
def test_an_editor_that_cannot_work_is_an_error(project: Project, options: str) -> None:
    project.write({"content/site.yaml": f"{SITE}editor: {{{options}}}\n"})
    (problem,) = project.build().problems
    assert (problem.code, problem.level) == ("editor", "error")
