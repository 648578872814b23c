"""changes: what a set of commits, or what is not committed yet, means in plain words."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

import msgspec

from tourbook.build.effects import Effects, find_effects
from tourbook.build.inputs import BuildInputs, read_inputs
from tourbook.build.proposals import (
    ReadProject,
    compare_names,
    read_with_problems,
    subtract_problems,
)
from tourbook.build.revisions import read_committed_inputs
from tourbook.common.l10n import format_stop_dates, localize_text
from tourbook.common.printable import encode_json, make_printable
from tourbook.common.problems import Message, Problem, format_count, locate_problems
from tourbook.creation.fields import label_fields
from tourbook.history.repository import GitError
from tourbook.model.entries import Entry
from tourbook.model.references import KIND_NAMES
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.engine import Engine
from tourbook.schedule.model_changes import (
    EntryChange,
    StopChange,
    list_entry_changes,
    list_setting_changes,
    list_stop_changes,
)
from tourbook.sources.locating import make_locator

from .base import Command, ProjectError, Run, UsageError

KIND_WORDS: dict[str, Message] = {
    "added": Message("新增", "new"),
    "moved": Message("改期", "moved"),
    "rescheduled": Message("场次调整", "other dates"),
    "hours": Message("时间调整", "other times"),
    "planned": Message("改为暂定", "planned only"),
    "confirmed": Message("已确认", "confirmed"),
    "postponed": Message("延期", "postponed"),
    "cancelled": Message("取消", "cancelled"),
    "removed": Message("撤下", "removed"),
    "restored": Message("恢复", "restored"),
    "venue": Message("换场地", "another venue"),
    "exhibition": Message("换展览", "another exhibition"),
    "text": Message("文字等", "texts"),
}
_TEXT = Message("正文", "text")
MAX_LINES = 20
"""Pages or calendars, of those that follow from the changes, that are listed for people."""
Section = tuple[str, str, list[str]]
"""(name in JSON, heading, lines)."""


class Review:
    """What is different between two states of a project, in words of one language."""

    def __init__(self, old: ReadProject, new: ReadProject, lang: str) -> None:
        """Raises ProjectError if one has no records at all."""
        self.lang = lang
        self.old, self.new = _get_engine(old), _get_engine(new)
        self._unread_files = {p.location.file for p in new.problems if p.level == "error"}
        self._unread_files -= {record.location.file for record in _iterate_records(self.new)}
        self.stop_changes = [
            each
            for each in list_stop_changes(self.old, self.new)
            if not self._may_be_unread(each.kind, each.stop)
        ]
        self.entry_changes = [
            each
            for each in list_entry_changes(self.old, self.new)
            if not self._may_be_unread(each.kind, each.entry)
        ]
        self.setting_changes = list_setting_changes(self.old, self.new)
        renaming = compare_names(old, new)
        self.new_problems = _locate(subtract_problems(new.problems, old.problems, renaming), new)
        self.mended_problems = _locate(subtract_problems(old.problems, new.problems, renaming), old)

    def _may_be_unread(self, kind: str, record: Stop | Entry | Trip) -> bool:
        """Whether something seems to be removed only because its file cannot be read."""
        return kind == "removed" and record.location.file in self._unread_files

    def say(self, message: Message) -> str:
        return message.in_language(self.lang)

    def describe_stop(self, change: StopChange) -> str:
        """“县科技馆 (spring)：改期，2027年4月17日－5月30日（原来是4月10日－5月23日）”."""
        name = self._localize(change.stop.place.name)
        colon = self.say(Message("：", ": "))
        text = f"{name} ({change.stop.id}){colon}{self.say(KIND_WORDS[change.kind])}"
        detail = self._describe_detail(change)
        return f"{text}{self.say(Message('，', ', '))}{detail}" if detail else text

    def _describe_detail(self, change: StopChange) -> str:
        previous = change.previous_stop
        if change.kind in ("moved", "rescheduled", "hours", "added", "restored"):
            dates = self._format_dates(change.stop)
            old_dates = self._format_dates(previous) if previous else ""
            if old_dates in ("", dates):
                return dates
            return f"{dates}" + self.say(Message(f"（原来是 {old_dates}）", f" (was {old_dates})"))
        if change.kind == "venue" and previous:
            old_name = self._localize(previous.place.name)
            return self.say(Message(f"原来在 {old_name}", f"was {old_name}"))
        if change.kind == "exhibition" and change.stop.exhibition:
            return self._localize(change.stop.exhibition.name)
        return self._list_keys(type(change.stop.record), change.keys)

    def describe_entry(self, change: EntryChange) -> str:
        kind_name = change.entry.kind if isinstance(change.entry, Entry) else "trip"
        kind = self.say(KIND_NAMES[kind_name])
        name = self._localize(change.entry.name)
        keys = self._list_keys(type(change.entry.record), change.keys)
        word = self.say(KIND_WORDS[change.kind])
        text = f"{kind} {name} ({change.entry.id}){self.say(Message('：', ': '))}"
        return text + (keys or word)

    def _list_keys(self, record_type: type[msgspec.Struct], keys: Iterable[str]) -> str:
        """“预计人数 (expected)”, or in English the keys alone, which are words."""
        labels = label_fields(record_type) if self.lang == "zh" else {}
        names = [f"{labels[key].zh} ({key})" if key in labels else key for key in keys]
        return self.say(Message("、", ", ")).join(name or self.say(_TEXT) for name in names)

    def describe_problem(self, problem: Problem) -> str:
        at = problem.location
        return f"{at.file}:{at.line}: {self.say(problem.message)} [{problem.code}]"

    def _format_dates(self, stop: Stop) -> str:
        if stop.start is None or stop.end is None:
            return ""
        count = len(stop.spans)
        dates = format_stop_dates(self.lang, stop.start, stop.end, stop.sessions, count)
        return dates + self.say(Message(f"，{count} 次", f", {format_count(count, 'date')}")) * (
            count > 1
        )

    def _localize(self, text: str | dict[str, str]) -> str:
        return localize_text(text, self.lang, self.new.model.site.languages[0])

    def list_sections(self) -> list[Section]:
        """Those that say something."""
        sections = [
            ("schedule", Message("日程", "Schedule"), map(self.describe_stop, self.stop_changes)),
            ("content", Message("内容", "Content"), map(self.describe_entry, self.entry_changes)),
            ("settings", Message("网站设置", "Settings"), iter(self.setting_changes)),
            (
                "new_problems",
                Message("新的问题", "New problems"),
                map(self.describe_problem, self.new_problems),
            ),
            (
                "mended_problems",
                Message("改正了的问题", "Problems mended"),
                map(self.describe_problem, self.mended_problems),
            ),
        ]
        filled = [(name, self.say(heading), list(lines)) for name, heading, lines in sections]
        return [section for section in filled if section[2]]


def _get_engine(project: ReadProject) -> Engine:
    if project.project is None:
        raise ProjectError(project.problems, project.inputs)
    return project.project.agenda.engine


def _iterate_records(engine: Engine) -> Iterator[Stop | Entry]:
    yield from engine.model.stops
    yield from engine.model.entries


def _locate(problems: Iterable[Problem], project: ReadProject) -> list[Problem]:
    return locate_problems(problems, make_locator(project.inputs.snapshot))


# ---- the two states ----------------------------------------------------------------------------


def run_changes(run: Run) -> int:
    run.check_project()
    options = run.make_build_options()
    inputs = read_inputs(options)
    first, _, last = run.args.revisions.partition("..")
    old = read_with_problems(options, _read_inputs(run, first or "HEAD", inputs))
    new = read_with_problems(options, _read_inputs(run, last, inputs) if last else inputs)
    review = Review(old, new, run.args.lang)
    sections = review.list_sections()
    effects = find_effects(options, old, new)
    sections += _list_effects(run, effects)
    if run.args.form == "json":
        print(encode_json({name: lines for name, _, lines in sections}))
    elif sections:
        print("\n".join(map(make_printable, _iterate_lines(sections, run.args.form))))
    else:
        run.print_status("没有变动", "nothing is different")
    return 0


def _read_inputs(run: Run, revision: str, inputs: BuildInputs) -> BuildInputs:
    """Those of a commit. Raises UsageError."""
    try:
        return read_committed_inputs(run.root, revision, inputs)
    except GitError as e:
        raise UsageError(
            f"没有叫 “{revision}” 的提交或分支；git branch -a 列出分支，git log 列出提交",
            f"there is no commit or branch “{revision}”; git branch -a lists branches, git log "
            f"commits",
        ) from e


def _list_effects(run: Run, effects: Effects) -> list[Section]:
    """What visitors and subscribers will see of it; for people, not every page."""
    limit = None if run.args.form == "json" else MAX_LINES
    pages, calendars = len(effects.pages), len(effects.calendars)
    headings = (
        ("pages", Message(f"会变的页面：{pages} 个", f"Pages that change: {pages}")),
        (
            "calendars",
            Message(
                f"会变的日历：{calendars} 个，订阅的人会看到",
                f"Calendars that change, as their subscribers will see: {calendars}",
            ),
        ),
    )
    sections = []
    for (name, heading), paths in zip(headings, effects, strict=True):
        lines = ["/" + path for path in paths[:limit]]
        rest = len(paths) - len(lines)
        if rest:
            lines.append(
                Message(f"……还有 {rest} 个", f"… and {rest} more").in_language(run.args.lang)
            )
        if lines:
            sections.append((name, heading.in_language(run.args.lang), lines))
    return sections


def _iterate_lines(sections: list[Section], form: str) -> Iterator[str]:
    for number, (_, heading, lines) in enumerate(sections):
        if number:
            yield ""
        yield f"### {heading}" if form == "markdown" else heading
        if form == "markdown":
            yield ""
        prefix = "- " if form == "markdown" else "  "
        yield from (prefix + line for line in lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "revisions",
        nargs="?",
        default="HEAD",
        metavar="REV..REV",
        help="two commits; REV alone: from there to the files as they are (default: HEAD) / "
        "两次提交之间；只写一个，就是从它到现在的文件",
    )
    parser.add_argument(
        "--as",
        dest="form",
        choices=("text", "markdown", "json"),
        default="text",
        help="format: markdown for a comment on a merge request / 输出格式",
    )


COMMAND = Command(run_changes, add_arguments)
