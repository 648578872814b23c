"""What calendars are made from: one whose inputs are the same as in the last build is the same, and
need not be made to find that out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.memoized import Memoized
from tourbook.model.trips import Stop
from tourbook.site.edition import Edition

from .calendar_feed import CalendarFeed
from .events import Events
from .retention import RETENTION


class CalendarInputs:
    """The inputs of the calendars of one language."""

    def __init__(self, edition: Edition, events: Events) -> None:
        self._agenda, self._settings = edition.agenda, edition.addresses.settings
        self._events = events
        self._phases = Memoized(self._find_phase)
        self._stop_digests = Memoized(self._digest_stops)

    def list_all(self, feed: CalendarFeed) -> Iterator[bytes]:
        """Digests of all that a calendar is made from."""
        yield self._common
        yield encode_canonical(
            [
                feed.kind,
                feed.path,
                feed.name,
                feed.page,
                feed.includes_past,
                feed.has_open_days,
                feed.may_be_cut,
            ]
        )
        if feed.is_single_stop:
            yield from map(self._events.get_input_digest, feed.list_stops())
            return
        if feed.may_be_cut:
            yield self._events.day_input
        yield self._stop_digests[feed.list_stops]
        yield from feed.list_extra_inputs()

    @cached_property
    def _common(self) -> bytes:
        """Digest of what all calendars are made from."""
        values = [
            sorted(self._settings.pages),
            sorted(self._settings.feeds),
            self._events.inputs.revisions.site_modified_at,
        ]
        return compute_digest(self._events.common_input, encode_canonical(values))

    def _digest_stops(self, list_stops: Callable[[], Sequence[Stop]]) -> bytes:
        """Both shapes of a calendar list their stops with one function."""
        return compute_digest(b"".join(map(self.digest_stop, list_stops())))

    def digest_stop(self, stop: Stop) -> bytes:
        """Of its events, and which of them are over."""
        return self._events.get_input_digest(stop) + self._phases[stop]

    def _find_phase(self, stop: Stop) -> bytes:
        """Where the days that divide a calendar (today, which is another one in other time zones,
        and the oldest one that it holds) lie among those of a stop."""
        versions = (*stop.earlier_versions, *stop.holiday_versions)
        days = [day for version in versions for span in version.spans for day in span]
        days += [day for span in stop.spans for day in span]
        if not days:
            return b""
        before, after = min(days).toordinal() - 1, max(days).toordinal() + 1
        return encode_canonical([min(max(n, before), after) for n in self._dividing_days])

    @cached_property
    def _dividing_days(self) -> list[int]:
        days = {*self._agenda.days.values(), self._agenda.today - RETENTION}
        return sorted(day.toordinal() for day in days)
