"""What is free: every set of every exhibition, and every vehicle, with the stretches in which it
could go somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.model.entries import Exhibition
from tourbook.schedule import availability
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE_FILE


def make(ctx: Context) -> Iterator[HtmlPage]:
    yield HtmlPage(
        ctx.availability_path,
        "availability",
        "availability",
        ctx.lang,
        (Location(SITE_FILE),),
        lambda: make_view(ctx),
    )


def make_view(ctx: Context) -> v.AvailabilityView:
    downloads = [
        v.Link(name=ending.upper(), url=f"{ctx.availability_path}free.{ending}")
        for ending in ("csv", "xlsx", "yaml")
    ]
    return v.AvailabilityView(
        **ctx.make_page_fields(
            "availability",
            ctx.availability_path,
            ctx.t("availability"),
            description=ctx.t("about_availability"),
        ),
        copies=tuple(make_availabilities(ctx, availability.iterate_copy_availability(ctx.index))),
        caravans=tuple(
            make_availabilities(ctx, availability.iterate_caravan_availability(ctx.index))
        ),
        downloads=tuple(downloads) if "availability" in ctx.settings.feeds else (),
    )


def make_availabilities(
    ctx: Context, availabilities: Iterable[availability.Availability]
) -> Iterator[v.Availability]:
    for one in availabilities:
        copy, logistics = one.copy, None
        if isinstance(one.entry, Exhibition):
            home, logistics = copy.home if copy else "", one.entry.record.logistics
        else:
            home = one.entry.record.holder
        yield v.Availability(
            thing=ctx.link_entry(one.entry),
            copy=(ctx.localize(copy.name) or copy.id) if copy else "",
            home=ctx.link_to("organisation", home),
            measures=ctx.make_measures(logistics),
            windows=tuple(map(make_window, one.windows)),
        )


def make_window(w: availability.Window) -> v.Window:
    return v.Window(start=w.start, end=w.end, opens=w.first_open_day, closes=w.last_open_day)
