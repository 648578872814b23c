"""The Atom feed of the changes (RFC 4287): who cannot wait for a calendar program subscribes to
it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tourbook.common import urls
from tourbook.schedule.changes import ScheduleChange, list_changes
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile

from .atom import AtomWriter, FeedItem

MAX_CHANGE_ITEMS = 100


def make(ctx: Context) -> Iterator[RawFile]:
    yield RawFile(ctx.prefix + "changes.atom", "changes", (), lambda: write_changes_feed(ctx))


def write_changes_feed(ctx: Context) -> bytes:
    found = list_changes(ctx.index)[:MAX_CHANGE_ITEMS]
    items = [make_feed_item(ctx, one) for one in found]
    title = f"{ctx.site.name} · {ctx.t('changes')}"
    return AtomWriter(ctx).write_feed(
        f"changes/{ctx.lang}", title, ctx.prefix + "changes.atom", ctx.prefix + "changes/", items
    )


def make_feed_item(ctx: Context, change: ScheduleChange) -> FeedItem:
    moment = dt.datetime.fromtimestamp(change.changed_at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = " → ".join(
        when.format_dates(ctx.lang) for when in (change.previous_dates, change.new_dates) if when
    )
    thing = (
        ctx.t("event_was_" + change.kind, name=ctx.localize(change.replaced_entry.name))
        if change.replaced_entry
        else ""
    )
    life = change.stop.history
    return FeedItem(
        f"change/{life.origin if life else change.stop.id}/{change.local_id}/{ctx.lang}",
        f"{ctx.t('change_' + change.kind)}{ctx.t('colon')}{ctx.format_stop_name(change.stop)}"
        + "".join(f" {x}" for x in (dates, thing) if x),
        urls.encode_path(ctx.path_for("stop", change.stop.slug)),
        moment,
        moment,
    )
