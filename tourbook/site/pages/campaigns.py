"""Theme days, weeks, contests and campaigns: the list by class and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.dates import SpanState, compute_state
from tourbook.model.entries import Campaign
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

from .listing import make_card_group, make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = sorted(edition.model.entries[Campaign].values(), key=lambda e: (e.record.start, e.id))

    def make_groups(ctx: Context) -> list[v.Group]:
        over = [e for e in entries if e.last_day < ctx.agenda.today]
        coming = [e for e in entries if e not in over]
        return [
            make_card_group(ctx, coming, ctx.language.t("group_coming")),
            make_card_group(ctx, reversed(over), ctx.language.t("group_past")),
        ]

    sources = (e.location for e in entries)
    yield from make_list_pages(edition, "campaign", make_groups, sources, len(entries))
    yield from make_entry_pages(edition, entries, make_view, list_inputs)


def compute_campaign_state(ctx: Context, e: Campaign) -> SpanState:
    today, soon = ctx.agenda.today, ctx.model.site.soon
    return compute_state("confirmed", e.record.start, e.last_day, today, soon)


def list_inputs(ctx: Context, e: Campaign) -> Iterator[bytes]:
    """How it stands on the day."""
    yield encode_canonical(compute_campaign_state(ctx, e))


def make_view(ctx: Context, e: Campaign) -> v.CampaignView:
    r = e.record
    return v.CampaignView(
        **ctx.frame.make_entry_fields(e, [ctx.presenter.link_listing("campaign")]),
        stops=ctx.presenter.make_stop_list(e.kind, e.id, e.slug),
        label=r.class_,
        start=r.start,
        end=e.last_day,
        state=compute_campaign_state(ctx, e),
        theme=ctx.language.localize(r.theme),
        organisers=ctx.presenter.link_to_all("organisation", r.organisers),
        venue=ctx.presenter.link_to("venue", r.venue),
    )
