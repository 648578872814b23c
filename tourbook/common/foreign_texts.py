"""Texts that say which of their parts are in another language than the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .languages import get_language_name
from .patterns import compile_late

_PLACEHOLDER = compile_late(r"(\{\w+\})")


class TextPart(NamedTuple):
    text: str
    tag: str = ""
    """Its language (BCP 47); "" for that of the page, and for what belongs to none."""


class ForeignText(str):
    """A text to everyone; who asks is told its parts."""

    __slots__ = ("parts",)
    parts: tuple[TextPart, ...]

    def __new__(cls, parts: Iterable[TextPart]) -> ForeignText:
        parts = tuple(_join_parts(parts))
        text = super().__new__(cls, "".join(part.text for part in parts))
        text.parts = parts
        return text

    def __getnewargs__(self) -> tuple[tuple[TextPart, ...]]:  # type: ignore[override]
        return (self.parts,)

    # What templates cut a text with.

    def split(self, *args: Any) -> list[str]:
        return [self._keep(piece) for piece in super().split(*args)]

    def partition(self, separator: str) -> tuple[str, str, str]:
        before, separator, after = super().partition(separator)
        return self._keep(before), separator, self._keep(after)

    def strip(self, *args: Any) -> str:
        return self._keep(super().strip(*args))

    def _keep(self, piece: str) -> str:
        tag = find_language_tag(self)
        return mark_language(piece, tag) if tag else keep_languages(piece, [self])


def mark_language(text: str, tag: str) -> str:
    """The text as one in the language of the tag; as it is if it says nothing in any language, as
    "A2" does in a Chinese name."""
    return ForeignText([TextPart(text, tag)]) if _has_words(text, tag) else text


def keep_languages(text: str, sources: Collection[str]) -> str:
    """A text that was made of others, with what they say of their languages."""
    if ForeignText not in map(type, sources):
        return text
    tags = {
        part.text: part.tag
        for source in sources
        if isinstance(source, ForeignText)
        for part in source.parts
        if part.tag
    }
    longest_first = sorted(tags, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return ForeignText(TextPart(piece, tags.get(piece, "")) for piece in pieces)


def join_texts(separator: str, texts: Iterable[str]) -> str:
    """The texts that are not empty, on one line."""
    texts = [text for text in texts if text]
    return keep_languages(separator.join(texts), texts)


def fill_placeholders(text: str, values: Mapping[str, object]) -> str:
    """The text with values in the place of {name}; what is foreign in any of them stays so."""
    tag = find_language_tag(text)
    parts: list[TextPart] = []
    for piece in _PLACEHOLDER.split(text):
        value = values.get(piece[1:-1]) if piece[:1] == "{" else None
        if value is None:
            parts.append(TextPart(piece, tag if _has_words(piece, tag) else ""))
        else:
            parts += list_parts(value)
    return ForeignText(parts)


def list_parts(value: object) -> tuple[TextPart, ...]:
    return value.parts if isinstance(value, ForeignText) else (TextPart(str(value)),)


def find_language_tag(text: str) -> str:
    """The other language that the whole text is in; "" if there is none."""
    if not isinstance(text, ForeignText):
        return ""
    return text.parts[0].tag if len(text.parts) == 1 else ""


def _join_parts(parts: Iterable[TextPart]) -> Iterator[TextPart]:
    """With fewer parts: what is between two of one language, and says nothing, belongs to both."""
    last = TextPart("")
    pending = ""
    for part in parts:
        if part.tag == last.tag:
            last, pending = TextPart(last.text + pending + part.text, last.tag), ""
        elif not part.tag and not any(map(str.isalpha, part.text)):
            pending += part.text
        else:
            yield from filter(lambda each: each.text, (last, TextPart(pending)))
            last, pending = part, ""
    yield from filter(lambda each: each.text, (last, TextPart(pending)))


@lru_cache(maxsize=256)
def _is_latin(tag: str) -> bool:
    """Whether a language is written in Latin letters: its own name is."""
    return any(c.isascii() and c.isalpha() for c in get_language_name(tag))


def _has_words(text: str, tag: str) -> bool:
    """Whether a text can be in a language at all."""
    if not tag:
        return False
    return any(c.isalpha() and (not c.isascii() or _is_latin(tag)) for c in text)
