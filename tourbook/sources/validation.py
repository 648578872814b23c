"""A plain tree as a typed record; where it does not fit, every mistake in it with its place and its
mend.

msgspec does the work on good input; the tree is walked only where that failed.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

import msgspec
from msgspec import inspect as mi

from tourbook.common.dates import diagnose_date
from tourbook.common.problems import (
    Location,
    Message,
    PathKey,
    Problem,
    Problems,
    find_nearest,
    suggest_option,
)
from tourbook.formats.yaml_source import WIDE_COLON_HELP
from tourbook.schema.fields import ID_PATTERN

_BOOLEANS = ("true", "false")
_IMPLAUSIBLE_DATE = re.compile(rb"\b(?:0\d|1[0-8]|2[2-9]|[3-9]\d)\d\d-\d\d-\d\d")
"""A date before 1900 or after 2199, which is a typing mistake in a schedule."""


def validate(tree: Any, raw: bytes, target_type: Any, at: Location, problems: Problems) -> Any:
    """The tree as the wanted type, or None with a problem for every mistake in it."""
    if tree is None:
        if any(p.location.file == at.file for p in problems):
            return None
        tree = {}
    refused: msgspec.ValidationError | None = None
    try:
        good = msgspec.convert(tree, target_type, strict=False)
        if not _IMPLAUSIBLE_DATE.search(raw):
            return good
    except msgspec.ValidationError as e:
        refused = e
    new_problems = problems.watch()
    _validate_node(tree, mi.type_info(target_type), at, problems)
    if found := new_problems():
        return _salvage(tree, target_type, found)
    if refused is None:
        return good
    # a rule that _explain does not know: say what msgspec says
    problems.add_error(
        "invalid",
        at,
        Message(f"内容不符合格式：{refused}", f"not as the format wants it: {refused}"),
    )
    return None


def _salvage(tree: Any, wanted: Any, found: list[Problem]) -> Any:
    """What is left of the tree without its mistakes, so that the rest can be checked in the same
    run; or None.

    Nothing is published from it: there are problems. A broken stop, visit, tour or route leaves a
    stub in its place, so that those after it keep their numbers and with them their lines.
    """
    for p in found:
        trail: list[tuple[Any, PathKey]] = []
        node = tree
        for key in p.location.path:
            trail.append((node, key))
            if not isinstance(node, dict | list) or (isinstance(node, dict) and key not in node):
                break
            node = node[key]  # type: ignore[index]
        if p.code == "unknown-key":
            trail[-1][0].pop(trail[-1][1], None)
        elif p.code == "missing-key" and isinstance(node, dict) and "“name”" in p.message.en:
            node["name"] = "?"
        elif not _insert_stub(trail):
            return None
    try:
        return msgspec.convert(tree, wanted, strict=False)
    except msgspec.ValidationError:
        return None


_STUBS: dict[PathKey, dict[str, Any]] = {
    "tours": {"name": "?"},
    "routes": {"name": "?", "caravan": ""},
    "stops": {"venue": "", "status": "planned"},
    "visits": {"place": {"name": "?"}, "status": "planned"},
}


def _insert_stub(trail: list[tuple[Any, PathKey]]) -> bool:
    """Put a stub in place of the innermost stop, visit, tour or route that the trail leads
    through."""
    for depth in range(len(trail) - 1, 0, -1):
        (items, key), (_, name) = trail[depth], trail[depth - 1]
        if isinstance(items, list) and isinstance(key, int) and name in _STUBS:
            known = items[key].get("id") if isinstance(items[key], dict) else None
            fits = isinstance(known, str) and re.search(ID_PATTERN, known)
            items[key] = {
                "id": known if fits else f"broken-{depth}-{key}",
                "draft": "true",
                **_STUBS[name],
            }
            return True
    return False


def _describe_shape(tree: Any) -> Message:
    if isinstance(tree, dict):
        return Message("“栏名: 内容”", "keys and values")
    if isinstance(tree, list):
        return Message("列表", "a list")
    short = tree if len(str(tree)) <= 40 else f"{str(tree)[:39]}…"
    return Message(f"文字 “{short}”", f"the text “{short}”")


def _suggest_mapping(tree: Any, key: str = "") -> Message:
    """How to write keys and values instead of the tree."""
    if isinstance(tree, list):
        return Message("去掉行首的 “- ”", "leave out the “- ” in front")
    if isinstance(tree, str) and "：" in tree:
        return WIDE_COLON_HELP
    if isinstance(tree, str) and re.match(r"[A-Za-z][\w-]*:(?!//)\S", tree):
        return Message("冒号后面加一个空格", "put a space after the colon")
    zh, en = (f"{key}: …",) * 2 if key else ("栏名: 内容", "key: value")
    return Message(
        f"从下一行起，缩进两格写 “{zh}”",
        f"write “{en}” from the next line on, two spaces further in",
    )


def _validate_node(tree: Any, t: mi.Type, at: Location, problems: Problems) -> None:
    if isinstance(t, mi.Metadata):
        t = t.type
    if isinstance(t, mi.StructType):
        _validate_struct(tree, t, at, problems)
    elif isinstance(t, mi.ListType):
        if isinstance(tree, list):
            for i, item in enumerate(tree):
                _validate_node(item, t.item_type, at.child(i), problems)
        else:
            mend = Message(
                "每项另起一行，以 “- ” 开头，或写成 [甲, 乙]",
                "write each item on a line of its own after “- ”, or [a, b]",
            )
            _report_wrong_type(at, problems, tree, Message("列表", "a list"), mend)
    elif isinstance(t, mi.DictType):
        if isinstance(tree, dict):
            for key, value in tree.items():
                new_problems = problems.watch()
                _validate_node(key, t.key_type, at.at_key(key), problems)
                if not new_problems():
                    _validate_node(value, t.value_type, at.child(key), problems)
        else:
            _report_wrong_type(
                at,
                problems,
                tree,
                Message("“栏名: 内容”", "keys and values"),
                _suggest_mapping(tree),
            )
    elif isinstance(t, mi.UnionType):
        _validate_union(tree, t, at, problems)
    else:
        _validate_leaf(tree, t, at, problems)


def _validate_union(tree: Any, t: mi.UnionType, at: Location, problems: Problems) -> None:
    options = [
        o.type if isinstance(o, mi.Metadata) else o
        for o in t.types
        if not isinstance(o, mi.NoneType)
    ]
    if any(isinstance(o, mi.DictType) for o in options):  # a text
        if isinstance(tree, dict):
            _validate_node(
                tree, next(o for o in options if isinstance(o, mi.DictType)), at, problems
            )
        elif not isinstance(tree, str):
            mend = Message(
                "写成一段文字，不用 [ ] 和 “- ”；分语言就写 {zh: …, en: …}",
                "write one text without [ ] and “- ”, or one for each language: {zh: …, en: …}",
            )
            _report_wrong_type(at, problems, tree, Message("文字", "a text"), mend)
        return
    options = [o for o in options if not (isinstance(o, mi.LiteralType) and o.values == ("",))]
    if isinstance(tree, dict):  # the long form of what can also be one word
        options.sort(key=lambda o: not isinstance(o, mi.StructType))
    if options:
        _validate_node(tree, options[0], at, problems)


def _validate_struct(tree: Any, t: mi.StructType, at: Location, problems: Problems) -> None:
    fields = {f.encode_name: f for f in t.fields}
    if not isinstance(tree, dict):
        mend = _suggest_mapping(tree, next(iter(fields)))
        _report_wrong_type(at, problems, tree, Message("“栏名: 内容”", "keys and values"), mend)
        return
    for key, value in list(tree.items()):
        if key in fields:
            _validate_node(value, fields[key].type, at.child(key), problems)
        else:
            mend = suggest_option(key, fields.keys() - tree.keys(), max_listed=30)
            meant = find_nearest(key, fields.keys() - tree.keys())
            if meant and fields[meant].required:  # then that one is not missing besides
                tree[meant] = "?" if meant in ("name", "title") else ""
            if "：" in key:
                mend = WIDE_COLON_HELP
            if t.cls.__name__.endswith("Translation"):
                mend = Message(
                    "译文里只写要翻译的文字；这一栏写在原文里",
                    "a translation holds texts only; this belongs into the original",
                )
            problems.add_error(
                "unknown-key",
                at.at_key(key),
                Message(f"这里没有 “{key}” 这一栏", f"there is no key “{key}” here"),
                mend,
            )
    for name, f in fields.items():
        if f.required and name not in tree:
            problems.add_error(
                "missing-key",
                at,
                Message(f"缺少 “{name}” 这一栏", f"“{name}” is missing"),
                Message(f"加一行 “{name}: …”", f"add a line “{name}: …”"),
            )


def _report_wrong_type(
    at: Location, problems: Problems, tree: Any, wanted: Message, mend: Message
) -> None:
    got = _describe_shape(tree)
    problems.add_error(
        "wrong-type",
        at,
        Message(f"这里应为{wanted.zh}，却是{got.zh}", f"{wanted.en} expected, found {got.en}"),
        mend,
    )


def _validate_leaf(tree: Any, t: mi.Type, at: Location, problems: Problems) -> None:
    if not isinstance(tree, str):
        _report_wrong_type(
            at,
            problems,
            tree,
            Message("一个值", "a single value"),
            Message("写在冒号后面，同一行", "write it after the colon, on the same line"),
        )
    elif isinstance(t, mi.DateType):
        try:
            day = msgspec.convert(tree, dt.date, strict=False)
        except msgspec.ValidationError:
            problems.add_error("date", at, *diagnose_date(tree))
        else:
            if not 1900 <= day.year <= 2199:
                what = Message(
                    f"年份 {day.year:04} 不合理", f"the year {day.year:04} cannot be meant"
                )
                problems.add_error(
                    "date",
                    at,
                    what,
                    Message("检查年份，例如 2026-05-01", "check the year, as in 2026-05-01"),
                )
    elif isinstance(t, mi.BoolType):
        if tree.lower() not in (*_BOOLEANS, "0", "1"):
            mend = {
                "yes": "true",
                "no": "false",
                "on": "true",
                "off": "false",
                "是": "true",
                "否": "false",
            }.get(tree.lower())
            said = (
                Message(f"写成 {mend}", f"write {mend}")
                if mend
                else Message("写成 true 或 false", "write true or false")
            )
            problems.add_error(
                "wrong-type",
                at,
                Message(
                    f"这里应为 true 或 false，却是 “{tree}”",
                    f"true or false expected, found “{tree}”",
                ),
                said,
            )
    elif isinstance(t, mi.LiteralType):
        options = [str(v) for v in t.values]
        if tree not in options:
            what = Message(f"这里不能写 “{tree}”", f"“{tree}” is not one of the values known here")
            problems.add_error(
                "unknown-value", at, what, suggest_option(tree, options, max_listed=30)
            )
    elif isinstance(t, mi.IntType | mi.FloatType):
        _validate_number(tree, t, at, problems)
    elif isinstance(t, mi.StrType):
        if t.pattern and not re.search(t.pattern, tree):
            problems.add_error(
                "wrong-form",
                at,
                Message(f"“{tree}” 的写法不对", f"“{tree}” is not written as it must be"),
                _suggest_form(t.pattern),
            )
        elif t.max_length is not None and len(tree) > t.max_length:
            what = Message(f"超过 {t.max_length} 个字符", f"longer than {t.max_length} characters")
            problems.add_error("too-long", at, what, Message("写短一些", "write less"))


def _suggest_form(pattern: str) -> Message:
    if "https?" in pattern:
        return Message(
            "以 https:// 开头，例如 https://example.org/tour/",
            "begin with https://, such as https://example.org/tour/",
        )
    if "weeks" in pattern:
        return Message("写成 1 week、4 weeks 或 1 month", "write 1 week, 4 weeks or 1 month")
    if r"\d{1,2}" in pattern:
        return Message("写成 6-14 或 6+", "write 6-14 or 6+")
    return Message(
        "只用字母、数字、汉字和短横线，例如 lanzhou-2026",
        "use letters, digits and hyphens only, such as lanzhou-2026",
    )


def _validate_number(
    tree: str, t: mi.IntType | mi.FloatType, at: Location, problems: Problems
) -> None:
    whole = isinstance(t, mi.IntType)
    try:
        number = msgspec.convert(tree, int if whole else float, strict=False)
    except msgspec.ValidationError:
        found = re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", tree).replace(",", ""))
        plain = (
            len(found) == 1
            and not re.search("[十百千万亿]", tree)
            and not (whole and "." in found[0])
        )
        mend = Message("只写数字，例如 300", "write a number, such as 300")
        if plain:
            mend = Message(f"只写数字：{found[0]}", f"write the number only: {found[0]}")
        wanted = Message("整数", "a whole number") if whole else Message("数字", "a number")
        _report_wrong_type(at, problems, tree, wanted, mend)
        return
    low, high = t.ge, t.le
    if (low is not None and number < low) or (high is not None and number > high):
        what = Message(f"数字超出范围：{tree}", f"{tree} is out of range")
        below = low is not None and number < low
        mend = (
            Message(f"不能小于 {low}", f"{low} is the least")
            if below
            else Message(f"不能大于 {high}", f"{high} is the most")
        )
        problems.add_error("out-of-range", at, what, mend)
