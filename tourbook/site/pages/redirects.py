"""Old addresses: each alias of a record leads to where the record is now."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage


def make(ctx: Context) -> Iterator[HtmlPage]:
    for e in ctx.model.entries:
        yield from _make_redirects(
            ctx, e.kind, e.slug, ctx.localize(e.name), e.record.aliases, e.location
        )
    for t in ctx.model.trips.values():
        yield from _make_redirects(
            ctx, "tour", t.slug, ctx.localize(t.name), t.record.aliases, t.location
        )
    for s in ctx.model.stops:
        if s.record.aliases:
            yield from _make_redirects(
                ctx, "stop", s.slug, ctx.format_stop_name(s), s.record.aliases, s.location
            )


def _make_redirects(
    ctx: Context, kind: str, slug: str, name: str, aliases: list[str], at: Location
) -> Iterator[HtmlPage]:
    target = ctx.url_for(kind, slug)
    for i, alias in enumerate(aliases if target else ()):
        if (
            "/" in alias
        ):  # an address: as it is for the first language, with its prefix for the others
            old = ctx.prefix + alias.strip("/") + ("" if alias.endswith(".html") else "/")
        else:
            old = ctx.path_for(kind, alias)
        yield HtmlPage(
            old,
            "redirect",
            "redirect",
            ctx.lang,
            (at.child("aliases", i),),
            partial(make_view, ctx, old, target, name),
        )


def list_redirect_paths(ctx: Context) -> list[str]:
    """The site paths of all redirects."""
    return [page.path for page in make(ctx)]


def make_view(ctx: Context, old: str, target: str, name: str) -> v.RedirectView:
    return v.RedirectView(
        lang=ctx.lang,
        tag=ctx.tag,
        base_url=ctx.settings.base_url,
        url=old,
        target=target,
        name=name,
    )
