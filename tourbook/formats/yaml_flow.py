"""Collections within brackets as they were meant: [zh，en], {zh：甲，en：B}, {zh:甲, en:B}.

Who writes Chinese types full-width punctuation; others forget a blank, a comma or quotation marks.
YAML then takes the marks for text, or stumbles much later. So such a collection is read here
leniently and written again as YAML; how the two differ is what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from tourbook.common.languages import LANGUAGE_NAMES
from tourbook.common.patterns import compile_late

_BRACKETS = {"{": "{", "｛": "{", "[": "[", "［": "[", **dict.fromkeys("【〔(（", "")}
"""Opening brackets -> those of YAML; "" for those of which only the content tells."""
_CLOSING = "}｝]］】〕)）"
_NESTED = "{｛[［"
"""The others are also used within texts: {zh: 【通知】开馆}."""
_NESTED_CLOSING = "}｝]］"
_SEPARATORS = ",，、；;"
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "„": "“", "＂": "＂", "”": "”"}
_BLANK = r"[ \t\n\xa0\u3000]"
_KEY = r"[\"']?(?:[A-Za-z_][A-Za-z0-9_-]*|\d{4}-\d\d-\d\d(?:/\d{4}-\d\d-\d\d)?|\d\d-\d\d)[\"']?"
_KEY_AND_COLON = compile_late(rf"{_BLANK}*({_KEY}){_BLANK}*([:：])")
_BLANKS = compile_late(rf"{_BLANK}*")
_QUOTED = compile_late(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_START = compile_late(
    rf"^ *(?:- +)*(?:{_KEY}[:：][ \t\xa0\u3000]*)?"
    rf"([{{｛[［【〔]|[(（](?={_BLANK}*{_KEY}{_BLANK}*[:：]))",
    re.MULTILINE,
)
_END = compile_late(r"[ \t]*(?:#.*)?$", re.MULTILINE)
_END_OF_VALUE = compile_late(r"[ \t]*(?:\Z|\n(?: *(?:- |[\w-]+:(?:\s|$)|---)|\s*\Z))")
_REST_OF_ITEM = compile_late(r"[^,\n\]］】〕)）]*")
_NEEDS_QUOTES = compile_late(r"^[\s\"'&*!|>%@`#?-]|[,\[\]{}]|: | #|:$")
_MAX_DEPTH = 20
_MAX_LOOK = 1000
"""Characters of a text in quotation marks, or before a key, that are looked at."""


class Flaw(NamedTuple):
    """A difference between what was written and YAML, at an offset of the text."""

    offset: int
    kind: str
    """"mark", "round", "bracket", "open", "blank", "comma", "quotes" or "text"."""
    word: str = ""
    """The mark; the key that lacks a comma before it; a text that lacks quotation marks."""


class Collection(NamedTuple):
    start: int
    end: int
    rewritten: str
    flaws: list[Flaw]


class _UnreadableError(Exception):
    """Not even leniently: an element without a colon, a bracket that nothing closes."""


def find_flawed_collections(text: str) -> Iterator[Collection]:
    """The collections of a YAML text that are not written as they were meant, in their order."""
    position = 0
    while match := _START.search(text, position):
        start = match.start(1)
        reader = _Reader(text)
        try:
            end, rewritten = reader.read_collection(start, 1)
        except _UnreadableError:
            position = max(match.end(), reader.position)
            continue
        position = end
        kinds = {flaw.kind for flaw in reader.flaws}
        if kinds and kinds != {"open"} and _END.match(text, end):
            yield Collection(start, end, rewritten, sorted(reader.flaws))


def is_suspicious_item(text: str, item_count: int) -> bool:
    """Whether an item of a list is probably several: [zh，en], but not [气象，尤其台风, 天文]."""
    if text.isascii() and ";" not in text:
        return False  # most items
    parts = re.split("[，、；;]", text)
    return len(parts) > 1 and (item_count == 1 or all(map(_is_plain_word, parts)))


def is_suspicious_value(text: str) -> bool:
    """Whether a plain value holds a further key, or a collection: 甲，en：B; ｛zh：甲，en：B｝."""
    if text[0] in "｛［【〔(（":
        words = re.split("[,，、；;]", text[1:-1])
        if _KEY_AND_COLON.match(text, 1) or (len(words) > 1 and all(map(_is_plain_word, words))):
            return True
    if "：" not in text and ":" not in text:
        return False  # most texts
    return any(_is_language(match[1]) for match in _SEPARATOR_AND_KEY.finditer(text))


_SEPARATOR_AND_KEY = compile_late(rf"[，、；;,]{_BLANK}*({_KEY}){_BLANK}*[:：]")


def _is_plain_word(text: str) -> bool:
    return bool(re.fullmatch(r"[\w:/.-]+", text.strip(), re.ASCII))


def _is_language(key: str) -> bool:
    return key.strip("\"'").partition("-")[0] in LANGUAGE_NAMES


class _Reader:
    """Reads a collection of a text leniently, and notes its flaws."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flaws: list[Flaw] = []
        self.position = 0
        """How far texts without quotation marks were read."""
        self._item_end = 0
        self._is_item_several = False

    def read_collection(self, start: int, depth: int) -> tuple[int, str]:
        """(end, as YAML) of the collection that begins there. Raises _UnreadableError."""
        if depth > _MAX_DEPTH:
            raise _UnreadableError
        opening = self.text[start]
        is_mapping = _BRACKETS[opening] == "{"
        closing = _NESTED_CLOSING
        if not _BRACKETS[opening]:
            is_mapping, closing = bool(_KEY_AND_COLON.match(self.text, start + 1)), _CLOSING
        self._note_mark(start, opening, "{[")
        position, parts = start + 1, ["{" if is_mapping else "["]
        while True:
            position = self._copy_blanks(position, parts)
            if self._peek(position) in closing:
                break
            if is_mapping:
                position, element = self._read_pair(position, closing, depth)
            else:
                position, element = self._read_value(position, "", closing, depth)
            parts.append(element)
            if self._is_end_of_value(position):
                self.flaws.append(Flaw(start, "open", "}" if is_mapping else "]"))
                return position, "".join(parts) + ("}" if is_mapping else "]")
            position = self._read_separator(position, parts, closing)
        self._note_mark(position, self.text[position], "}" if is_mapping else "]")
        parts.append("}" if is_mapping else "]")
        return position + 1, "".join(parts)

    def _peek(self, position: int) -> str:
        """The character there. Raises _UnreadableError at the end of the text."""
        if position >= len(self.text):
            raise _UnreadableError
        return self.text[position]

    def _is_end_of_value(self, position: int) -> bool:
        """Whether a line ends there, and the next one is another key or item, or the last."""
        return bool(_END_OF_VALUE.match(self.text, position))

    def _note_mark(self, position: int, mark: str, good_marks: str) -> None:
        if mark in "(（":
            self.flaws.append(Flaw(position, "round"))
        elif mark not in good_marks and mark in "]}":
            self.flaws.append(Flaw(position, "bracket", good_marks))
        elif mark not in good_marks and mark not in ")）":
            self.flaws.append(Flaw(position, "mark", mark))

    def _copy_blanks(self, position: int, parts: list[str]) -> int:
        match = _BLANKS.match(self.text, position)
        end = match.end() if match else position
        parts.append(re.sub("[\xa0\u3000\t]", " ", self.text[position:end]))
        return end

    def _read_separator(self, position: int, parts: list[str], closing: Container[str]) -> int:
        blanks: list[str] = []
        position = self._copy_blanks(position, blanks)
        character = self._peek(position)
        if character in _SEPARATORS:
            self._note_mark(position, character, ",")
            follows_blank = _BLANKS.match(self.text, position + 1)
            parts.append("," if follows_blank and follows_blank[0] else ", ")
            return position + 1
        if character in closing:
            parts.extend(blanks)
            return position
        parts.append("," + ("".join(blanks) or " "))  # another key follows
        return position

    def _read_pair(self, position: int, closing: Container[str], depth: int) -> tuple[int, str]:
        match = _KEY_AND_COLON.match(self.text, position)
        if match is None:
            raise _UnreadableError
        self._note_mark(match.start(2), match[2], ":")
        position = match.end()
        parts: list[str] = []
        value_start = self._copy_blanks(position, parts)
        is_quoted_key = match[1][0] in "\"'"
        if (
            match[2] == ":"
            and not is_quoted_key
            and self.text[position : position + 1] not in " \n"
        ):
            self.flaws.append(Flaw(match.start(2), "blank"))
        end, value = self._read_value(value_start, match[1], closing, depth)
        return end, f"{match[1]}:{''.join(parts) or ' '}{value}"

    def _read_value(
        self, start: int, key: str, closing: Container[str], depth: int
    ) -> tuple[int, str]:
        """(end, as YAML) of a value of a key, or of an item (without a key)."""
        character = self._peek(start)
        if character in _NESTED:
            return self.read_collection(start, depth + 1)
        if quoted := _QUOTED.match(self.text, start):
            if not self._ends_at(quoted.end(), key, closing):
                raise _UnreadableError
            return quoted.end(), quoted[0]
        if character in "\"'":
            raise _UnreadableError
        if character in _QUOTES:
            end = self.text.find(_QUOTES[character], start + 1, start + _MAX_LOOK) + 1
            if end and self._ends_at(end, key, closing):
                return end, self._quote_again(start, end)
        return self._read_plain(start, key, closing)

    def _quote_again(self, start: int, end: int) -> str:
        """A text in curly quotation marks, with straight ones if it needs them."""
        inner = self.text[start + 1 : end - 1]
        if "\n" in inner or '"' in inner or "\\" in inner:
            raise _UnreadableError
        is_code = _is_plain_word(inner) and any(map(str.isdigit, inner))
        if not is_code and not _NEEDS_QUOTES.search(inner):
            return self.text[start:end]
        self.flaws.append(Flaw(start, "quotes", f"{self.text[start]} {self.text[end - 1]}"))
        return f'"{inner}"'

    def _ends_at(self, position: int, key: str, closing: Container[str]) -> bool:
        """Whether a value in quotation marks may end there."""
        match = _BLANKS.match(self.text, position)
        position = match.end() if match else position
        character = self.text[position : position + 1]
        if character in _SEPARATORS or character in closing:
            return bool(character)
        next_key = _KEY_AND_COLON.match(self.text, position)
        if key and next_key:
            self.flaws.append(Flaw(next_key.start(1), "comma", next_key[1]))
        return bool(key and next_key)

    def _read_plain(self, start: int, key: str, closing: Container[str]) -> tuple[int, str]:
        position, depth = start, 0
        while position < len(self.text):
            character = self.text[position]
            if character.isspace() and self._ends_before_blank(start, position, key):
                break
            if character in closing and not depth:
                break
            depth += (character in _NESTED) - (character in _NESTED_CLOSING)
            if (
                character in _SEPARATORS
                and not depth
                and self._separates(start, position, key, closing)
            ):
                break
            position += 1
        self.position = position
        plain = self.text[start:position].rstrip()
        return start + len(plain), self._quote_if_needed(start, plain)

    def _quote_if_needed(self, start: int, plain: str) -> str:
        if not _NEEDS_QUOTES.search(plain):
            return plain
        if "\n" in plain or "\\" in plain:
            raise _UnreadableError
        self.flaws.append(Flaw(start, "text", plain))
        return "'" + plain.replace("'", "''") + "'" if '"' in plain else f'"{plain}"'

    def _separates(self, start: int, position: int, key: str, closing: Container[str]) -> bool:
        """Whether a comma or the like ends a text, and is no part of it."""
        if not key:
            return self.text[position] == "," or self._separates_items(start, position)
        next_key = _KEY_AND_COLON.match(self.text, position + 1)
        if next_key and (next_key[2] == ":" or _is_language(next_key[1])):
            return True
        is_code = not _is_language(key) and next_key
        if is_code and _is_plain_word(self.text[max(start, position - _MAX_LOOK) : position]):
            return True
        match = _BLANKS.match(self.text, position + 1)
        end = match.end() if match else position
        return self.text[position] == "," and self.text[end : end + 1] in closing

    def _separates_items(self, start: int, position: int) -> bool:
        """Whether a mark other than a comma stands between two items; it may be part of one."""
        if position >= self._item_end:
            match = _REST_OF_ITEM.match(self.text, position)
            self._item_end = match.end() if match else position
            is_only_item = (
                self.text[:start].rstrip()[-1:] in _BRACKETS
                and self.text[self._item_end : self._item_end + 1] != ","
            )
            item = self.text[start : self._item_end]
            self._is_item_several = is_suspicious_item(item, 1 if is_only_item else 2)
        return self._is_item_several

    def _ends_before_blank(self, start: int, position: int, key: str) -> bool:
        if self.text[position - 1].isspace():
            return False  # it was asked at the first blank
        return self._is_end_of_value(position) or self._precedes_key(start, position, key)

    def _precedes_key(self, start: int, position: int, key: str) -> bool:
        """Whether the next key follows a blank, where the comma is missing."""
        next_key = _KEY_AND_COLON.match(self.text, position)
        if not key or next_key is None or next_key.start(1) == position:
            return False
        if _is_language(key):
            is_sure = _is_language(next_key[1])
        else:
            before = self.text[max(start, position - _MAX_LOOK) : position]
            is_sure = not re.search(r"[a-z]\s", before)
        if is_sure:
            self.flaws.append(Flaw(next_key.start(1), "comma", next_key[1]))
        return is_sure
