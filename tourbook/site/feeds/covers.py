"""Covers of records that have no picture of their own, and what previews of links show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook.common.canonical import encode_canonical
from tourbook.common.problems import Location
from tourbook.covers.designs import draw_cover
from tourbook.covers.raster import write_png
from tourbook.covers.svg import write_svg
from tourbook.model.entries import Article, Entry
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE
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
    for path, kind, id, at in _iterate_covers(edition):
        if path:
            view = partial(make_view, kind=kind, id=id)
            write = write_share if path.endswith(".png") else write_cover
            inputs = partial(list_inputs, kind=kind, id=id)
            yield ViewFile(
                path,
                "cover",
                edition.lang,
                (at,),
                view,
                write,
                list_inputs=inputs,
                shown_lists=(),
            )


def list_inputs(_: Context, kind: str, id: str) -> Iterator[bytes]:
    yield encode_canonical([kind, id])


def _iterate_covers(edition: Edition) -> Iterator[tuple[str, str, str, Location]]:
    """(site path, or "" for none; kind; id; location) of what is drawn for each record."""
    addresses = edition.addresses
    for entry in edition.model.entries:
        if not _is_coming(edition, entry):
            drawn = (entry.kind, entry.id, entry.location)
            picture = addresses.find_picture(entry)
            if not picture:
                yield addresses.cover_path_for(entry.kind, entry.slug), *drawn
            if not (picture and picture.share_path):
                yield addresses.share_path_for(entry.kind, entry.slug), *drawn
    for trip in edition.model.trips.values():
        if not trip.namesake:
            drawn = ("tour", trip.id, trip.location)
            yield addresses.cover_path_for("tour", trip.slug), *drawn
            yield addresses.share_path_for("tour", trip.slug), *drawn
    yield addresses.site_share_path, "site", addresses.settings.id_domain, Location(SITE_FILE)


def _is_coming(edition: Edition, entry: Entry) -> bool:
    """Whether it is news of days to come."""
    return isinstance(entry, Article) and not edition.agenda.is_published(entry)


def make_view(_: Context, kind: str, id: str) -> CoverView:
    return CoverView(kind=kind, id=id)


def write_cover(view: CoverView) -> bytes:
    return write_svg(draw_cover(view.kind, view.id))


def write_share(view: CoverView) -> bytes:
    return write_png(draw_cover(view.kind, view.id))
