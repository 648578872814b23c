"""Theme days, weeks, contests and campaigns: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.dates import compute_state
from tourbook.model.entries import Campaign
from tourbook.site.context import Context
from tourbook.site.outputs import HtmlPage

from .listing import make_list_page


def make(ctx: Context) -> Iterator[HtmlPage]:
    entries = sorted(ctx.list_entries(Campaign), key=lambda e: (e.record.start, e.id))

    def make_groups() -> list[v.Group]:
        over = [e for e in entries if e.last_day < ctx.today]
        coming = [e for e in entries if e not in over]
        return [
            v.Group(name=ctx.t("group_coming"), cards=tuple(map(ctx.make_card, coming))),
            v.Group(name=ctx.t("group_past"), cards=tuple(map(ctx.make_card, reversed(over)))),
        ]

    yield make_list_page(ctx, "campaign", make_groups, (e.location for e in entries))
    for entry in entries:
        yield HtmlPage(
            ctx.path_for("campaign", entry.slug),
            "campaign",
            "campaign",
            ctx.lang,
            (entry.location,),
            partial(make_view, ctx, entry),
        )


def make_view(ctx: Context, e: Campaign) -> v.CampaignView:
    r = e.record
    return v.CampaignView(
        **ctx.make_entry_fields(e, [ctx.link_listing("campaign")]),
        label=r.class_,
        start=r.start,
        end=e.last_day,
        state=compute_state("confirmed", r.start, e.last_day, ctx.today, ctx.model.site.soon),
        theme=ctx.localize(r.theme),
        organisers=ctx.link_to_all("organisation", r.organisers),
        venue=ctx.link_to("venue", r.venue),
    )
