"""A text that YAML cuts off at a # is a problem, a comment is none."""

from __future__ import annotations

import pytest

from tourbook.common.problems import Problems
from tourbook.formats.yaml_comments import report_cut_texts


def find_cuts(text: str) -> list[tuple[str, int, int]]:
    problems = Problems()
    report_cut_texts(text, "f.yaml", 5, problems)
    assert {p.code for p in problems} <= {"yaml-comment"}
    return [(p.level, p.location.line, p.location.column) for p in problems]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("name: 清河 #1 展厅", "error"),
        ("name: Hall #1", "error"),
        ("name: Room # 3", "error"),
        ("address: 12 High Street #A", "error"),
        ("wed-sun: 09:00-17:00 #1楼", "error"),
        ("- 讲座 #1 水", "error"),
        ("note: 请从 #三 号门进", "error"),
        ("summary: 参加 #科学日#", "error"),
        ("summary: Join us #ScienceWeek", "warning"),
        ("name: 县科技馆 #新馆", "warning"),
    ],
)
def test_half_a_text_is_reported_at_the_number_sign(line: str, level: str) -> None:
    assert find_cuts(f"# x\n{line}\n") == [(level, 6, line.index("#") + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "name: 县科技馆  #新馆",
        "name: 县科技馆 # 新馆",
        "name: 县科技馆  # 2号",
        "venue: hall #1",
        "open: 2026-11-01 #1",
        "area: 200 #m2",
        "type: II #2",
        "url: https://x.example/ #1",
        'name: "清河 #1 展厅"',
        "name: '清河 #1 展厅'",
        "note: |\n  清河 #1 展厅",
        "# 清河 #1 展厅",
        "name: 清河#1展厅",
        "copies:  # 清河 #1 展厅",
        "a: [b, c] #1",
    ],
)
def test_comments_and_texts_in_quotes_stay_silent(text: str) -> None:
    assert find_cuts(text + "\n") == []


def test_the_help_is_the_whole_text_in_quotes() -> None:
    problems = Problems()
    report_cut_texts('name: 清河 #1 "大" 展厅\n', "f.yaml", 1, problems)
    (problem,) = problems
    assert "'清河 #1 \"大\" 展厅'" in problem.help.en
