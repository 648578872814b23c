"""Rules of recurrence in words, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence

from .l10n import CHINESE_WEEKDAYS, ENGLISH_WEEKDAYS, join_english
from .languages import get_base_language

_ENGLISH_NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_CHINESE_ORDINALS = {
    **{n: f"第{number}个" for n, number in enumerate("一二三四五", 1)},
    -1: "最后一个",
}
_CHINESE_NUMBERS = ("", "", "两", "三", "四", "五", "六", "七", "八", "九", "十")


def format_recurrence(
    lang: str,
    interval: int,
    unit: str,
    by_day: Sequence[tuple[int, int]] = (),
    by_month_day: Sequence[int] = (),
) -> str:
    """A rule of recurrence in words, in Chinese and English; in another language "".

    `by_day` are weekdays and their numbers in the month, `by_month_day` days of a month, as in
    `timetable/recurrence`: 每两周一次，周四; every two weeks on Thursday; 每月最后一个周五; last
    Friday of every month; 每月15日; 15th of every month.
    """
    days = sorted(by_day, key=lambda day: (day[1] % 10, day[0]))
    month_days = sorted(by_month_day, key=lambda day: day % 32)  # the last day, -1, comes last
    if unit == "month" and interval % 12 == 0:
        unit, interval, days, month_days = "year", interval // 12, [], []
    base_language = get_base_language(lang)
    if base_language == "zh":
        return _format_chinese_recurrence(interval, unit, days, month_days)
    if base_language == "en":
        return _format_english_recurrence(interval, unit, days, month_days)
    return ""


_CHINESE_UNITS = {"day": "天", "week": "周", "month": "个月", "year": "年"}


def _format_chinese_recurrence(
    interval: int, unit: str, days: Sequence[tuple[int, int]], month_days: Sequence[int]
) -> str:
    weekdays = [number for number, _ in days]
    if unit == "month":
        words = [f"{_CHINESE_ORDINALS[nth]}周{CHINESE_WEEKDAYS[day]}" for day, nth in days]
        words += [f"{day}日" if day > 0 else "最后一天" for day in month_days]
    elif _is_range(weekdays):
        words = [f"周{CHINESE_WEEKDAYS[weekdays[0]]}至周{CHINESE_WEEKDAYS[weekdays[-1]]}"]
    else:
        words = [f"周{CHINESE_WEEKDAYS[number]}" for number in weekdays]
    names = "、".join(words)
    if interval > 1:
        number = _CHINESE_NUMBERS[interval] if interval < 11 else str(interval)
        return f"每{number}{_CHINESE_UNITS[unit]}一次" + (f"，{names}" if names else "")
    if unit == "week":
        return "每天" if len(weekdays) == 7 else f"每{names}"
    return {"day": "每天", "month": f"每月{names}", "year": "每年一次"}[unit]


def _format_english_recurrence(
    interval: int, unit: str, days: Sequence[tuple[int, int]], month_days: Sequence[int]
) -> str:
    weekdays = [number for number, _ in days]
    number = _ENGLISH_NUMBERS[interval] if interval < 11 else str(interval)
    if unit == "month":
        words = [f"{_ENGLISH_ORDINALS[n]} {ENGLISH_WEEKDAYS[day]}" for day, n in days]
        words += [_format_ordinal(day) if day > 0 else "last day" for day in month_days]
        names = join_english(words)
        if interval == 1:
            return f"{names} of every month"
        return f"every {number} months on the {names}"
    if unit != "week":
        return f"every {number} {unit}s" if interval > 1 else f"every {unit}"
    if _is_range(weekdays):
        names = f"{ENGLISH_WEEKDAYS[weekdays[0]]} to {ENGLISH_WEEKDAYS[weekdays[-1]]}"
    else:
        names = join_english([ENGLISH_WEEKDAYS[day] for day in weekdays])
    if interval > 1:
        return f"every {number} weeks{', ' if _is_range(weekdays) else ' on '}{names}"
    if len(weekdays) == 7:
        return "every day"
    return names if _is_range(weekdays) else f"every {names}"


def _format_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th … 31st."""
    ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _is_range(weekdays: Sequence[int]) -> bool:
    """Three or more weekdays in a row."""
    return len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1
