"""The calendars of the site: which there are, what they hold, how they are written."""

from collections.abc import Iterator, MutableMapping

from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile

from . import catalogue, crew
from .events import Events
from .writer import CalendarWriter


def make_calendars(
    edition: Edition, event_cache: MutableMapping[bytes, bytes]
) -> Iterator[RawFile]:
    """All calendars of one language; `event_cache` keeps events between builds."""
    writer = CalendarWriter(edition, Events(edition, event_cache))
    yield from catalogue.make(edition, writer)
    yield from crew.make(edition, writer)
