"""What changed in the schedule: the page for those who have planned around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from tourbook import views as v
from tourbook.common import zones
from tourbook.model.trips import Trip
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.view_parts import make_stop_dates

MAX_CHANGES = 200
GROUPING_THRESHOLD = 5
"""So many new stops of a tour on a day are told in one line."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    path = edition.addresses.prefix + "changes/"
    is_empty = not edition.model.ledger.is_available
    yield HtmlPage(path, "changes", "changes", edition.lang, (), make_view, is_empty=is_empty)


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
    timezone = ctx.model.site.timezone
    for day, group in groupby(
        ctx.agenda.changes[:MAX_CHANGES],
        lambda change: zones.find_day(change.changed_at, timezone),
    ):
        day_changes = list(group)
        added = Counter(change.stop.trip.id for change in day_changes if change.kind == "added")
        many: dict[str, Trip] = {
            change.stop.trip.id: change.stop.trip
            for change in day_changes
            if added[change.stop.trip.id] >= GROUPING_THRESHOLD
        }
        yield v.ChangeDay(
            date=day,
            changes=tuple(
                v.Change(
                    kind=change.kind,
                    row=ctx.presenter.make_row(change.stop),
                    previous_dates=make_stop_dates(change.previous_dates),
                    new_dates=make_stop_dates(change.new_dates),
                    previous_name=ctx.language.localize(change.replaced_entry.name)
                    if change.replaced_entry
                    else "",
                )
                for change in day_changes
                if not (change.kind == "added" and change.stop.trip.id in many)
            ),
            added=tuple(
                v.AddedStops(trip=ctx.presenter.link_trip(trip), count=added[name])
                for name, trip in many.items()
            ),
        )
