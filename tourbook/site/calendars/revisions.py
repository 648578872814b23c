"""Who an event is, and since when it is as it is: from the history, or outside Git from what
somebody wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from tourbook.common.memoized import Memoized
from tourbook.model.entries import Campaign, Entry
from tourbook.model.trips import Stop, Visit
from tourbook.schedule.past import find_previous_entries
from tourbook.site.edition import Edition
from tourbook.sources.paths import parse_content_path


class Revisions:
    """Moments are seconds since 1970 (UTC)."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.ledger, self.site = edition, edition.model.ledger, edition.model.site
        self._entries_modified_at = Memoized(self._compute_entry_modified_at)
        self._stops_modified_at = Memoized(self._compute_modified_at)

    @staticmethod
    def find_origin(stop: Stop) -> str:
        """The id under which it first appeared."""
        if stop.history:
            return stop.history.origin
        return next((a for a in stop.record.aliases if "/" not in a), stop.id)

    @staticmethod
    def compute_sequence(stop: Stop) -> int:
        """How often its time was changed so far (RFC 5545, 3.8.7.4)."""
        return len(stop.history.versions) - 1 if stop.history else 0

    def iterate_shown_entries(self, stop: Stop) -> Iterator[Entry]:
        """The entries whose names its events show."""
        campaigns = (self.edition.model.entries.find(Campaign, x) for x in stop.campaigns)
        things = (
            stop.venue,
            stop.exhibition,
            stop.caravan,
            *campaigns,
            *find_previous_entries(self.edition.model, stop).values(),
        )
        return (e for e in things if e)

    def compute_modified_at(self, stop: Stop) -> int:
        """When anything that its events show was changed last."""
        return self._stops_modified_at[stop]

    def _compute_modified_at(self, stop: Stop) -> int:
        if stop.history is None:
            return self.compute_authored_at(stop.record.updated or stop.trip.record.updated)
        found = (
            stop.history.modified_at,
            stop.history.removed_at,
            self.ledger.find_modified_at("trip", stop.trip.id),
            self.ledger.find_modified_at("site", ""),
        )
        repeat = stop.record.repeat if isinstance(stop, Visit) else None
        return max(
            *found,
            self.strings_modified_at,
            self.holidays_modified_at if repeat and repeat.holidays else 0,
            *map(self.compute_entry_modified_at, self.iterate_shown_entries(stop)),
        )

    def compute_entry_modified_at(self, e: Entry) -> int:
        """When an entry or one of its translations was changed last; 0 outside Git."""
        return self._entries_modified_at[e]

    def _compute_entry_modified_at(self, e: Entry) -> int:
        stems = {e.id, *(where.stem for file in e.files if (where := parse_content_path(file)))}
        return max(self.ledger.find_modified_at(e.kind, name) for name in stems)

    def compute_campaign_modified_at(self, e: Entry) -> int:
        """The same of a theme day's own event."""
        if self.ledger.find_history("campaign", e.id) is None:
            return self.compute_authored_at(e.record.updated)
        return max(
            self.compute_entry_modified_at(e),
            self.strings_modified_at,
            self.ledger.find_modified_at("site", ""),
        )

    @cached_property
    def strings_modified_at(self) -> int:
        """When what the themes say in events was changed last, in this language."""
        return self.ledger.find_strings_modified_at(self.edition.lang)

    @cached_property
    def holidays_modified_at(self) -> int:
        """When more became known of public holidays."""
        return max(self.holidays_announced_at, self.ledger.find_modified_at("holidays", "site"))

    @cached_property
    def holidays_announced_at(self) -> int:
        """When those of a new year came with a new version of their library."""
        return self.ledger.find_modified_at("holidays", "data")

    def compute_authored_at(self, day: dt.date | None) -> int:
        """Outside Git: the day that somebody wrote, else that of the build."""
        day = day or self.site.updated or self.edition.agenda.today
        return (day - dt.date(1970, 1, 1)).days * 86400

    @cached_property
    def site_modified_at(self) -> int:
        """When the site itself was changed last."""
        return self.ledger.find_modified_at("site", "") or self.compute_authored_at(None)
