"""new: a record that is not there yet, from options, and from the answers of somebody at a
terminal."""

from __future__ import annotations

import argparse
import datetime as dt
import shlex
import sys
from typing import Any

from tourbook.build.proposals import ReadProject
from tourbook.common.problems import ExplainedError, Location, Message, Problem
from tourbook.creation.fields import NewField
from tourbook.creation.files import add_record
from tourbook.creation.kinds import RECORD_KINDS
from tourbook.creation.names import TakenNames
from tourbook.creation.records import NewRecord, Question, RecordKind, make_choices
from tourbook.creation.values import MAX_LISTED, list_choices, read_value
from tourbook.editing.changes import Change
from tourbook.schema.fields import UNTIL_FURTHER_NOTICE
from tourbook.sources.paths import is_schedule
from tourbook.sources.value_words import suggest_value

from .asking import ask
from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments, find_fitting_day
from .options import make_shared_parser

_NOTHING = "-"
"""The answer of somebody who does not want what is proposed."""
_MAX_LISTED_VALUES = 8
_ID = "id"


def run_new(run: Run) -> int:
    kind = RECORD_KINDS[run.args.kind]
    form = _Form(run, Editor(run, checks_pages=kind.is_entry), kind)
    form.fill_in()
    return form.write()


class _Form:
    """What is filled in for a new record, and where it is written then."""

    def __init__(self, run: Run, editor: Editor, kind: RecordKind) -> None:
        self.run, self.editor, self.kind = run, editor, kind
        self.new = NewRecord(kind, editor.agenda)
        self.choices = make_choices(editor.agenda)
        self.names = TakenNames(editor.model, kind.history_kind, editor.inputs.snapshot.files)
        self.is_interactive = sys.stdin.isatty() and not run.args.yes
        self.id = ""
        self.body: str = getattr(run.args, "body", "")
        self._texts: dict[str, str] = {}
        """Key of a field -> what was typed."""
        self._errors: list[Message] = []

    # ---- filling it in ---------------------------------------------------------------------

    def fill_in(self) -> None:
        """Raises UsageError for all that is missing or wrong on the command line."""
        for field in self.kind.fields.values():
            text = getattr(self.run.args, field.option)
            if text is not None and field.key != _ID:
                self._take(field, text)
        if self.is_interactive:
            self._check()
            self.run.print_status(
                "回车：用方括号里的，没有就不写；“-”：不写；“?”：可以写什么",
                "Enter takes what is in brackets, if anything; “-” leaves it out; “?” says what is "
                "possible",
            )
        for question in self.kind.questions:
            if question.key not in self.new.values and question.is_asked(self.new):
                field = self.kind.fields[question.key]
                self._find_value(field, question)
        self._find_id()
        self._check()

    def _find_value(self, field: NewField, question: Question) -> None:
        """The answer to a question; without anybody to answer, what it can only be."""
        is_needed, default = self.kind.is_needed(question), question.find_default(self.new)
        if self.is_interactive:
            self._list_options(field)

            def take_answer(answer: str) -> None:
                self._put(field, answer, self._parse_answer(field, answer, is_needed))

            ask(self.run, self._prompt(field, question), default, take_answer, _NOBODY)
        elif is_needed and default:
            self._take(field, default)
        elif is_needed:
            self._errors.append(_describe_missing(field.option, field.description))

    def _parse_answer(self, field: NewField, answer: str, is_needed: bool) -> Any:
        """Raises ExplainedError for one that cannot be used."""
        if answer == "?":
            raise ExplainedError(*(self._explain(field) or field.description))
        if answer in ("", _NOTHING):
            if is_needed:
                raise ExplainedError("这一项不能没有", "this cannot be left out")
            return None
        return read_value(field, answer, self.choices, self.kind.record_type)

    def _take(self, field: NewField, text: str) -> None:
        try:
            value = read_value(field, text, self.choices, self.kind.record_type)
        except ExplainedError as e:
            zh, en = e.message
            self._errors.append(Message(f"{field.option}：{zh}", f"{field.option}: {en}"))
            self.new.values[field.key] = ""  # it is said, and no question any more
        else:
            self._put(field, text, value)

    def _put(self, field: NewField, text: str, value: Any) -> None:
        if value not in (None, [], ""):
            self.new.values[field.key] = value
            self._texts[field.key] = text

    def _find_id(self) -> None:
        field, option = self.kind.fields[_ID], self.run.args.__dict__["--id"]
        if option is not None:
            try:
                self.id = self._parse_id(field, option)
            except ExplainedError as e:
                self._errors.append(Message(f"--id：{e.message.zh}", f"--id: {e.message.en}"))
            return
        proposed = "" if self._errors else self.kind.propose_id(self.new)
        if self.is_interactive:
            default = self.names.make_unique(proposed or f"{self.kind.name}-1")
            text = self.run.localize(*_ID_LABEL)
            self.id = ask(
                self.run, text, default, lambda answer: self._parse_id(field, answer), _NOBODY
            )
        elif proposed:
            self.id = self.names.make_unique(proposed)
        elif not self._errors:
            self._errors.append(_describe_missing(field.option, _ID_LABEL))

    def _parse_id(self, field: NewField, text: str) -> str:
        """Raises ExplainedError."""
        id: str = read_value(field, text, self.choices, self.kind.record_type)
        if obstacle := self.names.explain(id):
            raise ExplainedError(*obstacle)
        return id

    def _check(self) -> None:
        if self._errors:
            raise UsageError(*self._errors[0], *self._errors[1:])

    # ---- questions -------------------------------------------------------------------------

    def _prompt(self, field: NewField, question: Question) -> str:
        text = self.run.localize(*(question.text or field.description))
        if field.target and not question.text:
            text += self.run.localize("，写名称也行", "; the name will do")
        values = field.column.choices if field.column else ()
        if 0 < len(values) <= _MAX_LISTED_VALUES and not any(value in text for value in values):
            text += f" ({', '.join(filter(None, values))})"
        return text

    def _list_options(self, field: NewField) -> None:
        """What can be chosen, if that is not much."""
        options = self.choices.names.get(field.target, {})
        if 0 < len(options) <= MAX_LISTED:
            listed = self._explain(field)
            self.run.print_status(f"  {listed.zh}", f"  {listed.en}")

    def _explain(self, field: NewField) -> Message:
        """What can be chosen in a field."""
        if field.column and field.column.choices:
            return suggest_value("", field.column.choices)
        names = self.choices.names.get(field.target, {})
        return list_choices(names, names)

    # ---- writing ---------------------------------------------------------------------------

    def write(self) -> int:
        """Show it, and write it if that is wanted; the exit code."""
        if self.new.trip is not None:
            self.editor.check_readable(Location(self.new.trip.location.file))
        code = self.editor.apply(self._make_change(), self._suggest)
        if code and self.is_interactive:
            line = self._format_command({})
            self.run.print_error(f"要改几个再来：{line}", f"to change some of it: {line}")
        return code

    def _make_change(self) -> Change:
        texts = self.editor.inputs.snapshot.texts
        schedule = {file: raw for file, raw in texts.items() if is_schedule(file)}
        lang = "zh" if self.editor.model.site.languages[0].startswith("zh") else "en"
        return add_record(self.new, self.id, self.body, schedule, lang)

    def _suggest(self, after: ReadProject, problems: list[Problem]) -> str:
        """The command line with the first day that brings no new problem; "" without one."""
        key = next((key for key in ("open", "date") if key in self.new.values), "")
        if not key or any(name.startswith("repeat.") for name in self.new.values):
            return ""
        old_values = self.new.values

        def move(day: dt.date) -> Change:
            delta = day - dt.date.fromisoformat(old_values[key])
            self.new.values = {name: self._shift(name, delta) for name in old_values}
            return self._make_change()

        day = find_fitting_day(self.editor, self.id, after, problems, move)
        fitting, self.new.values = self.new.values, old_values
        dates = {name: text for name, text in fitting.items() if text != old_values[name]}
        return self._format_command(dates) if day else ""

    def _shift(self, key: str, delta: dt.timedelta) -> Any:
        """A value on another day, if it is a day."""
        column, value = self.kind.fields[key].column, self.new.values[key]
        if column is None or column.kind != "date" or value == UNTIL_FURTHER_NOTICE:
            return value
        return str(dt.date.fromisoformat(value) + delta)

    def _format_command(self, texts: dict[str, str]) -> str:
        """The command line that makes this record, with some other texts."""
        words = ["tourbook", "new", self.kind.name, "--id", self.id]
        for key, text in (self._texts | texts).items():
            words += [self.kind.fields[key].option, text]
        if self.body:
            words += ["--body", self.body]
        return shlex.join(words)


