"""Who an event is, and since when it is as it is: from the history, or outside Git from what
somebody wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from tourbook.model.entities import Entry, Stop
from tourbook.site.context import Context
from tourbook.sources.paths import content_path


class Stamps:
    """Moments are seconds since 1970 (UTC)."""

    def __init__(self, c: Context) -> None:
        self.c, self.ledger, self.site = c, c.model.ledger, c.model.site
        self._entries: dict[tuple[str, str], int] = {}
        self._stops: dict[str, int] = {}

    @staticmethod
    def origin(stop: Stop) -> str:
        """The id under which it first appeared."""
        if stop.life:
            return stop.life.origin
        return next((a for a in stop.record.aliases if "/" not in a), stop.id)

    @staticmethod
    def sequence(stop: Stop) -> int:
        """How often its time was changed so far (RFC 5545, 3.8.7.4)."""
        return len(stop.life.versions) - 1 if stop.life else 0

    def shown(self, stop: Stop) -> Iterator[Entry]:
        """The entries whose names its events show."""
        campaigns = (self.c.model.find("campaign", x) for x in stop.campaigns)
        things = (
            stop.venue,
            stop.exhibition,
            stop.caravan,
            *campaigns,
            *self.c.index.instead(stop).values(),
        )
        return (e for e in things if e)

    def modified(self, stop: Stop) -> int:
        """When anything that its events show was changed last."""
        found = self._stops.get(stop.id)
        if found is None:
            found = self._stops[stop.id] = self._modified(stop)
        return found

    def _modified(self, stop: Stop) -> int:
        if stop.life is None:
            return self.authored(stop.record.updated or stop.trip.record.updated)
        found = (
            stop.life.modified,
            stop.life.gone,
            self.ledger.modified("trip", stop.trip.id),
            self.ledger.modified("site", ""),
        )
        repeat = getattr(stop.record, "repeat", None)
        return max(
            *found,
            self.words,
            self.holidays if repeat and repeat.holidays else 0,
            *map(self.entry, self.shown(stop)),
        )

    def entry(self, e: Entry) -> int:
        """When an entry or one of its translations was changed last; 0 outside Git."""
        key = (e.kind, e.id)
        if key not in self._entries:
            stems = {e.id, *(where.stem for file in e.files if (where := content_path(file)))}
            self._entries[key] = max(self.ledger.modified(e.kind, name) for name in stems)
        return self._entries[key]

    def campaign(self, e: Entry) -> int:
        """The same of a theme day's own event."""
        if self.ledger.life("campaign", e.id) is None:
            return self.authored(e.record.updated)
        return max(self.entry(e), self.words, self.ledger.modified("site", ""))

    @cached_property
    def words(self) -> int:
        """When what the themes say in events was changed last, in this language."""
        start = (f"words.{self.c.lang}/", "words/")
        return max(
            (life.last for key, life in self.ledger.lives.items() if key.startswith(start)),
            default=0,
        )

    @cached_property
    def holidays(self) -> int:
        """When more became known of public holidays."""
        return max(self.announced, self.ledger.modified("holidays", "site"))

    @cached_property
    def announced(self) -> int:
        """When those of a new year came with a new version of their library."""
        return self.ledger.modified("holidays", "data")

    def authored(self, day: dt.date | None) -> int:
        """Outside Git: the day that somebody wrote, else that of the build."""
        day = day or self.site.updated or self.c.today
        return (day - dt.date(1970, 1, 1)).days * 86400

    @cached_property
    def base(self) -> int:
        """When the site itself was changed last."""
        return self.ledger.modified("site", "") or self.authored(None)
