"""What changed in the schedule: the page for those who have planned around it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from tourbook import views as v
from tourbook.common import zones
from tourbook.model.trips import Trip
from tourbook.schedule import changes
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.presenter import make_stop_dates

GROUPING_THRESHOLD = 5
"""So many new stops of a tour on a day are told in one line."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    path = edition.addresses.prefix + "changes/"
    yield HtmlPage(path, "changes", "changes", edition.lang, (), make_view)


def make_view(ctx: Context) -> v.ChangesView:
    t, path = ctx.language.t, ctx.addresses.prefix + "changes/"
    return v.ChangesView(
        **ctx.frame.make_page_fields("changes", path, t("changes"), description=t("about_changes")),
        days=tuple(list_change_days(ctx)),
        has_history=ctx.model.ledger.is_available,
        atom=ctx.addresses.feed_url("changes", "changes.atom"),
    )


def list_change_days(ctx: Context) -> Iterator[v.ChangeDay]:
    """The changes by the days of the site's time zone, on which they were made."""
    zone = zones.find_zone_or_utc(ctx.model.site.timezone)
    for day, group in groupby(
        changes.list_changes(ctx.agenda),
        lambda one: dt.datetime.fromtimestamp(one.changed_at, zone).date(),
    ):
        found = list(group)
        added = Counter(one.stop.trip.id for one in found if one.kind == "added")
        many: dict[str, Trip] = {
            one.stop.trip.id: one.stop.trip
            for one in found
            if added[one.stop.trip.id] >= GROUPING_THRESHOLD
        }
        yield v.ChangeDay(
            date=day,
            changes=tuple(
                v.Change(
                    kind=one.kind,
                    row=ctx.presenter.make_row(one.stop),
                    previous_dates=make_stop_dates(one.previous_dates),
                    new_dates=make_stop_dates(one.new_dates),
                    previous_name=ctx.language.localize(one.replaced_entry.name)
                    if one.replaced_entry
                    else "",
                )
                for one in found
                if not (one.kind == "added" and one.stop.trip.id in many)
            ),
            added=tuple(
                v.AddedStops(trip=ctx.presenter.link_trip(trip), count=added[name])
                for name, trip in many.items()
            ),
        )
