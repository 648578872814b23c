"""QR codes: each leads to the panel of its page, where a phone finds every way to subscribe.

Not to the calendar itself: an address of a calendar does nothing in the camera of many phones, and
nothing in WeChat.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import Location
from tourbook.formats import qr
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.site.calendars.catalogue import CALENDAR_KINDS
from tourbook.site.context import Context
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE


def make(ctx: Context) -> Iterator[ViewFile]:
    for kind, page, at in iterate_calendar_pages(ctx):
        if (
            kind in ctx.settings.pages
            and (kind if kind != "subscribe" else "all") in ctx.settings.feeds
        ):
            address = ctx.settings.base_url + urls.encode_path(page) + "#subscribe"
            make_view = partial(v.QrCode, text=address)
            yield ViewFile(
                page + "calendar.svg", "code", (at,), make_view, lambda c: qr.render_qr_code(c.text)
            )


def iterate_calendar_pages(ctx: Context) -> Iterator[tuple[str, str, Location]]:
    """(kind, site path, source) of every page that has a calendar, but those of single stops."""
    yield "subscribe", ctx.prefix + "subscribe/", Location(SITE_FILE)
    for kind in CALENDAR_KINDS:
        yield from (
            (kind, ctx.path_for(kind, e.slug), e.location)
            for e in ctx.list_entries(ENTRY_CLASSES[kind])
        )
    yield from (
        ("tour", ctx.path_for("tour", t.slug), t.location) for t in ctx.model.trips.values()
    )
    yield from (
        ("place", ctx.path_for("place", r.slug), Location(SITE_FILE))
        for r in ctx.index.regions_in_use.values()
    )
