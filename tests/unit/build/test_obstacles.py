"""What lies in the way in the output folder is found before anything is moved."""

from __future__ import annotations

from pathlib import Path

from tests.support.projects import Project
from tests.support.sources import HALL


def put_a_folder_where_a_file_goes(project: Project) -> Path:
    page = project.output / "venues/hall/index.html"
    page.unlink()
    page.mkdir()
    project.write({"content/venues/hall.md": HALL.replace("人民路1号", "人民路2号")})
    return page


def test_a_folder_where_a_file_goes_leaves_the_last_good_site(project: Project) -> None:
    page = put_a_folder_where_a_file_goes(project)
    (page / "note.txt").write_text("foreign")
    before = project.read_tree()
    report = project.build()
    assert [p.code for p in report.problems] == ["output-blocked"]
    assert "venues/hall/index.html" in report.problems[0].message.zh
    assert project.read_tree() == before
    (page / "note.txt").unlink()
    assert not project.build().problems
    assert "人民路2号" in page.read_text(encoding="utf-8")


def test_empty_folders_give_way(project: Project) -> None:
    page = put_a_folder_where_a_file_goes(project)
    (page / "a/b").mkdir(parents=True)
    assert not project.build().problems
    assert "人民路2号" in page.read_text(encoding="utf-8")


def test_a_file_where_a_folder_goes_is_reported_once(project: Project) -> None:
    before = project.read_tree()
    (project.output / "about").write_text("foreign")
    project.write({"content/pages/about.md": "---\ntitle: 关于\n---\n"})
    report = project.build()
    assert [p.code for p in report.problems] == ["output-blocked"]
    assert project.read_tree() == before | {"about": b"foreign"}
