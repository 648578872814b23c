"""What is wrong with a single value of a tree, and what to write instead."""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.patterns import compile_late
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import Message, Remedy, suggest_text
from tourbook.formats.yaml_problems import WIDE_COLON_HELP
from tourbook.schema.fields import CLOSING_DAY_PATTERN, URL_PATTERN
from tourbook.schema.loans import WEEKS_PATTERN
from tourbook.schema.maps import MAP_NUMBER_PATTERN
from tourbook.schema.site_options import BASE_URL_PATTERN, COLOUR_PATTERN
from tourbook.timetable.hours import suggest_lines

from .contact_mistakes import diagnose_web_address
from .dates_of_records import Surroundings, find_in_closing_day, find_in_date
from .map_numbers import read_map_number
from .number_readings import read_ages, read_interval, read_number, read_position, read_weeks
from .value_words import read_boolean, suggest_value

MAPPING = Message("“栏名: 内容”", "keys and values")
LIST = Message("列表", "a list")
TEXT = Message("文字", "a text")
_BOOLEANS = ("true", "false", "0", "1")
_ITEM_SEPARATOR = compile_late(r"\s*[,，、;；]\s*")
_COPY_MAP_NUMBER = Message(
    "照抄地图上印的审图号，例如 GS(2019)1822号、甘S(2023)012号",
    "copy the approval number that is printed on the map, such as GS(2019)1822号 or 甘S(2023)012号",
)
_MAX_SHOWN_LENGTH = 40


class Mistake(NamedTuple):
    """A problem of a value whose place is known to the caller."""

    code: ProblemCode
    message: Message
    help: Message


EMPTY_LIST = Mistake(
    "empty-list",
    Message("列表里一项也没有", "the list has no items"),
    Message("至少写一项，或删去这一栏", "write an item, or delete the key"),
)


def describe_wrong_type(tree: Any, expected: Message, help: Message) -> Mistake:
    shape = _describe_shape(tree)
    message = Message(
        f"这里应为{expected.zh}，却是{shape.zh}", f"expected {expected.en}, found {shape.en}"
    )
    return Mistake("wrong-type", message, help)


def _describe_shape(tree: Any) -> Message:
    if isinstance(tree, dict):
        return MAPPING
    if isinstance(tree, list):
        return LIST
    text = str(tree)
    if len(text) > _MAX_SHOWN_LENGTH:
        text = text[: _MAX_SHOWN_LENGTH - 1] + "…"
    return Message(f"文字 “{text}”", f"the text “{text}”")


def suggest_mapping(
    tree: Any, key: str = "", example: str = "", *, is_item: bool = False
) -> Message:
    """How to write keys and values instead of the tree; `key` is one that would be allowed,
    `example` a whole line. `is_item`: the tree is an item of a list."""
    numbers = " ".join(map(str, tree)) if isinstance(tree, list) else tree
    if key == "lat" and isinstance(numbers, str) and (position := read_position(numbers)):
        notation = "{{lat: {}, lon: {}}}".format(*position)
        return Message(f"写成 {notation}", f"write {notation}")
    if isinstance(tree, list):
        return Message("去掉行首的 “- ”", "remove the “- ” at the beginning")
    if isinstance(tree, str) and "：" in tree and not example:
        return WIDE_COLON_HELP
    if isinstance(tree, str) and not example and re.match(r"[A-Za-z][\w-]*:(?!//)\S", tree):
        return Message("冒号后面加一个空格", "put a space after the colon")
    if isinstance(tree, str) and is_item and key:
        return Message(f"写成 “{key}: {tree}”", f"write “{key}: {tree}”")
    example = example or (f"{key}: …" if key else "")
    return Message(
        f"从下一行起，缩进两格写 “{example or '栏名: 内容'}”",
        f"put “{example or 'key: value'}” on the next line, indented by two spaces",
    )


def suggest_hours(tree: Any) -> Message:
    """How to write opening hours that stand on the line of their key."""
    lines = suggest_lines(tree) if isinstance(tree, str) else []
    if len(lines) < 2:
        return suggest_mapping(tree, example=lines[0] if lines else "daily: 09:00-17:00")
    zh, en = "、".join(f"“{line}”" for line in lines), ", ".join(f"“{line}”" for line in lines)
    return Message(
        f"从下一行起，每行缩进两格，写 {zh}",
        f"write lines of their own below, each indented by two spaces: {en}",
    )


def suggest_list(tree: Any, holds_records: bool) -> Message:
    """How to write a list instead of the tree."""
    items = _ITEM_SEPARATOR.split(tree.strip()) if isinstance(tree, str) else []
    if holds_records or not all(items) or len(str(tree)) > _MAX_SHOWN_LENGTH:
        return Message(
            "每项另起一行，以 “- ” 开头，或写成 [甲, 乙]",
            "write each item on a line of its own after “- ”, or [a, b]",
        )
    listed = ", ".join(items)
    return suggest_text(f"[{listed}]")


