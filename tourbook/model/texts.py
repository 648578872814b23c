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


class TextMemory:
    """The notes of the stops that this process has looked at."""

    def __init__(self) -> None:
        self._language = ""
        self._notes: dict[Stop, list[MarkdownText]] = {}

    def find_notes(self, stops: Iterable[Stop], language: str) -> dict[Stop, list[MarkdownText]]:
        """Those of all `stops` with notes, in their order; `language` is the default one."""
        last_notes = self._notes if language == self._language else {}
        self._language, self._notes = (
            language,
            {
                stop: last_notes.get(stop) or _list_note_texts(stop, language)
                for stop in stops
                if stop.record.note
            },
        )
        return self._notes


def iterate_markdown(model: Model, memory: TextMemory | None = None) -> Iterator[MarkdownText]:
    """Every Markdown text that a page shows."""
    for e in model.entries:
        for lang, body in e.bodies.items():
            yield MarkdownText(body.text, Location(body.file), lang, body.line, e)
    memory = memory or TextMemory()
    for notes in memory.find_notes(model.stops, model.site.languages[0]).values():
        yield from notes


def _list_note_texts(stop: Stop, default_language: str) -> list[MarkdownText]:
    is_translated = isinstance(stop.record.note, dict)
    return [
        MarkdownText(
            text, stop.location.child("note", *([lang] if is_translated else ())), lang, 0, stop
        )
        for lang, text in list_notes(stop, default_language).items()
    ]


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
