"""Numbers with units and separators: what an author may have meant by “1,200人” or “6岁以上”.

Only for help on what is refused: nothing that is published is read in this way.
"""

from __future__ import annotations

import re
import unicodedata

from tourbook.common.patterns import compile_late

_MAX_DIGITS = 15
"""Digits of a number that someone may have meant."""
_FACTORS = {
    "k": 1000,
    "千": 1000,
    "万": 10_000,
    "m": 1_000_000,
    "百万": 1_000_000,
    "亿": 100_000_000,
}
_NUMBER = compile_late(r"\d+(?:\.\d+)?")
_FACTOR = compile_late(r"(\d+(?:\.\d+)?)\s*(百万|[千万亿]|(?<=\d)k\b)")
_GROUPED = compile_late(
    r"(?<![\d.,])\d{1,3}(?:(?P<mark>[,'’_ \u00a0\u202f])\d{3})(?:(?P=mark)\d{3})*(?![\d,])"
)
_DOTTED_GROUPS = compile_late(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])")
_DECIMAL_COMMA = compile_late(r"(?<![\d.,])(\d+),(\d+)(?![\d.,])")
_LETTER_O = compile_late(r"(?<=\d)o(?![a-z])")
_SIDE = r"([nsew]|[北南东西]纬?|[东西]经|[南北]纬)?"
_DEGREES = compile_late(
    rf"{_SIDE}\s*(-?\d+(?:\.\d+)?)\s*[°度º]?\s*(?:(\d+(?:\.\d+)?)\s*['′’分]\s*)?"
    rf"(?:(\d+(?:\.\d+)?)\s*(?:[\"″”秒]|′′|'')\s*)?{_SIDE}"
)
_NEGATIVE_SIDES = ("s", "w", "南", "西", "南纬", "西经")
_MAX_LATITUDE = 90
_ALL_AGES = (
    "全年龄",
    "全年龄段",
    "各年龄段",
    "不限",
    "所有人",
    "all",
    "all ages",
    "any",
    "everyone",
)
_RANGES = (
    (compile_late(r"(\d{1,2})\s*(?:-|~|to|至|到|–)\s*(\d{1,2})"), "{0}-{1}"),
    (
        compile_late(
            r"(?:under|below|up to|younger than|at most|不满|未满|最多|不超过|最长)\s*(\d{1,2})"
        ),
        "{lowest}-{0}",
    ),
    (compile_late(r"(\d{1,2})\s*(?:以下|及以下|and under|and below)"), "{lowest}-{0}"),
    (
        compile_late(r"(?:over|above|from|older than|at least|年?满|至少|不少于|最短)\s*(\d{1,2})"),
        "{0}+",
    ),
    (
        compile_late(
            r"(\d{1,2})\s*(?:及?以上|起|\+|(?:and |or )?(?:up|upwards?|over|above|older))"
        ),
        "{0}+",
    ),
    (compile_late(r"(\d{1,2})"), "{0}"),
)


