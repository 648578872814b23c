"""What pages say of a calendar that leaves something out: how far it goes, what to take instead."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from tourbook import views as v
from tourbook.site.context import Context

SMALLER_KINDS = ("place", "exhibition", "tour", "venue", "caravan")
"""Kinds of page whose calendars are smaller than that of everything."""


def describe_cuts(
    ctx: Context, calendar: v.CalendarLinks, parts: Iterable[v.Link] = ()
) -> v.CalendarLinks:
    """The calendar of a page, with what it leaves out. `parts` are pages whose calendars hold parts
    of it."""
    cut, opening_cut = map(ctx.calendars.find_cut, (calendar.url, calendar.opening))
    if not (cut or opening_cut):
        return calendar
    kinds = [kind for kind in SMALLER_KINDS if kind in ctx.addresses.settings.feeds]
    listings = map(ctx.presenter.link_listing, filter(ctx.presenter.has_entries, kinds))
    smaller = (*parts, *(link for link in listings if link.url))
    return msgspec.structs.replace(calendar, cut=cut, opening_cut=opening_cut, smaller=smaller)
