"""When what events show last changed, and how often their times did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

import msgspec

from tourbook.common.languages import list_broader_languages
from tourbook.common.memoized import Memoized
from tourbook.model.entries import Campaign, Entry
from tourbook.model.trips import Stop
from tourbook.site.edition import Edition
from tourbook.sources.paths import parse_content_path

from .namesake_changes import NamesakeChanges


class Revision(msgspec.Struct, frozen=True, array_like=True):
    """Which revision of an event this is. Moments are seconds since 1970 (UTC)."""

    modified_at: int
    """When anything that the event shows last changed; of a stop, without its timing."""
    created_at: int | None = None
    """When the stop first appeared; None without Git, or if it is not committed yet."""
    sequence: int = 0
    """How often its time changed so far (RFC 5545, 3.8.7.4); of a stop, each event has its own."""


class EventRevisions:
    """Without Git, moments are those that editors wrote, or that of the build."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._model = edition, edition.model
        self._ledger, self._site = edition.model.ledger, edition.model.site
        self._entries_modified_at = Memoized(self._compute_entry_modified_at)
        self._trips_modified_at = Memoized(self._compute_trip_modified_at)
        self._regions_modified_at = Memoized(self._compute_regions_modified_at)

    @cached_property
    def _namesake_changes(self) -> NamesakeChanges:
        return NamesakeChanges(self._edition)

    def make(self, stop: Stop, entries: Iterable[Entry]) -> Revision:
        """That of the events of a stop, which show some entries."""
        moments = [*self.list_own_moments(stop), *map(self.find_entry_modified_at, entries)]
        return Revision(max(moments), self.find_created_at(stop))

    def list_own_moments(self, stop: Stop) -> list[int]:
        """When what the events of a stop show last changed, besides its timing and its entries."""
        history, ledger = stop.history, self._ledger
        if history is None:
            return [self._date_authored(stop.record.updated or stop.trip.record.updated)]
        former_dates = stop.find_previous_dates()
        return [
            history.shown_at,
            history.removed_at,
            self._trips_modified_at[stop.trip.id],
            self._site_shown_at,
            ledger.find_past_changed_at("stop", stop.id),
            self.strings_modified_at,
            self._regions_modified_at[stop.place.region],
            self._namesake_changes.find_moment(stop.place.name, stop.place.region),
            # Its former times are given with their zone if that of the site is another one.
            ledger.timezone_changed_at if former_dates and former_dates.sessions else 0,
        ]

    def find_created_at(self, stop: Stop) -> int | None:
        return self._ledger.find_created_at(stop.history) if stop.history else None

    def make_for_campaign(self, campaign: Campaign) -> Revision:
        """That of the event of a theme day itself."""
        history = self._ledger.get_history("campaign", campaign.id)
        if history is None:
            return Revision(self._date_authored(campaign.record.updated))
        modified_at = max(
            history.versions[-1].timestamp,
            *(
                self._ledger.find_crew_modified_at("campaign", name)
                for name in _list_names(campaign)
            ),
            self._entries_modified_at[campaign],
            self.strings_modified_at,
            self._site_shown_at,
            self._ledger.find_past_changed_at("campaign", campaign.id),
        )
        created_at = self._ledger.find_created_at(history)
        return Revision(modified_at, created_at, len(history.versions) - 1)

    def find_entry_modified_at(self, entry: Entry) -> int:
        """When an entry or one of its translations last changed; 0 without Git."""
        return self._entries_modified_at[entry]

    def _compute_entry_modified_at(self, entry: Entry) -> int:
        return max(self._ledger.find_shown_at(entry.kind, name) for name in _list_names(entry))

    def _compute_trip_modified_at(self, id: str) -> int:
        return self._ledger.find_shown_at("trip", id)

    @cached_property
    def _site_shown_at(self) -> int:
        return self._ledger.find_shown_at("site", "")

    def _compute_regions_modified_at(self, code: str) -> int:
        """When a region or one around it last changed in regions.yaml; 0 without Git."""
        regions = self._model.past_regions.list_ancestry(code)
        return max((self._find_region_shown_at(region.code) for region in regions), default=0)

    def _find_region_shown_at(self, code: str) -> int:
        history = self._ledger.get_history("region", code)
        if history is None:
            return 0
        # Without regions.yaml, it may have the name of GB/T 2260.
        is_known = self._model.regions.get(code) is not None
        return max(history.shown_at, history.removed_at if is_known else 0)

    def _date_authored(self, day: dt.date | None) -> int:
        """Without Git: the day that an editor wrote, or else that of the build."""
        day = day or self._site.updated or self._edition.agenda.today
        return (day - dt.date(1970, 1, 1)).days * 86400

    @cached_property
    def strings_modified_at(self) -> int:
        """When what the themes say in events last changed, in this language."""
        codes = list_broader_languages(self._edition.lang)
        if codes[-1] != "zh":
            codes.append("en")
        return max(map(self._ledger.find_strings_modified_at, codes))

    @cached_property
    def site_modified_at(self) -> int:
        """When the site itself last changed."""
        return self._ledger.find_modified_at("site", "") or self._date_authored(None)


def _list_names(entry: Entry) -> set[str]:
    """The names under which the history knows an entry and its translations."""
    paths = map(parse_content_path, entry.files)
    return {entry.id, *(path.stem for path in paths if path)}
