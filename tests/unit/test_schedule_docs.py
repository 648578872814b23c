"""docs/schedule.md and docs/schedule.zh-CN.md are true: the example of a rule breaks that rule alone,
messages are those printed, and each fix works.

The tag of a fenced block gives its purpose: `rule:NAME FILE` is a file in the example of a rule,
`plan:NAME FILE` one in the example of a command, `rule:base FILE` one that all examples share.
`text rule:NAME` is the output of the check, `diff rule:NAME FILE` a fix; `sh plan:NAME` is a command,
`text plan:NAME` its output ("…": cut short). If messages change,
`python -m tests.unit.test_schedule_docs` updates the output in both manuals.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import shlex
import shutil
import tempfile
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from tests.support import tiny_theme
from tests.support.in_memory import NOWHERE, assemble_model, make_inputs, make_snapshot
from tests.support.manuals import LANGUAGES, locate_manual, read_manual
from tests.support.projects import REPO, Project
from tests.support.sources import ROUTE, visit_yaml
from tourbook import cli
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problem_formats import format_problems
from tourbook.common.problems import Problem, Problems, locate_problems
from tourbook.rules import RULES
from tourbook.sources.locating import make_locator
from tourbook.sources.reading import read_schedule

TODAY = dt.date(2026, 9, 1)
"""The day on which the examples are checked."""
BLOCK = re.compile(r"^```(\w+) (\w+:[\w-]+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RULE_NAMES = [rule.name for rule in RULES]
Files = dict[str, str | bytes | None]


def find_blocks(lang: str, form: str, tag: str) -> list[tuple[str, str]]:
    """(file, text) of the blocks of a form ("yaml", "md", "text", "diff", "sh") with that tag."""
    return [
        (m[3] or "", m[4])
        for m in BLOCK.finditer(read_manual("schedule", lang))
        if m[1] == form and m[2] == tag
    ]


def collect_files(lang: str, tag: str) -> Files:
    return {
        name: text
        for t in ("rule:base", tag)
        for form in ("yaml", "md")
        for name, text in find_blocks(lang, form, t)
        if name
    }


def with_calendar_settings(project: Files) -> Files:
    """With settings that the manual leaves out because they matter only to calendars."""
    return {
        **project,
        "content/site.yaml": str(project["content/site.yaml"])
        + "uid_domain: example.org\nupdated: 2026-08-01\n",
    }


def find_problems(project: Files) -> list[Problem]:
    snap, problems = make_snapshot(with_calendar_settings(project), small=False), Problems()
    prepare(BuildOptions(NOWHERE, NOWHERE / "output", lambda _: TODAY), make_inputs(snap), problems)
    return locate_problems(problems, make_locator(snap))


def format_output(project: Files, lang: str) -> str:
    return (
        format_problems(find_problems(project), lambda name: str(project[name]).split("\n"), lang)
        + "\n"
    )


def apply_fix(text: str, diff: str) -> str:
    """The text with the lines that begin with "-" replaced by those that begin with "+"."""
    lines = diff.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
    assert text.count(old) == 1, old
    return text.replace(old, new)


def run_example(lang: str, name: str) -> str:
    """What the command of an example prints in its own project, or in the sample site if it has no
    files."""
    ((_, command),) = find_blocks(lang, "sh", f"plan:{name}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        project, strings = Project(root), Path("themes/default/strings") / f"{lang}.yaml"
        project.write(
            {
                **tiny_theme.list_theme_files("default"),
                strings.as_posix(): (REPO / strings).read_bytes(),
            }
        )
        if find_blocks(lang, "yaml", f"plan:{name}"):
            project.write(with_calendar_settings(collect_files(lang, f"plan:{name}")))
        else:
            for source in ("content", "schedule"):
                shutil.copytree(REPO / source, root / source)
            shutil.copy(REPO / "schedule.yaml", root)
        words = shlex.split(command.replace("\\\n", " "))
        assert words[:2] == ["python", "build.py"]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            options = ["--root", folder, "--today", TODAY.isoformat(), "--lang", lang]
            exit_code = cli.main([*words[2:], *options])
        assert exit_code == 0, out.getvalue()
    return out.getvalue()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_section_with_its_level_in_the_order_of_the_rules(lang: str) -> None:
    found = re.findall(
        r"^### ([\w-]+)[：:].*\n\n(?:级别：|Level: )`(\w+)`",
        read_manual("schedule", lang),
        re.MULTILINE,
    )
    assert found == [(rule.name, rule.default_level) for rule in RULES]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", RULE_NAMES)
def test_the_example_of_a_rule_breaks_it_alone_and_each_fix_fixes_it(name: str, lang: str) -> None:
    project = collect_files(lang, f"rule:{name}")
    assert [p.code for p in find_problems(project)] == [name]
    assert find_blocks(lang, "text", f"rule:{name}") == [("", format_output(project, lang))]
    fixes = find_blocks(lang, "diff", f"rule:{name}")
    assert fixes
    for file, diff in fixes:
        assert (
            format_output({**project, file: apply_fix(str(project[file]), diff)}, lang) == "\n"
        ), diff


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_recurrence_means_the_rrule_beside_it(lang: str) -> None:
    rows = re.findall(
        r"^\|[^|]+\|([^|]*`first:[^|]+)\|([^|]*`RRULE:[^|]+)\|$",
        read_manual("schedule", lang),
        re.MULTILINE,
    )
    assert len(rows) >= 10
    for ours, theirs in rows:
        written, rules = (re.findall("`([^`]+)`", cell) for cell in (ours, theirs))
        recurring = visit_yaml("v", "venue: hall", "repeat:", *(f"  {line}" for line in written))
        model, problems = assemble_model(
            {**collect_files(lang, "rule:base"), "schedule.yaml": ROUTE + recurring}
        )
        assert problems == []
        first = dt.datetime.fromisoformat(written[0].removeprefix("first: "))
        assert [day for day, _ in model.stops[0].spans] == [
            d.date() for d in rrulestr("\n".join(rules), dtstart=first)
        ], ours


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    sorted(
        {
            m[2].removeprefix("plan:")
            for m in BLOCK.finditer(read_manual("schedule", "zh"))
            if m[1] == "sh"
        }
    ),
)
def test_a_command_prints_what_the_document_says(name: str, lang: str) -> None:
    ((_, expected),) = find_blocks(lang, "text", f"plan:{name}")
    answer = run_example(lang, name)
    if expected.endswith("…\n"):
        assert answer.startswith(expected.removesuffix("…\n"))
    else:
        assert answer == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rotation_can_be_saved_and_is_that_of_the_table(lang: str) -> None:
    problems = Problems()
    schedule = read_schedule("schedule.yaml", run_example(lang, "rotation").encode(), problems)
    assert (list(problems), schedule is None) == ([], False)
    turns = (
        [(stop.round, stop.exhibition) for tour in schedule.tours for stop in tour.stops]
        if schedule
        else []
    )
    assert len(turns) == 16
    for number in (1, 2, 3, 4):
        assert f"| {number} | {' | '.join(e for n, e in turns if n == number)} |\n" in read_manual(
            "schedule", lang
        )


def update_output(text: str, lang: str) -> str:
    """The manual with the current output of the check and of the commands."""

    def update(m: re.Match[str]) -> str:
        kind, _, name = m[2].partition(":")
        if m[1] != "text":
            return m[0]
        output = (
            format_output(collect_files(lang, m[2]), lang)
            if kind == "rule"
            else run_example(lang, name)
        )
        if m[4].endswith("…\n"):
            output = "".join(output.splitlines(keepends=True)[: m[4].count("\n") - 1]) + "…\n"
        return f"```{m[1]} {m[2]}\n{output}```"

    return BLOCK.sub(update, text)


if __name__ == "__main__":
    for language in LANGUAGES:
        path = locate_manual("schedule", language)
        path.write_text(update_output(path.read_text(encoding="utf-8"), language), encoding="utf-8")
