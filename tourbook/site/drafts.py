"""The pages that a preview shows and a build leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.model.entries import Article

from .edition import Edition


def iterate_draft_paths(edition: Edition) -> Iterator[str]:
    """The site paths of drafts, and of news of days to come."""
    agenda, url_for = edition.agenda, edition.addresses.url_for
    for entry in agenda.model.entries:
        is_coming = isinstance(entry, Article) and entry.record.date > agenda.today
        if entry.record.draft or is_coming:
            yield url_for(entry.kind, entry.slug)
    for trip in agenda.model.trips.values():
        if trip.record.draft:
            yield url_for("tour", trip.slug)
    for stop in agenda.model.stops:
        if stop.record.draft or stop.trip.record.draft:
            yield url_for("stop", stop.slug)
