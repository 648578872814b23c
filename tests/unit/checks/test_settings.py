"""Settings of the site that name something in the world, or that break something later."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import SITE


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("timezone: Europe/Paris", ""),
        ("timezone: UTC", ""),
        ("timezone: Asia/Beijing", "time-zone"),
        ("timezone: ../../etc/passwd", "time-zone"),
        ("timezone: ''", "time-zone"),
        ("languages: [zh, bo, zh-Hant]", ""),
        ("languages: [中文]", "language"),
        ("languages: [zh, zh]", "language"),
        ("languages: [EN]", "language"),
        (f"languages: [{', '.join(f'a{c}' + d for c in 'bcdefg' for d in 'abcdefgh')}]", ""),
        (
            f"languages: [{', '.join(f'a{c}' + d for c in 'bcdefgh' for d in 'abcdefgh')}]",
            "too-many",
        ),
    ],
)
def test_settings_that_the_world_must_confirm(line: str, code: str) -> None:
    codes = [
        p.code
        for p in list_problems({"content/site.yaml": SITE + line + "\n"})
        if p.level == "error"
    ]
    assert codes == ([code] if code else [])


@pytest.mark.parametrize("name", ["Asia/Beijing", "北京时间", "UTC+8", "China"])
def test_beijing_time_is_named(name: str) -> None:
    (problem,) = list_problems({"content/site.yaml": SITE + f"timezone: {name}\n"})
    assert "Asia/Shanghai" in problem.help.zh


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("planning: {coverage: ['']}", "unknown-region"),
        ("planning: {speed: 1e-9}", "out-of-range"),
        ("planning: {hours: 0}", "out-of-range"),
        ("holidays: {XX: {2027-01-01: x}}", "unknown-region"),
    ],
)
def test_settings_that_would_break_something_later(lines: str, code: str) -> None:
    """Found by an attacker."""
    assert [
        p.code
        for p in list_problems({"content/site.yaml": SITE + lines + "\n"})
        if p.level == "error"
    ] == [code]
