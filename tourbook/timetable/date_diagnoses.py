"""What is wrong with a date that an author wrote, and the very date to write instead."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from tourbook.common.dates import PLAUSIBLE_YEARS, parse_ends
from tourbook.common.l10n import format_date, format_weekday
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message, suggest_text

from .date_readings import (
    LIKELY_YEARS,
    DatePart,
    convert_buddhist_year,
    find_range,
    find_weekday,
    format_part,
    list_parts,
    list_separate_dates,
    parse_impossible_date,
    read_spreadsheet_day,
)

_EXAMPLE_YEAR = 2026
_UNDECIDED_WORDS = compile_late(
    r"(?:待定|未定|不详|另行通知|待通知|暂定|[?？]+|-+|tb[acd]|to be \w+|unknown|n/?a|none)",
    re.IGNORECASE,
)
_DATE_FORM = Message("写成 年-月-日，例如 2026-05-01", "write year-month-day, such as 2026-05-01")


def diagnose_date(text: str, year: int = 0) -> Diagnosis:
    """Explain why the text is not an ISO date (ISO 8601, 4.1.2.2).

    "2026/5/1" is a date in another notation, "2026-02-30" a day that does not exist, and
    "1/6/2027" two days. `year` is that of the dates around it, for one without a year.
    """
    parts = list_parts(text)
    if not parts:
        return _diagnose_unreadable(text)
    first = parts[0]
    if not first.day or not first.month:
        return _diagnose_incomplete(text, first)
    if not first.year:
        return _diagnose_yearless(text, parts, year)
    days = [dt.date(*part) for part in parts if all(part)]
    if len(days) > 1:
        return Diagnosis(
            Message(f"日期 “{text}” 有两种读法", f"“{text}” can be read in two ways"),
            list_choices([(day, str(day)) for day in days[:2]]),
        )
    day = days[0]
    if read_spreadsheet_day(text):
        message = Message(
            f"“{text}” 是表格软件里的日期序号", f"“{text}” is a date as spreadsheets store it"
        )
    else:
        message = Message(f"日期 “{text}” 的写法不对", f"“{text}” is not written as a date must be")
    help: Message = suggest_text(str(day))
    weekday = find_weekday(text)
    if weekday is not None and weekday != day.weekday():
        zh, en = format_weekday("zh", day), format_weekday("en", day)
        help = Message(f"写成 {day}；那天是{zh}，请核对", f"write {day}; check it: it is a {en}")
    return Diagnosis(message, help)


def list_choices(readings: Sequence[tuple[dt.date, str]]) -> Message:
    """How to write each of the days that may be meant."""
    zh, en = [], []
    has_one_year = len({day.year for day, _ in readings}) == 1
    for day, notation in readings:
        names = [format_date(lang, day) for lang in ("zh", "en")]
        if has_one_year:
            names = [names[0].partition("年")[2], names[1].rpartition(" ")[0]]
        zh.append(f"{names[0]}写 {notation}")
        en.append(f"{notation} for {names[1]}")
    return Message("，".join(zh), "write " + ", or ".join(en))


def _diagnose_yearless(text: str, parts: Sequence[DatePart], year: int) -> Diagnosis:
    message = Message(f"日期 “{text}” 没有年份", f"“{text}” has no year")
    notations = [format_part(part._replace(year=year)) for part in parts[:2]]
    if len(notations) > 1:
        days = [dt.date(2000, part.month, part.day) for part in parts[:2]]
        if not year:
            notations = [f"YYYY-{notation}" for notation in notations]
        return Diagnosis(message, list_choices(list(zip(days, notations, strict=True))))
    if year:
        help = Message(
            f"写成 {notations[0]}（请核对年份）", f"write {notations[0]}, if that is the year"
        )
    else:
        example = f"{_EXAMPLE_YEAR}-{notations[0]}"
        help = Message(f"前面写上年份，例如 {example}", f"begin with the year, such as {example}")
    return Diagnosis(message, help)


def _diagnose_incomplete(text: str, part: DatePart) -> Diagnosis:
    """A month or a year is no day."""
    year = part.year or _EXAMPLE_YEAR
    example = f"{year}-{part.month or 1:02}-{part.day or 1:02}"
    if part.month and part.year:
        message = Message(f"“{text}” 没有写是几号", f"“{text}” is a month, not a day")
    elif part.year:
        message = Message(f"“{text}” 没有写几月几号", f"“{text}” is a year, not a day")
    else:
        message = Message(f"“{text}” 不是日期", f"“{text}” is not a date")
    return Diagnosis(
        message,
        Message(f"写上年、月、日，例如 {example}", f"write year, month and day, such as {example}"),
    )


def _diagnose_unreadable(text: str) -> Diagnosis:
    impossible_date = parse_impossible_date(text)
    if impossible_date is not None:
        return _diagnose_impossible_day(text, *impossible_date)
    message = Message(f"“{text}” 不是日期", f"“{text}” is not a date")
    if _UNDECIDED_WORDS.fullmatch(text.strip()):
        help = Message(
            "日期没定就删去这一行；写 status: planned 的站可以没有日期",
            "if there is no date yet, delete this line; a stop with status: planned needs none",
        )
        return Diagnosis(message, help)
    days = list_separate_dates(text)
    if days:
        message = Message("这里写了几个日期", "several dates stand here")
        return Diagnosis(
            message, Message(f"只写一个，例如 {days[0]}", f"write only one, such as {days[0]}")
        )
    return Diagnosis(message, _DATE_FORM)


def _diagnose_impossible_day(text: str, year: int, month: int) -> Diagnosis:
    message = Message(f"没有 “{text}” 这一天", f"the day “{text}” does not exist")
    if year == 0 or not 1 <= month <= 12:
        return Diagnosis(message, Message("月份是 1 到 12", "months go from 1 to 12"))
    days = calendar.monthrange(year, month)[1]
    return Diagnosis(
        message, Message(f"{year}年{month}月只有{days}天", f"{year}-{month:02} has {days} days")
    )


def diagnose_year(day: dt.date) -> Diagnosis:
    """Explain why a day before 1900 or after 2199 is refused."""
    message = Message(f"年份 {day.year:04} 不合理", f"the year {day.year:04} is implausible")
    common_year = convert_buddhist_year(day.year)
    if common_year in LIKELY_YEARS:
        help = Message(
            f"佛历换成公历，写 {common_year}-{day:%m-%d}",
            f"if it is a year of the Buddhist era, write {common_year}-{day:%m-%d}",
        )
        return Diagnosis(message, help)
    return Diagnosis(
        message, Message("检查年份，例如 2026-05-01", "check the year, as in 2026-05-01")
    )


def diagnose_span(text: str) -> Diagnosis:
    """Explain why `parse_span` refuses the text."""
    ends = parse_ends(text)
    if ends is not None:
        for day in ends:
            if day.year not in PLAUSIBLE_YEARS:
                return diagnose_year(day)
        first, last = sorted(ends)
        return Diagnosis(
            Message(f"“{text}” 的结束早于开始", f"“{text}” ends before it begins"),
            Message(f"对调两个日期：{first}/{last}", f"swap the two dates: {first}/{last}"),
        )
    parts = None if list_parts(text) else find_range(text)
    if parts is None:
        return diagnose_date(_find_bad_end(text))
    start, end = sorted(parts)
    span = f"{format_part(start)}/{format_part(end)}"
    if not start.year:
        return Diagnosis(
            Message(f"“{text}” 没有年份", f"“{text}” has no year"),
            Message(
                f"两头都写上年份，例如 {_EXAMPLE_YEAR}-{span.replace('/', f'/{_EXAMPLE_YEAR}-')}",
                "write the year of both days, such as "
                f"{_EXAMPLE_YEAR}-{span.replace('/', f'/{_EXAMPLE_YEAR}-')}",
            ),
        )
    return Diagnosis(
        Message(f"“{text}” 的写法不对", f"“{text}” is not written as dates must be"),
        Message(f"写成 {span}", f"write {span}"),
    )


def _find_bad_end(text: str) -> str:
    """The part of "2026-02-28/2026-02-30" that is no date; the text if both or none are."""
    first, _, last = text.partition("/")
    bad_parts = [part for part in (first, last) if parse_ends(part) is None]
    return bad_parts[0] if len(bad_parts) == 1 and last else text
