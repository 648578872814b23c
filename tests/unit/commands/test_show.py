"""list and show: what a planner asks, and reads."""

from __future__ import annotations

import json

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import LIGHT, RICH, TOUR, VAN, stop_yaml
from tourbook.common.problem_formats import measure_display_width


@pytest.fixture
def rich(project: Project) -> Project:
    project.write(RICH)
    return project


def test_what_is_over_is_left_out(run: RunCommand, rich: Project) -> None:
    code, out, err = run("list")
    assert (code, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["编号", "one", "two"]
    assert [line.split()[0] for line in run("list", "--all")[1].splitlines()[1:]] == ["gone", "one", "two"]  # fmt: skip
    assert [r["id"] for r in json.loads(run("list", "visits", "--json")[1])] == ["fridays"]


def test_columns_align_with_wide_characters(run: RunCommand, rich: Project) -> None:
    lines = run("list", "--all", lang="zh")[1].splitlines()
    starts = {measure_display_width(line[: line.index(word)]) for line, word in zip(lines[1:], ("2026-01-10", "2026-11-01", "2027-01-10"), strict=True)}  # fmt: skip
    assert starts == {measure_display_width(lines[0][: lines[0].index("日期")])}


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--from", "2027-01-01"), ["two"]),
        (("--until", "2026-10-31"), ["gone"]),
        (("--from", "2026-12-01", "--until", "2027-02-01"), ["one", "two"]),
        (("--state", "进行中"), ["one"]),
        (("--state", "over，cancelled"), ["gone"]),
        (("--venue", "科技馆", "--campaign", "week"), ["one"]),
        (("--region", "通渭"), ["one", "two"]),
        (("--region", "朝阳区", "--all"), None),
        (("--words", "TWO"), ["two"]),
        (("venues", "--region", "甘肃"), ["hall"]),
        (("organisation", "--words", "office"), ["org"]),
        (("exhibitions",), ["light", "set"]),
        (("campaigns",), ["week"]),
        (("tours",), ["tour"]),
        (("route",), ["route"]),
        (("news",), ["open"]),
        (("pages",), ["visit"]),
        (("caravans",), ["van"]),
    ],
)
def test_conditions(
    run: RunCommand, rich: Project, arguments: tuple[str, ...], ids: list[str] | None
) -> None:
    code, out, err = run("list", *arguments, "--json")
    assert (code == 2, "不止一个" in err) == (ids is None, ids is None)
    assert ids is None or [row["id"] for row in json.loads(out)] == ids


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("list", "venue-s"), "是不是想写 “venues”？"),
        (("list", "--state", "someday"), "未开始（upcoming）"),
        (("list", "--venue", "hal l"), "没有叫 “hal l” 的场馆"),
        (("show", "nothing"), "没有编号为 “nothing” 的记录"),
        (("show", "光"), "可以是好几个"),
    ],
)
def test_wrong_questions(run: RunCommand, rich: Project, arguments: tuple[str, ...], said: str) -> None:  # fmt: skip
    rich.write({"content/venues/lamp.md": "---\nname: 光塔\nregion: '621121'\n---\n"})
    code, _, err = run(*arguments)
    assert (code, said in err) == (2, True), err


def test_a_stop_with_what_comes_before_and_clashes(run: RunCommand, project: Project) -> None:
    schedule = (
        TOUR
        + stop_yaml("one", "copy: a", "open: 2027-01-09", "close: 2027-02-07")
        + stop_yaml("two", "copy: a", "open: 2027-02-06", "close: 2027-03-07", venue="other")
    )
    project.write(
        {
            **VAN,
            "content/exhibitions/light.md": LIGHT,
            "content/venues/other.md": "---\nname: 二馆\nregion: '620422'\nhours: {daily: 09:00-17:00}\n---\n",
            "schedule.yaml": schedule,
        }
    )  # fmt: skip
    code, out, _ = run("show", "two")
    assert code == 0
    assert "布展  2027-02-03  推算" in out
    assert "开放天数" in out
    assert "one  2027-01-09 – 2027-02-07  县科技馆" in out
    assert "[copy-clash]" in out or "copy-clash" in out
    (found,) = json.loads(run("show", "二馆", "--kind", "venue", "--json")[1])
    assert found["stops"][0]["id"] == "two"
    assert found["used_in"] == [{"place": "schedule.yaml:12"}]
    assert "one" in run("show", "light/a")[1]
