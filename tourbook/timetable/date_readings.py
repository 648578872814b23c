"""Days in any notation: what an author may have meant by “1/6/2027”, “6 Jan” or “1月6日”.

Only for help on what is refused: nothing that is published is read in this way.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product
from typing import NamedTuple

from tourbook.common.patterns import compile_late

LIKELY_YEARS = range(2020, 2060)
"""The years that two digits stand for."""
_SPREADSHEET_YEARS = range(1990, 2060)
_BUDDHIST_YEARS = 543
"""The Buddhist era, which Thailand writes, is so many years ahead."""
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
_MAX_LENGTH = 60
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = compile_late(
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?"
)
_CHINESE_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_DASHES = compile_late("[‐‑‒–—―−]")
_LOOK_ALIKES = compile_late(r"(?<=[\d/.-])[ol](?=[\d/.-])|(?<=[\d/.-])[ol]$|^[ol](?=[\d/.-])")
"""The letters o and l among digits."""
_CLOCK_TIME = compile_late(
    r"(?<=\d),?(?:t|\s+(?:at\s+)?)\d{1,2}(?::\d\d|\s*[ap]m).*$|(?<=日)\s*(?:[上下]午)?\d{1,2}[:点时].*$"
)
_WEEKDAY = compile_late(
    r"\(?(?:周|星期|礼拜)[一二三四五六日天]\)?"
    r"|\(?\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?\)?"
)
_NOISE = compile_late(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|\bthe\b|\bon\b|[,'\"#]")
_CHINESE_DATE = compile_late(r"^(?:(\d{4}|\d\d)年)?(?:(\d{1,2})月)?(?:(\d{1,2})[日号]?)?$")
_CHINESE_NUMBER = compile_late("[〇零一二三四五六七八九十]+(?=[年月日号])")
_YEAR_FIRST = compile_late(r"(\d{4})\D?(\d\d?)\D?(\d\d?)\D?")
_TOKEN = compile_late(r"\d+|[a-z]+")
_DATE_LETTERS = compile_late(r"[\d\s./_a-z-]*[日号]?")
_RANGE_SEPARATOR = compile_late(
    r"\s*(?:~|起?[至到]|→|->|\.\.\.?|…|\bto\b|\buntil\b|\btill\b|\bthru\b|\bthrough\b|-|/)\s*"
)
_LIST_SEPARATOR = compile_late(r"[,，;；、&+]|和|及|\band\b|\s+(?=\d{4}\D)")
_RANGE_NOISE = compile_late(r"^(?:from|between|从|自)\s*|\s*(?:止|为止)$")


class DatePart(NamedTuple):
    """What a notation says of a day; 0 for what it leaves out."""

    year: int
    month: int
    day: int


def normalize_date_text(text: str) -> str:
    """The text in small half-width letters with plain dashes, without times, weekdays, commas."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    plain = _LOOK_ALIKES.sub(_replace_look_alike, _DASHES.sub("-", plain))
    plain = _NOISE.sub(" ", _WEEKDAY.sub(" ", _CLOCK_TIME.sub("", plain)))
    plain = _CHINESE_NUMBER.sub(_replace_chinese_number, plain)
    return " ".join(plain.split()).rstrip(".;")


def _replace_look_alike(match: re.Match[str]) -> str:
    return "0" if match[0] == "o" else "1"


def _replace_chinese_number(match: re.Match[str]) -> str:
    """二〇二七 -> 2027; 十二 -> 12; 二十 -> 20."""
    tens, ten, ones = match[0].partition("十")
    digits = "".join(_CHINESE_DIGITS.get(c, "") for c in tens)
    if not ten:
        return digits
    return f"{digits or 1}{_CHINESE_DIGITS.get(ones, '0')}"


