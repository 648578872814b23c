"""Texts that YAML cuts off at a # after a blank, as a comment: `name: 清河 #1 展厅`.

A comment that is meant has two blanks before its #, or one after it. Nothing is said either of one
that follows what is no text for people: an id, a date, a number.
"""

from __future__ import annotations

import re

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Location, Message, Problems

from .yaml_places import iterate_plain_scalars

_MARK = compile_late(r"(?<=[^ \t\n]) #(?=[^\s#]| ?\d)")
_NUMBER = compile_late(r" # ?[\dA-Z一二三四五六七八九十]+(?![A-Za-z\d])|.*#\s*$")
"""A number sign (#1, # 2, #A), or a topic between two: #科学日#."""
_CODE = compile_late(r"[a-z0-9][\w./+-]*|[A-Z]{1,4}|https?://\S+", re.ASCII)
"""What is no text for people."""


def report_cut_texts(text: str, file: str, first_line: int, problems: Problems) -> None:
    """Report each text of a readable YAML text that goes on after a #: an error if that is a number
    sign, else a warning."""
    marks = {_locate(text, match.start()): match for match in _MARK.finditer(text)}
    if not marks:
        return
    lines = text.split("\n")
    for value, line, column in iterate_plain_scalars(text):
        if (line, column) in marks and not _CODE.fullmatch(value):
            location = Location(file, line=first_line + line, column=column + 2)
            _report(value, lines[line][column:], location, problems)


def _locate(text: str, offset: int) -> tuple[int, int]:
    """(line, column), both from 0."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def _report(value: str, rest: str, location: Location, problems: Problems) -> None:
    whole = (value + rest).strip()
    quoted = f'"{whole}"' if '"' not in whole and "\\" not in whole else f"'{whole}'"
    add = problems.add_error if _NUMBER.match(rest) else problems.add_warning
    add(
        "yaml-comment",
        location,
        Message(
            f"空格和 # 后面的字算注释，这里只剩下 “{value}”",
            f"what follows a blank and # is a comment: only “{value}” is left",
        ),
        Message(
            f"若 # 也是文字，写成 {quoted}；若是注释，# 前面空两格",
            f"write {quoted} if the # belongs to the text; put two blanks before a comment",
        ),
    )
