"""fix: helps that are certain are applied; whatever could be meant otherwise stays."""

from __future__ import annotations

import pickle

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import LIGHT, ROUTE, TOUR, VAN
from tourbook.common.problems import Remedy, suggest_text

STOP = (
    TOUR
    + "      - id: first\n        venue: hall\n        copy: a\n        open: 2027-03-01\n        close: 2027-04-01\n"
)
VISIT = (
    ROUTE
    + "      - id: one\n        place: {name: 小学, region: '621121'}\n        date: 2027-03-01\n        time: 09:00-10:00\n"
)


@pytest.fixture
def schedule(project: Project) -> Project:
    project.write(
        {
            **VAN,
            "content/exhibitions/light.md": LIGHT,
            "schedule.yaml": "include: [schedule/*.yaml]\n" + STOP,
            "schedule/route.yaml": VISIT,
        }
    )
    return project


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("schedule.yaml", "open: 2027-03-01", "open: 2027/3/1"),
        ("schedule.yaml", "open: 2027-03-01", "open: ２０２７年３月１日  # 周一"),
        ("schedule.yaml", "open: 2027-03-01", "open: '1 March 2027'"),
        ("schedule.yaml", "        open: 2027", "\topen: 2027"),
        ("schedule.yaml", "venue: hall", "venue：hall"),
        ("schedule.yaml", "venue: hall", "venue:\u3000hall"),
        ("schedule.yaml", "venue: hall", "venue: “hall”"),
        ("schedule.yaml", "venue: hall", "venue: ha\u200bll"),
        ("schedule.yaml", "venue: hall", "venue: ｈall"),
        ("schedule.yaml", "        venue: hall", "\xa0       venue: hall"),
        ("schedule.yaml", "        venue: hall", "\u3000\u3000\u3000\u3000venue: hall"),
        ("schedule.yaml", "        venue", "        \ufeffvenue"),
        ("content/venues/hall.md", "\nhours:", "\ncontact: {email: a＠b.example}\nhours:"),
        ("schedule.yaml", "        copy: a", "        status: 已确认\n        copy: a"),
        ("schedule.yaml", "        copy: a", "        draft: 否\n        copy: a"),
        ("schedule.yaml", "        copy: a", "        expected: 1,200人\n        copy: a"),
        ("schedule.yaml", "        copy: a", "        aliases: old\n        copy: a"),
        ("schedule.yaml", "        copy: a", "        note: {zh：甲，en: B}\n        copy: a"),
        ("schedule.yaml", "open: 2027-03-01", "start: 2027-03-01"),
        ("schedule/route.yaml", "09:00-10:00", "9.00-10.00"),
        ("schedule/route.yaml", "09:00-10:00", "上午9点到10点"),
        ("content/venues/hall.md", "wed-sun: 09:00-17:00", "周三至周日: 9点-17点"),
        ("content/venues/hall.md", "\nhours:", "\nfree: 免费\nhours:"),
        ("content/exhibitions/light.md", "name: 光影\n", "name: 光影\nages: 6岁以上\n"),
    ],
)
def test_certain_helps_are_applied(
    run: RunCommand, schedule: Project, file: str, right: str, wrong: str
) -> None:
    before = read(schedule, file)
    schedule.write({file: before.replace(right, wrong)})
    errors = run("check")[1]
    assert run("fix", "--dry-run")[0] == 0
    assert read(schedule, file) == before.replace(right, wrong)
    code, _, err = run("fix", "--yes")
    assert (code, "改正" in err) == (0, True), err
    mended = read(schedule, file)
    lines = (right.count("\n"), wrong.count("\n"))
    if lines[0] == lines[1] and "#" not in wrong:
        assert mended == before
    assert errors
    assert " 错误: " not in run("check")[1]
    assert "没有一定对的改法" in run("fix")[2]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("open: 2027-03-01", "open: 3/4/2027"),
        ("open: 2027-03-01", "open: 3月1日"),
        ("venue: hall", "venue: hal"),
        ("        copy: a", "        status: confirmd\n        copy: a"),
        ("open: 2027-03-01", "oepn: 2027-03-01"),
        ("        copy: a", "        note: 1号厅 #2\n        copy: a"),
        ("        copy: a", "        note: {zh: a, b}\n        copy: a"),
    ],
)
def test_what_can_be_meant_otherwise_stays(
    run: RunCommand, schedule: Project, right: str, wrong: str
) -> None:
    broken = read(schedule).replace(right, wrong)
    schedule.write({"schedule.yaml": broken})
    code, _, err = run("fix", "--yes")
    assert (code, read(schedule)) == (0, broken)
    assert "没有一定对的改法" in err


def test_mistakes_that_hide_behind_others_are_mended_in_one_go(
    run: RunCommand, schedule: Project
) -> None:
    before = read(schedule)
    broken = before.replace("venue: hall", "venue：“hall”").replace(
        "        open: 2027-03-01", "\topen: 2027.3.1"
    )
    schedule.write({"schedule.yaml": broken.replace("\n", "\r\n")})
    assert run("fix", "--yes")[0] == 0
    assert (schedule.root / "schedule.yaml").read_bytes() == before.replace("\n", "\r\n").encode()


def test_a_remedy_can_be_sent_to_another_process() -> None:
    remedy = Remedy("写", "write", "new", "old", 3)
    copy = pickle.loads(pickle.dumps(remedy))
    assert (copy, copy.new, copy.old, copy.offset) == (remedy, "new", "old", 3)
    assert suggest_text("x") == ("写成 x", "write x")