def list_parts(text: str) -> list[DatePart]:
    """What the text may mean, the likeliest first; [] if it is no day, month or year.

    "1/6/2027" -> [(2027, 6, 1), (2027, 1, 6)]; "6 Jan" -> [(0, 1, 6)]; "2027-01" -> [(2027, 1, 0)].
    """
    if len(text) > _MAX_LENGTH:
        return []
    spreadsheet_day = read_spreadsheet_day(text)
    if spreadsheet_day:
        return [DatePart(*spreadsheet_day.timetuple()[:3])]
    plain = normalize_date_text(text)
    match = _CHINESE_DATE.match(plain.replace(" ", "")) if re.search("[年月日号]", plain) else None
    if match is not None:
        year, month, day = (int(group or 0) for group in match.groups())
        return _select_valid([DatePart(_complete_year(year), month, day)])
    if not _DATE_LETTERS.fullmatch(plain):
        return []
    tokens = _TOKEN.findall(plain)
    return _select_valid(_list_token_parts(tokens))


def list_dates(text: str) -> list[dt.date]:
    """The days that the text may mean if it says year, month and day."""
    return [dt.date(*part) for part in list_parts(text) if all(part)]


def parse_impossible_date(text: str) -> tuple[int, int] | None:
    """Year and month of a day that the calendar does not have, such as "2026-02-30"."""
    match = _YEAR_FIRST.fullmatch(normalize_date_text(text))
    return (int(match[1]), int(match[2])) if match else None


def find_weekday(text: str) -> int | None:
    """The number of the weekday that is written beside a date, from 0; None if there is none."""
    match = _WEEKDAY.search(unicodedata.normalize("NFKC", text).lower())
    if match is None:
        return None
    chinese = re.search("[一二三四五六日天]", match[0])
    if chinese:
        return "一二三四五六日".index(chinese[0].replace("天", "日"))
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(match[0].strip("( ")[:3])


def _complete_year(number: int) -> int:
    return 2000 + number if 0 < number < 100 else number


def _select_valid(parts: Iterable[DatePart]) -> list[DatePart]:
    """The parts that are in the calendar, each once; if some are in likely years, only these."""
    valid = list(dict.fromkeys(filter(_is_valid, map(_convert_era, parts))))
    return [part for part in valid if not part.year or part.year in LIKELY_YEARS] or valid


def _convert_era(part: DatePart) -> DatePart:
    """A year of the Buddhist era as one of the common era: 2570 is 2027."""
    year = convert_buddhist_year(part.year)
    return part._replace(year=year) if year in LIKELY_YEARS else part


def convert_buddhist_year(year: int) -> int:
    return year - _BUDDHIST_YEARS


def _is_valid(part: DatePart) -> bool:
    if part.month > 12 or not 0 <= part.year <= dt.MAXYEAR:
        return False
    # a leap year allows 29 February where the year is unknown
    return not part.month or part.day <= calendar.monthrange(part.year or 2000, part.month)[1]


def _list_token_parts(tokens: list[str]) -> Iterator[DatePart]:
    names = [t for t in tokens if t.isalpha()]
    numbers = [t for t in tokens if t.isdigit()]
    if names:
        month = _find_month(names[0]) if len(names) == 1 else 0
        if month and len(numbers) <= 2:
            yield from _list_parts_of_month(month, numbers)
    elif len(numbers) == 1:
        yield from _list_compact_parts(numbers[0])
    elif len(numbers) == 2:
        first, second = numbers
        if len(first + second) == 8:
            yield from _list_compact_parts(first + second)
        elif len(first) == 4:
            yield DatePart(int(first), int(second), 0)
        elif len(second) == 4:
            yield DatePart(int(second), int(first), 0)
            yield DatePart(int(second), 0, int(first))  # the end of "Jan 6-10, 2027"
        elif int(first) and int(second):
            yield DatePart(0, int(first), int(second))
            yield DatePart(0, int(second), int(first))
    elif len(numbers) == 3:
        yield from _list_parts_of_three(*numbers)


def _find_month(name: str) -> int:
    """1 to 12 for an English name, or its beginning; 0 for any other word."""
    return _MONTHS.index(name[:3]) + 1 if _MONTH_NAME.fullmatch(name) else 0


