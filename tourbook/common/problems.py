"""Problems: what is wrong on which line, and how to fix it, in Chinese and in English.

A problem is reported with its file and the path of keys that leads to the value. Line and column
are looked up only when problems are printed (`Locator`), so a build without problems never pays
for positions.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

PathKey = str | int
Level = Literal["error", "warning"]


class Message(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


NO_HELP = Message("", "")
MAX_SHOWN = 100
"""Problems of one code that people are shown."""
MAX_SUGGESTIONS = 100
"""Words for which the nearest of many others is looked for; that takes time."""
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|(?<=##)\[|(?<=##vso)\["
)
"""Characters that could break a line, reverse the text, control the terminal or, as in `##[error]`,
begin a command to a CI."""


def make_printable(text: str) -> str:
    """The text on one line: each character that could do harm is replaced, one by one, so that
    columns stay."""
    return _UNPRINTABLE.sub("�", text)


_UNPRINTABLE_IN_JSON = re.compile(_UNPRINTABLE.pattern.replace(r"\x00-\x1f", ""))
"""Of what JSON may contain as it is; there the others are escapes already."""


class Location(NamedTuple):
    """A place in a source file, given by a path of keys or by line and column."""

    file: str
    path: tuple[PathKey, ...] = ()
    """Keys and list indexes (from 0) that lead to the value: ("tours", 0, "stops", 2, "venue")."""
    is_key: bool = False
    """True for the place of the last key itself, not of its value."""
    line: int = 0
    """From 1; 0 means: look it up by the path."""
    column: int = 0
    word: str = ""
    """If given, the place is the first occurrence of this word from there on."""

    def child(self, *keys: PathKey) -> Location:
        return Location(self.file, self.path + keys)

    def at_key(self, name: str) -> Location:
        return Location(self.file, (*self.path, name), True)


@dataclass(frozen=True)
class Problem:
    code: str
    location: Location
    message: Message
    help: Message = NO_HELP
    level: Level = "error"
    related_location: Location | None = None
    """The place of the second record, if two contradict each other."""
    is_fatal: bool = False
    """True if not even a plan of the site can be made: without a theme, say."""


class Diagnosis(NamedTuple):
    """What is wrong with a value, and how to write it; `add_error(code, location, *diagnosis)`."""

    message: Message
    help: Message


Locator = Callable[[Location], tuple[int, int]]
"""Looks up a location: -> (line, column), both from 1."""


@dataclass
class Problems:
    """A growing list of problems; errors and warnings alike."""

    items: list[Problem] = field(default_factory=list)

    def add_error(
        self,
        code: str,
        location: Location,
        message: Message,
        help: Message = NO_HELP,
        related_location: Location | None = None,
    ) -> None:
        self.items.append(Problem(code, location, message, help, "error", related_location))

    def add_warning(
        self,
        code: str,
        location: Location,
        message: Message,
        help: Message = NO_HELP,
        related_location: Location | None = None,
    ) -> None:
        self.items.append(Problem(code, location, message, help, "warning", related_location))

    def add_fatal_error(
        self, code: str, location: Location, message: Message, help: Message = NO_HELP
    ) -> None:
        """Add an error after which the site cannot even be planned."""
        self.items.append(Problem(code, location, message, help, is_fatal=True))

    def extend(self, problems: Iterable[Problem]) -> None:
        self.items.extend(problems)

    def watch(self) -> Callable[[], list[Problem]]:
        """A function that lists the problems added since this call."""
        start = len(self.items)
        return lambda: self.items[start:]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.items)

    @property
    def has_fatal_error(self) -> bool:
        return any(p.is_fatal for p in self.items)


def locate_problems(problems: Iterable[Problem], locate: Locator) -> list[Problem]:
    """The problems with line and column filled in, without duplicates, by file and line."""
    located = [_fill_in_position(problem, locate) for problem in problems]
    unique = dict.fromkeys(located)
    return sorted(unique, key=_get_sort_key)


def _fill_in_position(problem: Problem, locate: Locator) -> Problem:
    related = problem.related_location
    return replace(
        problem,
        location=_resolve(problem.location, locate),
        related_location=_resolve(related, locate) if related else None,
    )


def _resolve(location: Location, locate: Locator) -> Location:
    if location.line and not location.word:
        line, column = location.line, location.column
    else:
        line, column = locate(location)
    return Location(location.file, line=line, column=max(column, 1))


def _get_sort_key(problem: Problem) -> tuple[str, int, int, str, Message]:
    location = problem.location
    return location.file, location.line, location.column, problem.code, problem.message


def format_problems(
    problems: Sequence[Problem],
    find_lines: Callable[[str], Sequence[str]],
    lang: str,
    output_format: str = "text",
) -> str:
    """Located problems as text for people, as JSON, or as GitHub workflow commands.

    `find_lines` gives the lines of a source file; text shows the one with the problem. Only JSON
    has more than MAX_SHOWN problems of a code.
    """
    if output_format == "json":
        rows = [_format_as_json(p, lang) for p in problems]
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        return _UNPRINTABLE_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    visible_problems, hidden_counts = _select_visible(problems)
    if output_format == "github":
        lines = [_format_for_github(p, lang) for p in visible_problems]
        prefix = "::notice::"
    else:
        lines = [_format_as_text(p, find_lines(p.location.file), lang) for p in visible_problems]
        prefix = ""
    for code, count in hidden_counts.items():
        rest = Message(f"还有 {count} 个同类问题", f"and {count:,} more of this kind")
        lines.append(f"{prefix}{rest.in_language(lang)} [{code}]")
    return "\n".join(lines)


def _select_visible(problems: Iterable[Problem]) -> tuple[list[Problem], dict[str, int]]:
    """(the first problems of each code, code -> how many more there are)."""
    visible_problems = []
    counts: dict[str, int] = {}
    for problem in problems:
        count = counts[problem.code] = counts.get(problem.code, 0) + 1
        if count <= MAX_SHOWN:
            visible_problems.append(problem)
    return visible_problems, {code: n - MAX_SHOWN for code, n in counts.items() if n > MAX_SHOWN}


_LEVEL_NAMES = {"error": Message("错误", "error"), "warning": Message("警告", "warning")}
_MARGIN = "       "
_MAX_SOURCE_WIDTH = 160
"""Characters of a source line that are shown."""
_CONTEXT_WIDTH = 60
"""Characters shown before the problem if the line is longer than that."""


def _format_as_text(problem: Problem, lines: Sequence[str], lang: str) -> str:
    """The problem as in compilers: place and message, the source line with a caret, notes."""
    location, related = problem.location, problem.related_location
    level = _LEVEL_NAMES[problem.level].in_language(lang)
    message = problem.message.in_language(lang)
    head = f"{_format_place(location)}: {level}: {message} [{problem.code}]"
    text = [make_printable(head)]
    if 0 < location.line <= len(lines):
        text += _format_excerpt(lines[location.line - 1], location)
    if related:
        label = Message("另一处：", "related: ").in_language(lang)
        text.append(f"{_MARGIN}= {label}{make_printable(_format_place(related))}")
    if problem.help != NO_HELP:
        label = Message("改法：", "help: ").in_language(lang)
        help = make_printable(problem.help.in_language(lang))
        text.append(f"{_MARGIN}= {label}{help}")
    return "\n".join(text)


def _format_place(location: Location) -> str:
    return f"{location.file}:{location.line}:{location.column}"


def _format_excerpt(line: str, location: Location) -> list[str]:
    """The source line and a caret under the column; of a long line the part around the column."""
    source = make_printable(line.replace("\t", "→"))
    start = 0
    if len(source) > _MAX_SOURCE_WIDTH:
        start = max(0, location.column - _CONTEXT_WIDTH)
    indent = " " * measure_display_width(source[start : location.column - 1])
    return [
        f"  {location.line:>4} | {source[start : start + _MAX_SOURCE_WIDTH]}",
        f"{_MARGIN}| {indent}^",
    ]


def measure_display_width(text: str) -> int:
    """Columns that a terminal needs for the text (Chinese characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _format_as_json(problem: Problem, lang: str) -> dict[str, object]:
    row: dict[str, object] = {
        **_format_place_as_json(problem.location),
        "level": problem.level,
        "code": problem.code,
        "message": problem.message.in_language(lang),
        "help": problem.help.in_language(lang),
    }
    if problem.related_location:
        row["related"] = _format_place_as_json(problem.related_location)
    return row


def _format_place_as_json(location: Location) -> dict[str, object]:
    return {"file": location.file, "line": location.line, "column": location.column}


def _format_for_github(problem: Problem, lang: str) -> str:
    """A workflow command, such as `::error file=a.yaml,line=3,col=1,title=date::no such day`."""
    location = problem.location
    properties = {
        "file": _escape_property(location.file),
        "line": location.line,
        "col": location.column,
        "title": _escape_property(problem.code),
    }
    listed = ",".join(f"{name}={value}" for name, value in properties.items())
    return f"::{problem.level} {listed}::{_escape_data(_format_as_sentence(problem, lang))}"


def _escape_data(text: str) -> str:
    return make_printable(text).replace("%", "%25")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _format_as_sentence(problem: Problem, lang: str) -> str:
    related = problem.related_location
    place = f"({related.file}:{related.line})" if related else ""
    parts = (problem.message.in_language(lang), place, problem.help.in_language(lang))
    return " ".join(filter(None, parts))


def find_nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that the author most likely meant, or None."""
    matches = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return matches[0] if matches else None


def suggest_option(word: str, options: Iterable[str], *, max_listed: int = 12) -> Message:
    """Help for a word that is not among the options: the nearest one, or all if they are few."""
    options = sorted(set(options))
    nearest = find_nearest(word, options)
    if nearest is not None:
        return Message(f"是不是想写 “{nearest}”？", f"did you mean “{nearest}”?")
    if 0 < len(options) <= max_listed:
        listed = ", ".join(options)
        return Message(f"可以写：{listed}", f"choose from: {listed}")
    return NO_HELP
