"""Old addresses: each alias of a record leads to where the record is now, and so does the address
that a stop had before it became a row of other pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial

import msgspec

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.model.entries import Entry
from tourbook.model.trips import Stop, Trip
from tourbook.site.archive import RowAddress
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage, RawFile

Subject = Entry | Trip | Stop


def make(edition: Edition) -> Iterator[HtmlPage]:
    for e in edition.model.entries:
        yield from _make_redirects(edition, e.kind, e, e.record.aliases)
    for t in edition.model.trips.values():
        yield from _make_redirects(edition, "tour", t, t.record.aliases)
    for s in edition.model.stops:
        row = edition.archive.find_row(s)
        if s.record.aliases:
            yield from _make_redirects(edition, "stop", s, s.record.aliases, row)
        if row and not edition.archive.is_led_by_404:
            path = edition.addresses.path_for("stop", s.slug)
            yield make_redirect(edition.lang, path, row.path, s, s.location, row.anchor)


def _make_redirects(
    edition: Edition,
    kind: str,
    subject: Subject,
    aliases: list[str],
    row: RowAddress | None = None,
) -> Iterator[HtmlPage]:
    """The redirects of the aliases of a record; `row` is that of a stop without a page."""
    target = row or RowAddress(edition.addresses.url_for(kind, subject.slug), "")
    if not target.path:
        return
    for i, alias in enumerate(aliases):
        path = find_old_path(edition, kind, alias)
        at_alias = subject.location.child("aliases", i)
        yield make_redirect(edition.lang, path, target.path, subject, at_alias, target.anchor)
        if frame := edition.addresses.embed_url_for(kind, target.path):
            old_frame = edition.addresses.embed_path_for(path)
            yield make_redirect(edition.lang, old_frame, frame, subject, at_alias)


def make_redirect(
    lang: str, path: str, target: str, subject: Subject, source: Location, anchor: str = ""
) -> HtmlPage:
    """The page of an old address. `subject` is what it leads to; `anchor` is its id if it is only a
    part of a page."""
    make_page_view = partial(make_view, path=path, target=target, subject=subject, anchor=anchor)
    address = urls.encode_path(target) + (f"#{urls.encode_path(anchor)}" if anchor else "")
    return HtmlPage(path, "redirect", "redirect", lang, (source,), make_page_view, target=address)


def find_old_path(edition: Edition, kind: str, alias: str) -> str:
    """The site path of an alias: that of an id, or of an address as it was in the default
    language."""
    if "/" not in alias:
        return edition.addresses.path_for(kind, alias)
    return edition.addresses.prefix + alias.strip("/") + ("" if alias.endswith(".html") else "/")


def list_redirect_paths(edition: Edition) -> list[str]:
    """The site paths of all redirects."""
    return [page.path for page in make(edition)]


def make_moved_file(edition: Edition) -> Iterator[RawFile]:
    """`moved.json` in the folder of stops: page, relative to that folder -> the slugs of the stops
    whose rows it has. With it, the page 404.html leads to the rows."""
    if edition.archive.is_led_by_404:
        path = edition.addresses.listing_path_for("stop") + "moved.json"
        yield RawFile(path, "redirect", (), partial(write_moved_file, edition))


def write_moved_file(edition: Edition) -> bytes:
    folder = edition.addresses.listing_path_for("stop")
    slugs: dict[str, list[str]] = {}
    for path, row in edition.archive.iterate_moved_paths():
        page = urls.encode_path(posixpath.relpath(row.path, folder) + "/")
        slugs.setdefault(page, []).append(path.removeprefix(folder).rstrip("/"))
    return msgspec.json.encode(slugs)


def make_view(
    ctx: Context, path: str, target: str, subject: Subject, anchor: str
) -> v.RedirectView:
    return v.RedirectView(
        lang=ctx.lang,
        tag=ctx.language.tag,
        base_url=ctx.addresses.settings.base_url,
        url=path,
        target=target,
        name=name_subject(ctx, subject),
        anchor=anchor,
    )


def name_subject(ctx: Context, subject: Subject) -> str:
    if isinstance(subject, Stop):
        return ctx.language.format_stop_name(subject)
    return ctx.language.localize(subject.name)
