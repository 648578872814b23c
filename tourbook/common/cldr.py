"""Dates and numbers as the Unicode Common Locale Data Repository (CLDR) has them, for all languages
but Chinese and English, which have forms of their own in `l10n`.

Babel, which holds the data, is loaded only if a site has such a language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from .languages import list_broader_languages

if TYPE_CHECKING:
    from babel import Locale


@cache
def find_locale(lang: str) -> Locale | None:
    """None for a language, or a script, of which CLDR does not know the months."""
    from babel import Locale, UnknownLocaleError

    for code in list_broader_languages(lang):
        try:
            locale = Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            if len(code.rpartition("-")[2]) == 4:  # names in another script help nobody
                return None
        else:
            return None if locale.months["format"]["wide"][1] == "M01" else locale
    return None


def format_date(locale: Locale, day: dt.date) -> str:
    """10 décembre 2026."""
    from babel import dates

    return dates.format_date(day, "long", locale)


def format_long_date(locale: Locale, day: dt.date) -> str:
    """jeudi 10 décembre 2026."""
    from babel import dates

    return dates.format_date(day, "full", locale)


def format_parts(locale: Locale, day: dt.date, skeleton: str) -> str:
    """Some parts of a date: those of the skeleton (UTS 35, 2.6.2), such as "yMMMM"."""
    from babel import dates

    return dates.format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), locale=locale)


def format_span(locale: Locale, start: dt.date, end: dt.date, skeleton: str) -> str:
    """3–5 mai 2026."""
    from babel import dates

    return dates.format_interval(start, end, skeleton, locale=locale)


def format_days(locale: Locale, days: Sequence[dt.date]) -> str:
    """mar. 3 mars, jeu. 5 mars."""
    return ", ".join(format_parts(locale, day, "MMMEd") for day in days)


def get_month_name(locale: Locale, number: int, *, is_short: bool = False) -> str:
    """The name of a month, 1 to 12, as it stands alone."""
    name: str = locale.months["stand-alone"]["abbreviated" if is_short else "wide"][number]
    return name


def get_weekday_name(locale: Locale, number: int) -> str:
    """The short name of a day of the week; 0 is Monday."""
    name: str = locale.days["stand-alone"]["abbreviated"][number]
    return name


def format_number(locale: Locale, value: float) -> str:
    """1 234,5: at most two decimals."""
    from babel import numbers

    return numbers.format_decimal(round(value, 2), locale=locale)
