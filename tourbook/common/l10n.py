"""Dates, times, numbers and regions in the notation of each language.

Chinese and English have their own forms; every other language has those of CLDR, or of ISO 8601 if
CLDR does not know it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from . import cldr
from .dates import OPEN_END, Session, format_clock_time
from .foreign_texts import keep_languages
from .languages import get_base_language
from .patterns import compile_late

_WIDE = "\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\U00020000-\U0003ffff"
_SEAM = compile_late(
    rf"(?<=[{_WIDE}])[ \t]*\n[ \t]*(?=[{_WIDE}“‘])|(?<=[”’…—])[ \t]*\n[ \t]*(?=[{_WIDE}])"
)
ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CHINESE_WEEKDAYS = "一二三四五六日"
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_seam(before: str, after: str) -> bool:
    """Whether a line may end between two characters that have no blank between them on one line:
    both are Chinese or Japanese, or quotation marks beside such a one."""
    return bool(_SEAM.search(f"{before}\n{after}"))


def join_lines(text: str) -> str:
    """The text without the line ends between two Chinese or Japanese characters."""
    return _SEAM.sub("", text) if "\n" in text else text


def localize_text(text: str | dict[str, str], lang: str, first_language: str) -> str:
    """The text in a language; else in the site's first one; else in any."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get(first_language) or next(filter(None, text.values()), "")


def format_date(lang: str, day: dt.date) -> str:
    if get_base_language(lang) == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if get_base_language(lang) == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    locale = cldr.find_locale(lang)
    return cldr.format_date(locale, day) if locale else day.isoformat()


def format_weekday(lang: str, day: dt.date) -> str:
    """周四, or Thursday in any other language than Chinese."""
    if get_base_language(lang) == "zh":
        return f"周{CHINESE_WEEKDAYS[day.weekday()]}"
    return ENGLISH_WEEKDAYS[day.weekday()]


def list_weekday_names(lang: str) -> list[str]:
    """The short names from Monday on; [] in Chinese and English, and if they are not known."""
    if get_base_language(lang) in ("zh", "en") or not (locale := cldr.find_locale(lang)):
        return []
    return [cldr.get_weekday_name(locale, number) for number in range(7)]


def format_long_date(lang: str, day: dt.date) -> str:
    """A date with its weekday: 2026年12月10日（周四）, Thursday 10 December 2026."""
    if get_base_language(lang) == "zh":
        return f"{format_date(lang, day)}（{format_weekday(lang, day)}）"
    if get_base_language(lang) == "en":
        return f"{format_weekday(lang, day)} {format_date(lang, day)}"
    locale = cldr.find_locale(lang)
    return cldr.format_long_date(locale, day) if locale else day.isoformat()


def format_days_of_month(lang: str, days: Sequence[dt.date]) -> str:
    """Some days of one month with their weekdays: 3月4日、18日（周四）, Thu 4 and Thu 18 March."""
    if get_base_language(lang) == "zh":
        return _format_chinese_days(days)
    if get_base_language(lang) != "en":
        locale = cldr.find_locale(lang)
        return cldr.format_days(locale, days) if locale else ", ".join(map(str, days))
    names = [f"{ENGLISH_WEEKDAYS[day.weekday()][:3]} {day.day}" for day in days]
    return f"{join_english(names)} {_ENGLISH_MONTHS[days[0].month - 1]}"


def _format_chinese_days(days: Sequence[dt.date]) -> str:
    """The weekday stands once if it is always the same."""
    month, is_one_weekday = days[0].month, len({day.weekday() for day in days}) == 1
    weekdays = [f"（{format_weekday('zh', day)}）" for day in days]
    names = [
        f"{day.day}日" + ("" if is_one_weekday else w)
        for day, w in zip(days, weekdays, strict=True)
    ]
    return f"{month}月{'、'.join(names)}" + (weekdays[0] if is_one_weekday else "")


