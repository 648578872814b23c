"""What is wrong with times that an author wrote, and the very times to write instead."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from tourbook.common.dates import (
    DAY_MINUTES,
    MAX_NIGHT_MINUTES,
    MAX_SESSIONS,
    SESSION_SEPARATOR,
    parse_sessions,
)
from tourbook.common.problems import Diagnosis, Message, suggest_text

from .date_readings import list_dates
from .time_readings import CLOSED_WORD, TimesReading, is_closed, read_times
from .weekday_words import translate_days

TIME_FORM = Message(
    "写成 09:00-11:30，多段用逗号隔开；不知道何时结束就只写 14:00",
    "write 09:00-11:30; separate several with commas; 14:00 if the end is unknown",
)
HOURS_FORM = Message(
    "写成 09:00-12:00, 14:00-17:30（先早后晚，不重叠；凭预约的后面加 booking）或 closed",
    "write 09:00-12:00, 14:00-17:30 (in order, without overlap; with booking after times "
    "for which visitors must book) or closed",
)
_NOON = DAY_MINUTES // 2
Times = tuple[int, int | None]
"""Beginning and end, as in `TimesReading`."""


def diagnose_times(text: str, *, allows_open_end: bool = False) -> Diagnosis:
    """Explain why `parse_sessions` refuses the times of a visit, or with `allows_open_end` false
    the opening times of a day."""
    usual_help = TIME_FORM if allows_open_end else HOURS_FORM
    message = Message(f"看不懂时间 “{text}”", f"“{text}” cannot be read as times")
    part_count = len(SESSION_SEPARATOR.split(text))
    if part_count > MAX_SESSIONS:
        return _diagnose_number(part_count)
    if is_closed(text):
        help = suggest_text("closed")
        return Diagnosis(message, usual_help if allows_open_end else help)
    reading = None if list_dates(text) else read_times(text)
    if reading is None or any(start >= DAY_MINUTES for start, _ in reading.times):
        return Diagnosis(message, usual_help)
    diagnosis = next(filter(None, (_diagnose_order(*times) for times in reading.times)), None)
    if diagnosis is None:
        diagnosis = _diagnose_overlap(text, reading.times)
    if diagnosis is not None:
        return diagnosis
    notation = _write(reading.times, reading.needs_booking)
    if parse_sessions(notation, allows_open_end=allows_open_end) is None:
        if reading.times[-1][1] is None and not allows_open_end:
            return _diagnose_open_end(text, reading)
        return Diagnosis(message, usual_help)
    return _diagnose_notation(text, reading, notation)


def _diagnose_number(part_count: int) -> Diagnosis:
    return Diagnosis(
        Message(
            f"一天里有 {part_count} 段时间，最多 {MAX_SESSIONS} 段",
            f"{part_count} times for one day: at most {MAX_SESSIONS} are possible",
        ),
        Message("把连着的几段合成一段", "join those that follow each other"),
    )


def _diagnose_order(start: int, end: int | None) -> Diagnosis | None:
    """Explain times that end before they begin, unless they may end on the next day."""
    if end is None or start < end or end + DAY_MINUTES - start <= MAX_NIGHT_MINUTES:
        return None
    notation = _write([(start, end)])
    if start == end:
        return Diagnosis(
            Message(f"“{notation}” 的开始和结束相同", f"“{notation}” ends when it begins"),
            Message(
                f"改正结束时间；不知道何时结束就只写 {_format(start)}，全天写 00:00-24:00",
                f"correct the end; if it is unknown, write only {_format(start)}, and 00:00-24:00 "
                "for a whole day",
            ),
        )
    swapped = _write([(end, start)])
    zh, en = f"对调成 {swapped}", f"write {swapped} if the two are swapped"
    if start < min(end + _NOON, _NOON + 60):
        afternoon = _write([(start, end + _NOON)])
        zh, en = f"下午结束写 {afternoon}", f"write {afternoon} if it ends in the afternoon"
    return Diagnosis(
        Message(f"“{notation}” 的结束早于开始", f"“{notation}” ends before it begins"),
        Message(
            f"{zh}；过午夜的最多 12 小时，例如 18:00-01:00",
            f"{en}; past midnight, 12 hours are the most, as in 18:00-01:00",
        ),
    )


def _diagnose_overlap(text: str, times: Sequence[Times]) -> Diagnosis | None:
    """Explain times that overlap or are in the wrong order."""
    ends = [(start, start if end is None else end) for start, end in times]
    ends = [(start, end + DAY_MINUTES if end < start else end) for start, end in ends]
    if all(earlier[1] <= later[0] for earlier, later in pairwise(ends)):
        return None
    in_order = sorted(ends)
    joined = [in_order[0]]
    for start, end in in_order[1:]:
        if start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    if len(joined) == len(ends):
        return Diagnosis(
            Message(f"“{text}” 的时间先后颠倒", f"the times in “{text}” are in the wrong order"),
            suggest_text(_write(joined)),
        )
    return Diagnosis(
        Message(f"“{text}” 里有两段时间重叠", f"two of the times in “{text}” overlap"),
        Message(
            f"改正时间，或合成 {_write(joined)}", f"correct them, or join them: {_write(joined)}"
        ),
    )


def _diagnose_open_end(text: str, reading: TimesReading) -> Diagnosis:
    notation = _write(reading.times)
    return Diagnosis(
        Message(f"“{text}” 只有开始，没有结束", f"“{text}” has a beginning and no end"),
        Message(
            f"写上何时结束，例如 {notation}-17:00", f"write when it ends, as in {notation}-17:00"
        ),
    )


def _diagnose_notation(text: str, reading: TimesReading, notation: str) -> Diagnosis:
    """Times that make sense, in another notation or with a remark."""
    zh, en = f"写成 {notation}", f"write {notation}"
    last_end = reading.times[-1][1]
    if reading.last_entry is not None and last_end is not None:
        minutes = (last_end - reading.last_entry) % DAY_MINUTES
        return Diagnosis(
            Message(f"“{text}” 里不只是时间", f"there is more than times in “{text}”"),
            Message(
                f"{zh}，停止入场另写一栏 last_admission: {minutes}（闭馆前几分钟）",
                f"{en}, and the last admission in a key of its own: last_admission: {minutes} "
                "(minutes before closing)",
            ),
        )
    if reading.remark:
        remark = _quote_remark(text, reading.remark)
        closed_days = translate_days(CLOSED_WORD.sub("", reading.remark))
        if closed_days and CLOSED_WORD.search(reading.remark):
            line = f"{closed_days}: closed"
            return Diagnosis(
                Message(f"“{text}” 里不只是时间", f"there is more than times in “{text}”"),
                Message(f"{zh}，另写一行 {line}", f"{en}, and on a line of its own {line}"),
            )
        return Diagnosis(
            Message(f"“{text}” 里不只是时间", f"there is more than times in “{text}”"),
            Message(
                f"{zh}；“{remark}” 写进 note 或正文",
                f"{en}, and “{remark}” in a note or in the text",
            ),
        )
    return Diagnosis(
        Message(f"时间 “{text}” 的写法不对", f"“{text}” is not written as times must be"),
        suggest_text(notation),
    )


def _quote_remark(text: str, remark: str) -> str:
    """The remark as the text has it: readings are in small letters."""
    match = re.search(re.escape(remark), unicodedata.normalize("NFKC", text), re.IGNORECASE)
    return match[0] if match else remark


def write_times(text: str) -> str | None:
    """Times in any notation as authors write them, without remarks; None if they are none."""
    if is_closed(text):
        return "closed"
    reading = read_times(text)
    notation = _write(reading.times, reading.needs_booking) if reading else ""
    return None if parse_sessions(notation) is None else notation


def _write(times: Sequence[Times], needs_booking: bool = False) -> str:
    """The times as authors write them."""
    listed = [_format(start) + ("" if end is None else f"-{_format(end)}") for start, end in times]
    return ", ".join(f"{part} booking" if needs_booking else part for part in listed)


def _format(minutes: int) -> str:
    if minutes > DAY_MINUTES:
        minutes -= DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"
