"""YAML as editors need it: every scalar a string, no surprises, and a position for every problem.

Implicit types are not used (`NO`, `10:30` and `010` stay what was written); the schema gives types.
Anchors, aliases, tags and several documents in a file are refused: they are not needed here, and
they hide from the reader what a file says. A key without a value counts as not written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NoReturn

import yaml

from tourbook.common.l10n import is_seam
from tourbook.common.problems import Location, Message, PathKey, Problems

from .source_text import CONTROL_CHARACTER, locate_offset
from .yaml_errors import DELETE_CONTROL_CHARACTER, is_unclosed, suggest_fix

Tree = Any
"""None, a string, a list of trees or a dict from string to tree."""

WIDE_COLON_HELP = Message("改成半角冒号加空格 “: ”", "write a half-width colon and a space: “: ”")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WIDE_COLON = re.compile(r"^[ ]*(?:- )?[\w-]+(：)", re.MULTILINE)
_TAB_IN_INDENTATION = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)
_MAX_DEPTH = 40
_FOREIGN_LINE_BREAKS = "\x85\u2028\u2029"
"""Line ends to YAML 1.1, but not to editors: invisible in a text that was pasted from elsewhere."""
_INVISIBLE = "\u200b\u2060\ufeff"
_BLANKS = " \t\r\n\x85\xa0\u2002\u2003\u2009\u202f\u3000" + _INVISIBLE
"""What is no part of a text at its ends."""
_BLANK_CLASS = "\xa0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_BLANK = re.compile(
    rf"^[ ]*([{_BLANK_CLASS}])[ {_BLANK_CLASS}]*(?:- |[\w-]+:(?=\s|$))"
    rf"|^[ ]*(?:- )?[\w-]+:([{_BLANK_CLASS}])",
    re.MULTILINE,
)
_BLANK_NAMES = {
    "\u3000": Message("全角空格", "a full-width space"),
    "\xa0": Message("不换行空格", "a no-break space"),
}
_ODD_BLANK_START = re.compile(f"[{_BLANK_CLASS}]")
_BLANK_PLACES = (Message("缩进里", "in the indentation"), Message("冒号后面", "after the colon"))
_OTHER_BLANK = Message("特殊空格", "a special space")
_LOOK_ALIKE = re.compile(r"[\xad\u200b-\u200f\u2010\u2011\u2060\ufeff]")
_LOOK_ALIKE_WORD = re.compile(r"[A-Za-z0-9_\xad\u200b-\u200f\u2010\u2011\u2060\ufeff-]+")
"""A word, such as an id, in which such a character is never meant."""
_SEAM_LENGTH = 6
"""Characters on each side of a line end that are looked for in the text."""


class _RefusedError(Exception):
    """Valid YAML that is not used here; `mark` is PyYAML's position."""

    def __init__(self, mark: Any, message: Message, help: Message) -> None:
        self.mark = mark
        self.message = message
        self.help = help


def load(
    text: str, file: str, problems: Problems, first_line: int = 1, *, keeps_blanks: bool = False
) -> Tree:
    """The tree of a YAML text; None if it is empty or cannot be read (then there are problems).

    `first_line` is the line of the file on which the text begins (front matter begins on line 2).
    `keeps_blanks`: those at the ends of texts in quotation marks are meant.
    """
    new_problems = problems.watch()
    reporter = _Reporter(text, file, first_line, problems)
    reporter.report_tabs()
    if new_problems():
        return None
    try:
        tree = _TreeBuilder(text, reporter, keeps_blanks).build()
    except _RefusedError as e:
        reporter.report("yaml-refused", reporter.locate_mark(e.mark), e.message, e.help)
    except yaml.MarkedYAMLError as e:
        reporter.report_syntax_error(e)
    except yaml.YAMLError:
        reporter.report_forbidden_character()
    return None if new_problems() else tree