def join_english(names: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def format_yearly_span(lang: str, start: dt.date, end: dt.date) -> str:
    """Days of every year: 每年12月25日; 1 July – 31 August every year; 12-25."""
    days = [start] if start == end else [start, end]
    if get_base_language(lang) == "zh":
        return "每年" + "至".join(f"{day.month}月{day.day}日" for day in days)
    if get_base_language(lang) == "en":
        names = " – ".join(f"{day.day} {_ENGLISH_MONTHS[day.month - 1]}" for day in days)
        return f"{names} every year"
    locale = cldr.find_locale(lang)
    if locale:
        return " – ".join(cldr.format_parts(locale, day, "MMMMd") for day in days)
    return "/".join(f"{day:%m-%d}" for day in days)


def format_month(lang: str, day: dt.date) -> str:
    if get_base_language(lang) == "zh":
        return f"{day.year}年{day.month}月"
    if get_base_language(lang) == "en":
        return f"{_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    locale = cldr.find_locale(lang)
    return cldr.format_parts(locale, day, "yMMMM") if locale else f"{day:%Y-%m}"


def format_month_name(lang: str, number: int) -> str:
    """The name of a month, 1 to 12: 5月, May, 05."""
    if get_base_language(lang) == "zh":
        return f"{number}月"
    if get_base_language(lang) == "en":
        return _ENGLISH_MONTHS[number - 1]
    locale = cldr.find_locale(lang)
    return cldr.get_month_name(locale, number) if locale else f"{number:02}"


def format_short_month_name(lang: str, number: int) -> str:
    """The name of a month where room is scarce: 9月, Sep, 09."""
    if get_base_language(lang) == "en":
        return _ENGLISH_MONTHS[number - 1][:3]
    if get_base_language(lang) != "zh" and (locale := cldr.find_locale(lang)):
        return cldr.get_month_name(locale, number, is_short=True)
    return format_month_name(lang, number)


def format_span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """A span of days; Chinese and English do not repeat a common year or month: 3–5 May 2026. One
    without an end says so."""
    if end is None or end == start:
        return format_date(lang, start)
    if end == OPEN_END:
        return _format_open_span(lang, start)
    if get_base_language(lang) == "zh":
        return f"{format_date(lang, start)}至{_shorten_chinese_end(start, end)}"
    if get_base_language(lang) == "en":
        return f"{_shorten_english_start(start, end)}{format_date(lang, end)}"
    return _format_other_span(lang, start, end, "yMMMMd")


def _format_other_span(lang: str, start: dt.date, end: dt.date, skeleton: str) -> str:
    locale = cldr.find_locale(lang)
    return cldr.format_span(locale, start, end, skeleton) if locale else f"{start} – {end}"


def format_short_span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """A span of days where room is scarce: 2026.9.19–12.6; 19 Sep – 6 Dec 2026. One without an end
    stops at the dash."""
    if end is None or end == start:
        return _format_short_date(lang, start)
    if end != OPEN_END and get_base_language(lang) not in ("zh", "en"):
        return _format_other_span(lang, start, end, "yMMMd")
    dash = "–" if get_base_language(lang) == "zh" else " – "
    if end == OPEN_END:
        return f"{_format_short_date(lang, start)}{dash}".rstrip()
    first, last = _format_short_date(lang, start), _format_short_date(lang, end)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
        last = last.removeprefix(f"{end.year}.")
    return f"{first}{dash}{last}"


def _format_short_date(lang: str, day: dt.date) -> str:
    if get_base_language(lang) == "zh":
        return f"{day.year}.{day.month}.{day.day}"
    if get_base_language(lang) == "en":
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1][:3]} {day.year}"
    locale = cldr.find_locale(lang)
    return cldr.format_parts(locale, day, "yMMMd") if locale else day.isoformat()


