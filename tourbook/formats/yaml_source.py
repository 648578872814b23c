"""YAML as editors need it: every scalar a string, no surprises, and a position for every problem.

Implicit types are not used (`NO`, `10:30` and `010` stay what was written); the schema gives types.
Anchors, aliases, tags and several documents in a file are refused: they are not needed here, and
they hide from the reader what a file says. A key without a value counts as not written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from tourbook.common.problems import Message, Problems

from .source_text import CONTROL_CHARACTER
from .yaml_flow import is_suspicious_item, is_suspicious_value
from .yaml_places import LOADER, blank_foreign_line_breaks
from .yaml_problems import ODD_BLANK_START, YamlReporter
from .yaml_words import find_look_alike, find_quoted_word

Tree = Any
"""None, a string, a list of trees or a dict from string to tree."""
_MAX_DEPTH = 40
_INVISIBLE = "\u200b\u2060\ufeff"
_BLANKS = " \t\r\n\x85\xa0\u2002\u2003\u2009\u202f\u3000" + _INVISIBLE
"""What is no part of a text at its ends."""


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
    reporter = YamlReporter(text, file, first_line, problems)
    reporter.report_tabs()
    if new_problems():
        return None
    try:
        builder = _TreeBuilder(text, reporter, keeps_blanks)
        tree = builder.build()
        if builder.is_suspicious and not reporter.report_collections("no-value"):
            builder.report_missing_values()
    except _RefusedError as e:
        reporter.report("yaml-refused", reporter.locate_mark(e.mark), e.message, e.help)
    except yaml.MarkedYAMLError as e:
        reporter.report_syntax_error(e)
    except yaml.YAMLError:
        reporter.report_forbidden_character()
    return None if new_problems() else tree


class _TreeBuilder:
    """Builds the tree from PyYAML's events. Raises _RefusedError, or yaml.YAMLError."""

    def __init__(self, text: str, reporter: YamlReporter, keeps_blanks: bool) -> None:
        self.keeps_blanks = keeps_blanks
        self.events: Iterator[Any] = yaml.parse(blank_foreign_line_breaks(text), Loader=LOADER)
        self.reporter = reporter
        self.missing_values: list[tuple[str, Any]] = []
        """(key, event) of the keys without a value within braces."""
        self.is_suspicious = False
        """Whether a collection within brackets may have been meant otherwise."""

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
        return self._build_list(event, depth)

    def _build_list(self, start: Any, depth: int) -> list[Tree]:
        items = []
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            items.append(self._build_node(event, depth + 1))
        if start.flow_style:
            self.is_suspicious = self.is_suspicious or any(
                isinstance(item, str) and is_suspicious_item(item, len(items)) for item in items
            )
        return items

    def _build_mapping(self, start: Any, depth: int) -> dict[str, Tree]:
        """A mapping without the keys that have no value, as empty fields of a form."""
        tree: dict[str, Tree] = {}
        empty_keys: set[str] = set()
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            key = self._read_key(event)
            if start.flow_style and ("，" in key or "：" in key):
                self.is_suspicious = True
            if key in tree or key in empty_keys:
                self._report_duplicate_key(key, event)
            value_event = next(self.events)
            value = self._build_node(value_event, depth + 1)
            if value is not None:
                tree[key] = value
            else:
                empty_keys.add(key)
                if start.flow_style:
                    self.is_suspicious = True
                    self.missing_values.append((key, value_event))
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
        blank = ODD_BLANK_START.match(event.value)
        if blank:
            self.reporter.report_odd_blank(self.reporter.locate_mark(event.start_mark), blank[0], 0)
        return self._read_scalar(event, is_key=True) or ""

    def _read_scalar(self, event: Any, *, is_key: bool = False) -> str | None:
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
            self._check_word(value, event, is_key)
            if not event.style and is_suspicious_value(value):
                self.is_suspicious = True
        if event.start_mark.line != event.end_mark.line and event.style != "|":
            value = self.reporter.join_folded_lines(value, event)
        if event.style in ("|", ">"):  # blanks before the first line may be Markdown
            return value.strip("\n").rstrip(_BLANKS)
        return value if self.keeps_blanks else value.strip(_BLANKS)

    def _check_word(self, value: str, event: Any, is_key: bool) -> None:
        """Report characters of a word that look like none, or like others."""
        word = value.strip(_BLANKS)
        look_alike = find_look_alike(word, is_key)
        if look_alike:
            self.reporter.report_look_alike(event.start_mark, bool(event.style), word, look_alike)
        elif not event.style and (quoted_word := find_quoted_word(word, is_key)):
            self.reporter.report_curly_quotes(event.start_mark, word, quoted_word)

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

    def report_missing_values(self) -> None:
        for key, event in self.missing_values:
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


_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
