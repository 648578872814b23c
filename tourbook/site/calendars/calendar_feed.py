"""What a calendar is to hold, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tourbook.model.trips import Stop

from .serialized_events import SerializedEvent


class CalendarFeed(NamedTuple):
    kind: str
    path: str
    """Site path, without .ics."""
    name: str
    """"" for the file of a single stop."""
    page: str
    """Site path of the page that shows the same."""
    list_stops: Callable[[], Sequence[Stop]] = tuple
    list_extra_events: Callable[[], Iterable[SerializedEvent]] = tuple
    """Events besides those of stops."""
    list_extra_inputs: Callable[[], Iterable[bytes]] = tuple
    """Digests of all that these are made from."""
    includes_past: bool = True
    """Whether it holds what is over, too."""
    has_open_days: bool = False
    may_be_cut: bool = False
    """Whether it may leave out what is to come, which other calendars hold."""

    @property
    def file_path(self) -> str:
        return self.path + ".ics"

    @property
    def is_single_stop(self) -> bool:
        return self.kind == "stop"