def _list_parts_of_month(month: int, numbers: list[str]) -> Iterator[DatePart]:
    years = [n for n in numbers if len(n) == 4]
    days = [n for n in numbers if len(n) < 3]
    if len(years) + len(days) < len(numbers) or len(years) > 1:
        return
    if len(days) == 2:  # "6-Jan-27"
        years.append(days.pop())
    year = _complete_year(int(years[0])) if years else 0
    yield DatePart(year, month, int(days[0]) if days else 0)


def _list_compact_parts(digits: str) -> Iterator[DatePart]:
    number = int(digits)
    if len(digits) == 8:
        part = DatePart(number // 10000, number // 100 % 100, number % 100)
        yield part
        if part.year < 1000 or not _is_valid(part):
            yield DatePart(number % 10000, number // 10000 % 100, number // 1000000)
            yield DatePart(number % 10000, number // 1000000, number // 10000 % 100)
    elif len(digits) == 6:
        yield DatePart(number // 100, number % 100, 0)
        yield DatePart(_complete_year(number // 10000), number // 100 % 100, number % 100)
    elif len(digits) == 4:
        yield DatePart(number, 0, 0)
    elif number <= 31:
        yield DatePart(0, 0, number)


def _list_parts_of_three(first: str, second: str, third: str) -> Iterator[DatePart]:
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        if a:
            yield DatePart(a, b, c) if b <= 12 else DatePart(a, c, b)
        return
    if len(first) == len(third) == 2:
        yield DatePart(_complete_year(a), b, c)
    year = _complete_year(c)
    yield DatePart(year, b, a)
    yield DatePart(year, a, b)


def read_spreadsheet_day(text: str) -> dt.date | None:
    """The day that a spreadsheet stores as a number: 46393 is 2027-01-06; else None."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text.strip()):
        return None
    day = _SPREADSHEET_EPOCH + dt.timedelta(days=int(text.strip()[:5]))
    return day if day.year in _SPREADSHEET_YEARS else None


def find_range(text: str, year: int = 0) -> tuple[DatePart, DatePart] | None:
    """The first and the last day of “6–10 January 2027” or “2027-01-06 ~ 2-28”, or None.

    The ends complete each other; `year` is for both if neither has one, and stays 0 if it is not
    known.
    """
    if len(text) > _MAX_LENGTH:
        return None
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip().lower())
    plain = _RANGE_NOISE.sub("", plain)
    separators = list(_RANGE_SEPARATOR.finditer(plain))
    # in "7/1-8/31", the one between the days is the rarer one
    separators.sort(key=lambda separator: plain.count(separator[0]))
    for separator in separators:
        left_end, right_end = plain[: separator.start()], plain[separator.end() :]
        pairs = [
            _complete_range(start, end, year)
            for start, end in product(list_parts(left_end), list_parts(right_end))
        ]
        ranges = [pair for pair in pairs if pair is not None]
        if ranges:
            return next((pair for pair in ranges if pair[0] < pair[1]), ranges[0])
    return None


def _complete_range(start: DatePart, end: DatePart, year: int) -> tuple[DatePart, DatePart] | None:
    """Two ends with what the other one says, if both name a day."""
    start = start._replace(month=start.month or end.month)
    end = end._replace(month=end.month or start.month)
    if not (start.day and end.day and start.month):
        return None
    is_over_new_year = end[1:] < start[1:]
    if start.year or not end.year:
        start = start._replace(year=start.year or year)
        end = end._replace(year=end.year or (start.year and start.year + is_over_new_year))
    else:
        start = start._replace(year=end.year - is_over_new_year)
    return (start, end) if _is_valid(start) and _is_valid(end) and start != end else None


def list_separate_dates(text: str) -> list[dt.date]:
    """The days of “2027-01-06, 2027-01-13 and 2027-01-20”; [] if it is anything else."""
    if len(text) > _MAX_LENGTH:
        return []
    parts = [part for part in _LIST_SEPARATOR.split(text) if part.strip()]
    days = [next(iter(list_dates(part)), None) for part in parts]
    return [day for day in days if day] if len(days) > 1 and all(days) else []


def format_part(part: DatePart) -> str:
    """2027-01-06, or 01-06 without a year."""
    day = f"{part.month:02}-{part.day:02}"
    return f"{part.year}-{day}" if part.year else day
