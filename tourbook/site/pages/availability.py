"""What is free: every copy of every exhibition, and every caravan, with the periods in which it
could go somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.model.entries import Caravan, Exhibition
from tourbook.model.trips import Stay
from tourbook.schedule.availability import (
    Availability,
    list_caravan_availability,
    list_copy_availability,
)
from tourbook.site import free_windows
from tourbook.site.addresses import AVAILABILITY_EXTENSIONS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.site.ways import make_way
from tourbook.sources.paths import SITE_FILE

MAX_LANES = 60
"""Copies in a timeline: two screens, or three sheets of A4."""


def make(edition: Edition) -> Iterator[HtmlPage]:
    yield HtmlPage(
        edition.addresses.availability_path,
        "availability",
        "availability",
        edition.lang,
        (Location(SITE_FILE),),
        make_view,
        is_empty=not has_things(edition),
        list_inputs=list_inputs,
    )


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """What is free follows from the schedule and the day."""
    yield ctx.schedule_input
    yield ctx.faces.days


def has_things(edition: Edition) -> bool:
    """Whether there is anything that could be free."""
    entries = edition.model.entries
    return bool(entries[Caravan]) or any(e.record.copies for e in entries[Exhibition].values())


def make_view(ctx: Context) -> v.AvailabilityView:
    t, path = ctx.language.t, ctx.addresses.availability_path
    downloads = [
        v.Link(name=ending.upper(), url=f"{path}free.{ending}")
        for ending in AVAILABILITY_EXTENSIONS
    ]
    return v.AvailabilityView(
        **ctx.frame.make_page_fields(
            "availability", path, t("availability"), description=t("about_availability")
        ),
        copies=make_availabilities(ctx, list_copy_availability(ctx.agenda)),
        caravans=make_availabilities(ctx, list_caravan_availability(ctx.agenda)),
        downloads=tuple(downloads) if "availability" in ctx.addresses.settings.feeds else (),
    )


def make_availabilities(
    ctx: Context, availabilities: list[Availability]
) -> tuple[v.Availability, ...]:
    """With their ways, unless these are too many to be seen beside each other."""
    views = free_windows.make_availabilities(ctx, availabilities)
    if len(availabilities) > MAX_LANES:
        return tuple(views)
    return tuple(
        msgspec.structs.replace(view, way=make_way(ctx, list_remaining_stays(ctx, a), a.windows))
        for a, view in zip(availabilities, views, strict=True)
    )


def list_remaining_stays(ctx: Context, a: Availability) -> list[Stay]:
    """The stays of a copy that are not over."""
    key = (a.entry.id, a.copy.id if a.copy else "")
    stays = ctx.agenda.engine.stays_by_copy.get(key, [])
    return [stay for stay in stays if ctx.agenda.states[stay.id] != "over"]