class _Reporter:
    """Problems of one YAML text, with lines counted in its file."""

    def __init__(self, text: str, file: str, first_line: int, problems: Problems) -> None:
        self.text = text
        self.file = file
        self.first_line = first_line
        self.problems = problems

    def report(self, code: str, location: Location, message: Message, help: Message) -> None:
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
                Message("改用空格缩进", "indent with spaces"),
            )

    def report_look_alike(self, mark: Any, is_quoted: bool, match: re.Match[str]) -> None:
        name = unicodedata.name(match[0]).lower()
        start = self.locate_mark(mark)
        self.report(
            "yaml-look-alike",
            start._replace(column=start.column + is_quoted + match.start()),
            Message(
                f"这个词里有看不见或容易看错的字符 U+{ord(match[0]):04X}（{name}）",
                f"this word has a character that cannot be seen, or is mistaken for another one: "
                f"U+{ord(match[0]):04X} ({name})",
            ),
            Message("删去这个词，用键盘重新输入", "delete the word and type it again"),
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
            Message("改用普通（半角）空格", "use plain spaces"),
        )

    def report_syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        odd_blanks = list(_ODD_BLANK.finditer(self.text))
        for match in odd_blanks:  # the parser stumbles over them some lines later
            place = 0 if match[1] else 1
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
                WIDE_COLON_HELP,
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


class _TreeBuilder:
    """Builds the tree from PyYAML's events. Raises _RefusedError, or yaml.YAMLError."""

    def __init__(self, text: str, reporter: _Reporter, keeps_blanks: bool) -> None:
        self.keeps_blanks = keeps_blanks
        self.events: Iterator[Any] = yaml.parse(_blank_foreign_line_breaks(text), Loader=_LOADER)
        self.reporter = reporter

    def build(self) -> Tree:
        tree: Tree = None
        documents = 0
        for event in self.events:
            if type(event) is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _RefusedError(
                        event.start_mark,
                        Message("一个文件里有两份文档", "two documents in one file"),
                        Message("删去多余的 --- 行", "delete the extra --- line"),
                    )
            elif isinstance(event, yaml.NodeEvent):
                tree = self._build_node(event, 1)
        return tree

    def _build_node(self, event: Any, depth: int) -> Tree:
        """The tree that begins with the event; reads on to its end."""
        if event.anchor is not None or event.tag is not None:  # an alias has an anchor, too
            self._refuse_reference(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._read_scalar(event)
        if depth > _MAX_DEPTH:
            raise _RefusedError(
                event.start_mark,
                Message("嵌套太深", "nested too deeply"),
                Message("减少缩进层次", "use fewer levels"),
            )
        if kind is yaml.MappingStartEvent:
            return self._build_mapping(event, depth)
        return self._build_list(depth)

    def _build_list(self, depth: int) -> list[Tree]:
        items = []
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._build_node(event, depth + 1))
        return items

    def _build_mapping(self, start: Any, depth: int) -> dict[str, Tree]:
        """A mapping without the keys that have no value, as empty fields of a form."""
        tree: dict[str, Tree] = {}
        empty_keys: set[str] = set()
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self._read_key(event)
            if key in tree or key in empty_keys:
                self._report_duplicate_key(key, event)
            value_event = next(self.events)
            value = self._build_node(value_event, depth + 1)
            if value is not None:
                tree[key] = value
            else:
                empty_keys.add(key)
                if start.flow_style:
                    self._report_missing_value(key, value_event)
        return tree

    def _read_key(self, event: Any) -> str:
        if event.anchor is not None or event.tag is not None:
            self._refuse_reference(event)
        if type(event) is not yaml.ScalarEvent:
            raise _RefusedError(
                event.start_mark,
                Message("栏名必须是简单的词", "a key must be a plain word"),
                Message(
                    "若文字以 [ 或 { 开头，请加引号", "put a text that begins with [ or { in quotes"
                ),
            )
        blank = _ODD_BLANK_START.match(event.value)
        if blank:
            self.reporter.report_odd_blank(self.reporter.locate_mark(event.start_mark), blank[0], 0)
        return self._read_scalar(event) or ""

    def _read_scalar(self, event: Any) -> str | None:
        value: str = event.value
        # an escape, such as "\x0b", can hold what the text of the file cannot
        if value and not value.isprintable() and CONTROL_CHARACTER.search(value):
            raise _RefusedError(
                event.start_mark,
                Message("文字里有控制字符", "a control character in a text"),
                Message("删去它", "delete it"),
            )
        if not event.style and value in ("", "~", "null"):
            return None
        if not value.isascii():
            self._check_look_alikes(value, event)
        if event.start_mark.line != event.end_mark.line and event.style != "|":
            value = self.reporter.join_folded_lines(value, event)
        if event.style in ("|", ">"):  # blanks before the first line may be Markdown
            return value.strip("\n").rstrip(_BLANKS)
        return value if self.keeps_blanks else value.strip(_BLANKS)

    def _check_look_alikes(self, value: str, event: Any) -> None:
        """Report characters of a word that look like none, or like a hyphen."""
        value = value.strip(_BLANKS)
        match = _LOOK_ALIKE.search(value)
        if match and _LOOK_ALIKE_WORD.fullmatch(value):
            self.reporter.report_look_alike(event.start_mark, bool(event.style), match)

    def _refuse_reference(self, event: Any) -> NoReturn:
        raise _RefusedError(
            event.start_mark,
            Message(
                "这里不使用 YAML 的 &、* 和 ! 写法",
                "anchors (&), aliases (*) and tags (!) are not used here",
            ),
            Message("若是普通文字，请加引号", "put it in quotes if it is plain text"),
        )

    def _report_duplicate_key(self, key: str, event: Any) -> None:
        self.reporter.report(
            "duplicate-key",
            self.reporter.locate_mark(event.start_mark),
            Message(f"“{key}” 这一栏写了两次", f"the key “{key}” is written twice"),
            Message("合并成一处，或删去一处", "merge the two or delete one"),
        )

    def _report_missing_value(self, key: str, event: Any) -> None:
        self.reporter.report(
            "no-value",
            self.reporter.locate_mark(event.start_mark),
            Message(f"花括号里的 “{key}” 没有值", f"“{key}” has no value within the braces"),
            Message(
                '文字里有逗号时，给整段文字加引号：en: "Books, maps"',
                'put a text that contains a comma in quotes: en: "Books, maps"',
            ),
        )


