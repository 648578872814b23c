"""plan free, plan rotation, report: what a planner types and reads. The output of a rotation is a
schedule that checks."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import LIGHT, TOUR, VAN, stop_yaml

VENUES = {"tongwei": "621121", "longxi": "621122", "weiyuan": "621123", "minxian": "621126"}


@pytest.fixture
def planned(project: Project) -> Project:
    shows = {
        f"content/exhibitions/show{n}.md": LIGHT.replace("光影", f"展{n}").replace(
            "copies: [{id: a}, {id: b}]", "copies: [{id: a}]"
        )
        for n in range(4)
    }
    halls = {
        f"content/venues/{id}.md": f"---\nname: {id}\nregion: '{code}'\nhours: " f"{{wed-sun: 09:00-17:00}}\n"
        "halls: [{name: 厅, area: 300}]\n---\n"
        for id, code in VENUES.items()
    }  # fmt: skip
    big = "---\nname: 大\ncopies: [{id: a}]\nlogistics: {area: 900}\n---\n"
    text = TOUR + stop_yaml("one", "copy: a", "open: 2027-04-10", "close: 2027-05-23")
    light = {"content/exhibitions/light.md": LIGHT, "content/exhibitions/big.md": big}
    project.write({**shows, **halls, **VAN, **light, "schedule.yaml": text})
    return project


def test_free_says_when_each_copy_and_caravan_could_go(run: RunCommand, planned: Project) -> None:
    code, out, err = run("plan", "free", lang="en")
    assert (code, err) == (0, "")
    assert (
        "光影 [light/a]\n  now – 2027-04-06 (could be open until 2027-04-05)\n  2027-05-26 – no "
        "end (could open on 2027-05-28)\n" in out
    )
    assert "大篷车 [van]\n  now – no end" in out
    code, out, _ = run("plan", "free", "--as", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {(r["exhibition"], r["copy"], r["free_from"], r["opens_from"]) for r in rows} >= {
        ("light", "a", "2027-05-26", "2027-05-28")
    }
    assert [r["caravan"] for r in rows if r["caravan"]] == ["van"]
    found = yaml.safe_load(run("plan", "free", "--as", "yaml", "--exhibition", "light")[1])
    assert {r["copy"] for r in found} == {"a", "b"}


def test_shows_that_fit_and_are_free_in_may(run: RunCommand, planned: Project) -> None:
    _, out, _ = run(
        "plan", "free", "--venue", "tongwei", "--from", "2027-05-01", "--until", "2027-05-31"
    )
    assert "[light/b]" in out
    assert "[light/a]" not in out, "it is on tour"
    assert "[big/a]" not in out, "it does not fit"
    assert "[van]" not in out
    assert "[big/a]" in run("plan", "free", "--area", "1000")[1]
    assert "[big/a]" not in run("plan", "free", "--area", "899.9")[1]
    assert run("plan", "free", "--area", "1", "--exhibition", "big")[1] == "没有符合条件的\n"


def test_free_offers_no_hall_that_is_taken(run: RunCommand, planned: Project) -> None:
    """tongwei has one hall: what is there from 10 April to 23 May leaves no room for another."""
    text = (planned.root / "schedule.yaml").read_text(encoding="utf-8")
    planned.write({"schedule.yaml": text.replace("venue: hall", "venue: tongwei")})
    question = (
        "plan",
        "free",
        "--venue",
        "tongwei",
        "--exhibition",
        "show1",
        "--from",
        "2027-04-01",
    )
    assert "没有符合条件的" in run(*question, "--until", "2027-05-31")[1]
    _, out, _ = run(*question, "--until", "2027-06-30")
    assert "最早 2027-05-29 开展" in out, "taken down, then set up"
    _, out, _ = run("plan", "free", "--venue", "tongwei", "--exhibition", "show1")
    assert "可开放到 2027-04-04" in out, "two days to take it down"


def test_venues_that_can_take_it_and_why_others_cannot(run: RunCommand, planned: Project) -> None:
    text = (planned.root / "schedule.yaml").read_text(encoding="utf-8")
    planned.write({"schedule.yaml": text.replace("venue: hall", "venue: tongwei")})
    question = ("plan", "venues", "展1", "--from", "2027-05-01", "--to", "2027-05-31")
    code, out, _ = run(*question)
    assert code == 0
    possible, _, impossible = out.partition("不行的：")
    assert "minxian  minxian   厅  a 套  2027-05-01 – 2027-05-30" in possible
    assert "tongwei  tongwei  展厅占着：one（2027-04-07 至 2027-05-25）" in impossible
    assert "hall" in possible, "of its halls nothing is known"
    assert "放不下：需要面积 900 m²（只有 300）" in run("plan", "venues", "big", *question[3:])[1]
    _, out, _ = run("plan", "venues", "light", "--copy", "a", *question[3:], lang="en")
    assert "no set is free to be there" in out
    found = yaml.safe_load(run(*question, "--region", "陇西", "--json")[1])
    assert [fit["venue"] for fit in found["fits"]] == ["longxi"]
    assert not found["obstacles"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "venues"), "写明是哪个展览"),
        (("plan", "venues", "big", "--copy", "z"), "没有 “z” 这一套"),
        (("plan", "venues", "big", "--region", "朝阳"), "不止一个"),
    ],
)
def test_wrong_questions_about_venues(
    run: RunCommand, planned: Project, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = run(*arguments)
    assert (code, said in err) == (2, True), err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "free", "--venue", "nowhere"), "没有叫 “nowhere” 的场馆"),
        (("plan", "free", "--exhibition", "nothing"), "没有叫 “nothing” 的展览"),
        (("plan", "free", "--from", "2027-05-02", "--until", "2027-05-01"), "--until 早于 --from"),
        (("plan", "free", "--from", "May"), "--from “May”：不是日期"),
        (("plan",), "plan"),
        (
            (
                "plan",
                "rotation",
                "--copies",
                "show0/b,light",
                "--venues",
                "tongwe",
                "--start",
                "2027-06-01",
            ),
            "没有 “show0/b” 这一套",
        ),
        (
            (
                "plan",
                "rotation",
                "--copies",
                "show0",
                "--venues",
                "tongwe",
                "--start",
                "2027-06-01",
            ),
            "是不是想写 “tongwei”？",
        ),
        (
            (
                "plan",
                "rotation",
                "--copies",
                "show0,show0",
                "--venues",
                "tongwei",
                "--start",
                "2027-06-01",
            ),
            "写了两次",
        ),
        (
            (
                "plan",
                "rotation",
                "--copies",
                "show0",
                "--venues",
                "tongwei",
                "--start",
                "2027-06-01",
                "--every",
                "1 week",
                "--change-days",
                "9",
            ),
            "一轮太短：换展要 9 天",
        ),
        (
            (
                "plan",
                "rotation",
                "--copies",
                "show0",
                "--venues",
                "tongwei",
                "--start",
                "2027-06-01",
                "--every",
                "soon",
            ),
            "6 months",
        ),
        (("report", "--year", "1999"), "1999 年没有站点；有的是：2027"),
        (("report", "--year", "2027", "--as", "xlsx"), "--to 2026.xlsx"),
    ],
)
def test_a_wrong_question_is_answered_with_what_is_wrong(
    run: RunCommand, planned: Project, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_a_rotation_is_a_schedule_that_checks(run: RunCommand, planned: Project) -> None:
    shows = ",".join(f"show{n}" for n in range(4))
    code, out, err = run(
        "plan",
        "rotation",
        "--copies",
        shows,
        "--venues",
        ",".join(VENUES),
        "--start",
        "2028-01-03",
        "--id",
        "swap",
    )
    assert (code, err) == (0, "")
    planned.write({"schedule/swap.yaml": out, "schedule.yaml": "include: [schedule/*.yaml]\n"})
    stops = yaml.safe_load(out)["tours"][0]["stops"]
    assert len(stops) == 16
    assert {(s["exhibition"], s["venue"]) for s in stops} == {
        (f"show{n}", v) for n in range(4) for v in VENUES
    }
    assert all(s["status"] == "planned" and s["open"].weekday() in (2, 3, 4, 5, 6) for s in stops)
    code, out, _ = run("check", "--format", "json")
    assert code == 0, out
    assert '"copy-clash"' not in out
    assert '"transport"' not in out
    assert '"opening-closed"' not in out


def test_a_year_on_the_screen_and_for_the_annual_return(
    run: RunCommand, planned: Project, tmp_path: Path
) -> None:
    code, out, _ = run("report", "--year", "2027", lang="en")
    assert code == 0
    assert "report_stops-zhcolon-zh1\n" in out, (
        "the site has only Chinese, in the words of the theme"
    )
    assert "report_visitors-zhcolon-zh0\n" not in out, "nobody counted them"
    code, out, _ = run("report", "--year", "2027", "--as", "csv")
    assert out.startswith('"report_total-zh"\n"report_item-zh","report_stops-zh"')
    target = tmp_path / "2027.xlsx"
    assert run("report", "--year", "2027", "--as", "xlsx", "--to", str(target)) == (0, "", "")
    with zipfile.ZipFile(target) as book:
        assert "xl/worksheets/sheet6.xml" in book.namelist()


def test_a_clash_is_no_reason_not_to_answer_but_a_broken_file_is(
    run: RunCommand, planned: Project
) -> None:
    clash = (
        TOUR
        + stop_yaml("one", "copy: a", "open: 2027-04-10", "close: 2027-05-23")
        + stop_yaml("two", "copy: a", "open: 2027-04-11")
    )
    planned.write({"schedule.yaml": clash})
    assert run("plan", "free")[0] == 0
    planned.write({"content/venues/hall.md": "---\nname: 馆\nregin: x\n---\n"})
    code, out, _ = run("plan", "free")
    assert code == 1
    assert "unknown-key" in out


def test_warnings_are_said_again_when_nothing_is_new(run: RunCommand, planned: Project) -> None:
    planned.write(
        {
            "schedule.yaml": TOUR
            + stop_yaml("one", "copy: a", "open: 2027-04-12", "close: 2027-05-23")
        }
    )  # a Monday
    first, again = run("build"), run("build")
    assert "[opening-closed]" in first[1]
    assert first[1] == again[1]
    assert "写入 0 个页面" in again[2]
