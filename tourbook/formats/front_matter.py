"""Source files as text: decoding, conflict markers, and the front matter of a Markdown file."""

from __future__ import annotations

import re
from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems

_CONFLICT_MARKER = re.compile(r"^(<{7}|>{7}|\|{7})(?= |$)|^={7}$", re.MULTILINE)
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(32), 127} - {9, 10, 13})
_CONFLICT_START = re.compile(r"^<{7} ", re.MULTILINE)


class Document(NamedTuple):
    """A Markdown file: its front matter and its body, each with the line that it begins on."""

    front_matter: str
    front_matter_line: int
    body: str
    body_line: int


def decode(raw: bytes, file: str, problems: Problems) -> str | None:
    """The text of a file with LF line ends, or None where it is not UTF-8 or holds a Git
    conflict."""
    before = len(problems)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _report_encoding(problems, Location(file, line=1, column=1), "UTF-16")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        good = raw[: e.start].decode("utf-8", "replace")
        at = Location(
            file, line=good.count("\n") + 1, column=len(good) - (good.rfind("\n") + 1) + 1
        )
        try:
            raw.decode("gb18030")
            _report_encoding(problems, at, "GBK")
        except UnicodeDecodeError:
            _report_encoding(problems, at, "")
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<<<<<<<" in text and _CONFLICT_START.search(text):
        for found in _CONFLICT_MARKER.finditer(text):
            problems.add_error(
                "git-conflict",
                Location(file, line=text.count("\n", 0, found.start()) + 1, column=1),
                Message("这里留有 Git 合并冲突的标记", "a merge conflict of Git was left here"),
                Message(
                    "保留正确的一份内容，删去 <<<<<<<、=======、>>>>>>> 三行",
                    "keep the right version and delete the lines <<<<<<<, ======= and >>>>>>>",
                ),
            )
    suspect = (
        len(raw.translate(None, _CONTROL_BYTES)) != len(raw) or b"\xef\xbf" in raw
    )  # a look at the bytes costs next to nothing
    for found in CONTROL_CHARACTER.finditer(text) if suspect else ():
        line, column = (
            text.count("\n", 0, found.start()) + 1,
            found.start() - text.rfind("\n", 0, found.start()),
        )
        problems.add_error(
            "control-character",
            Location(file, line=line, column=column),
            Message("这里有看不见的控制字符", "an invisible control character"),
            Message("删去它", "delete it"),
        )
    return text if len(problems) == before else None


def decode_for_display(raw: bytes) -> str:
    """Any bytes as text, to show lines from: in the encoding that they seem to have."""
    for encoding in (
        ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    ):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _report_encoding(problems: Problems, location: Location, likely_encoding: str) -> None:
    zh, en = (
        (f"，看来是 {likely_encoding}", f"; it looks like {likely_encoding}")
        if likely_encoding
        else ("", "")
    )
    problems.add_error(
        "encoding",
        location,
        Message(f"文件不是 UTF-8 编码{zh}", f"the file is not UTF-8{en}"),
        Message(
            "在编辑器里选择“另存为”，编码选 UTF-8",
            "choose “Save as” in your editor, and the encoding UTF-8",
        ),
    )


def split_front_matter(text: str, file: str, problems: Problems) -> Document | None:
    """Front matter and body; None, with a problem, where there is no front matter."""
    lead = len(text) - len(text.lstrip("\n"))
    if text[lead:].startswith("---"):
        from frontmatter.default_handlers import (
            YAMLHandler,
        )  # late: files that are known need no parser

        try:
            front, body = YAMLHandler().split(text)
        except ValueError:
            pass
        else:
            start = text.index("\n", lead) if "\n" in text[lead:] else lead
            body_start = len(text) - len(body)
            return Document(
                front.removeprefix("\n"),
                text.count("\n", 0, start) + 2,
                body.removeprefix("\n"),
                text.count("\n", 0, body_start) + (2 if body.startswith("\n") else 1),
            )
    if text[lead:].startswith("---"):
        problems.add_error(
            "front-matter",
            Location(file, line=text.count("\n", 0, lead) + 1, column=1),
            Message(
                "信息栏没有结束：缺少第二行 ---",
                "the front matter has no end: the second line --- is missing",
            ),
            Message(
                "在各栏之后、正文之前加一行 ---", "add a line --- after the keys, before the text"
            ),
        )
        return None
    problems.add_error(
        "front-matter",
        Location(file, line=1, column=1),
        Message(
            "文件开头缺少由两行 --- 围起来的信息栏",
            "the file does not begin with front matter between two lines ---",
        ),
        Message(
            "第一行写 ---，接着写各栏，再写一行 ---，下面才是正文",
            "write ---, the keys, and --- again, then the text",
        ),
    )
    return None
