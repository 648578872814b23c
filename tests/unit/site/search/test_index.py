"""The index of a small site: what changes with it, and that a site can do without."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import Project
from tests.support.sources import SITE, SMALL


def read_search(project: Project) -> dict[str, bytes]:
    assert not project.build().error_count
    return {name: raw for name, raw in project.read_tree().items() if name.startswith("search/")}


def test_a_site_can_do_without(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(SMALL)
    assert {"search/index.html", "search/index.js", "search/t0.js"} <= read_search(project).keys()
    assert b'href="search/"' in project.read_tree()["index.html"]
    project.write({"content/site.yaml": SITE + "feeds_off: [search]\n"})
    assert read_search(project) == {}
    assert b"search/" not in project.read_tree()["index.html"]


def test_another_note_changes_only_the_files_of_its_words(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(SMALL)
    before = read_search(project)
    schedule = str(SMALL["schedule.yaml"])
    project.write({"schedule.yaml": schedule.replace("请**预约**。", "请**预定**。")})
    after = read_search(project)
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed and all(name.startswith("search/t") for name in changed)
    assert before.keys() == after.keys()
