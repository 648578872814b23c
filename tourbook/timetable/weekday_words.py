"""Weekdays in words: what an author may have meant by “Monday to Friday”, “Mo-Fr” or “周一至五”.

Only for help on what is refused: nothing that is published is read in this way.
"""

from __future__ import annotations

import re
import unicodedata

from tourbook.common.patterns import compile_late

from .recurrence import WEEKDAYS

_MAX_LENGTH = 100
_CHINESE_DAYS = dict(zip("一二三四五六日天", (*WEEKDAYS, "sun"), strict=True))
_ENGLISH_DAYS = (
    ("mon", "mondays?|mon|mo"),
    ("tue", "tuesdays?|tues|tue|tu"),
    ("wed", "wednesdays?|weds|wed|we"),
    ("thu", "thursdays?|thurs|thur|thu|th"),
    ("fri", "fridays?|fri|fr"),
    ("sat", "saturdays?|sat|sa"),
    ("sun", "sundays?|sun|su"),
)
_GROUPS = (
    ("sat-sun", "周末|双休日|weekends?"),
    ("mon-fri", "工作日|平日|weekdays?|working days?|workdays?"),
)
_WHOLE = (
    ("daily", "每[天日]|天天|全周|全年|every ?day|all days?|all week|7 days(?: a week)?"),
    ("holidays", "法定节假日|公共假[日期]|节假日|假日|节日|假期|(?:public |bank )?holidays?"),
    ("make-up-days", "调休上班日|调休日?|make-?up ?days?"),
)
_ORDINALS = (
    ("1st", r"1st|first|第[一1]个?|\[1\]|#1"),
    ("2nd", r"2nd|second|第[二2]个?|\[2\]|#2"),
    ("3rd", r"3rd|third|第[三3]个?|\[3\]|#3"),
    ("4th", r"4th|fourth|第[四4]个?|\[4\]|#4"),
    ("5th", r"5th|fifth|第[五5]个?|\[5\]|#5"),
    ("last", r"last|最后一?个?|\[-1\]|#-1"),
)
_CHINESE_WEEK = compile_late("周|星期|礼拜|工作日|双休日|平日")
_DASHES = compile_late("[‐‑‒–—―−~→]+")
_NOISE = r"\b(?:every|each|on|the|of|(?:the )?month|from|only)\b|每周|每月|每个?|的|从|[.\s]+"
_TOKEN = compile_late(
    r"(?P<range>-|至|到|\b(?:to|through|thru|until|till)\b)"
    r"|(?P<list>[,、;/&+]|和|及|\band\b)"
    + "".join(f"|(?P<o{word}>{pattern})" for word, pattern in _ORDINALS)
    + "".join(f"|(?P<g{n}>{pattern})" for n, (_, pattern) in enumerate(_GROUPS))
    + r"|(?:周|星期|礼拜)?(?P<chinese>[一二三四五六日天]+)"
    + "".join(rf"|(?P<d{day}>\b(?:{pattern})(?![a-z]))" for day, pattern in _ENGLISH_DAYS)
    + rf"|(?P<noise>{_NOISE})"
)


def translate_days(text: str) -> str | None:
    """The days as they are written in hours: “Monday to Friday” -> "mon-fri", “第一个周一” -> "1st
    mon"; None if they are no weekdays or public holidays."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip().lower())
    if len(plain) > _MAX_LENGTH:
        return None
    for word, pattern in _WHOLE:
        if re.fullmatch(pattern, plain):
            return word
    if plain == "m-f":
        return "mon-fri"
    if re.search("[一二三四五六日天]", plain) and not _CHINESE_WEEK.search(plain):
        return None
    tokens = _tokenize(plain)
    return _join(tokens) if tokens else None


def _tokenize(plain: str) -> list[tuple[str, str]] | None:
    """(kind, word) of each word: day, ordinal, range, list; None if there is any other word."""
    tokens: list[tuple[str, str]] = []
    position = 0
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if match is None or match.end() == position:
            return None
        position = match.end()
        kind = match.lastgroup or ""
        if kind in ("range", "list"):
            tokens.append((kind, match[0]))
        elif kind == "chinese":
            tokens += [("day", _CHINESE_DAYS[letter]) for letter in match["chinese"]]
        elif kind != "noise":
            words = {"o": "ordinal", "d": "day", "g": "day"}
            word = _GROUPS[int(kind[1:])][0] if kind[0] == "g" else kind[1:]
            tokens.append((words[kind[0]], word))
    return tokens


def _join(tokens: list[tuple[str, str]]) -> str | None:
    """The words of the tokens: "mon-fri, sun" or "1st mon, 3rd mon"."""
    items: list[str] = []
    ordinals: list[str] = []
    is_range = False
    for index, (kind, word) in enumerate(tokens):
        if kind == "ordinal":
            if tokens[index - 1][0] == "day" and index and not ordinals:  # "mon[1]"
                items[-1] = f"{word} {items[-1]}"
            else:
                ordinals.append(word)
        elif kind == "range":
            is_range = True
        elif kind == "day":
            if is_range and items and not ordinals:
                items[-1] += f"-{word}"
            else:
                items += [f"{ordinal} {word}" for ordinal in ordinals] or [word]
            is_range, ordinals = False, []
    return ", ".join(dict.fromkeys(items)) if items and not ordinals and not is_range else None
