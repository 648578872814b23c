"""The tables of docs/theme.md and docs/theme.zh-CN.md: what templates see, and what they can call."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
import types
import typing
from collections.abc import Iterator
from functools import cache

from tourbook.rendering.functions import FUNCTION_NAMES, PageFunctions
from tourbook.views import TEMPLATES, View
from tourbook.views.entries import EntryView
from tourbook.views.frame import PageView

WORDS = {
    "columns": ("字段 | 内容 | 说明", "field | value | meaning"),
    "list": ("列表：{}", "list of {}"),
    "none": ("{}，或没有（none）", "{}, or none"),
    "function_columns": ("函数 | 结果", "function | result"),
    "every page": ("每一页", "Every page"),
    "every entry": ("每条内容的页", "Every page of an entry"),
    "also": ("还有{}的字段。", "It also has the fields of {}."),
    "own": ("没有别的字段。", "No fields of its own."),
    "template": ("`{}.html`", "`{}.html`"),
    "parts": ("各部分", "Parts"),
}
SCALARS = {
    str: ("文字", "text"),
    int: ("整数", "whole number"),
    float: ("数字", "number"),
    bool: ("true / false", "true / false"),
    dt.date: ("日期", "date"),
}
ANCHORS = {
    "zh": {PageView: "每一页", EntryView: "每条内容的页"},
    "en": {PageView: "every-page", EntryView: "every-page-of-an-entry"},
}
MARKER = re.compile(r"(<!-- (views|parts|functions) -->\n).*?(<!-- /\2 -->)", re.DOTALL)


def say(key: str, lang: str, *values: str) -> str:
    return WORDS[key][lang == "en"].format(*values)


def fill_tables(text: str, lang: str) -> str:
    """The manual with the present tables between its markers."""
    tables = {"views": format_views, "parts": format_parts, "functions": format_functions}
    return MARKER.sub(lambda m: f"{m[1]}\n{tables[m[2]](lang)}\n{m[3]}", text)


def format_views(lang: str) -> str:
    """The fields of every page, of entries, then those of each template alone."""
    parts = [
        f"### {say('every page', lang)}\n\n{_format_table(PageView, lang)}",
        f"### {say('every entry', lang)}\n\n{_format_also(PageView, lang)}\n\n"
        f"{_format_table(EntryView, lang)}",
    ]
    for name, view in TEMPLATES.items():
        parts.append(f"### {name}.html\n\n{_describe(view, lang)}{_format_table(view, lang)}")
    return "\n".join(parts)


def _describe(view: type[View], lang: str) -> str:
    base = next((base for base in (EntryView, PageView) if issubclass(view, base)), None)
    text = f"{view.__doc__}\n\n" if view.__doc__ and lang == "en" else ""
    return text + (f"{_format_also(base, lang)}\n\n" if base else "")


def _format_also(base: type[View], lang: str) -> str:
    key = "every entry" if base is EntryView else "every page"
    name = say(key, lang)
    name = name[0].lower() + name[1:]
    return say("also", lang, f"[{name}](#{ANCHORS[lang][base]})")


def format_parts(lang: str) -> str:
    """The other classes that fields hold, by name."""
    parts = sorted(_list_parts(), key=lambda part: part.__name__)
    return "\n".join(
        f"### {part.__name__}\n\n{_format_summary(part, lang)}{_format_table(part, lang)}"
        for part in parts
    )


def _format_summary(part: type, lang: str) -> str:
    doc = inspect.getdoc(part) or ""
    is_own = part.__doc__ is not None and not doc.startswith(part.__name__ + "(")
    return f"{_join_lines(doc)}\n\n" if is_own and lang == "en" else ""


@cache
def _list_parts() -> frozenset[type]:
    """What the fields of pages hold, directly or within others."""
    pending, parts = list(TEMPLATES.values()), set[type]()
    while pending:
        current = pending.pop()
        for _, hint in _iterate_hints(current):
            new = {t for t in _iterate_classes(hint) if t not in parts}
            parts |= new
            pending += new
    return frozenset(parts)


def _iterate_hints(owner: type) -> Iterator[tuple[str, object]]:
    """(name, type) of fields, then of properties."""
    yield from typing.get_type_hints(owner).items()
    for name, member in inspect.getmembers(owner, lambda m: isinstance(m, property)):
        if not name.startswith("_"):
            yield name, typing.get_type_hints(member.fget)["return"]


def _iterate_classes(hint: object) -> Iterator[type]:
    if inspect.isclass(hint) and (issubclass(hint, View) or hasattr(hint, "_fields")):
        yield hint
    for argument in typing.get_args(hint):
        yield from _iterate_classes(argument)


def _format_table(owner: type, lang: str) -> str:
    comments = _read_comments(owner)
    names = [*owner.__annotations__, *(n for n in comments if n not in owner.__annotations__)]
    hints = dict(_iterate_hints(owner))
    if not names:
        return say("own", lang) + "\n"
    lines = [f"| {say('columns', lang)} |", "|---|---|---|"]
    for name in names:
        value = _format_type(hints[name], lang)
        lines.append(f"| `{name}` | {value} | {comments.get(name, '')} |")
    return "\n".join(lines) + "\n"


@cache
def _read_comments(owner: type) -> dict[str, str]:
    """Field or property -> the docstring below it."""
    tree = ast.parse(inspect.getsource(owner)).body[0]
    assert isinstance(tree, ast.ClassDef)
    comments = {}
    for node, following in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            comments[node.name] = _join_lines(ast.get_docstring(node) or "")
        elif (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            comments[node.target.id] = _join_lines(str(following.value.value))
    return comments


def _join_lines(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _format_type(hint: object, lang: str) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        (rest,) = (a for a in arguments if a is not type(None))
        return say("none", lang, _format_type(rest, lang))
    if origin is typing.Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in (tuple, list) and (len(arguments) == 1 or arguments[1] is ...):
        return say("list", lang, _format_type(arguments[0], lang))
    if origin is tuple:
        return "(" + ", ".join(_format_type(a, lang) for a in arguments) + ")"
    assert isinstance(hint, type), hint
    if hint in SCALARS:
        return SCALARS[hint][lang == "en"]
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def format_functions(lang: str) -> str:
    lines = [f"| {say('function_columns', lang)} |", "|---|---|"]
    for name in sorted(FUNCTION_NAMES):
        function = getattr(PageFunctions, name)
        lines.append(f"| `{name}({_format_parameters(function)})` | {_get_comment(function)} |")
    return "\n".join(lines) + "\n"


def _format_parameters(function: types.FunctionType) -> str:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    texts = []
    for p in parameters:
        star = "**" if p.kind is p.VAR_KEYWORD else ""
        default = "" if p.default is p.empty else f'="{p.default}"'
        texts.append(f"{star}{p.name}{default}")
    return ", ".join(texts)


def _get_comment(function: types.FunctionType) -> str:
    comment = inspect.getdoc(function)
    assert comment, f"{function.__name__} has no docstring, which is its line in the manual"
    return _join_lines(comment.removesuffix(" Raises KeyError."))
