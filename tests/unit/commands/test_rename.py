"""rename: one id is another from now on, in all files; tests/site/test_renames.py does so with every
record of the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import HALL, RICH, TOUR, stop_yaml


@pytest.fixture
def rich(project: Project) -> Project:
    news = "---\ntitle: 开幕\ndate: 2026-11-01\n---\n[馆](<../venues/hall.md#map>)，见[这里][1]\n\n[1]: ../venues/hall.en.md\n"
    project.write(
        {
            **RICH,
            "content/news/open.md": news,
            "content/venues/hall.md": HALL + "\n## map\n",
            "content/venues/hall.en.md": "---\nname: Hall\n---\n",
            "content/exhibitions/light.md": None,
            "content/exhibitions/light/index.md": str(RICH["content/exhibitions/light.md"]).replace(
                "../venues", "../../venues"
            ),
            "content/exhibitions/light/index.en.md": "---\nname: Light\n---\n",
        }
    )
    return project


def list_files(project: Project) -> set[str]:
    return {
        path.relative_to(project.root).as_posix()
        for folder in ("content", "schedule")
        for path in (project.root / folder).rglob("*")
        if path.is_file()
    }


def read(project: Project, file: str) -> str:
    return Path(project.root / file).read_text(encoding="utf-8")


def test_a_venue_and_all_that_names_it(run: RunCommand, rich: Project) -> None:
    old = read(rich, "schedule.yaml")
    code, out, err = run("rename", "hall", "museum")
    assert code == 0, out + err
    assert "content/venues/hall.md → content/venues/museum.md" in out
    assert {"content/venues/museum.md", "content/venues/museum.en.md"} <= list_files(rich)
    assert "content/venues/hall.md" not in list_files(rich)
    assert "aliases: [hall]" in read(rich, "content/venues/museum.md")
    assert read(rich, "schedule.yaml") == old.replace("venue: hall", "venue: museum")
    news = read(rich, "content/news/open.md")
    assert "(<../venues/museum.md#map>)" in news
    assert "[1]: ../venues/museum.en.md" in news
    assert "[馆](../../venues/museum.md)" in read(rich, "content/exhibitions/light/index.md")
    code, out, _ = run("check")
    assert code == 0, out


def test_a_folder_moves_with_its_pictures(run: RunCommand, rich: Project) -> None:
    rich.write(
        {
            "content/exhibitions/light/index.en.md": "---\nname: Light\n---\n![](a%20b.png)\n",
            "content/exhibitions/light/a b.png": b"\x89PNG\r\n\x1a\n",
        }
    )
    code, out, err = run("rename", "light", "光影", "--force")
    assert code == 0, out + err
    folder = "content/exhibitions/光影"
    files = {f"{folder}/index.md", f"{folder}/index.en.md", f"{folder}/a b.png"}
    assert files <= list_files(rich)
    assert not (rich.root / "content/exhibitions/light").exists()
    assert "exhibition: 光影" in read(rich, "schedule.yaml")


def test_a_stop_a_tour_and_back(run: RunCommand, rich: Project) -> None:
    assert run("rename", "one", "first-stop")[0] == 0
    assert "id: first-stop\n        venue: hall" in read(rich, "schedule.yaml")
    assert "aliases: [uno, one]" in read(rich, "schedule.yaml")
    assert run("rename", "first-stop", "one")[0] == 0
    assert "aliases: [uno, first-stop]" in read(rich, "schedule.yaml")
    assert run("rename", "tour", "light-tour")[0] == 0
    assert "- id: light-tour\n" in read(rich, "schedule.yaml")
    code, out, _ = run("check")
    assert code == 0, out


def test_a_set_and_every_stop_that_shows_it(run: RunCommand, rich: Project) -> None:
    old = read(rich, "schedule.yaml")
    code, out, err = run("rename", "light/a", "jia")
    assert code == 0, out + err
    light = read(rich, "content/exhibitions/light/index.md")
    assert "copies: [{id: jia, aliases: [a], name: 甲套}, {id: b}]" in light
    assert read(rich, "schedule.yaml") == old.replace("copy: a", "copy: jia")
    assert "light/jia" in run("show", "light/a")[1], "the former id is known"
    assert run("rename", "light/jia", "light/a")[0] == 0
    assert "{id: a, aliases: [jia], name: 甲套}" in read(rich, "content/exhibitions/light/index.md")
    assert read(rich, "schedule.yaml") == old
    code, out, _ = run("check")
    assert code == 0, out


def test_what_a_tour_says_of_several_exhibitions(run: RunCommand, project: Project) -> None:
    """A stay that took its copy from the tour goes on to show the same one."""
    water = "---\nname: 水\ncopies: [{id: a}, {id: b}]\n---\n"
    stops = stop_yaml("one", "open: 2026-11-01", "close: 2026-11-20") + stop_yaml(
        "two", "exhibition: water", "open: 2027-01-10", "close: 2027-02-20"
    )
    project.write(
        {
            "content/exhibitions/water.md": water,
            "content/exhibitions/light.md": water.replace("水", "光影"),
            "schedule.yaml": TOUR.replace("    stops:", "    copy: a\n    stops:") + stops,
        }
    )
    assert run("rename", "light/a", "jia")[0] == 0
    text = read(project, "schedule.yaml")
    assert "    copy: jia\n    stops:" in text
    assert "exhibition: water\n        copy: a\n" in text, text
    assert run("check")[0] == 0


def test_a_file_that_schedule_yaml_names(run: RunCommand, project: Project) -> None:
    schedule = read(project, "schedule.yaml")
    project.write({"schedule/tour.yaml": schedule, "schedule.yaml": "include:\n  - schedule/tour.yaml\n"})  # fmt: skip
    assert run("rename", "tour", "spring")[0] == 0
    assert read(project, "schedule.yaml") == "include:\n  - schedule/spring.yaml\n"
    assert "- id: spring\n" in read(project, "schedule/spring.yaml")
    code, out, _ = run("check")
    assert code == 0, out


def test_only_the_address(run: RunCommand, project: Project) -> None:
    assert run("rename", "hall", "county-hall", "--slug")[0] == 0
    text = read(project, "content/venues/hall.md")
    assert "slug: county-hall\n" in text
    assert "aliases: [hall]\n" in text
    assert run("rename", "county-hall", "hall", lang="en")[0] == 0
    text = read(project, "content/venues/hall.md")
    assert "slug" not in text
    assert "aliases: [county-hall]" in text
    assert run("build")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hal", "x"), "是不是想写 “hall”？"),
        (("hall", "hall"), "它就叫 “hall”"),
        (("hall", "a b"), "只用字母、数字、汉字和短横线"),
        (("two", "uno"), "“one” 叫过 “uno”"),
        (("two", "One"), "已经有 “one”"),
        (("light", "new"), "用 --kind 写明：exhibition、venue"),
        (("light/a", "b"), "已经有 “light/b”"),
        (("light/x", "c"), "没有这一套 “light/x”"),
        (("light/a", "a b"), "只用字母、数字、汉字和短横线"),
    ],
)
def test_what_cannot_be(
    run: RunCommand, rich: Project, arguments: tuple[str, str], said: str
) -> None:
    rich.write({"content/venues/light.md": "---\nname: 灯塔\nregion: '621121'\n---\n"})
    files = list_files(rich)
    code, _, err = run("rename", *arguments)
    assert (code, list_files(rich)) == (2, files)
    assert said in err


def test_files_with_mistakes_are_mended_first(run: RunCommand, rich: Project) -> None:
    rich.write({"content/organisations/team.md": "---\nname: [\n---\n"})
    code, out, _ = run("rename", "hall", "museum")
    assert code == 1
    assert "content/organisations/team.md" in out
    assert "content/venues/hall.md" in list_files(rich)
