"""The Markdown texts of a site: the bodies of its entries and the notes of its stops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.common.problems import Location

from .entries import Entry
from .model import Model
from .trips import Stop


class MarkdownText(NamedTuple):
    text: str
    location: Location
    language: str
    first_line: int
    """The line of the file that it begins on; 0 if only its location is known."""
    subject: Entry | Stop
    """What it is a text of."""


def iterate_markdown(model: Model) -> Iterator[MarkdownText]:
    """Every Markdown text that a page shows."""
    for e in model.entries:
        for lang, body in e.bodies.items():
            yield MarkdownText(body.text, Location(body.file), lang, body.line, e)
    for stop in model.stops:
        if not stop.record.note:
            continue
        is_translated = isinstance(stop.record.note, dict)
        for lang, text in list_notes(stop, model.site.languages[0]).items():
            at = stop.location.child("note", *([lang] if is_translated else ()))
            yield MarkdownText(text, at, lang, 0, stop)


def list_distinct_texts(model: Model, present_texts: Iterable[MarkdownText]) -> list[str]:
    """Every Markdown text that a page or a calendar shows, once; calendars show removed stops."""
    texts = [text.text for text in present_texts]
    for stop in model.removed_stops:
        texts += list_notes(stop).values()
    return list(dict.fromkeys(texts))


def list_notes(stop: Stop, default_language: str = "") -> dict[str, str]:
    """The notes of a stop by language; a note in one language counts as in the default one."""
    note = stop.record.note
    if isinstance(note, dict):
        return note
    return {default_language: note} if note else {}
