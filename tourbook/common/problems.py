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

Key = str | int
Level = Literal["error", "warning"]


class Say(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str

    def to(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


NOTHING = Say("", "")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could break a line, or speak to the terminal."""


class At(NamedTuple):
    """A place in a source file: by keys (`path`) or, where known at once, by line and column.

    `line` and `column` count from 1; 0 means "look it up by the path". `on_key` points at the
    key itself rather than at its value, `word` at the first place from there on where it stands.
    """

    file: str
    path: tuple[Key, ...] = ()
    on_key: bool = False
    line: int = 0
    column: int = 0
    word: str = ""

    def down(self, *keys: Key) -> At:
        return At(self.file, self.path + keys)

    def key(self, name: str) -> At:
        return At(self.file, (*self.path, name), True)


@dataclass(frozen=True)
class Problem:
    code: str
    at: At
    what: Say
    mend: Say = NOTHING
    level: Level = "error"
    other: At | None = None
    """The place of the other record, where two do not go together."""


Locate = Callable[[At], tuple[int, int]]
"""Place -> (line, column), both from 1."""


@dataclass
class Problems:
    """A growing list of problems; errors and warnings alike."""

    items: list[Problem] = field(default_factory=list)

    def error(
        self, code: str, at: At, what: Say, mend: Say = NOTHING, other: At | None = None
    ) -> None:
        self.items.append(Problem(code, at, what, mend, "error", other))

    def warn(
        self, code: str, at: At, what: Say, mend: Say = NOTHING, other: At | None = None
    ) -> None:
        self.items.append(Problem(code, at, what, mend, "warning", other))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def errors(self) -> int:
        return sum(p.level == "error" for p in self.items)


def located(problems: Iterable[Problem], locate: Locate) -> list[Problem]:
    """The problems with line and column filled in, in the order of the files and lines, each
    once."""

    def found(at: At) -> At:
        line, column = (at.line, at.column) if at.line and not at.word else locate(at)
        return At(at.file, (), False, line, max(column, 1))

    out = {replace(p, at=found(p.at), other=found(p.other) if p.other else None) for p in problems}
    return sorted(out, key=lambda p: (p.at.file, p.at.line, p.at.column, p.code, p.what))


def width(text: str) -> int:
    """Columns that a terminal needs for the text (Chinese characters take two)."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _text(p: Problem, lines: Sequence[str], lang: str) -> str:
    level = {"error": Say("错误", "error"), "warning": Say("警告", "warning")}[p.level].to(lang)
    head = f"{p.at.file}:{p.at.line}:{p.at.column}: {level}: {p.what.to(lang)} [{p.code}]"
    out = [_UNSEEN.sub("�", head)]
    if 0 < p.at.line <= len(lines):
        source = _UNSEEN.sub("�", lines[p.at.line - 1].replace("\t", "→"))
        start = 0
        if len(source) > 160:  # keep the caret on the screen
            start = max(0, p.at.column - 60)
        shown = source[start : start + 160]
        out.append(f"  {p.at.line:>4} | {shown}")
        out.append("       | " + " " * width(source[start : p.at.column - 1]) + "^")
    if p.other:
        out.append(
            "       = "
            + Say("另一处：", "the other: ").to(lang)
            + f"{p.other.file}:{p.other.line}:{p.other.column}"
        )
    if p.mend != NOTHING:
        out.append(
            "       = " + Say("改法：", "mend: ").to(lang) + _UNSEEN.sub("�", p.mend.to(lang))
        )
    return "\n".join(out)


def _github_escape(text: str, *, is_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text


def _sentence(p: Problem, lang: str) -> str:
    other = f"({p.other.file}:{p.other.line})" if p.other else ""
    return " ".join(filter(None, (p.what.to(lang), other, p.mend.to(lang))))


def show(
    problems: Sequence[Problem],
    lines_of: Callable[[str], Sequence[str]],
    lang: str,
    form: str = "text",
) -> str:
    """Located problems as text for people, as JSON lines, or as GitHub workflow commands."""
    if form == "json":
        rows = [
            {
                "file": p.at.file,
                "line": p.at.line,
                "column": p.at.column,
                "level": p.level,
                "code": p.code,
                "what": p.what.to(lang),
                "mend": p.mend.to(lang),
            }
            | (
                {"other": {"file": p.other.file, "line": p.other.line, "column": p.other.column}}
                if p.other
                else {}
            )
            for p in problems
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if form == "github":
        return "\n".join(
            f"::{p.level} "
            f"file={_github_escape(p.at.file, is_property=True)},line={p.at.line},col="
            f"{p.at.column},"
            f"title={_github_escape(p.code, is_property=True)}::"
            f"{_github_escape(_sentence(p, lang))}"
            for p in problems
        )
    return "\n".join(_text(p, lines_of(p.at.file), lang) for p in problems)


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that the author most likely meant, or None."""
    found = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, options: Iterable[str], *, show_all: int = 12) -> Say:
    """A mend for a word that is not among the options."""
    options = sorted(set(options))
    best = nearest(word, options)
    if best is not None:
        return Say(f"是不是想写 “{best}”？", f"did you mean “{best}”?")
    if 0 < len(options) <= show_all:
        listed = ", ".join(options)
        return Say(f"可以写：{listed}", f"known here: {listed}")
    return NOTHING