def dump(tree: Any) -> str:
    """A tree of mappings, lists, texts, numbers and dates as YAML, in the order given."""
    text: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as editors do; writes no alias, which `load` would refuse."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _blank_foreign_line_breaks(text: str) -> str:
    """The text with a space for each, so that lines are counted as editors count them."""
    for character in _FOREIGN_LINE_BREAKS:
        text = text.replace(character, " ")
    return text


def compose(text: str) -> Any:
    """The text as PyYAML's tree with positions, for `locate`; None if it cannot be read."""
    try:
        return yaml.compose(_blank_foreign_line_breaks(text), Loader=_LOADER)
    except yaml.YAMLError:
        return None


def locate(node: Any, path: tuple[PathKey, ...], is_key: bool) -> tuple[int, int]:
    """(line, column), from 1, of the value at the path in a composed tree, or of its key.

    If the path leads out of the tree: of the last value that it leads to.
    """
    if node is None:
        return 1, 1
    mark = node.start_mark
    for depth, key in enumerate(path):
        step = _find_child(node, key)
        if step is None:
            break
        key_mark, node = step
        is_last = depth == len(path) - 1
        mark = key_mark if is_key and is_last else node.start_mark
    return mark.line + 1, mark.column + 1


@lru_cache(16)
def _index_mapping(node: yaml.MappingNode) -> dict[str, tuple[Any, Any]]:
    """Key -> (mark of the key, node of the value); of a key written twice, the first."""
    pairs = reversed(node.value)
    return {
        key_node.value: (key_node.start_mark, value_node)
        for key_node, value_node in pairs
        if isinstance(key_node, yaml.ScalarNode)
    }


def _find_child(node: Any, key: PathKey) -> tuple[Any, Any] | None:
    """(mark of the key, node of the value) in a mapping or a list."""
    if isinstance(node, yaml.MappingNode):
        return _index_mapping(node).get(str(key))
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        value_node = node.value[key]
        return value_node.start_mark, value_node
    return None
