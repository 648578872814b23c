"""Settings of the site that name something in the world, or that break something later."""

from __future__ import annotations

import pytest

from tests.support.in_memory import Files, list_problems
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


@pytest.mark.parametrize(
    ("languages", "tag"),
    [
        *(
            ([word], "zh")
            for word in ("中文", "cn", "CN", "ZH", "zho", "zh_CN", "chinese", "Chinese")
        ),
        *((["zh", word], "en") for word in ("eng", "english", "English", "英文", "EN", "uk", "us")),
        (["jp"], "ja"),
        (["zh", "kr"], "ko"),
        (["繁體中文"], "zh-Hant"),
        (["en-UK"], "en-GB"),
        (["Français"], "fr"),
        (["sp"], "es"),
        (["cz"], "cs"),
        (["zh", "维吾尔语"], "ug"),
    ],
)
def test_the_tag_of_the_language_that_is_meant_is_named_once(
    languages: list[str], tag: str
) -> None:
    """Nothing else is said of texts in languages that are none."""
    site = SITE.replace("小站", "{zh: 小站, en: Small site}")
    site += f"languages: [{', '.join(languages)}]\n"
    (problem,) = list_problems({"content/site.yaml": site})
    assert problem.code == "language"
    last_line = site.splitlines()[-1]
    assert problem.location.column == last_line.rindex(languages[-1]) + 1
    assert problem.help.en.endswith(f" is {tag}")
    assert problem.help.zh.endswith(f"写 {tag}")


def test_nothing_is_said_of_files_in_the_language_that_is_meant() -> None:
    hall = "---\nname: Hall\n---\n"
    site = SITE + "languages: [zh, english]\n"
    files: Files = {"content/site.yaml": site, "content/venues/hall.en.md": hall}
    assert [p.code for p in list_problems(files)] == ["language"]
    files["content/site.yaml"] = SITE + "languages: [zh, bo]\n"
    assert "unknown-language" in {p.code for p in list_problems(files)}


def test_a_variant_of_the_language_in_which_no_text_is_one_problem() -> None:
    site = SITE.replace("name: 小站", "name: {zh: 小站, en: Small site}")
    (problem,) = list_problems({"content/site.yaml": site + "languages: [zh-CN, en]\n"})
    assert (problem.code, problem.help.en) == ("language", "write zh")


@pytest.mark.parametrize("tag", ["uk", "yue", "haw", "zh-Hant", "en-GB", "zh-CN", "ckb", "za"])
def test_tags_that_there_are_stay_silent(tag: str) -> None:
    site = SITE.replace("小站", "Музей") + f"languages: [{tag}]\n"
    problems = list_problems({"content/site.yaml": site})
    assert [p.code for p in problems if p.level == "error"] == []


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
