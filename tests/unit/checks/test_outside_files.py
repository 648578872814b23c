"""No page asks another host for anything."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import HALL, SMALL


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("![](https://mmbiz.qpic.cn/x/640?wx_fmt=jpeg&from=app)", "https:"),
        ("![x](//cdn.example/x.png)", "//cdn"),
        ("![x][1]\n\n[1]: http://cdn.example/x.png", "http:"),
        ('<img alt="x" src="https://x.example/x.jpg?a=1&amp;b=2">', "https:"),
        ('<img data-src="https://mmbiz.qpic.cn/x.jpg">', "https:"),
        ('<iframe src="https://v.example/x"></iframe>', "https:"),
        ('<video controls poster="//v.example/x.jpg"></video>', "//v"),
        ('<audio src="https://v.example/x.mp3"></audio>', "https:"),
        ('<script src="https://v.example/x.js"></script>', "https:"),
        ('<link rel="stylesheet" href="https://v.example/x.css">', "https:"),
        ('<div style="background: url(https://v.example/x.png)">x</div>', "https:"),
        ("![x](file:///C:/Users/x.png)", "file:"),
        (r"![x](C:\Users\x.png)", "C:"),
    ],
)
def test_each_file_elsewhere_is_one_error_at_its_address(text: str, place: str) -> None:
    (problem,) = list_problems({"content/venues/hall.md": f"{HALL}\n一\n\n{text}\n"})
    assert problem.code == "outside-file"
    lines = f"{HALL}\n一\n\n{text}".split("\n")
    line = next(n for n, words in enumerate(lines, 1) if place in words and n > HALL.count("\n"))
    assert problem.location.line == line
    assert problem.location.column == lines[line - 1].index(place) + 1


@pytest.mark.parametrize(
    "text",
    [
        "[x](https://mmbiz.qpic.cn/x.jpg)",
        "<https://x.example/a>",
        '写 `<img src="https://x.example/a.png">`',
        '<a href="https://v.example/x">看录像</a>',
        "1 < 2 // 3",
    ],
)
def test_links_and_examples_stay_silent(text: str) -> None:
    assert list_problems({"content/venues/hall.md": f"{HALL}\n{text}\n"}) == []


def test_notes_of_stops_are_looked_through() -> None:
    schedule = str(SMALL["schedule.yaml"]).replace("请**预约**。", "'![](https://x.example/a.jpg)'")
    (problem,) = list_problems({"schedule.yaml": schedule})
    assert (problem.code, problem.location.line) == ("outside-file", 10)
