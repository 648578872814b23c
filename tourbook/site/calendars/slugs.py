"""The slugs under which calendars are published: the present ones, and the former ones that
nothing else has now.

What was published once goes on under the names that a record had before.
"""

from __future__ import annotations

from collections.abc import Iterable

from tourbook.common import urls
from tourbook.history.keys import Key
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.model.regions import Region
from tourbook.schedule.agenda import Agenda

from .former_calendars import FormerCalendars

CALENDAR_KINDS = ("exhibition", "venue", "caravan", "organisation", "campaign")
"""The kinds of entry that have a calendar each."""


class SlugRegistry:
    """Gives each slug of a kind to one record: to the present ones first, then to those that had it
    before, in the order in which they claim it."""

    def __init__(self, agenda: Agenda, former: FormerCalendars) -> None:
        self._agenda, self._ledger, self._former = agenda, agenda.model.ledger, former
        model = agenda.model
        self.regions = self._list_regions()
        self._taken: set[tuple[str, str]] = set()
        for kind in CALENDAR_KINDS:
            self._reserve(kind, (e.slug for e in model.entries[ENTRY_CLASSES[kind]].values()))
        self._reserve("trip", (trip.slug for trip in model.trips.values()))
        self._reserve("stop", (stop.slug for stop in model.stops))
        self._reserve("place", (region.slug for region in self.regions))

    def _reserve(self, kind: str, slugs: Iterable[str]) -> None:
        self._taken |= {(kind, urls.compute_collision_key(slug)) for slug in slugs}

    def _claim(self, kind: str, slugs: Iterable[str]) -> list[str]:
        """Those of the slugs that are free; now they are taken."""
        claimed = []
        for slug in dict.fromkeys(slugs):
            if slug in self._ledger.forgotten_ids:
                continue
            key = (kind, urls.compute_collision_key(slug))
            if key not in self._taken:
                self._taken.add(key)
                claimed.append(slug)
        return claimed

    def claim_record_slugs(self, kind: str, id: str, slug: str, aliases: list[str]) -> list[str]:
        """The present slug of a record first, then the former ones that nothing else has now. A
        removed record has former slugs only."""
        history = self._ledger.get_history(kind, id)
        is_present = Key(kind, id) in self._ledger.present_keys
        former = [] if is_present else [slug]
        former += history.slugs if history else ()
        former += (alias for alias in aliases if "/" not in alias)
        former += self._ledger.list_former_ids(kind, id)
        free = self._claim(kind, former)
        return [slug, *free] if is_present else free

    def claim_region_slugs(self, region: Region) -> list[str]:
        """The slug of a region, then the former ones that nothing else has now."""
        history = self._ledger.get_history("region", region.code)
        site = self._ledger.get_history("site", "")
        if history is None or site is None:
            return [region.slug]
        former = list(history.slugs)
        if history.created_at > site.created_at:  # until then its slug was its code
            former.insert(0, region.code)
        return [region.slug, *self._claim("place", former)]

    def _list_regions(self) -> list[Region]:
        """Those that have a page, and those that anything was in before."""
        ledger, regions = self._ledger, self._agenda.model.past_regions
        codes = [
            code
            for code in ledger.history.list_records("place")
            if code in self._agenda.regions_in_use or self._former.goes_on(Key("place", code))
        ]
        codes += sorted(ledger.find_former_parent_regions(codes))
        found_regions = dict(self._agenda.regions_in_use)
        for code in codes:
            found_regions |= {region.code: region for region in regions.list_ancestry(code)}
        return list(found_regions.values())