def format_long_span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """The same with weekdays: 2026年5月3日（周日）至5日（周二）, Sun 3 – Tue 5 May 2026."""
    if end is None or end in (start, OPEN_END):
        return format_span(lang, start, end)
    if get_base_language(lang) == "zh":
        end_text = f"{_shorten_chinese_end(start, end)}（{format_weekday(lang, end)}）"
        return f"{format_long_date(lang, start)}至{end_text}"
    if get_base_language(lang) == "en":
        names = [ENGLISH_WEEKDAYS[day.weekday()][:3] for day in (start, end)]
        start_text = _shorten_english_start(start, end).rstrip(" –")
        return f"{names[0]} {start_text} – {names[1]} {format_date(lang, end)}"
    return _format_other_span(lang, start, end, "yMMMEd")


def _format_open_span(lang: str, start: dt.date) -> str:
    day = format_date(lang, start)
    if get_base_language(lang) == "zh":
        return f"{day}起，结束日期另行通知"
    return f"from {day} until further notice" if get_base_language(lang) == "en" else f"{day} –"


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
    return f"{span} {format_sessions(lang, sessions)}" if sessions and days == 1 else span


def format_sessions(lang: str, sessions: Iterable[Session]) -> str:
    """09:00–11:30, 20:00–01:00; one whose end is unknown: from 14:00."""
    return ", ".join(_format_session(lang, session) for session in sessions)


def _format_session(lang: str, session: Session) -> str:
    if session.end:
        return f"{session.start}–{format_clock_time(session.end)}"
    if get_base_language(lang) == "zh":
        return f"{session.start} 起"
    return f"from {session.start}" if get_base_language(lang) == "en" else f"{session.start}–"


def format_number(lang: str, value: float) -> str:
    """1,234 or 1,234.5: at most two decimals."""
    if get_base_language(lang) not in ("zh", "en") and (locale := cldr.find_locale(lang)):
        return cldr.format_number(locale, value)
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def convert_km(km: float, unit: Literal["km", "miles"]) -> float:
    return km / 1.609344 if unit == "miles" else km


def format_year(lang: str, number: int) -> str:
    return f"{number}年" if get_base_language(lang) == "zh" else str(number)


def format_region(lang: str, names: Iterable[str]) -> str:
    """A region on one line; `names` begin with the largest: 甘肃省定西市, or Dingxi, Gansu."""
    names = tuple(names)
    return keep_languages(_join_regions(get_base_language(lang), names), names)


@lru_cache(maxsize=4096)
def _join_regions(language: str, names: tuple[str, ...]) -> str:
    if language == "zh":
        return join_lines("\n".join(names)).replace("\n", " ")
    return ", ".join(reversed(names))


def format_qualified_name(lang: str, name: str, qualifier: str) -> str:
    """体育馆（通渭县）, Gymnasium (Tongwei County)."""
    if not qualifier:
        return name
    is_chinese = get_base_language(lang) == "zh"
    text = f"{name}（{qualifier}）" if is_chinese else f"{name} ({qualifier})"
    return keep_languages(text, (name, qualifier))


def format_place_in_regions(lang: str, name: str, region_names: Iterable[str]) -> str:
    """The place last, the largest region first: 通渭县体育馆; Tongwei County, Gymnasium."""
    names = (*region_names, name)
    return format_region("zh", names) if get_base_language(lang) == "zh" else ", ".join(names)


def join_clauses(lang: str, clauses: Iterable[str]) -> str:
    """周二至周五 09:00–17:00；周六 10:00–16:00."""
    return ("；" if get_base_language(lang) == "zh" else "; ").join(clauses)


def format_location(
    lang: str, name: str, address: str, region_names: Iterable[str], postcode: str = ""
) -> str:
    """Where an event is, so that a stranger finds it: name, address, region and postcode; the
    region and the postcode are left out if the address says them."""
    postcode = "" if postcode in address else postcode
    names = list(region_names)
    region = "" if names and names[-1] in address else format_region(lang, names)
    if get_base_language(lang) == "zh":
        return ", ".join(filter(None, (name, region + address, postcode)))
    return ", ".join(filter(None, (name, address, region, postcode)))
