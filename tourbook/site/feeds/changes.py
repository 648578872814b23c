"""The Atom feed of the changes (RFC 4287): who cannot wait for a calendar program subscribes to
it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tourbook.schedule.changes import ScheduleChange
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile

from .atom import AtomFeed, FeedItem, make_feed, write_feed
from .xml_faults import find_xml_faults

MAX_CHANGE_ITEMS = 100


def make(edition: Edition) -> Iterator[ViewFile]:
    path = edition.addresses.prefix + "changes.atom"
    yield ViewFile(
        path, "changes", edition.lang, (), make_changes_feed, write_feed, find_xml_faults
    )


def make_changes_feed(ctx: Context) -> AtomFeed:
    changes, prefix = ctx.agenda.changes[:MAX_CHANGE_ITEMS], ctx.addresses.prefix
    return make_feed(
        ctx,
        f"changes/{ctx.lang}",
        f"{ctx.site_name} · {ctx.language.t('changes')}",
        prefix + "changes.atom",
        prefix + "changes/",
        [make_feed_item(ctx, change) for change in changes],
    )


def make_feed_item(ctx: Context, change: ScheduleChange) -> FeedItem:
    t, history = ctx.language.t, change.stop.history
    origin = history.origin if history else change.stop.id
    moment = dt.datetime.fromtimestamp(change.changed_at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = " → ".join(
        version.format_dates(ctx.lang, ctx.model.site.timezone)
        for version in (change.previous_dates, change.new_dates)
        if version
    )
    replaced_name = ""
    if change.replaced_entry:
        name = ctx.language.localize(change.replaced_entry.name)
        replaced_name = t("event_was_" + change.kind, name=name)
    return FeedItem(
        f"change/{origin}/{change.local_id}/{ctx.lang}",
        f"{t('change_' + change.kind)}{t('colon')}{ctx.language.format_stop_name(change.stop)}"
        + "".join(f" {text}" for text in (dates, replaced_name) if text),
        ctx.addresses.path_for("stop", change.stop.slug),
        moment,
        moment,
    )
