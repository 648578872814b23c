"""YAML as editors need it: every scalar a string, no surprises, and a position for every problem.

The only importer of `yaml`. Implicit types are not used (`NO`, `10:30` and `010` stay what was
written); the schema gives types. Anchors, aliases, tags and several documents in a file are
refused: they are not needed here and hide what a reader sees. Empty values count as not written.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from tourbook.common.problems import Location, Message, PathKey, Problems

Tree = Any
"""None, a string, a list of trees or a dict from string to tree."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WIDE_COLON = re.compile(r"^[ ]*(?:- )?[\w-]+(：)", re.MULTILINE)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TAB_IN_INDENTATION = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)

_SYNTAX_HELP = [
    (
        "mapping values are not allowed",
        Message(
            "看三处：这一行和上一行的缩进是否对齐；上一行的冒号后面是否空了一格；文字里有冒号的，"
            "给整段文字加上引号",
            "look at three things: do this line and the one above line up, has the colon above a "
            "space after it, "
            "and is a text that holds a colon in quotes",
        ),
    ),
    (
        "could not find expected ':'",
        Message(
            "这一行缺少 “: ”（半角冒号加空格），或缩进不对",
            "the line lacks “: ” (colon and space), or its indentation is off",
        ),
    ),
    (
        "did not find expected '-'",
        Message(
            "缩进不对：同一层的各行要对齐，列表各项的 “-” 也要对齐",
            "the indentation is off: lines of one level line up, and so do the “-” of the items "
            "of a list",
        ),
    ),
    (
        "did not find expected key",
        Message(
            "缩进不对，或引号只括住了一部分：要用一对引号括住整段文字",
            "the indentation is off, or the quotation marks hold only a part: put the whole text "
            "in one pair of them",
        ),
    ),
    (
        "found unexpected end of stream",
        Message(
            "从这里开始的引号没有写完：补上右边的引号",
            "the quotation mark that begins here is not closed: close it",
        ),
    ),
    (
        "did not find expected ',' or",
        Message(
            "从这里开始的括号没有写完：补上 ] 或 }；文字里有括号或引号的，给整段文字加引号",
            "the bracket that begins here is not closed: add ] or "
            "}; quote a text that holds brackets or quotation marks",
        ),
    ),
    (
        "cannot start any token",
        Message("这个字符开头的文字要加引号", "text that begins with this character needs quotes"),
    ),
    ("unexpected character", Message("给这段文字加引号", "put the text in quotes")),
    (
        "alphabetic or numeric character",
        Message("以 * 或 & 开头的文字要加引号", "text that begins with * or & needs quotes"),
    ),
    (
        "expected whitespace or line break",
        Message("以 ! 开头的文字要加引号", "text that begins with ! needs quotes"),
    ),
    ("undefined alias", Message("以 * 开头的文字要加引号", "text that begins with * needs quotes")),
    (
        "control characters are not allowed",
        Message("删去看不见的控制字符", "delete the invisible control character"),
    ),
]


class _RefusedError(Exception):
    def __init__(self, mark: Any, what: Message, mend: Message) -> None:
        self.mark, self.message, self.help = mark, what, mend


def load(text: str, file: str, problems: Problems, first_line: int = 1) -> Tree:
    """The tree of a YAML text; None where it is empty or cannot be read (then there are problems).

    `first_line` is the line of the file on which the text begins (front matter begins on line 2).
    """
    before = len(problems)
    for tab in _TAB_IN_INDENTATION.finditer(text):
        line, column = text.count("\n", 0, tab.start()), tab.group().index("\t") + 1
        problems.add_error(
            "yaml-tab",
            Location(file, line=first_line + line, column=column),
            Message("缩进里有制表符（Tab）", "a tab in the indentation"),
            Message("改用空格缩进", "indent with spaces"),
        )
    if len(problems) > before:
        return None
    builder = _TreeBuilder(file, first_line, problems)
    try:
        tree = builder.build(text)
    except _RefusedError as e:
        problems.add_error("yaml-refused", builder.locate_mark(e.mark), e.message, e.help)
    except yaml.MarkedYAMLError as e:
        wide = _WIDE_COLON.search(text)
        if wide:  # typed with a Chinese input method; the parser stumbles some lines later
            line, column = (
                text.count("\n", 0, wide.start(1)),
                wide.start(1) - text.rfind("\n", 0, wide.start(1)),
            )
            problems.add_error(
                "yaml-colon",
                Location(file, line=first_line + line, column=column),
                Message(
                    "栏名后面的冒号是全角 “：”", "the colon after the key is the full-width “：”"
                ),
                Message("改成半角冒号加空格 “: ”", "write the half-width colon and a space “: ”"),
            )
            return None
        said = f"{e.problem or e}"
        unclosed = any(
            words in said
            for words in ("end of stream", "expected ',' or", "could not find expected ':'")
        )
        mark = (e.context_mark if unclosed else None) or e.problem_mark or e.context_mark
        hint = next(
            (h for key, h in _SYNTAX_HELP if key in said),
            Message("检查这一行和上一行的写法", "check this line and the one above"),
        )
        at = builder.locate_mark(mark) if mark else Location(file, line=first_line, column=1)
        problems.add_error(
            "yaml-syntax", at, Message("YAML 写法有误", f"this is not YAML: {said}"), hint
        )
    except yaml.YAMLError:  # the reader found a character that YAML does not allow
        bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
        position = bad.start() if bad else 0
        line = text.count("\n", 0, position)
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        problems.add_error(
            "yaml-character",
            Location(file, line=first_line + line, column=column),
            Message("文件里有 YAML 不允许的字符", "a character that YAML does not allow"),
            _SYNTAX_HELP[-1][1],
        )
    else:
        return tree if len(problems) == before else None
    return None