def read_number(text: str, is_whole: bool, has_decimal_comma: bool = False) -> str | None:
    """The one number in a text, without separators and units: "1,200人" -> "1200"; None if there
    are several or none. With `has_decimal_comma`, "37,043" is 37.043."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("。", ".")
    plain = _LETTER_O.sub("0", plain)
    if has_decimal_comma:
        if degrees := _DEGREES.fullmatch(plain):
            return _convert_degrees(degrees)
        plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    plain = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), plain)
    if is_whole:
        plain = _DOTTED_GROUPS.sub(lambda match: match[0].replace(".", ""), plain)
    plain = _DECIMAL_COMMA.sub(r"\1.\2", plain)
    plain = _FACTOR.sub(_multiply, plain)
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1 or len(numbers[0]) > _MAX_DIGITS or re.search("[百千万亿]", plain):
        return None
    number = re.sub(r"^0+(?=\d)", "", numbers[0])
    return None if is_whole and "." in number else number


def read_position(text: str) -> tuple[str, str] | None:
    """(latitude, longitude) of two numbers in one text, in whatever order they can be in; None if
    there are not two: "35.58, 104.62"."""
    plain = unicodedata.normalize("NFKC", text).replace("。", ".")
    parts = [part for part in re.split(r"\s*[,;、/]\s*|\s+", plain.strip(" ()[]{}")) if part]
    if _DECIMAL_COMMA.fullmatch(plain):
        return None
    numbers = [read_number(part, False, True) for part in parts]
    if len(numbers) != 2 or not numbers[0] or not numbers[1]:
        return None
    first, second = numbers[0], numbers[1]
    return (second, first) if abs(float(first)) > _MAX_LATITUDE else (first, second)


def _convert_degrees(match: re.Match[str]) -> str:
    """35°34′48″N -> 35.58; south and west are negative."""
    before, degrees, minutes, seconds, after = match.groups()
    if len(degrees) > _MAX_DIGITS:
        return degrees
    value = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    is_negative = (before or "") + (after or "") in _NEGATIVE_SIDES
    return f"{-value if is_negative else value:.8g}"


def _multiply(match: re.Match[str]) -> str:
    """1.2万 -> 12000."""
    if len(match[1]) > _MAX_DIGITS:
        return match[0]
    return f"{round(float(match[1]) * _FACTORS[match[2]], 6):.10g}"


def read_ages(text: str) -> str | None:
    """Ages as they are written: "6岁以上" -> "6+", "6–14岁" -> "6-14"; None if they are none."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _ALL_AGES:
        return "0+"
    return _read_range(re.sub(r"周?岁|\b(?:years?(?: old)?|yrs?|ages?|aged)\b", " ", plain), 0)


def read_weeks(text: str) -> str | None:
    """A length in weeks as it is written: "4周以上" -> "4+", "at most 12 weeks" -> "1-12"; None if
    it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return _read_range(re.sub(r"周|个?星期|\b(?:weeks?|wks?)\b", " ", plain), 1)


def _read_range(text: str, lowest: int) -> str | None:
    """Numbers without their unit, with the lowest that there can be: "6 to 14" -> "6-14"."""
    plain = " ".join(re.sub("[‐‑‒–—―−]", "-", text).split())
    for pattern, form in _RANGES:
        match = pattern.fullmatch(plain)
        if match:
            numbers = sorted(map(int, match.groups()))
            return form.format(*numbers, lowest=lowest) if numbers[0] >= lowest else None
    return None


_INTERVAL_WORDS = {
    "1 day": "daily everyday 每天 每日",
    "1 week": "weekly 每周 每星期 每个星期 一周 once-a-week",
    "2 weeks": "fortnightly biweekly bi-weekly every-other-week 每隔一周 隔周 双周",
    "1 month": "monthly 每月 每个月 一个月 once-a-month",
    "3 months": "quarterly 每季度 每季",
    "1 year": "yearly annually annual 每年 一年",
}
_UNITS = {"天": "day", "日": "day", "周": "week", "星期": "week", "月": "month", "年": "year"}
_CHINESE_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}
_CHINESE_INTERVAL = compile_late(
    r"每?隔?(\d{1,2}|[一二两三四五六七八九十])个?(天|日|周|星期|月|年)(?:一次)?"
)
_ENGLISH_INTERVAL = compile_late(r"(?:every )?(\d)?\s*(day|week|month|year)s?")


def read_interval(text: str) -> str | None:
    """An interval as it is written: "每两周" -> "2 weeks", "weekly" -> "1 week"; else None."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().split())
    word = plain.removesuffix("一次").replace(" ", "-")
    for interval, words in _INTERVAL_WORDS.items():
        if word in words.split():
            return interval
    match = _CHINESE_INTERVAL.fullmatch(plain)
    if match:
        return _format_interval(int(_CHINESE_NUMBERS.get(match[1]) or match[1]), _UNITS[match[2]])
    match = _ENGLISH_INTERVAL.fullmatch(plain)
    return _format_interval(int(match[1] or 1), match[2]) if match else None


def _format_interval(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("s" if number > 1 else "")
