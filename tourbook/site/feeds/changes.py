"""The Atom feed of the changes (RFC 4287): who cannot wait for a calendar program subscribes to
it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tourbook.common import urls
from tourbook.schedule.changes import Change, changes
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile

from .atom import Atom, Item

LATEST = 100


def make(c: Context) -> Iterator[RawFile]:
    yield RawFile(c.prefix + "changes.atom", "changes", (), lambda: feed(c))


def feed(c: Context) -> bytes:
    found = changes(c.index)[:LATEST]
    items = [item(c, one) for one in found]
    title = f"{c.site.name} · {c.t('changes')}"
    return Atom(c).feed(
        f"changes/{c.lang}", title, c.prefix + "changes.atom", c.prefix + "changes/", items
    )


def item(c: Context, one: Change) -> Item:
    moment = dt.datetime.fromtimestamp(one.at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = " → ".join(when.said(c.lang) for when in (one.was, one.then) if when)
    thing = c.t("event_was_" + one.kind, name=c.text(one.thing.name)) if one.thing else ""
    life = one.stop.life
    return Item(
        f"change/{life.origin if life else one.stop.id}/{one.name}/{c.lang}",
        f"{c.t('change_' + one.kind)}{c.t('colon')}{c.stop_name(one.stop)}"
        + "".join(f" {x}" for x in (dates, thing) if x),
        urls.encoded(c.path("stop", one.stop.slug)),
        moment,
        moment,
    )
