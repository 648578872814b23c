"""What is told of an event of a calendar: as of a row of a table, on the line where it begins."""

from __future__ import annotations

from tourbook.common.problems import NO_HELP, Message
from tourbook.formats.calendar_files import Event

from .differences import CellPlace, CellProblem, Difference

TITLES = (
    "id", "summary", "place", "venue", "note", "url", "status", "lat", "lon", "datum", "zone",
    "date", "time", "first", "rule", "until", "skip", "also", "moved", "open", "close",
)  # fmt: skip
"""The columns of the table that events are read into."""


class EventReporter:
    def __init__(self, event: Event, to: Difference) -> None:
        self._event, self._to = event, to

    def _place(self, title: str) -> CellPlace:
        return CellPlace("", self._event.line - 1, TITLES.index(title))

    def report(self, title: str, zh: str, en: str, help: Message = NO_HELP) -> None:
        self._to.report(self._place(title), zh, en, help)

    def note(self, title: str, zh: str, en: str) -> None:
        self._to.notes.append(CellProblem(self._place(title), Message(zh, en)))
