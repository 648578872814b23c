"""A mapping: how the rows of somebody else's table become records.

A mapping shows a record of each kind as it would be written, with the titles of columns in place of
their values:

visits:
  id: <route>-<stop>
  route: van
  place: {name: <stop>, address: <address>}
  time: <arrival>-<departure>
  repeat: {rule: <frequency>, first: <start>, until: <end|2027-12-31>}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tourbook.common.problems import Location, Message, PathKey, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats.yaml_source import Tree

from .columns import Column
from .records import SHEET_KINDS, TRIP_COLUMNS, SheetKind, list_import_columns
from .templates import list_titles

DATE_ORDERS = ("day-month-year", "month-day-year", "year-month-day")
_SETTINGS = ("sheet", "dates", "only", "words")
_KINDS = {kind.name: kind for kind in SHEET_KINDS}
_LATE_KINDS = ("stops", "visits")
"""Those that are part of others, which must be there."""


class RecordTemplate(NamedTuple):
    kind: SheetKind
    columns: Mapping[Column, str]
    """What a record holds -> the template of its value."""
    location: Location
    """Where the mapping describes it."""


class TableMapping(NamedTuple):
    records: Sequence[RecordTemplate]
    """Trips before their stops."""
    sheet: str = ""
    """The name of the sheet; "" for the first one that has the columns."""
    dates: str = ""
    """Which of DATE_ORDERS days with three numbers have."""
    chosen_rows: Mapping[str, Sequence[str]] = {}
    """Title -> the texts of which a row must have one there."""
    words: Mapping[str, Mapping[str, str]] = {}
    """Title -> a text in that column -> what is read instead."""
    location: Location = Location("")

    def iterate_titles(self) -> Iterator[tuple[str, Location]]:
        """The columns that the table needs, each with its place in the mapping."""
        for record in self.records:
            for column, template in record.columns.items():
                for title in list_titles(template):
                    yield title, record.location.child(*column.path)
        for key, titles in (("only", self.chosen_rows), ("words", self.words)):
            for title in titles:
                yield title, self.location.child(key).at_key(title)


def read_mapping(
    tree: Tree, location: Location, languages: Sequence[str], problems: Problems
) -> TableMapping:
    """The mapping that a YAML tree describes; problems for what cannot be meant."""
    if not isinstance(tree, dict):
        tree = {}
    for key in tree:
        if key not in (*_KINDS, *_SETTINGS):
            _report_unknown_key(location.at_key(key), key, [*_KINDS, *_SETTINGS], problems)
    kinds = sorted((k for k in _KINDS if k in tree), key=_LATE_KINDS.__contains__)
    if not kinds:
        problems.add_error(
            "missing-key",
            location,
            Message("没有写表里的行是什么", "it does not say what the rows of the table are"),
            Message(
                "加一段 visits:、venues: …，照 docs/exchange.zh-CN.md 的例子写",
                "add a part visits:, venues: …, as in the examples of docs/exchange.md",
            ),
        )
    records = [
        _read_record(_KINDS[name], tree[name], location.child(name), languages, problems)
        for name in kinds
    ]
    dates = _read_text(tree, "dates", location, problems)
    if dates and dates not in DATE_ORDERS:
        problems.add_error(
            "invalid",
            location.child("dates"),
            Message(f"不认识 “{dates}”", f"“{dates}” is unknown"),
            suggest_option(dates, DATE_ORDERS),
        )
    return TableMapping(
        records,
        _read_text(tree, "sheet", location, problems),
        dates,
        {
            title: [text] if isinstance(text, str) else list(map(str, text))
            for title, text in _read_part(tree, "only", location, problems).items()
        },
        {
            title: {str(k): str(v) for k, v in words.items()}
            for title, words in _read_part(tree, "words", location, problems).items()
            if _is_mapping(words, location.child("words", title), problems)
        },
        location,
    )


def _read_record(
    kind: SheetKind, tree: Any, location: Location, languages: Sequence[str], problems: Problems
) -> RecordTemplate:
    columns = {column.path: column for column in list_import_columns(kind, languages)}
    texts = {column.key: column for column in list_import_columns(kind, languages) if column.lang}
    templates: dict[Column, str] = {}
    if not _is_mapping(tree, location, problems):
        return RecordTemplate(kind, templates, location)
    for path, value in _flatten(tree):
        column = texts.get(".".join(map(str, path))) or columns.get(path)
        if column and column.lang and column.path == path:
            column = columns[path]._replace(lang=languages[0])
        if column is None and path[0] not in kind.record_type.__struct_encode_fields__:
            names = [name for name, *_ in columns]
            _report_unknown_key(
                location.child(*path[:-1]).at_key(path[-1]), path[0], names, problems
            )
            continue
        templates[column or Column(path, "text", path[-1])] = str(value)
    keys = {column.key for column in templates}
    needed = ("id", TRIP_COLUMNS[kind.name].key) if kind.name in TRIP_COLUMNS else ("id",)
    for key in needed:
        if key not in keys:
            problems.add_error(
                "missing-key",
                location,
                Message(f"缺少 “{key}” 这一栏", f"“{key}” is missing"),
                Message(
                    f"加一行 {key}: …，例如由几列拼成：<线路>-<站名>",
                    f"add a line {key}: …, such as one made of columns: <route>-<stop>",
                ),
            )
    return RecordTemplate(kind, templates, location)


def _flatten(
    tree: Mapping[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, (*path, key))
        else:
            yield (*path, key), ", ".join(map(str, value)) if isinstance(value, list) else value


def _read_text(tree: dict[str, Any], key: str, location: Location, problems: Problems) -> str:
    value = tree.get(key, "")
    if isinstance(value, str):
        return value
    problems.add_error(
        "wrong-type",
        location.child(key),
        Message("这里应为一个值", "expected a single value"),
        Message("写在冒号后面，同一行", "write it after the colon, on the same line"),
    )
    return ""


def _read_part(
    tree: dict[str, Any], key: str, location: Location, problems: Problems
) -> dict[str, Any]:
    part = tree.get(key, {})
    return part if _is_mapping(part, location.child(key), problems) else {}


def _is_mapping(tree: Any, location: Location, problems: Problems) -> bool:
    if isinstance(tree, dict):
        return True
    problems.add_error(
        "wrong-type",
        location,
        Message("这里应为 “栏名: 内容”", "expected keys and values"),
        Message("从下一行起写 “栏名: 内容”，缩进两格", "write “key: value” from the next line on"),
    )
    return False


def _report_unknown_key(
    location: Location, key: PathKey, names: Sequence[str], problems: Problems
) -> None:
    problems.add_error(
        "unknown-key",
        location,
        Message(f"这里没有 “{key}” 这一栏", f"there is no key “{key}” here"),
        suggest_option(str(key), names, max_listed=30),
    )
