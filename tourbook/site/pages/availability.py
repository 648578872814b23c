"""What is free: every set of every exhibition, and every vehicle, with the stretches in which it
could go somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook import views as v
from tourbook.common.problems import At
from tourbook.schedule import availability
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage
from tourbook.sources.paths import SITE


def make(c: Context) -> Iterator[HtmlPage]:
    yield HtmlPage(
        c.availability_path, "availability", "availability", c.lang, (At(SITE),), lambda: view(c)
    )


def view(c: Context) -> v.AvailabilityView:
    downloads = [
        v.Link(name=ending.upper(), url=f"{c.availability_path}free.{ending}")
        for ending in ("csv", "xlsx", "yaml")
    ]
    return v.AvailabilityView(
        **c.page(
            "availability",
            c.availability_path,
            c.t("availability"),
            description=c.t("about_availability"),
        ),
        copies=tuple(shown(c, availability.copies(c.index))),
        vehicles=tuple(shown(c, availability.vehicles(c.index))),
        downloads=tuple(downloads) if "availability" in c.settings.feeds else (),
    )


def shown(c: Context, found: Iterable[availability.Free]) -> Iterator[v.Free]:
    for one in found:
        r, copy = one.thing.record, one.copy
        yield v.Free(
            thing=c.link(one.thing),
            copy=(c.text(copy.name) or copy.id) if copy else "",
            home=c.link_to("organisation", copy.home if copy else r.holder),
            measures=c.measures(r.logistics) if copy else (),
            windows=tuple(map(window, one.windows)),
        )


def window(w: availability.Window) -> v.Window:
    return v.Window(start=w.start, end=w.end, opens=w.opens, closes=w.closes)
