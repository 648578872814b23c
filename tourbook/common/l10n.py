"""Days, times, numbers and regions as a reader of each language writes them.

Chinese and English have their own forms; every other language gets ISO 8601.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .dates import Session

LANGUAGES = {
    "zh": ("zh-CN", "中文"),
    "en": ("en", "English"),
    "bo": ("bo", "བོད་ཡིག"),
    "ug": ("ug", "ئۇيغۇرچە"),
    "mn": ("mn", "Монгол"),
}
"""Code -> (BCP 47 tag, its own name); any other code stands for itself."""
RIGHT_TO_LEFT = {"ug", "ar", "fa", "he", "ur"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def get_language_tag(lang: str) -> str:
    """The BCP 47 tag of a language."""
    return LANGUAGES.get(lang, (lang, lang))[0]


def get_language_name(lang: str) -> str:
    return LANGUAGES.get(lang, (lang, lang))[1]


def format_date(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if lang == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def format_month(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月"
    return f"{_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%Y-%m}"


def format_month_name(lang: str, number: int) -> str:
    """The name of a month, from 1."""
    if lang == "zh":
        return f"{number}月"
    return _MONTHS[number - 1] if lang == "en" else f"{number:02}"


def format_span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """From one day to another, without what the two have in common."""
    if end is None or end == start:
        return format_date(lang, start)
    if lang == "zh":
        if start.year != end.year:
            return f"{format_date(lang, start)}至{format_date(lang, end)}"
        return f"{format_date(lang, start)}至" + (
            f"{end.month}月{end.day}日" if start.month != end.month else f"{end.day}日"
        )
    if lang == "en":
        if start.year != end.year:
            return f"{format_date(lang, start)} – {format_date(lang, end)}"
        if start.month != end.month:
            return f"{start.day} {_MONTHS[start.month - 1]} – {format_date(lang, end)}"
        return f"{start.day}–{format_date(lang, end)}"
    return f"{start.isoformat()} – {end.isoformat()}"


def format_stop_dates(
    lang: str, start: dt.date, end: dt.date, sessions: tuple[Session, ...], days: int
) -> str:
    """The dates of a stop: its span and, of a visit on one day, the times."""
    return format_span(lang, start, end) + (
        f" {format_sessions(sessions)}" if sessions and days == 1 else ""
    )


def format_sessions(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{s.start}–{s.end}" for s in sessions)


def format_number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def format_year(lang: str, number: int) -> str:
    return f"{number}年" if lang == "zh" else str(number)


def format_region(lang: str, names: Iterable[str]) -> str:
    """A region in one line from its names, the largest first: 甘肃省定西市; Dingxi, Gansu."""
    return "".join(names) if lang == "zh" else ", ".join(reversed(list(names)))
