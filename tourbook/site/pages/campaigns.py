"""Theme days, weeks, contests and campaigns: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.dates import state
from tourbook.model.entities import Entry
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import list_page


def make(c: Context) -> Iterator[HtmlPage]:
    entries = sorted(c.entries("campaign"), key=lambda e: (e.record.start, e.id))

    def groups() -> list[v.Group]:
        over = [e for e in entries if (e.record.end or e.record.start) < c.today]
        coming = [e for e in entries if e not in over]
        return [
            v.Group(name=c.t("group_coming"), cards=tuple(map(c.card, coming))),
            v.Group(name=c.t("group_past"), cards=tuple(map(c.card, reversed(over)))),
        ]

    yield list_page(c, "campaign", groups, (e.at for e in entries))
    for entry in entries:
        yield HtmlPage(
            c.path("campaign", entry.slug),
            "campaign",
            "campaign",
            c.lang,
            (entry.at,),
            partial(view, c, entry),
        )


def view(c: Context, e: Entry) -> v.CampaignView:
    r = e.record
    end = r.end or r.start
    return v.CampaignView(
        **c.thing(e, [c.listing("campaign")]),
        label=r.class_,
        start=r.start,
        end=end,
        state=state("confirmed", r.start, end, c.today, c.model.site.soon),
        theme=c.text(r.theme),
        organisers=c.links_to("organisation", r.organisers),
        venue=c.link_to("venue", r.venue),
    )
