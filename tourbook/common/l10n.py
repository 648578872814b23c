"""Dates, times, numbers and regions in the notation of each language.

Chinese and English have their own forms; every other language gets ISO 8601.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .dates import OPEN_END, Session

LANGUAGES = {
    "zh": ("zh-CN", "中文"),
    "en": ("en", "English"),
    "bo": ("bo", "བོད་ཡིག"),
    "ug": ("ug", "ئۇيغۇرچە"),
    "mn": ("mn", "Монгол"),
}
"""Code -> (BCP 47 tag, name in the language itself); another code is its own tag and name."""
RIGHT_TO_LEFT = {"ug", "ar", "fa", "he", "ur"}
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS = "一二三四五六日"
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def get_language_tag(lang: str) -> str:
    """The BCP 47 tag of a language."""
    return LANGUAGES.get(lang, (lang, lang))[0]


def get_language_name(lang: str) -> str:
    return LANGUAGES.get(lang, (lang, lang))[1]


def localize_text(text: str | dict[str, str], lang: str, first_language: str) -> str:
    """The text in a language; else in the site's first one; else in any."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get(first_language) or next(iter(text.values()), "")


def format_date(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if lang == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def format_weekday(lang: str, day: dt.date) -> str:
    """周四, or Thursday in any other language than Chinese."""
    if lang == "zh":
        return f"周{_CHINESE_WEEKDAYS[day.weekday()]}"
    return ENGLISH_WEEKDAYS[day.weekday()]


def format_long_date(lang: str, day: dt.date, weekday: str = "") -> str:
    """A date with its weekday: 2026年12月10日（周四）, Thursday 10 December 2026; in another
    language with the name that is given for it."""
    if lang == "zh":
        return f"{format_date(lang, day)}（{format_weekday(lang, day)}）"
    if lang == "en":
        return f"{format_weekday(lang, day)} {format_date(lang, day)}"
    return f"{format_date(lang, day)} ({weekday})" if weekday else format_date(lang, day)


def format_month(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月"
    return f"{_ENGLISH_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%Y-%m}"


def format_month_name(lang: str, number: int) -> str:
    """The name of a month, 1 to 12: 5月, May, 05."""
    if lang == "zh":
        return f"{number}月"
    return _ENGLISH_MONTHS[number - 1] if lang == "en" else f"{number:02}"


def format_span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """A span of days; Chinese and English do not repeat a common year or month: 3–5 May 2026. One
    without an end says so."""
    if end is None or end == start:
        return format_date(lang, start)
    if end == OPEN_END:
        return _format_open_span(lang, start)
    if lang == "zh":
        return f"{format_date(lang, start)}至{_shorten_chinese_end(start, end)}"
    if lang == "en":
        return f"{_shorten_english_start(start, end)}{format_date(lang, end)}"
    return f"{start.isoformat()} – {end.isoformat()}"


def _format_open_span(lang: str, start: dt.date) -> str:
    day = format_date(lang, start)
    if lang == "zh":
        return f"{day}起，结束日期另行通知"
    return f"from {day} until further notice" if lang == "en" else f"{day} –"


def _shorten_chinese_end(start: dt.date, end: dt.date) -> str:
    if start.year != end.year:
        return format_date("zh", end)
    return f"{end.day}日" if start.month == end.month else f"{end.month}月{end.day}日"


def _shorten_english_start(start: dt.date, end: dt.date) -> str:
    if start.year != end.year:
        return f"{format_date('en', start)} – "
    if start.month != end.month:
        return f"{start.day} {_ENGLISH_MONTHS[start.month - 1]} – "
    return f"{start.day}–"


def format_stop_dates(
    lang: str, start: dt.date, end: dt.date, sessions: tuple[Session, ...], days: int
) -> str:
    """The span of a stop, with the times if it is a visit on a single day."""
    span = format_span(lang, start, end)
    return f"{span} {format_sessions(sessions)}" if sessions and days == 1 else span


def format_sessions(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{s.start}–{s.end}" for s in sessions)


def format_number(value: float) -> str:
    """1,234 or 1,234.5: at most two decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def format_year(lang: str, number: int) -> str:
    return f"{number}年" if lang == "zh" else str(number)


def format_region(lang: str, names: Iterable[str]) -> str:
    """A region on one line; `names` begin with the largest: 甘肃省定西市, or Dingxi, Gansu."""
    return "".join(names) if lang == "zh" else ", ".join(reversed(list(names)))


def format_count(n: int, thing: str) -> str:
    """ "1 stop", "2 stops"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"
