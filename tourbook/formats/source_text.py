"""Source files as text: decoding, and characters that no source file may hold."""

from __future__ import annotations

import re
import unicodedata

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Location, Message, Problems

CONTROL_CHARACTER = compile_late(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(32), 127} - set(b"\t\n\r"))
_CONFLICT_START = compile_late(r"^<{7} ", re.MULTILINE)
_CONFLICT_MARKER = compile_late(r"^(<{7}|>{7}|\|{7})(?= |$)|^={7}$", re.MULTILINE)
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(raw: bytes, file: str, problems: Problems) -> str | None:
    """The text of a file in NFC, with LF line ends.

    None, with problems, if it is not UTF-8, or holds a Git conflict or control characters.
    """
    text = _decode_utf8(raw, file, problems)
    if text is None:
        return None
    new_problems = problems.watch()
    _report_conflicts(text, file, problems)
    if _may_hold_control_characters(raw):
        _report_control_characters(text, file, problems)
    return None if new_problems() else text


def decode_for_display(raw: bytes) -> str:
    """Any bytes as text, to show lines from, in the encoding that they seem to have."""
    encodings = ("utf-16",) if raw[:2] in _UTF_16_MARKS else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return _normalize(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _normalize(raw.decode("utf-8", "replace"))


def locate_offset(text: str, offset: int) -> tuple[int, int]:
    """(line, column) of a character of the text, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _normalize(text: str) -> str:
    """The text with LF line ends and in NFC, in which the same words are the same characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def _decode_utf8(raw: bytes, file: str, problems: Problems) -> str | None:
    if raw[:2] in _UTF_16_MARKS:
        _report_encoding(problems, Location(file, line=1, column=1), "UTF-16")
        return None
    try:
        return _normalize(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as e:
        # e.object: the bytes after a byte order mark, from which e.start counts
        readable = _normalize(e.object[: e.start].decode())
    line, column = locate_offset(readable, len(readable))
    location = Location(file, line=line, column=column)
    try:
        raw.decode("gb18030")
        _report_encoding(problems, location, "GBK")
    except UnicodeDecodeError:
        _report_encoding(problems, location, "")
    return None


def _report_encoding(problems: Problems, location: Location, likely_encoding: str) -> None:
    message = Message("文件不是 UTF-8 编码", "the file is not UTF-8")
    if likely_encoding:
        message = Message(
            f"{message.zh}，看来是 {likely_encoding}",
            f"{message.en}; it looks like {likely_encoding}",
        )
    help = Message(
        "在编辑器里选择“另存为”，编码选 UTF-8",
        "choose “Save as” in your editor, with the encoding UTF-8",
    )
    problems.add_error("encoding", location, message, help)


def _report_conflicts(text: str, file: str, problems: Problems) -> None:
    if "<<<<<<<" not in text or not _CONFLICT_START.search(text):
        return  # a line of = alone may underline a heading
    for marker in _CONFLICT_MARKER.finditer(text):
        line, column = locate_offset(text, marker.start())
        problems.add_error(
            "git-conflict",
            Location(file, line=line, column=column),
            Message("这里留有 Git 合并冲突的标记", "unresolved Git merge conflict"),
            Message(
                "保留正确的一份内容，删去 <<<<<<<、=======、>>>>>>> 三行",
                "keep the right version and delete the lines <<<<<<<, ======= and >>>>>>>",
            ),
        )


def _may_hold_control_characters(raw: bytes) -> bool:
    """True for bytes that need a closer look; much faster than a search of the text."""
    return len(raw.translate(None, _CONTROL_BYTES)) != len(raw) or b"\xef\xbf" in raw


def _report_control_characters(text: str, file: str, problems: Problems) -> None:
    for match in CONTROL_CHARACTER.finditer(text):
        line, column = locate_offset(text, match.start())
        problems.add_error(
            "control-character",
            Location(file, line=line, column=column),
            Message("这里有看不见的控制字符", "invisible control character"),
            Message("删去它", "delete it"),
        )
