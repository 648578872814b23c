"""Times in any notation: what an author may have meant by “2-4pm” or “下午2点到4点”.

Only for help on what is refused: nothing that is published is read in this way.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tourbook.common.dates import DAY_MINUTES
from tourbook.common.patterns import compile_late

_MAX_LENGTH = 300
_NOON = DAY_MINUTES // 2
_MORNING = "上午|早上|早晨|清晨|凌晨|早"
_AFTERNOON = "下午|午后|傍晚|晚上|晚间|夜里|晚|中午"
_CLOCK = (
    rf"(?P<period{{n}}>{_MORNING}|{_AFTERNOON})?\s*"
    r"(?:(?P<word{n}>noon|midday|midnight|正午)"
    r"|(?P<compact{n}>(?:[01]?\d|2[0-4])[0-5]\d)(?![\d:.])"
    r"|(?P<fraction{n}>0?\.\d{{3,}})"
    r"|(?P<hour{n}>\d{{1,2}})(?:\s*(?:点钟?|[:.;时h])\s*(?:(?P<minute{n}>[0-5]\d)(?!\d)分?(?::\d\d)?"
    r"|(?P<part{n}>半|一刻|三刻))?)?)"
    r"(?:\s*(?P<half{n}>[ap])\.?m\b\.?)?(?:\s*(?:h|hrs?|hours|o'?clock|uhr)\b)?"
)
_RANGE = compile_late(
    r"(?<![\d:.])"
    + _CLOCK.format(n=1)
    + r"\s*(?:-+|~|至|到|→|/|\bto\b|\bbis\b|\buntil\b|\btill?\b|\bthrough\b)\s*"
    + _CLOCK.format(n=2)
    + r"(?!\d)"
)
_SINGLE = compile_late(r"(?<![\d:.])" + _CLOCK.format(n=1) + r"(?!\d)")
_BRACKETS = compile_late(r"[(\[【「]([^()\[\]【】「」]*)[)\]】」]")
_NOISE = compile_late(
    r"[,;、。/&|+]|\b(?:and|from|between|open|at|daily|hours?|onwards|starts?|begins?)\b|[和及从自起]|开始|时间"
    r"|开放|营业|每天"
)
_BOOKING = compile_late(r"预约|booking|appointment|reserv|pre-?book")
_LAST_ENTRY = compile_late(
    r"停止|截止|最[后晚迟]|last\s+(?:entry|entrance|admission|visitor|ticket)|no\s+(?:entry|admission)"
)
_DASHES = compile_late("[‐‑‒–—―−]+")
_CHINESE_HOUR = compile_late("[一二两三四五六七八九十]+(?=[点时])")
_CHINESE_HOURS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "十": 10, "十一": 11, "十二": 12,
}  # fmt: skip
_ALL_DAY = compile_late(
    r"(?:24\s*(?:h|hrs?|hours?|小时)|24/7|全天)(?:开放)?|all day|always(?: open)?|round the clock"
)
_CLOSED = compile_late(
    r"[闭休]馆|关闭|关门|不开(?:放|门)?|[停暂][止停]开放|歇业|公休|休息日?"
    r"|closed?(?: all day)?|shut|none|no|n/a|-+|x"
)


CLOSED_WORD = compile_late("[闭休]馆|关闭|关门|不开放?|休息|closed")


class TimesReading(NamedTuple):
    """What a text says of the times of a day."""

    times: tuple[tuple[int, int | None], ...]
    """(beginning, end) in minutes since midnight; None for an end that is not written. An end on
    the next day is smaller than its beginning."""
    remark: str = ""
    """What is no time."""
    last_entry: int | None = None
    """Minutes since midnight after which no one is admitted."""
    needs_booking: bool = False


def read_times(text: str) -> TimesReading | None:
    """The times in a text; None if there are none, or numbers that are none."""
    if len(text) > _MAX_LENGTH:
        return None
    plain = _normalize(text)
    if _ALL_DAY.fullmatch(plain):
        return TimesReading(((0, DAY_MINUTES),))
    if not _RANGE.search(_BRACKETS.sub(" ", plain)):
        plain = _BRACKETS.sub(r" \1 ", plain) if _RANGE.search(plain) else plain
    remarks = [remark.strip() for remark in _BRACKETS.findall(plain)]
    plain = _BRACKETS.sub(" ", plain)
    times: list[tuple[int, int | None]] = [_resolve(match) for match in _RANGE.finditer(plain)]
    rest = _RANGE.sub(" ", plain)
    if not times:
        match = _SINGLE.search(plain)
        if match is None or not _is_clear(match):
            return None
        times = [(_read_minutes(match, 1, match["half1"]), None)]
        rest = _SINGLE.sub(" ", plain, count=1)
    if _LAST_ENTRY.search(rest) is None:
        rest = _NOISE.sub(" ", rest)
        if re.search(r"\d", rest):
            return None
    return _sort_remarks(times, [" ".join(rest.split()), *remarks])


def is_closed(text: str) -> bool:
    """True for a word that means that there are no times."""
    return _CLOSED.fullmatch(_normalize(text)) is not None


def _normalize(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    plain = _CHINESE_HOUR.sub(lambda m: str(_CHINESE_HOURS.get(m[0], m[0])), plain)
    plain = re.sub(r"早(\d+)晚(\d+)", r"早\1-晚\2", plain)
    return _DASHES.sub("-", plain)


def _sort_remarks(times: list[tuple[int, int | None]], remarks: list[str]) -> TimesReading:
    """The reading of times and of what is written beside them."""
    other_remarks, last_entry, needs_booking = [], None, False
    for remark in remarks:
        match = _SINGLE.search(remark)
        if match and _LAST_ENTRY.search(remark):
            last_entry = _read_minutes(match, 1, match["half1"])
        elif _BOOKING.search(remark):
            needs_booking = True
        else:
            other_remarks.append(remark.strip(" ,;、"))
    return TimesReading(
        tuple(times), "; ".join(filter(None, other_remarks)), last_entry, needs_booking
    )


def _is_clear(match: re.Match[str]) -> bool:
    """Whether a single number is a time, and not a day or a count."""
    marks = (match[f"{name}1"] for name in ("word", "fraction", "minute", "part", "half", "period"))
    return (
        any(marks) or "点" in match[0] or bool(match["compact1"] and match[0].strip()[0] in "012")
    )


def _resolve(match: re.Match[str]) -> tuple[int, int]:
    """Beginning and end of a range; one half of the day may be said for both: 2-4pm."""
    first_half, last_half = _find_half(match, 1), _find_half(match, 2)
    start, end = _read_minutes(match, 1, first_half), _read_minutes(match, 2, last_half)
    has_short_start, has_short_end = _is_short(match, 1), _is_short(match, 2)
    if last_half == "p" and not first_half and has_short_start and start + _NOON < end:
        start += _NOON
    elif first_half and not last_half and has_short_end and end <= start < end + _NOON:
        end += _NOON
    elif not first_half and not last_half and has_short_start and has_short_end:
        if end <= start < end + _NOON:  # 9-5
            end += _NOON
        elif start < 6 * 60 and not match["minute1"]:  # 2-4
            start, end = start + _NOON, end + _NOON
    return start, end


def _find_half(match: re.Match[str], n: int) -> str:
    """ "a" before noon, "p" after noon, "" if it is not said."""
    period = match[f"period{n}"]
    if period:
        return "a" if period in _MORNING.split("|") else "p"
    return match[f"half{n}"] or ("p" if match[f"word{n}"] in ("noon", "midday", "正午") else "")


def _is_short(match: re.Match[str], n: int) -> bool:
    """True for an hour of a clock with twelve hours, such as 9, not 09."""
    hour = match[f"hour{n}"]
    return bool(hour) and not hour.startswith("0") and int(hour) <= 12


def _read_minutes(match: re.Match[str], n: int, half: str | None) -> int:
    if match[f"word{n}"]:
        return (
            DAY_MINUTES
            if match[f"word{n}"] == "midnight" and n == 2
            else (0 if match[f"word{n}"] == "midnight" else _NOON)
        )
    if match[f"fraction{n}"]:
        return round(float(match[f"fraction{n}"]) * DAY_MINUTES)
    if match[f"compact{n}"]:
        hour, minute = divmod(int(match[f"compact{n}"]), 100)
    else:
        hour = int(match[f"hour{n}"])
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(match[f"part{n}"] or "", 0)
        minute = int(match[f"minute{n}"] or minute)
    half = half or _find_half(match, n)
    if half == "p" and hour < 12 and not (match[f"period{n}"] == "中午" and hour > 9):
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    return hour * 60 + minute
