"""changes: what a set of commits, or what is not committed yet, means in plain words."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from tourbook.build.inputs import BuildInputs, read_inputs
from tourbook.build.last_commit import take_committed_snapshot
from tourbook.build.proposals import ReadProject, read_with_problems, subtract_problems
from tourbook.common.l10n import format_stop_dates, localize_text
from tourbook.common.printable import encode_json, make_printable
from tourbook.common.problems import Message, Problem, format_count, locate_problems
from tourbook.history.repository import GitError, RepositoryState
from tourbook.model.entries import Entry
from tourbook.model.references import KIND_NAMES
from tourbook.model.trips import Stop
from tourbook.schedule.engine import Engine
from tourbook.schedule.model_changes import (
    EntryChange,
    StopChange,
    list_entry_changes,
    list_setting_changes,
    list_stop_changes,
)
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import Snapshot

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


class Review:
    """What is different between two states of a project, in words of one language."""

    def __init__(self, old: ReadProject, new: ReadProject, lang: str) -> None:
        """Raises ProjectError if one has no records at all."""
        self.lang = lang
        self.old, self.new = _get_engine(old), _get_engine(new)
        self.stop_changes = list_stop_changes(self.old, self.new)
        self.entry_changes = list_entry_changes(self.old, self.new)
        self.setting_changes = list_setting_changes(self.old, self.new)
        self.new_problems = _locate(subtract_problems(new.problems, old.problems), new)
        self.mended_problems = _locate(subtract_problems(old.problems, new.problems), old)

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
        return ", ".join(change.keys)

    def describe_entry(self, change: EntryChange) -> str:
        kind_name = change.entry.kind if isinstance(change.entry, Entry) else "trip"
        kind = self.say(KIND_NAMES[kind_name])
        name = self._localize(change.entry.name)
        keys = ", ".join(key or self.say(_TEXT) for key in change.keys)
        word = self.say(KIND_WORDS[change.kind])
        text = f"{kind} {name} ({change.entry.id}){self.say(Message('：', ': '))}"
        return text + (keys or word)

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

    def list_sections(self) -> list[tuple[str, str, list[str]]]:
        """(name in JSON, heading, lines) of what there is."""
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


def _locate(problems: Iterable[Problem], project: ReadProject) -> list[Problem]:
    return locate_problems(problems, make_locator(project.inputs.snapshot))


# ---- the two states ----------------------------------------------------------------------------


def run_changes(run: Run) -> int:
    run.check_project()
    inputs = read_inputs(run.make_build_options())
    first, _, last = run.args.revisions.partition("..")
    old = _read(run, inputs, _take_snapshot(run, first or "HEAD", inputs.snapshot))
    snapshot = _take_snapshot(run, last, inputs.snapshot) if last else inputs.snapshot
    review = Review(old, _read(run, inputs, snapshot), run.args.lang)
    sections = review.list_sections()
    if run.args.form == "json":
        print(encode_json({name: lines for name, _, lines in sections}))
    elif sections:
        print("\n".join(map(make_printable, _iterate_lines(sections, run.args.form))))
    else:
        run.print_status("没有变动", "nothing is different")
    return 0


def _take_snapshot(run: Run, revision: str, snapshot: Snapshot) -> Snapshot:
    """Raises UsageError."""
    try:
        return take_committed_snapshot(run.root, revision, snapshot)
    except GitError as e:
        raise UsageError(
            f"没有提交 “{revision}”：{e}", f"there is no commit “{revision}”: {e}"
        ) from None


def _read(run: Run, inputs: BuildInputs, snapshot: Snapshot) -> ReadProject:
    """A state without its history, which says nothing about what it is."""
    state = RepositoryState()
    successor = inputs.cache.make_successor
    return read_with_problems(
        run.make_build_options(),
        BuildInputs(snapshot, state, inputs.previous_manifest, successor),
    )


def _iterate_lines(sections: list[tuple[str, str, list[str]]], form: str) -> Iterator[str]:
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
