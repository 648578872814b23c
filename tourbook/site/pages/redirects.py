"""Old addresses: each alias of a record leads to where the record is now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.problems import At
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage


def make(c: Context) -> Iterator[HtmlPage]:
    for kind, entries in c.model.entries.items():
        for e in entries.values():
            yield from _redirects(c, kind, e.slug, c.text(e.name), e.record.aliases, e.at)
    for t in c.model.trips.values():
        yield from _redirects(c, "tour", t.slug, c.text(t.name), t.record.aliases, t.at)
    for s in c.model.stops:
        if s.record.aliases:
            yield from _redirects(c, "stop", s.slug, c.stop_name(s), s.record.aliases, s.at)


def _redirects(
    c: Context, kind: str, slug: str, name: str, aliases: list[str], at: At
) -> Iterator[HtmlPage]:
    target = c.url(kind, slug)
    for i, alias in enumerate(aliases if target else ()):
        if (
            "/" in alias
        ):  # an address: as it is for the first language, with its prefix for the others
            old = c.prefix + alias.strip("/") + ("" if alias.endswith(".html") else "/")
        else:
            old = c.path(kind, alias)
        yield HtmlPage(
            old,
            "redirect",
            "redirect",
            c.lang,
            (at.down("aliases", i),),
            partial(view, c, old, target, name),
        )


def addresses(c: Context) -> list[str]:
    """The site paths of all redirects."""
    return [page.path for page in make(c)]


def view(c: Context, old: str, target: str, name: str) -> v.RedirectView:
    return v.RedirectView(
        lang=c.lang, tag=c.tag, base_url=c.settings.base_url, url=old, target=target, name=name
    )
