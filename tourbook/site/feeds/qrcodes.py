"""QR codes: each leads to the panel of its page, where a phone finds every way to subscribe.

Not to the calendar itself: an address of a calendar does nothing in the camera of many phones, and
nothing in WeChat.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common import urls
from tourbook.common.problems import At
from tourbook.formats import qr
from tourbook.site.calendars.catalogue import KINDS
from tourbook.site.context import Context
from tourbook.site.outputs import Sheet
from tourbook.sources.paths import SITE


def make(c: Context) -> Iterator[Sheet]:
    for kind, page, at in pages(c):
        if (
            kind in c.settings.pages
            and (kind if kind != "subscribe" else "all") in c.settings.feeds
        ):
            address = c.settings.base_url + urls.encoded(page) + "#subscribe"
            make_view = partial(v.Code, text=address)
            yield Sheet(page + "calendar.svg", "code", (at,), make_view, lambda c: qr.svg(c.text))


def pages(c: Context) -> Iterator[tuple[str, str, At]]:
    """(kind, site path, source) of every page that has a calendar, but those of single stops."""
    yield "subscribe", c.prefix + "subscribe/", At(SITE)
    for kind in KINDS:
        yield from ((kind, c.path(kind, e.slug), e.at) for e in c.entries(kind))
    yield from (("tour", c.path("tour", t.slug), t.at) for t in c.model.trips.values())
    yield from (("place", c.path("place", r.slug), At(SITE)) for r in c.index.regions.values())
