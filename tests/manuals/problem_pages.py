"""docs/problems.md and docs/problems.zh-CN.md: every code, made from its example."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.support import tiny_theme
from tests.support.in_memory import NOWHERE, make_inputs, make_snapshot
from tests.support.manuals import make_anchor, read_manual
from tests.support.projects import REPO
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.printable import make_printable
from tourbook.common.problem_formats import format_problems
from tourbook.common.problems import Level, Problem, Problems, locate_problems
from tourbook.formats.source_text import decode_for_display
from tourbook.rules import RULES
from tourbook.sources.locating import make_locator

from .problem_examples import (
    Chapter,
    Example,
    Files,
    make_mended,
    make_wrong,
    read_chapters,
    read_examples,
)
from .scenes import SCENES, commit_and_build

RULES_CHAPTER = 9
"""The chapter that the rules of the schedule follow."""
CONTEXT = 2
"""Lines of a file that are shown around a change."""


FrozenFiles = frozenset[tuple[str, str | bytes]]


class Outcome(NamedTuple):
    """What the check says of an example."""

    mended: Files
    wrong: Files
    problems: list[Problem]


@functools.cache
def check_example(code: str, lang: str) -> Outcome:
    example = read_examples()[code]
    mended, wrong = make_mended(example, lang), make_wrong(example, lang)
    return Outcome(mended, wrong, _find_in_wrong(example, mended, wrong))


def check_mended(code: str, lang: str) -> list[Problem]:
    example = read_examples()[code]
    return _find_in_good(
        frozenset(make_mended(example, lang).items()), bool(example.scene), example.today
    )


def _find_in_wrong(example: Example, mended: Files, wrong: Files) -> list[Problem]:
    if not example.scene:
        return check_files({**dict.fromkeys(mended), **wrong}, example.today)
    with tempfile.TemporaryDirectory() as folder:
        return SCENES[example.scene](Path(folder), mended, wrong, example.today)


@functools.cache
def _find_in_good(frozen: FrozenFiles, has_scene: bool, today: dt.date) -> list[Problem]:
    """Many examples have the same mended version."""
    if not has_scene:
        return check_files(dict(frozen), today)
    with tempfile.TemporaryDirectory() as folder:
        return commit_and_build(Path(folder), dict(frozen), today)


def check_files(files: Mapping[str, str | bytes | None], today: dt.date) -> list[Problem]:
    snapshot, problems = make_snapshot(files, small=False), Problems()
    options = BuildOptions(NOWHERE, NOWHERE / "output", lambda _: today)
    prepare(options, make_inputs(snapshot), problems)
    return locate_problems(problems, make_locator(snapshot))


# ---- the pages -----------------------------------------------------------------------


HEADS = {
    "zh": """# 问题编号

[English](problems.md)

