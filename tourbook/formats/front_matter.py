"""The front matter of a Markdown file: YAML between two lines ---."""

from __future__ import annotations

from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems


class Document(NamedTuple):
    """A Markdown file: its front matter and its body, each with the line that it begins on."""

    front_matter: str
    front_matter_line: int
    body: str
    body_line: int


def split_front_matter(text: str, file: str, problems: Problems) -> Document | None:
    """Front matter and body; None, with a problem, if there is no front matter."""
    start = len(text) - len(text.lstrip("\n"))
    if not text.startswith("---", start):
        _report_missing_front_matter(file, problems)
        return None

    from frontmatter.default_handlers import YAMLHandler  # late: unchanged files need no parser

    try:
        front_matter, body = YAMLHandler().split(text)
    except ValueError:
        location = Location(file, line=text.count("\n", 0, start) + 1, column=1)
        _report_unclosed_front_matter(location, problems)
        return None
    first_marker_end = text.index("\n", start)
    body_start = len(text) - len(body)
    return Document(
        front_matter.removeprefix("\n"),
        text.count("\n", 0, first_marker_end) + 2,
        body.removeprefix("\n"),
        text.count("\n", 0, body_start) + (2 if body.startswith("\n") else 1),
    )


def _report_missing_front_matter(file: str, problems: Problems) -> None:
    problems.add_error(
        "front-matter",
        Location(file, line=1, column=1),
        Message(
            "文件开头缺少由两行 --- 围起来的信息栏",
            "the file does not begin with front matter between two lines ---",
        ),
        Message(
            "第一行写 ---，接着写各栏，再写一行 ---，下面才是正文",
            "write a line ---, the keys and another line ---, then the text",
        ),
    )


def _report_unclosed_front_matter(location: Location, problems: Problems) -> None:
    problems.add_error(
        "front-matter",
        location,
        Message(
            "信息栏没有结束：缺少第二行 ---",
            "the front matter has no end: the second line --- is missing",
        ),
        Message("在各栏之后、正文之前加一行 ---", "add a line --- after the keys, before the text"),
    )
