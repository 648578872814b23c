"""Exhibitions: the list and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.entries import Exhibition, Organisation
from tourbook.schedule.agenda import Agenda
from tourbook.schema.fields import CopyRecord
from tourbook.schema.loans import LoanRecord
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.free_windows import encode_windows, find_free_windows
from tourbook.site.outputs import HtmlPage
from tourbook.site.updates import find_updates_path
from tourbook.site.view_parts import make_measures
from tourbook.site.ways import make_way

from .listing import list_trip_inputs, make_card_group, make_entry_pages, make_list_pages


def make(edition: Edition) -> Iterator[HtmlPage]:
    entries = edition.model.entries.list_by_id(Exhibition)
    yield from make_list_pages(
        edition,
        "exhibition",
        lambda ctx: [make_card_group(ctx, entries)],
        (e.location for e in entries),
        len(entries),
    )
    yield from make_entry_pages(edition, entries, make_view, list_inputs)


def list_inputs(ctx: Context, e: Exhibition) -> Iterator[bytes]:
    """When its copies are free, its tours, what its parts still have, and whether it has a feed."""
    for copy in e.record.copies:
        yield from encode_windows(find_free_windows(ctx.agenda, e.id, copy.id), copy.id)
    yield from list_trip_inputs(ctx, "exhibition", e.id)
    counts = [ctx.agenda.count_remaining(e.kind, part.id) for part in list_parts(ctx.agenda, e)]
    yield encode_canonical([counts, find_updates_path(ctx, e.kind, e.id, e.slug)])


def list_parts(agenda: Agenda, series: Exhibition) -> list[Exhibition]:
    """The exhibitions of a series."""
    return _map_parts(agenda).get(series.id, [])


@memoize_by_owner
def _map_parts(agenda: Agenda) -> dict[str, list[Exhibition]]:
    entries = agenda.model.entries
    parts: dict[str, list[Exhibition]] = {}
    for exhibition in entries.list_by_id(Exhibition):
        series = entries.find(Exhibition, exhibition.record.series)
        if series:
            parts.setdefault(series.id, []).append(exhibition)
    return parts


def make_view(ctx: Context, e: Exhibition) -> v.ExhibitionView:
    r = e.record
    lender = ctx.model.entries.find(Organisation, r.lender)
    series = ctx.presenter.link_to("exhibition", r.series)
    return v.ExhibitionView(
        **ctx.frame.make_entry_fields(
            e, [ctx.presenter.link_listing("exhibition"), *([series] if series else [])]
        ),
        updates=find_updates_path(ctx, e.kind, e.id, e.slug),
        stops=ctx.presenter.make_stop_list(e.kind, e.id, e.slug),
        series=series,
        parts=tuple(map(ctx.presenter.make_card, list_parts(ctx.agenda, e))),
        organisers=ctx.presenter.link_to_all("organisation", r.organisers),
        lender=ctx.presenter.link_to("organisation", r.lender),
        lender_contact=ctx.presenter.make_contact(lender.record.contact) if lender else None,
        ages=r.ages,
        languages_shown=tuple(r.languages),
        duration=r.duration,
        copies=tuple(make_copy(ctx, e, copy) for copy in r.copies),
        measures=make_measures(r.logistics),
        logistics_note=ctx.language.localize(r.logistics.note) if r.logistics else "",
        loans=tuple(make_loan(ctx, loan) for loan in r.loans),
        zones=ctx.presenter.make_zones(e),
        tours=tuple(map(ctx.presenter.make_trip_card, ctx.agenda.list_trips("exhibition", e.id))),
    )


def make_loan(ctx: Context, loan: LoanRecord) -> v.Loan:
    localize = ctx.language.localize
    least, _, most = loan.weeks.partition("-")
    is_limited = bool(least) and not least.endswith("+")
    return v.Loan(
        kind=loan.kind,
        free=loan.free,
        fee=localize(loan.fee),
        least_weeks=int(least.removesuffix("+")) if least else None,
        most_weeks=int(most or least) if is_limited else None,
        needs=localize(loan.needs),
    )


def make_copy(ctx: Context, e: Exhibition, copy: CopyRecord) -> v.Copy:
    """A copy with its way; called-off stops have no place on it."""
    stops = [
        s
        for s in ctx.agenda.list_stops("exhibition", e.id)
        if s.exhibition is e and s.copy and s.copy.id == copy.id and s.spans and s.takes_place
    ]
    calendar = (
        f"{ctx.addresses.path_for('exhibition', e.slug)}copies/{copy.id}.ics"
        if "copy" in ctx.addresses.settings.feeds
        else ""
    )
    return v.Copy(
        id=copy.id,
        name=ctx.presenter.name_copy(copy),
        home=ctx.presenter.link_to("organisation", copy.home),
        way=make_way(ctx, stops, find_free_windows(ctx.agenda, e.id, copy.id)),
        calendar=calendar,
    )
