"""What changed in the schedule: the page for those who have planned around it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from tourbook import views as v
from tourbook.common import zones
from tourbook.model.entities import Trip, When
from tourbook.schedule import changes
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

MANY = 5
"""So many new stops of a tour on a day are told in one line."""


def make(c: Context) -> Iterator[HtmlPage]:
    path = c.prefix + "changes/"
    yield HtmlPage(
        path,
        "changes",
        "changes",
        c.lang,
        (),
        lambda: v.ChangesView(
            **c.page("changes", path, c.t("changes"), description=c.t("about_changes")),
            days=tuple(days(c)),
            known=c.model.ledger.known,
            atom=c.prefix + "changes.atom" if "changes" in c.settings.feeds else "",
        ),
    )


def days(c: Context) -> Iterator[v.ChangeDay]:
    """The changes by the days of the site's time zone, on which they were made."""
    zone = zones.zone(c.model.site.timezone) or dt.UTC
    for day, group in groupby(
        changes.changes(c.index), lambda one: dt.datetime.fromtimestamp(one.at, zone).date()
    ):
        found = list(group)
        added = Counter(one.stop.trip.id for one in found if one.kind == "added")
        many: dict[str, Trip] = {
            one.stop.trip.id: one.stop.trip for one in found if added[one.stop.trip.id] >= MANY
        }
        yield v.ChangeDay(
            date=day,
            changes=tuple(
                v.Change(
                    kind=one.kind,
                    row=c.row(one.stop),
                    was=when(one.was),
                    then=when(one.then),
                    thing=c.text(one.thing.name) if one.thing else "",
                )
                for one in found
                if not (one.kind == "added" and one.stop.trip.id in many)
            ),
            added=tuple(
                v.Added(trip=c.trip_link(trip), count=added[name]) for name, trip in many.items()
            ),
        )


def when(found: When | None) -> v.When | None:
    if found is None:
        return None
    return v.When(
        start=found.spans[0][0],
        end=found.spans[-1][1],
        sessions=found.sessions,
        days=len(found.spans),
    )
