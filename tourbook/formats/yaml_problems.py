"""What is wrong with a YAML text, with the places in its file."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import yaml

from tourbook.common.l10n import is_seam
from tourbook.common.patterns import compile_late
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import Location, Message, Problems, Remedy, suggest_text

from .source_text import locate_offset
from .yaml_errors import DELETE_CONTROL_CHARACTER, is_unclosed, suggest_fix
from .yaml_flow import Collection, find_flawed_collections
from .yaml_flow_diagnoses import diagnose_collection
from .yaml_places import LOADER, compose, describe_tree
from .yaml_words import LookAlike

WIDE_COLON_HELP = Message("改成半角冒号加空格 “: ”", "write a half-width colon and a space: “: ”")
_WIDE_COLON = compile_late(r"^[ ]*(?:- )?[\w-]+(：)([ \u3000]*)", re.MULTILINE)
_TAB_WIDTHS = (2, 4, 8)
_WIDE_INDENTATION = compile_late(r"^[ \u3000]+(?=\S)", re.MULTILINE)
_BLANKS = "\xa0\u2002\u2003\u2009\u202f\u205f\u200b\u2060\u3000\ufeff"
_WITHOUT_WIDTH = "\u200b\u2060\ufeff"
_TAB_IN_INDENTATION = compile_late(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_BLANK_CLASS = "\xa0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_BLANK = compile_late(
    rf"^[ ]*([{_BLANK_CLASS}])[ {_BLANK_CLASS}]*(?:- |[\w-]+:(?=\s|$))"
    rf"|^[ ]*(?:- )?[\w-]+:([{_BLANK_CLASS}])"
    rf"|^[ ]*(?:- )?(?:[\w-]+:[ ]+)?(?:\"[^\"\n]*\"|'[^'\n]*')[ ]*([{_BLANK_CLASS}])",
    re.MULTILINE,
)
_BLANK_NAMES = {
    "\u3000": Message("全角空格", "a full-width space"),
    "\xa0": Message("不换行空格", "a no-break space"),
}
ODD_BLANK_START = compile_late(f"[{_BLANK_CLASS}]")
_BLANK_PLACES = (
    Message("缩进里", "in the indentation"),
    Message("冒号后面", "after the colon"),
    Message("引号后面", "after the quotation mark"),
)
_OTHER_BLANK = Message("特殊空格", "a special space")
_MIN_CODE_LENGTH = 6
"""Digits that are rather a code, such as one of GB/T 2260, than a number."""
_SEAM_LENGTH = 6
"""Characters on each side of a line end that are looked for in the text."""


class YamlReporter:
    """Problems of one YAML text, with lines counted in its file."""

    def __init__(self, text: str, file: str, first_line: int, problems: Problems) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.problems = problems

    def report(
        self, code: ProblemCode, location: Location, message: Message, help: Message
    ) -> None:
        self.problems.add_error(code, location, message, help)

    def locate_mark(self, mark: Any) -> Location:
        if mark.line > self.text.count("\n"):  # the end of a text without a last line end
            return self._locate_offset(len(self.text))
        return Location(self.file, line=self.first_line + mark.line, column=mark.column + 1)

    def _locate_offset(self, offset: int) -> Location:
        line, column = locate_offset(self.text, offset)
        return Location(self.file, line=self.first_line + line - 1, column=column)

    def report_tabs(self) -> None:
        for indentation in _TAB_IN_INDENTATION.finditer(self.text):
            self.report(
                "yaml-tab",
                self._locate_offset(self.text.index("\t", indentation.start())),
                Message("缩进里有制表符（Tab）", "a tab in the indentation"),
                self._suggest_indentation(indentation),
            )

    def _suggest_indentation(self, indentation: re.Match[str]) -> Message:
        zh, en = "改用空格缩进", "indent with spaces"
        blanks = indentation[0].lstrip(" ")
        if self._tab_width:
            return Remedy(zh, en, blanks.replace("\t", " " * self._tab_width), blanks)
        # other mistakes keep the text from being read: the lines around may agree
        number = self.text.count("\n", 0, indentation.start())
        around = {_measure_indentation(line) for line in self._list_neighbours(number)}
        missing = max(around, default=0) - len(indentation[0]) + len(blanks)
        is_certain = len(around) == 1 and missing > 0
        return Remedy(zh, en, " " * missing, blanks) if is_certain else Message(zh, en)

    def _list_neighbours(self, number: int) -> list[str]:
        """The lines before and after one, if they have no tabs and are not empty."""
        lines = self._lines[max(number - 1, 0) : number] + self._lines[number + 1 : number + 2]
        return [line for line in lines if line.strip() and "\t" not in line]

    @cached_property
    def _tab_width(self) -> int:
        """How many blanks a tab stands for, if only one number gives a text that can be read, or
        all that do mean the same; else 0."""
        return self._find_width(_TAB_IN_INDENTATION, "\t", _TAB_WIDTHS)

    @cached_property
    def _blank_width(self) -> int:
        """The same of a full-width blank in the indentation."""
        return self._find_width(_WIDE_INDENTATION, "\u3000", (1, 2))

    def _find_width(
        self, indentation: re.Pattern[str], character: str, possible_widths: tuple[int, ...]
    ) -> int:
        widths: dict[str, int] = {}
        for width in possible_widths:
            expand = partial(_expand, character, width)
            text = indentation.sub(expand, self.text)
            if _find_syntax_error(text) is None and (tree := compose(text)) is not None:
                widths.setdefault(describe_tree(tree), width)
        return next(iter(widths.values())) if len(widths) == 1 else 0

    def report_look_alike(
        self, mark: Any, is_quoted: bool, word: str, look_alike: LookAlike
    ) -> None:
        character = look_alike.character
        name = unicodedata.name(character).lower()
        start = self.locate_mark(mark)
        self.report(
            "yaml-look-alike",
            start._replace(column=start.column + is_quoted + look_alike.offset),
            Message(
                f"这个词里有看不见或容易看错的字符 U+{ord(character):04X}（{name}）",
                f"this word has a character that cannot be seen, or is mistaken for another one: "
                f"U+{ord(character):04X} ({name})",
            ),
            Remedy(
                f"删去这个词，用键盘重新输入：{look_alike.word}",
                f"delete the word and type it again: {look_alike.word}",
                look_alike.word,
                word,
                -look_alike.offset,
            ),
        )

    def report_curly_quotes(self, mark: Any, word: str, quoted_word: str) -> None:
        is_code = quoted_word.isdigit() and len(quoted_word) >= _MIN_CODE_LENGTH
        text = f'"{quoted_word}"' if is_code else quoted_word
        self.report(
            "yaml-punctuation",
            self.locate_mark(mark),
            Message(
                f"{word[0]} {word[-1]} 不能当引号用",
                f"the quotation marks {word[0]} {word[-1]} do not quote",
            ),
            suggest_text(text),
        )

    def join_folded_lines(self, value: str, event: Any) -> str:
        """The value of several lines without the blanks that stand for line ends between Chinese
        characters."""
        lines = self._lines[event.start_mark.line : event.end_mark.line + 1]
        position = 0
        for before, after in pairwise(line.strip() for line in lines):
            if not before or not after or not is_seam(before[-1], after[0]):
                continue
            for length in range(_SEAM_LENGTH, 0, -1):
                start = value.find(f"{before[-length:]} {after[:length]}", position)
                if start >= 0:
                    position = start + len(before[-length:])
                    value = value[:position] + value[position + 1 :]
                    break
        return value

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def report_odd_blank(self, location: Location, character: str, place: int) -> None:
        """Report a blank of another kind; `place` is an index of _BLANK_PLACES."""
        name, spot = _BLANK_NAMES.get(character, _OTHER_BLANK), _BLANK_PLACES[place]
        self.report(
            "yaml-blank",
            location,
            Message(
                f"{spot.zh}有{name.zh}（U+{ord(character):04X}）",
                f"{name.en} (U+{ord(character):04X}) {spot.en}",
            ),
            self._suggest_plain_blanks(location, place),
        )

    def _suggest_plain_blanks(self, location: Location, place: int) -> Message:
        """Which blanks to write: none for one without width; in the indentation, a full-width one
        may stand for one or two."""
        zh, en = "改用普通（半角）空格", "use plain spaces"
        rest = self._lines[location.line - self.first_line][location.column - 1 :]
        old = rest[: len(rest) - len(rest.lstrip(f" {_BLANKS}"))]
        plain = re.sub(f"[{_WITHOUT_WIDTH}]", "", old)
        if place == 1:
            return Remedy(zh, en, " ", old)
        if place == 2:
            return Remedy("删去它", "delete it", " " * ("#" in rest), old)
        if "\u3000" not in plain:
            return Remedy(zh, en, " " * len(plain), old)
        new = plain.replace("\u3000", " " * self._blank_width)
        return Remedy(zh, en, new, old) if self._blank_width else Message(zh, en)

    def report_collections(self, text_code: ProblemCode) -> list[Collection]:
        """Report each collection that is not written as it was meant, and list them. `text_code` is
        the code if only quotation marks are missing."""
        collections = list(find_flawed_collections(self.text))
        for collection in collections:
            location = self._locate_offset(collection.flaws[0].offset)
            lacks_quotes = all(flaw.kind == "text" for flaw in collection.flaws)
            code = text_code if lacks_quotes else "yaml-punctuation"
            message, help = diagnose_collection(collection)
            if not any(flaw.kind == "text" for flaw in collection.flaws):
                old = self.text[collection.start : collection.end]
                offset = collection.start - collection.flaws[0].offset
                help = Remedy(*help, collection.rewritten, old, offset)
            self.report(code, location, message, help)
        return collections

    def report_syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        collections = self.report_collections("yaml-syntax")
        if collections:
            other_error = _find_syntax_error(_rewrite(self.text, collections))
            if other_error is None:
                return
            error = other_error
        odd_blanks = list(_ODD_BLANK.finditer(self.text))
        for match in odd_blanks:  # the parser stumbles over them some lines later
            place = (match.lastindex or 1) - 1
            location = self._locate_offset(match.start(place + 1))
            self.report_odd_blank(location, match[place + 1], place)
        if odd_blanks:
            return
        wide_colon = _WIDE_COLON.search(self.text)
        if wide_colon:  # the parser stumbles over it some lines later
            self.report(
                "yaml-colon",
                self._locate_offset(wide_colon.start(1)),
                Message(
                    "栏名后面的冒号是全角 “：”", "the colon after the key is the full-width “：”"
                ),
                Remedy(*WIDE_COLON_HELP, ": ", wide_colon[1] + wide_colon[2]),
            )
            return
        complaint = str(error.problem or error)
        mark = error.problem_mark or error.context_mark
        if is_unclosed(complaint):
            mark = error.context_mark or mark
        location = Location(self.file, line=self.first_line, column=1)
        if mark:
            location = self.locate_mark(mark)
        message = Message("YAML 写法有误", f"invalid YAML: {complaint}")
        self.report("yaml-syntax", location, message, suggest_fix(complaint))

    def report_forbidden_character(self) -> None:
        """The reader stopped at a character that YAML does not allow (YAML 1.1, 5.1)."""
        match = yaml.reader.Reader.NON_PRINTABLE.search(self.text)
        self.report(
            "yaml-character",
            self._locate_offset(match.start() if match else 0),
            Message("文件里有 YAML 不允许的字符", "a character that YAML does not allow"),
            DELETE_CONTROL_CHARACTER,
        )


def _measure_indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _expand(character: str, width: int, match: re.Match[str]) -> str:
    return match[0].replace(character, " " * width)


def _rewrite(text: str, collections: list[Collection]) -> str:
    """The text with the collections as they were meant; its lines stay where they are."""
    for collection in reversed(collections):
        text = text[: collection.start] + collection.rewritten + text[collection.end :]
    return text


def _find_syntax_error(text: str) -> yaml.MarkedYAMLError | None:
    try:
        for _event in yaml.parse(text, Loader=LOADER):
            pass
    except yaml.MarkedYAMLError as e:
        return e
    except yaml.YAMLError:
        return None
    return None