class _TreeBuilder:
    def __init__(self, file: str, first_line: int, problems: Problems) -> None:
        self.file, self.first_line, self.problems = file, first_line, problems

    def locate_mark(self, mark: Any) -> Location:
        return Location(self.file, line=self.first_line + mark.line, column=mark.column + 1)

    def build(self, text: str) -> Tree:
        scalar, key_of = yaml.ScalarEvent, _MISSING
        root: Tree = None
        stack: list[tuple[Any, Any]] = []  # the open container and the key that waits for its value
        here: Any = None
        flow: list[bool] = []
        documents = 0
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is scalar:
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event)
                value = event.value
                if (
                    value and not value.isprintable() and _CONTROL_CHARACTER.search(value)
                ):  # written as an escape: "\\x0b"
                    what = Message("文字里有控制字符", "a control character in a text")
                    raise _RefusedError(event.start_mark, what, Message("删去它", "delete it"))
                if not event.style and value in ("", "~", "null"):
                    value = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self.refuse(event)
                if here.__class__ is dict and key_of is _MISSING:
                    raise _RefusedError(
                        event.start_mark,
                        Message("栏名必须是简单的词", "a key must be a plain word"),
                        Message(
                            "若文字以 [ 或 { 开头，请加引号", "quote a text that begins with [ or {"
                        ),
                    )
                stack.append((here, key_of))
                flow.append(bool(event.flow_style))
                here = {} if kind is yaml.MappingStartEvent else []
                key_of = _MISSING
                if len(stack) > 40:
                    raise _RefusedError(
                        event.start_mark,
                        Message("嵌套太深", "nested too deeply"),
                        Message("减少缩进层次", "use fewer levels"),
                    )
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                value = here
                here, key_of = stack.pop()
                flow.pop()
            elif kind is yaml.AliasEvent:
                self.refuse(event)
            else:
                if kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents > 1:
                        raise _RefusedError(
                            event.start_mark,
                            Message("一个文件里有两份文档", "two documents in one file"),
                            Message("删去多余的 --- 行", "delete the extra --- line"),
                        )
                continue
            if here.__class__ is dict:
                if key_of is _MISSING:
                    if value is None:
                        value = ""
                    if value in here:
                        self.problems.add_error(
                            "duplicate-key",
                            self.locate_mark(event.start_mark),
                            Message(
                                f"“{value}” 这一栏写了两次", f"the key “{value}” is written twice"
                            ),
                            Message("合并成一处，或删去一处", "merge the two or delete one"),
                        )
                    key_of = value
                else:
                    if value is None and flow[-1]:
                        self.problems.add_error(
                            "no-value",
                            self.locate_mark(event.start_mark),
                            Message(
                                f"花括号里的 “{key_of}” 没有值",
                                f"“{key_of}” has no value within the braces",
                            ),
                            Message(
                                '文字里有逗号时，给整段文字加引号：en: "Books, maps"',
                                'quote a text that holds a comma: en: "Books, maps"',
                            ),
                        )
                    here[key_of] = value
                    key_of = _MISSING
            elif here is None:
                root = value
            else:
                here.append(value)
        return _prune(root)

    def refuse(self, event: Any) -> None:
        raise _RefusedError(
            event.start_mark,
            Message(
                "这里不使用 YAML 的 &、* 和 ! 写法",
                "anchors (&), aliases (*) and tags (!) are not used here",
            ),
            Message("若是普通文字，请加引号", "quote it if it is plain text"),
        )


_MISSING: Any = object()


def _prune(tree: Tree) -> Tree:
    """Without the keys that have no value: an empty field of a form is a field not filled in."""
    if tree.__class__ is dict:
        for key in [k for k, v in tree.items() if v is None]:
            del tree[key]
        for value in tree.values():
            if value.__class__ is not str:
                _prune(value)
    elif tree.__class__ is list:
        for value in tree:
            if value.__class__ is not str:
                _prune(value)
    return tree


def dump(tree: Any) -> str:
    """A tree of mappings, lists, texts, numbers and dates as YAML, in the order given, Chinese as
    it is."""
    text: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return text


class _Dumper(yaml.SafeDumper):
    """Items of a list stand further in than its key, as editors write them; nothing that we would
    not read."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def compose(text: str) -> Any:
    """The text as a tree with places, for `locate`; None where it cannot be read."""
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return None


def locate(node: Any, path: tuple[PathKey, ...], is_key: bool) -> tuple[int, int]:
    """(line, column) of the value, or of the key, that the path leads to in a composed tree, as far
    as it leads; from 1."""
    if node is None:
        return 1, 1
    mark = node.start_mark
    for depth, key in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if pair is None:
                break
            node = pair[1]
            mark = pair[0].start_mark if is_key and last else node.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            mark = node.start_mark
        else:
            break
    return mark.line + 1, mark.column + 1