def _describe_missing(option: str, description: Message) -> Message:
    return Message(f"缺 {option}：{description.zh}", f"{option} is needed: {description.en}")


_ID_LABEL = Message(
    "编号，也是网址里的名字，以后不改（英文字母、数字、短横线）",
    "the id, which is in the address and stays (letters, digits, hyphens)",
)
_NOBODY = Message(
    "没有人回答。脚本里加 --yes，用选项写明",
    "nobody answers. In scripts, add --yes and the options",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parsers = parser.add_subparsers(
        dest="kind", metavar="kind", required=True, title="kinds / 种类"
    )
    for kind in RECORD_KINDS.values():
        text = f"a new {kind.title.en} / 新的{kind.title.zh}"
        subparser = parsers.add_parser(
            kind.name, parents=[make_shared_parser()], help=text, description=text
        )
        for field in kind.fields.values():
            _add_option(subparser, field)
        if kind.is_entry:
            subparser.add_argument(
                "--body", metavar="TEXT", default="", help="the text, in Markdown / 正文"
            )
        add_edit_arguments(subparser)


def _add_option(parser: argparse.ArgumentParser, field: NewField) -> None:
    help = f"{field.description.en} / {field.description.zh}".replace("%", "%%")
    action = parser.add_argument(
        field.option, dest=field.option, metavar=field.path[-1].upper(), help=help
    )
    if field.column and field.column.kind == "boolean":
        action.nargs, action.const = "?", "yes"


COMMAND = Command(run_new, add_arguments)
