"""changes: what a reviewer reads of a set of commits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.commands import run_command
from tests.support.repositories import VersionedProject
from tests.support.sources import HALL, LIGHT, ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml

DATES = ("open: 2027-04-10", "close: 2027-05-23")
WEEKLY = visit_yaml(
    "weekly", "venue: hall", "time: 14:00-16:00", "repeat:", "  first: 2027-03-03", "  count: 3"
)
OLD = {
    **VAN,
    "content/exhibitions/light.md": LIGHT,
    "content/exhibitions/sound.md": LIGHT.replace("光影", "声音"),
    "content/venues/other.md": HALL.replace("县科技馆", "县文化馆"),
    "schedule.yaml": TOUR
    + "".join(stop_yaml(id, *DATES) for id in ("moved", "called-off", "elsewhere", "gone", "text"))
    + ROUTE
    + WEEKLY,
}


@pytest.fixture
def repo(tmp_path: Path) -> VersionedProject:
    repo = VersionedProject(tmp_path / "repo", "site")
    repo.start(files={**tiny_theme.list_theme_files("default"), **OLD})
    return repo


def edit(repo: VersionedProject) -> None:
    schedule = (
        TOUR.replace("巡展", "春季巡展")
        + stop_yaml("moved", "open: 2027-04-17", "close: 2027-05-30")
        + stop_yaml("called-off", "status: cancelled", *DATES)
        + stop_yaml("elsewhere", *DATES, venue="other")
        + stop_yaml("text", *DATES, "note: 请预约")
        + stop_yaml("new", *DATES, venue="nowhere")
        + ROUTE
        + WEEKLY.replace("count: 3", "count: 4")
    )
    repo.project.write(
        {
            "schedule.yaml": schedule,
            "content/exhibitions/sound.md": None,
            "content/exhibitions/light.md": LIGHT + "\n更多的光。\n",
            "content/venues/third.md": HALL.replace("县科技馆", "县图书馆"),
        }
    )


EXPECTED = """\
日程
  县科技馆 (moved)：改期，2027年4月17日至5月30日（原来是 2027年4月10日至5月23日）
  县科技馆 (called-off)：取消
  县文化馆 (elsewhere)：换场地，原来在 县科技馆
  县科技馆 (text)：文字等，说明 (note)
  ? (new)：新增，2027年4月10日至5月23日
  县科技馆 (weekly)：场次调整，2027年3月3日至24日，4 次（原来是 2027年3月3日至17日，3 次）
  县科技馆 (gone)：撤下

内容
  展览 光影 (light)：正文
  场馆 县图书馆 (third)：新增
  展览 声音 (sound)：撤下
  巡展或线路 春季巡展 (tour)：巡展名称 (name)

新的问题
"""


def test_what_is_not_committed_yet(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_command(repo.project, capsys, ("changes",), "zh")
    assert (code, out) == (0, "")
    assert "没有变动" in err
    edit(repo)
    code, out, _ = run_command(repo.project, capsys, ("changes",), "zh")
    listed, _, problems = out.partition("新的问题\n")
    order = sorted(EXPECTED.removesuffix("新的问题\n").split("\n"))
    assert sorted(listed.split("\n")) == order, listed
    assert "没有编号为 “nowhere” 的场馆 [unknown-venue]" in problems


def test_what_commits_mean(repo: VersionedProject, capsys: pytest.CaptureFixture[str]) -> None:
    edit(repo)
    repo.commit(100)
    repo.project.write({"content/venues/nowhere.md": HALL})
    repo.commit(200)
    arguments = ("changes", "HEAD~1..HEAD", "--as", "markdown")
    code, out, _ = run_command(repo.project, capsys, arguments, "en")
    assert code == 0
    assert "### Content\n\n- venue 县科技馆 (nowhere): new\n" in out
    assert "### Problems mended\n\n- schedule.yaml:" in out
    arguments = ("changes", "HEAD~2..HEAD~1", "--as", "json")
    content = json.loads(run_command(repo.project, capsys, arguments, "en")[1])
    assert "县科技馆 (called-off): cancelled" in content["schedule"]
    assert content["content"][0] == "exhibition 光影 (light): text"


def test_a_commit_that_is_not_there(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    for revision in ("nothing", "HEAD~9..HEAD", "..nothing"):
        code, out, err = run_command(repo.project, capsys, ("changes", revision), "zh")
        assert (code, out) == (2, ""), err
        assert "没有叫" in err


def test_what_visitors_and_subscribers_will_see(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The calendars that a build makes anew, and pages among those; secret ones are not named."""
    crew, schedule = "crew-7f3k", TOUR + stop_yaml("moved", *DATES)
    site = SITE + f"calendar: {{crew: {crew}}}\n"
    files = {**OLD, "content/site.yaml": site, "schedule.yaml": schedule}
    repo = VersionedProject(tmp_path / "repo")
    repo.start(files={**tiny_theme.list_theme_files("default"), **files})
    repo.project.build()
    before = repo.project.read_tree()
    repo.project.write({"schedule.yaml": schedule.replace("05-23", "05-24")})
    told = json.loads(run_command(repo.project, capsys, ("changes", "--as", "json"), "zh")[1])
    repo.project.build()
    after = repo.project.read_tree()
    changed = {f"/{name}" for name in after if before.get(name) != after[name]}
    secret = {name for name in changed if crew in name}
    assert secret
    assert not any(crew in path for path in told["pages"] + told["calendars"])
    assert set(told["calendars"]) == {n for n in changed - secret if n.endswith(".ics")}
    pages = {name.removesuffix("index.html") for name in changed if name.endswith("/index.html")}
    assert pages <= set(told["pages"])  # this theme does not print all that a page is made from
    assert {"/", "/stops/moved/", "/tours/tour/", "/venues/hall/"} <= set(told["pages"])
    out = run_command(repo.project, capsys, ("changes",), "zh")[1]
    assert f"会变的日历：{len(told['calendars'])} 个，订阅的人会看到\n  /" in out


def test_a_broken_file_is_not_told_as_removed(
    repo: VersionedProject, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule = repo.project.root / "schedule.yaml"
    repo.project.write({"schedule.yaml": schedule.read_text() + "\t- broken: [\n"})
    code, out, _ = run_command(repo.project, capsys, ("changes",), "zh")
    assert code == 0
    assert "[yaml" in out
    assert "撤下" not in out
    assert "会变的页面" not in out
