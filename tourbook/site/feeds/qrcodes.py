"""QR codes: each leads to the panel of its page, where a phone finds every way to subscribe.

Not to the calendar itself: an address of a calendar does nothing in the camera of many phones, and
nothing in WeChat.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.formats import qr
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.site.calendars.slugs import CALENDAR_KINDS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE


def make(edition: Edition) -> Iterator[ViewFile]:
    settings = edition.addresses.settings
    for kind, page, at in iterate_calendar_pages(edition):
        feed_kind = "all" if kind == "subscribe" else kind
        if kind in settings.pages and feed_kind in settings.feeds:
            path, view = page + "calendar.svg", partial(make_view, page=page)
            inputs = partial(list_inputs, page=page)
            yield ViewFile(
                path,
                "code",
                edition.lang,
                (at,),
                view,
                write_qr_code,
                list_inputs=inputs,
                shown_lists=(),
            )


def list_inputs(ctx: Context, page: str) -> Iterator[bytes]:
    yield make_view(ctx, page).text.encode()


def make_view(ctx: Context, page: str) -> v.QrCode:
    return v.QrCode(text=ctx.addresses.make_absolute(page) + "#subscribe")


def write_qr_code(view: v.QrCode) -> bytes:
    return qr.render_qr_code(view.text)


def iterate_calendar_pages(edition: Edition) -> Iterator[tuple[str, str, Location]]:
    """(kind, site path, source) of every page that has a calendar, but those of single stops."""
    yield "subscribe", edition.addresses.prefix + "subscribe/", Location(SITE_FILE)
    path_for, model = edition.addresses.path_for, edition.model
    for kind in CALENDAR_KINDS:
        for e in model.entries.list_by_id(ENTRY_CLASSES[kind]):
            yield kind, path_for(kind, e.slug), e.location
    for trip in model.trips.values():
        yield "tour", path_for("tour", trip.slug), trip.location
    for region in edition.agenda.regions_in_use.values():
        yield "place", path_for("place", region.slug), Location(SITE_FILE)
