"""The calendars of the site: which there are, what they hold, how they are written."""

from collections.abc import Iterable, MutableMapping
from functools import cached_property

from tourbook import views as v
from tourbook.common.digests import compute_digest
from tourbook.model.trips import Trip
from tourbook.site.edition import Edition
from tourbook.site.faces import Faces
from tourbook.site.outputs import RawFile

from . import catalogue, crew
from .events import Events
from .writer import CalendarWriter


class Calendars:
    """All calendars of one language."""

    def __init__(
        self, edition: Edition, faces: Faces, memory: MutableMapping[bytes, bytes]
    ) -> None:
        """`memory` keeps events between builds."""
        self._edition = edition
        self._writer = CalendarWriter(edition, Events(edition, faces, memory))

    @cached_property
    def outputs(self) -> tuple[RawFile, ...]:
        return (
            *catalogue.make(self._edition, self._writer),
            *crew.make(self._edition, self._writer),
        )

    def find_cut(self, path: str) -> v.CalendarCut | None:
        """What the calendar at a site path leaves out, if anything."""
        _ = self.outputs  # known once they are planned
        cut = self._writer.find_cut(path)
        return v.CalendarCut(last_day=cut.last_day) if cut else None

    @property
    def common_input(self) -> bytes:
        """Digest of what calendars show besides trips, and of removed stops."""
        return compute_digest(self._writer.common_input, crew.encode_moments(self._edition))

    def find_trip_key(self, trip: Trip) -> bytes:
        """Digest of all that pages and calendars may see of a trip and its stops."""
        return self._writer.events.find_trip_key(trip)

    def list_cut_inputs(self, path: str) -> Iterable[bytes]:
        """Digests of all that `find_cut` is made from."""
        _ = self.outputs
        return self._writer.list_cut_inputs(path)
