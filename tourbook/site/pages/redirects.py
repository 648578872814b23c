"""Old addresses: each alias of a record leads to where the record is now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage


def make(edition: Edition) -> Iterator[HtmlPage]:
    language = edition.language
    for e in edition.model.entries:
        name = language.localize(e.name)
        yield from _make_redirects(edition, e.kind, e.slug, name, e.record.aliases, e.location)
    for t in edition.model.trips.values():
        name = language.localize(t.name)
        yield from _make_redirects(edition, "tour", t.slug, name, t.record.aliases, t.location)
    for s in edition.model.stops:
        if s.record.aliases:
            name = language.format_stop_name(s)
            yield from _make_redirects(edition, "stop", s.slug, name, s.record.aliases, s.location)


def _make_redirects(
    edition: Edition, kind: str, slug: str, name: str, aliases: list[str], at: Location
) -> Iterator[HtmlPage]:
    target = edition.addresses.url_for(kind, slug)
    if not target:
        return
    for i, alias in enumerate(aliases):
        path = _find_old_path(edition, kind, alias)
        yield make_redirect(edition.lang, path, target, name, at.child("aliases", i))


def make_redirect(lang: str, path: str, target: str, name: str, source: Location) -> HtmlPage:
    """The page of an old address. `name` is that of the page to which it leads."""
    make_page_view = partial(make_view, path=path, target=target, name=name)
    address = urls.encode_path(target)
    return HtmlPage(path, "redirect", "redirect", lang, (source,), make_page_view, target=address)


def _find_old_path(edition: Edition, kind: str, alias: str) -> str:
    """The site path of an alias: that of an id, or of an address as it was in the default
    language."""
    if "/" not in alias:
        return edition.addresses.path_for(kind, alias)
    return edition.addresses.prefix + alias.strip("/") + ("" if alias.endswith(".html") else "/")


def list_redirect_paths(edition: Edition) -> list[str]:
    """The site paths of all redirects."""
    return [page.path for page in make(edition)]


def make_view(ctx: Context, path: str, target: str, name: str) -> v.RedirectView:
    return v.RedirectView(
        lang=ctx.lang,
        tag=ctx.language.tag,
        base_url=ctx.addresses.settings.base_url,
        url=path,
        target=target,
        name=name,
    )
