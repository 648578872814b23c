"""Covers of records that have no picture of their own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook.common.problems import Location
from tourbook.covers.designs import COVERED_KINDS, draw_cover
from tourbook.covers.svg import write_svg
from tourbook.model.entries import Article, Entry
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.views import View


class CoverView(View, frozen=True, kw_only=True):
    kind: str
    """Of the record."""
    id: str


def make(edition: Edition) -> Iterator[ViewFile]:
    """In the default language only: covers are without words, and the other languages show the
    same ones."""
    if edition.addresses.prefix:
        return
    for kind, id, slug, at in _iterate_records(edition):
        path = edition.addresses.cover_path_for(kind, slug)
        if path:
            view = partial(make_view, kind=kind, id=id)
            yield ViewFile(path, "cover", edition.lang, (at,), view, write)


def make_view(_: Context, kind: str, id: str) -> CoverView:
    return CoverView(kind=kind, id=id)


def write(view: CoverView) -> bytes:
    return write_svg(draw_cover(view.kind, view.id))


def _iterate_records(edition: Edition) -> Iterator[tuple[str, str, str, Location]]:
    """(kind, id, slug, location) of each record that has no picture."""
    for entry in edition.model.entries:
        if _needs_cover(edition, entry):
            yield entry.kind, entry.id, entry.slug, entry.location
    for trip in edition.model.trips.values():
        if not trip.namesake:
            yield "tour", trip.id, trip.slug, trip.location


def _needs_cover(edition: Edition, entry: Entry) -> bool:
    is_hidden = isinstance(entry, Article) and not edition.agenda.is_published(entry)
    is_covered = entry.kind in COVERED_KINDS and not is_hidden
    return is_covered and not edition.addresses.picture_path_for(entry)
