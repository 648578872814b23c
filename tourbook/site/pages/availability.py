"""What is free: every copy of every exhibition, and every caravan, with the periods in which it
could go somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.problems import Location
from tourbook.schedule.availability import (
    list_caravan_availability,
    list_copy_availability,
)
from tourbook.site.addresses import AVAILABILITY_EXTENSIONS
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE_FILE


def make(edition: Edition) -> Iterator[HtmlPage]:
    yield HtmlPage(
        edition.addresses.availability_path,
        "availability",
        "availability",
        edition.lang,
        (Location(SITE_FILE),),
        make_view,
    )


def make_view(ctx: Context) -> v.AvailabilityView:
    t, path = ctx.language.t, ctx.addresses.availability_path
    downloads = [
        v.Link(name=ending.upper(), url=f"{path}free.{ending}")
        for ending in AVAILABILITY_EXTENSIONS
    ]
    copies = list_copy_availability(ctx.agenda)
    caravans = list_caravan_availability(ctx.agenda)
    return v.AvailabilityView(
        **ctx.frame.make_page_fields(
            "availability", path, t("availability"), description=t("about_availability")
        ),
        copies=tuple(ctx.presenter.make_availabilities(copies)),
        caravans=tuple(ctx.presenter.make_availabilities(caravans)),
        downloads=tuple(downloads) if "availability" in ctx.addresses.settings.feeds else (),
    )
