"""Characters of a word, such as an id, that are mistaken for others: invisible ones, letters of
other alphabets, full-width ones, dashes, curly quotation marks."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tourbook.common.patterns import compile_late

_INVISIBLE = "\xad\u200b-\u200f\u2060\ufeff"
_HYPHENS = "\u2010\u2011"
_DASHES = "\u2012-\u2015\u2212\uff0d"
_WIDE = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff3f"
_LETTERS = dict(
    zip(
        "аеорсухіјѕһԁӏАВЕКМНОРСТХІЈЅοανιρΑΒΕΗΙΚΜΝΟΡΤΧ",
        "aeopcyxijshdlABEKMHOPCTXIJSoavipABEHIKMNOPTX",
        strict=True,
    )
)
"""Cyrillic and Greek letters -> the Latin ones that they look like."""
_MEANT_LETTERS = {ord(other): latin for other, latin in _LETTERS.items()}
_OTHER_LETTERS = "".join(_LETTERS)
_QUOTES = "“”‘’„‚「」『』«»‹›＂＇`´"
_ODD = compile_late(f"[{_INVISIBLE}{_HYPHENS}]")
_ODD_WORD = compile_late(rf"[A-Za-z0-9_{_INVISIBLE}{_HYPHENS}-]+")
_MIXED_WORD = compile_late(rf"(?=.*[A-Za-z])[A-Za-z0-9_{_OTHER_LETTERS}{_INVISIBLE}{_HYPHENS}-]+")
_WIDE_WORD = compile_late(rf"(?=.*[a-z])[a-z0-9_{_WIDE}-]+|[\uff10-\uff19]{{6}}")
_WIDE_KEY = compile_late(rf"[A-Za-z0-9_{_WIDE}-]+")
_DASHED_WORD = compile_late(rf"(?=.*[a-z])[a-z0-9_{_DASHES}-]+")
_QUOTED_WORD = compile_late(rf"[{_QUOTES}\"']([a-z0-9_./:-]+)[{_QUOTES}\"']")
_QUOTED_KEY = compile_late(rf"[{_QUOTES}\"']([\w-]+)[{_QUOTES}\"']")
_WORD = compile_late(rf"[A-Za-z0-9_{_INVISIBLE}{_HYPHENS}{_DASHES}{_WIDE}{_OTHER_LETTERS}-]+")
"""Any of these words."""


class LookAlike(NamedTuple):
    offset: int
    """Of the first such character in the word."""
    character: str
    word: str
    """The word that was meant."""


def find_look_alike(word: str, is_key: bool) -> LookAlike | None:
    """The first character of a word that is hardly meant there. What can be a text for people, such
    as Lanzhou–Beijing, ＡＢＣ or “Light”, is none of these words."""
    characters = ""
    if not _WORD.fullmatch(word):
        return None  # most texts
    if _ODD_WORD.fullmatch(word):
        characters = f"{_INVISIBLE}{_HYPHENS}"
    elif _MIXED_WORD.fullmatch(word):
        characters = _OTHER_LETTERS + _INVISIBLE + _HYPHENS
    elif (_WIDE_KEY if is_key else _WIDE_WORD).fullmatch(word):
        characters = _WIDE
    elif not is_key and _DASHED_WORD.fullmatch(word):
        characters = _DASHES
    match = re.search(f"[{characters}]", word) if characters else None
    return LookAlike(match.start(), match[0], _mend(word)) if match else None


def find_quoted_word(word: str, is_key: bool) -> str:
    """What stands between quotation marks that do not quote; "" if they may be meant."""
    match = (_QUOTED_KEY if is_key else _QUOTED_WORD).fullmatch(word)
    return match[1] if match and word[0] not in "\"'" else ""


def _mend(word: str) -> str:
    plain = re.sub(f"[{_INVISIBLE}]", "", word)
    plain = re.sub(f"[{_HYPHENS}{_DASHES}]", "-", plain)
    return unicodedata.normalize("NFKC", plain.translate(_MEANT_LETTERS))