`tourbook check` 和每次生成报告的问题，末尾方括号里是它的编号。这一页列出所有编号：什么意思，什么样的文件会出这个问题，
怎么改。除了[日程的规则](#日程的规则)，都不能豁免，也不能改级别；**错误**要改好才生成网站，**警告**不妨碍生成，
`--strict` 把警告也当作错误。`--format json` 和 `--format github` 也写出编号；编号发布以后不会再改。

例子都从一个小项目开始：一个展览、一个场馆、一辆大篷车、一个巡展、一条线路，今天是 2026-11-24。
`-` 是写错的行，`+` 是改好的行。

这一页由 `make docs` 从例子生成，每个例子都由测试检查。
""",
    "en": """# Problems

[中文](problems.zh-CN.md)

Every problem that `tourbook check` and each build report ends with its code in brackets. This page lists all codes: what
they mean, which file has such a problem, and how to mend it. Only [rules of the schedule](#rules-of-the-schedule) can be
waived or given another level. With an **error**, no site is built; a **warning** does not prevent that, unless `--strict`
makes it an error. `--format json` and `--format github` give the codes, too; once published, a code never changes.

The examples begin with a small project: an exhibition, a venue, a caravan, a tour and a route; today is 2026-11-24. Lines
with `-` are the mistake, those with `+` the mended version.

`make docs` writes this page from the examples, each of which a test checks.
""",
}
WORDS = {
    "index": ("目录", "Index"),
    "columns": ("编号 | 级别 | 意思", "code | level | meaning"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "error warning": ("错误或警告", "error or warning"),
    "head": ("**{}**（{}）。{}", "**{}** ({}). {}"),
    "file": ("`{}`：", "`{}`:"),
    "absent": ("没有 `{}`。", "There is no `{}`."),
    "renamed": ("文件名是 `{0}`，应是 `{1}`。", "A file is called `{0}` instead of `{1}`."),
    "present": ("另有文件 `{}`。", "There is a file `{}`."),
    "instead": ("怎么改：{}", "To mend it: {}"),
    "rules": ("日程的规则", "Rules of the schedule"),
    "rules_about": (
        "规则有级别，可以在 `content/site.yaml` 里改；不按规则的记录可以写理由豁免，见[规则的级别和豁免]"
        "(schedule.zh-CN.md#规则的级别和豁免)。每条规则的意思、例子和改法，见日程手册：",
        "Rules have levels, which `content/site.yaml` can change, and a record can waive a rule and "
        "give the reason: see [Rule levels and waivers](schedule.md#rule-levels-and-waivers). What each "
        "means, with an example and how to mend it, is in the manual of the schedule:",
    ),
}
RULE_LEVELS: dict[str, Level] = {"block": "error", "warn": "warning"}
MAX_LINE_LENGTH = 160
MAX_LISTED_PROBLEMS = 3
OBJECT_NAME = re.compile(r"\b[0-9a-f]{12,40}\b")
"""Of a Git object, which depends on files that the page does not show."""
SAMPLE_NAME = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
TEXT_ENDINGS = (".md", ".yaml", ".svg", ".html", ".txt")
MANUALS = {"zh": "schedule.zh-CN.md", "en": "schedule.md"}


def say(key: str, lang: str, *values: str) -> str:
    return WORDS[key][lang == "en"].format(*values)


def format_page(lang: str) -> str:
    parts = [HEADS[lang], _format_index(lang)]
    for chapter in read_chapters():
        parts.append(format_chapter(chapter, lang))
        if chapter is read_chapters()[RULES_CHAPTER]:
            parts.append(format_rules(lang))
    return "\n".join(parts)


def _format_index(lang: str) -> str:
    rows = {code: format_row(code, lang) for code in read_examples()} | list_rule_rows(lang)
    lines = [f"## {say('index', lang)}", "", f"| {say('columns', lang)} |", "|---|---|---|"]
    return "\n".join([*lines, *(row for _, row in sorted(rows.items()))]) + "\n"


def format_row(code: str, lang: str) -> str:
    title = read_examples()[code].title[lang == "en"]
    return f"| [`{code}`](#{code}) | {_describe_level(code, lang)} | {title} |"


def list_rule_rows(lang: str) -> dict[str, str]:
    return {
        name: f"| [`{name}`]({url}) | {level} | {title} |"
        for name, url, level, title in _iterate_rules(lang)
    }


def _iterate_rules(lang: str) -> Iterator[tuple[str, str, str, str]]:
    """(name, link, level, title) of each rule, by the headings of the manual of the schedule."""
    headings = re.findall(
        r"^### (([\w-]+)[：:] *(.+))$", read_manual("schedule", lang), re.MULTILINE
    )
    levels = {rule.name: RULE_LEVELS[rule.default_level] for rule in RULES}
    for heading, name, title in headings:
        url = f"{MANUALS[lang]}#{make_anchor(heading)}"
        yield name, url, say(levels[name], lang), title[0].upper() + title[1:]


def format_rules(lang: str) -> str:
    lines = [f"## {say('rules', lang)}", "", say("rules_about", lang), ""]
    lines += (f"- [`{name}`]({url})" for name, url, _, _ in _iterate_rules(lang))
    return "\n".join(lines) + "\n"


def format_chapter(chapter: Chapter, lang: str) -> str:
    parts = [f"## {chapter.title[lang == 'en']}", ""]
    if chapter.about:
        parts += [chapter.about[lang == "en"], ""]
    for code, example in chapter.codes.items():
        parts += _format_example(code, example, lang)
    return "\n".join(parts)


def _format_example(code: str, example: Example, lang: str) -> Iterator[str]:
    texts = [text[lang == "en"] for text in (example.title, example.about)]
    yield f"### {code}\n"
    yield say("head", lang, texts[0], _describe_level(code, lang), texts[1]) + "\n"
    if not example.has_mistake:
        return
    outcome = check_example(code, lang)
    if example.situation:
        yield example.situation[lang == "en"] + "\n"
    yield from _format_difference(example, outcome, lang)
    yield _fence("text", _format_problems(outcome, lang))
    if example.instead:
        yield say("instead", lang, example.instead[lang == "en"]) + "\n"


def _describe_level(code: str, lang: str) -> str:
    """The levels that the source names for a code, and those of its example."""
    found = set(find_levels_in_source().get(code, ()))
    if read_examples()[code].has_mistake:
        found |= {p.level for p in check_example(code, "zh").problems if p.code == code}
    return say(" ".join(sorted(found)), lang)


@functools.cache
def find_levels_in_source() -> dict[str, set[str]]:
    """Code -> the levels of the calls that name it."""
    levels: dict[str, set[str]] = {}
    pattern = re.compile(r"\badd_(?:fatal_)?(error|warning)\(\s*\"([a-z-]+)\"")
    for path in (REPO / "tourbook").rglob("*.py"):
        for level, code in pattern.findall(path.read_text(encoding="utf-8")):
            levels.setdefault(code, set()).add(level)
    levels.setdefault("invalid", {"error"})
    return levels


def _format_difference(example: Example, outcome: Outcome, lang: str) -> Iterator[str]:
    """How the files with the mistake differ from the mended ones."""
    mended, wrong = outcome.mended, outcome.wrong
    lost, new = sorted(mended.keys() - wrong.keys()), sorted(wrong.keys() - mended.keys())
    renamed = dict(zip(new, lost, strict=True)) if example.rename else {}
    for bad_name, good_name in renamed.items():
        yield say("renamed", lang, bad_name, good_name) + "\n"
    for name in sorted({*mended, *wrong} - {*renamed, *renamed.values()}):
        if name not in wrong:
            yield say("absent", lang, name) + "\n"
        elif mended.get(name) == wrong[name]:
            continue
        elif not name.endswith(TEXT_ENDINGS):
            yield say("present", lang, name) + "\n"
        else:
            yield say("file", lang, name) + "\n"
            yield _format_file(example, name, mended.get(name), wrong[name])


def _format_file(
    example: Example, name: str, mended: str | bytes | None, wrong: str | bytes
) -> str:
    """The difference of a file; all of it if only the wrong version has it, or it is no text."""
    language = "yaml" if name.endswith(".yaml") else "text"
    if isinstance(wrong, bytes):
        wrong = wrong.decode(example.recode.get(name, "utf-8"))
    if mended is None or name in example.recode:
        return _fence(language, "\n".join(map(_shorten, wrong.splitlines())))
    assert isinstance(mended, str)
    lines = difflib.unified_diff(wrong.splitlines(), mended.splitlines(), n=CONTEXT, lineterm="")
    shown = [_shorten(line) for line in list(lines)[3:]]
    return _fence("diff", "\n".join("…" if line.startswith("@@") else line for line in shown))


def _shorten(line: str) -> str:
    line = make_printable(line.replace("\t", "→"))
    return line if len(line) <= MAX_LINE_LENGTH else line[: MAX_LINE_LENGTH - 1] + "…"


def _fence(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```\n"


def _format_problems(outcome: Outcome, lang: str) -> str:
    def find_lines(name: str) -> list[str]:
        raw = outcome.wrong.get(name) or tiny_theme.list_theme_files("default").get(name) or ""
        text = raw if isinstance(raw, str) else decode_for_display(raw)
        return text.split("\n")

    text = format_problems(outcome.problems[:MAX_LISTED_PROBLEMS], find_lines, lang)
    return OBJECT_NAME.sub(lambda name: SAMPLE_NAME[: len(name[0])], text)
