"""Problems as text for people, as JSON, and as workflow commands of GitHub."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence

from .printable import encode_json, make_printable
from .problems import NO_HELP, Location, Message, Problem

MAX_SHOWN = 100
"""Problems of one code that people are shown."""
_MAX_MESSAGE_LENGTH = 600
"""Characters of a message that are shown: it may quote a text of any length."""


def format_problems(
    problems: Sequence[Problem],
    find_lines: Callable[[str], Sequence[str]],
    lang: str,
    output_format: str = "text",
    folder: str = "",
) -> str:
    """Located problems as text for people, as JSON, or as GitHub workflow commands.

    `find_lines` gives the lines of a source file; text shows the one with the problem. `folder` is
    where the project lies in its repository ("site/"), as GitHub has to know. Only JSON has more
    than MAX_SHOWN problems of a code.
    """
    if output_format == "json":
        return encode_json([_format_as_json(p, lang) for p in problems])
    visible_problems, hidden_counts = _select_visible(problems)
    if output_format == "github":
        lines = [_format_for_github(p, lang, folder) for p in visible_problems]
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
    message = _get_text(problem.message, lang)
    head = f"{_format_place(location)}: {level}: {message} [{problem.code}]"
    text = [make_printable(head)]
    if 0 < location.line <= len(lines):
        text += _format_excerpt(lines[location.line - 1], location)
    if related:
        label = Message("另一处：", "related: ").in_language(lang)
        text.append(f"{_MARGIN}= {label}{make_printable(_format_place(related))}")
    if problem.help != NO_HELP:
        label = Message("改法：", "help: ").in_language(lang)
        help = make_printable(_get_text(problem.help, lang))
        text.append(f"{_MARGIN}= {label}{help}")
    return "\n".join(text)


def _get_text(message: Message, lang: str) -> str:
    """The message in a language; of a long one, the beginning and the end."""
    text = message.in_language(lang)
    half = _MAX_MESSAGE_LENGTH // 2
    return text if len(text) <= _MAX_MESSAGE_LENGTH else f"{text[:half]} … {text[-half:]}"


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
        "message": _get_text(problem.message, lang),
        "help": _get_text(problem.help, lang),
    }
    if problem.related_location:
        row["related"] = _format_place_as_json(problem.related_location)
    return row


def _format_place_as_json(location: Location) -> dict[str, object]:
    return {"file": location.file, "line": location.line, "column": location.column}


def _format_for_github(problem: Problem, lang: str, folder: str) -> str:
    """A workflow command, such as `::error file=a.yaml,line=3,col=1,title=date::no such day`."""
    location = problem.location
    properties = {
        "file": _escape_property(folder + location.file),
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
    place = f" ({related.file}:{related.line})" if related else ""
    parts = (_get_text(problem.message, lang) + place, _get_text(problem.help, lang))
    return ("; " if lang == "en" else "；").join(filter(None, parts))
