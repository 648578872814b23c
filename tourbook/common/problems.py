"""Problems: what is wrong on which line, and how to fix it, in Chinese and in English.

A problem is reported with its file and the path of keys that leads to the value. Line and column
are looked up only when problems are printed (`Locator`), so a build without problems never pays
for positions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from .problem_codes import ProblemCode

PathKey = str | int
Level = Literal["error", "warning"]


class Message(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh

    def __bool__(self) -> bool:
        """False for a message that says nothing: `suggestion or usual_help`."""
        return bool(self.zh)


NO_HELP = Message("", "")


class Remedy(Message):
    """A help that is certain: the very text to write, so that a program can write it."""

    new: str
    old: str
    """What stands there now; "" for the value, or the key, at the place of the problem."""
    offset: int
    """Characters from the place of the problem to the old text."""

    def __new__(cls, zh: str, en: str, new: str, old: str = "", offset: int = 0) -> Remedy:
        remedy = super().__new__(cls, zh, en)
        remedy.new, remedy.old, remedy.offset = new, old, offset
        return remedy

    def __getnewargs__(self) -> tuple[str, str, str, str, int]:
        """What a copy in another process is made from."""
        return (*self, self.new, self.old, self.offset)


def suggest_text(text: str) -> Remedy:
    """The help that says what to write instead of a value."""
    return Remedy(f"写成 {text}", f"write {text}", text)


class ExplainedError(Exception):
    """Something cannot be done; says why, and what to do instead."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.message = Message(zh, en)


def format_count(n: int, thing: str) -> str:
    """How many, in an English message: "1 stop", "2 stops"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"


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
    missing_path: tuple[PathKey, ...] = ()
    """What is not there, if that is what is wrong: the path that it should have."""

    def child(self, *keys: PathKey) -> Location:
        return Location(self.file, self.path + keys)

    def at_key(self, name: str) -> Location:
        return Location(self.file, (*self.path, name), True)

    def lack(self, *keys: PathKey) -> Location:
        """The same place, where something is missing that belongs below it."""
        return self._replace(missing_path=self.path + keys)


class Problem(NamedTuple):
    code: ProblemCode
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


class Problems:
    """A growing list of problems; errors and warnings alike."""

    def __init__(self) -> None:
        self.items: list[Problem] = []

    def add_error(
        self,
        code: ProblemCode,
        location: Location,
        message: Message,
        help: Message = NO_HELP,
        related_location: Location | None = None,
    ) -> None:
        self.items.append(Problem(code, location, message, help, "error", related_location))

    def add_warning(
        self,
        code: ProblemCode,
        location: Location,
        message: Message,
        help: Message = NO_HELP,
        related_location: Location | None = None,
    ) -> None:
        self.items.append(Problem(code, location, message, help, "warning", related_location))

    def add_fatal_error(
        self, code: ProblemCode, location: Location, message: Message, help: Message = NO_HELP
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
    return problem._replace(
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