def find_mistake(text: str, scalar_type: mi.Type, around: Surroundings) -> Mistake | None:
    """What is wrong with a text that should be of a type; None if nothing is."""
    is_closing_day = (
        isinstance(scalar_type, mi.StrType) and scalar_type.pattern == CLOSING_DAY_PATTERN
    )
    if is_closing_day or isinstance(scalar_type, mi.DateType):
        find_in_day = find_in_closing_day if is_closing_day else find_in_date
        diagnosis = find_in_day(text, around)
        return diagnosis and Mistake("date", *diagnosis)
    if isinstance(scalar_type, mi.BoolType):
        return _find_in_boolean(text)
    if isinstance(scalar_type, mi.LiteralType):
        return _find_in_word(text, [str(value) for value in scalar_type.values])
    if isinstance(scalar_type, mi.IntType | mi.FloatType):
        return _find_in_number(text, scalar_type, around.key in ("lat", "lon"))
    if isinstance(scalar_type, mi.StrType):
        return _find_in_text(text, scalar_type)
    return None


def _find_in_boolean(text: str) -> Mistake | None:
    if text.lower() in _BOOLEANS:
        return None
    word = read_boolean(text)
    help = suggest_text(word) if word else Message("写成 true 或 false", "write true or false")
    message = Message(
        f"这里应为 true 或 false，却是 “{text}”", f"expected true or false, found “{text}”"
    )
    return Mistake("wrong-type", message, help)


def _find_in_word(text: str, options: list[str]) -> Mistake | None:
    if text in options:
        return None
    message = Message(f"这里不能写 “{text}”", f"“{text}” is not one of the possible values")
    return Mistake("unknown-value", message, suggest_value(text, options))


def _find_in_number(
    text: str, number_type: mi.IntType | mi.FloatType, has_decimal_comma: bool
) -> Mistake | None:
    is_whole = isinstance(number_type, mi.IntType)
    try:
        number = msgspec.convert(text, int if is_whole else float, strict=False)
    except msgspec.ValidationError:
        expected = Message("整数", "a whole number") if is_whole else Message("数字", "a number")
        position = read_position(text) if has_decimal_comma else None
        if position:
            return describe_wrong_type(text, expected, _suggest_position(position))
        number_text = read_number(text, is_whole, has_decimal_comma)
        return describe_wrong_type(text, expected, _suggest_number(number_text))
    low, high = number_type.ge, number_type.le
    if not is_whole and math.isnan(number):
        return describe_wrong_type(text, Message("数字", "a number"), _suggest_number(None))
    if low is not None and number < low:
        help = Message(f"不能小于 {low}", f"the minimum is {low}")
    elif high is not None and number > high:
        help = Message(f"不能大于 {high}", f"the maximum is {high}")
    else:
        return None
    return Mistake(
        "out-of-range", Message(f"数字超出范围：{text}", f"{text} is out of range"), help
    )


def _suggest_position(position: tuple[str, str]) -> Message:
    lat, lon = position
    return Message(
        f"分成两栏：lat: {lat}，lon: {lon}", f"write two keys: lat: {lat} and lon: {lon}"
    )


def _suggest_number(number: str | None) -> Message:
    if number is None:
        return Message("只写数字，例如 300", "write a number, such as 300")
    return Remedy(f"只写数字：{number}", f"write only the number: {number}", number)


def _find_in_text(text: str, text_type: mi.StrType) -> Mistake | None:
    pattern, max_length = text_type.pattern, text_type.max_length
    if pattern in (URL_PATTERN, BASE_URL_PATTERN) and not re.search(pattern, text):
        diagnosis = diagnose_web_address(text, is_base=pattern == BASE_URL_PATTERN)
        return Mistake("wrong-form", *diagnosis)
    if pattern and not re.search(pattern, text):
        message = Message(f"“{text}” 的写法不对", f"“{text}” has the wrong form")
        return Mistake("wrong-form", message, _suggest_form(text, pattern))
    if max_length is not None and len(text) > max_length:
        message = Message(f"超过 {max_length} 个字符", f"longer than {max_length} characters")
        help = Message(
            f"写短一些，最多 {max_length} 个字符", f"shorten it to at most {max_length} characters"
        )
        return Mistake("too-long", message, help)
    return None


def _suggest_form(text: str, pattern: str) -> Message:
    """What to write for one of the patterns of the schema, or an example."""
    if "weeks" in pattern:
        interval = read_interval(text)
        if interval is not None:
            return suggest_text(interval)
        return Message(
            "写成 1 week、4 weeks、1 month、10 days 或 1 year",
            "write 1 week, 4 weeks, 1 month, 10 days or 1 year",
        )
    if pattern == MAP_NUMBER_PATTERN:
        number = read_map_number(text)
        return suggest_text(number) if number else _COPY_MAP_NUMBER
    if pattern == WEEKS_PATTERN:
        weeks = read_weeks(text)
        return suggest_text(weeks) if weeks else Message("写成 4-12 或 4+", "write 4-12 or 4+")
    if r"\d{1,2}" in pattern:
        ages = read_ages(text)
        if ages is not None:
            return suggest_text(ages)
        return Message("写成 6-14 或 6+", "write 6-14 or 6+")
    if pattern == COLOUR_PATTERN:
        return Message(
            '写六位十六进制数，例如 "7a2048"', 'write six hexadecimal digits, such as "7a2048"'
        )
    example = re.sub(r"[\W_]*\W[\W_]*", "-", text).strip("-_") or "lanzhou-2026"
    return Message(
        f"只用字母、数字、汉字和短横线，例如 {example}",
        f"use only letters, digits and hyphens, such as {example}",
    )
