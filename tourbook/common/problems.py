"""Problems: what is wrong in which line, and how to mend it, in Chinese and in English.

Whoever finds a problem names the place by file and by the path of keys that leads to it;
line and column are looked up only when there is something to print (`Locate`), so a build
without problems never pays for positions.
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
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could break a line, or speak to the terminal."""


class Location(NamedTuple):
    """A place in a source file: by keys (`path`) or, where known at once, by line and column.

    `line` and `column` count from 1; 0 means "look it up by the path". `on_key` points at the
    key itself rather than at its value, `word` at the first place from there on where it stands.
    """

    file: str
    path: tuple[PathKey, ...] = ()
    is_key: bool = False
    line: int = 0
    column: int = 0
    word: str = ""

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
    """The place of the other record, where two do not go together."""


Locator = Callable[[Location], tuple[int, int]]
"""Place -> (line, column), both from 1."""


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

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.items)


def locate_problems(problems: Iterable[Problem], locate: Locator) -> list[Problem]:
    """The problems with line and column filled in, in the order of the files and lines, each
    once."""

    def found(at: Location) -> Location:
        line, column = (at.line, at.column) if at.line and not at.word else locate(at)
        return Location(at.file, (), False, line, max(column, 1))

    out = {
        replace(
            p,
            location=found(p.location),
            related_location=found(p.related_location) if p.related_location else None,
        )
        for p in problems
    }
    return sorted(
        out, key=lambda p: (p.location.file, p.location.line, p.location.column, p.code, p.message)
    )


def measure_display_width(text: str) -> int:
    """Columns that a terminal needs for the text (Chinese characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _format_as_text(p: Problem, lines: Sequence[str], lang: str) -> str:
    level = {"error": Message("错误", "error"), "warning": Message("警告", "warning")}[
        p.level
    ].in_language(lang)
    head = (
        f"{p.location.file}:{p.location.line}:{p.location.column}: {level}: "
        f"{p.message.in_language(lang)} [{p.code}]"
    )
    out = [_UNPRINTABLE.sub("�", head)]
    if 0 < p.location.line <= len(lines):
        source = _UNPRINTABLE.sub("�", lines[p.location.line - 1].replace("\t", "→"))
        start = 0
        if len(source) > 160:  # keep the caret on the screen
            start = max(0, p.location.column - 60)
        shown = source[start : start + 160]
        out.append(f"  {p.location.line:>4} | {shown}")
        out.append(
            "       | " + " " * measure_display_width(source[start : p.location.column - 1]) + "^"
        )
    if p.related_location:
        out.append(
            "       = "
            + Message("另一处：", "the other: ").in_language(lang)
            + f"{p.related_location.file}:{p.related_location.line}:{p.related_location.column}"
        )
    if p.help != NO_HELP:
        out.append(
            "       = "
            + Message("改法：", "mend: ").in_language(lang)
            + _UNPRINTABLE.sub("�", p.help.in_language(lang))
        )
    return "\n".join(out)


def _escape_for_github(text: str, *, is_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text


def _format_as_sentence(p: Problem, lang: str) -> str:
    other = f"({p.related_location.file}:{p.related_location.line})" if p.related_location else ""
    return " ".join(filter(None, (p.message.in_language(lang), other, p.help.in_language(lang))))


def format_problems(
    problems: Sequence[Problem],
    find_lines: Callable[[str], Sequence[str]],
    lang: str,
    output_format: str = "text",
) -> str:
    """Located problems as text for people, as JSON lines, or as GitHub workflow commands."""
    if output_format == "json":
        rows = [
            {
                "file": p.location.file,
                "line": p.location.line,
                "column": p.location.column,
                "level": p.level,
                "code": p.code,
                "what": p.message.in_language(lang),
                "mend": p.help.in_language(lang),
            }
            | (
                {
                    "other": {
                        "file": p.related_location.file,
                        "line": p.related_location.line,
                        "column": p.related_location.column,
                    }
                }
                if p.related_location
                else {}
            )
            for p in problems
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if output_format == "github":
        return "\n".join(
            f"::{p.level} "
            f"file={_escape_for_github(p.location.file, is_property=True)},line={p.location.line}"
            f",col="
            f"{p.location.column},"
            f"title={_escape_for_github(p.code, is_property=True)}::"
            f"{_escape_for_github(_format_as_sentence(p, lang))}"
            for p in problems
        )
    return "\n".join(_format_as_text(p, find_lines(p.location.file), lang) for p in problems)


def find_nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that the author most likely meant, or None."""
    found = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return found[0] if found else None


def suggest_option(word: str, options: Iterable[str], *, max_listed: int = 12) -> Message:
    """A mend for a word that is not among the options."""
    options = sorted(set(options))
    best = find_nearest(word, options)
    if best is not None:
        return Message(f"是不是想写 “{best}”？", f"did you mean “{best}”?")
    if 0 < len(options) <= max_listed:
        listed = ", ".join(options)
        return Message(f"可以写：{listed}", f"known here: {listed}")
    return NO_HELP
