"""The day of the build as a style sheet, which every page shows and none contains.

If pages contained the day, all of them would change every day. Like this, one small file does: its
rule fills the element `as-of` of every page, with or without JavaScript, on any host and from a
disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common import l10n
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.views import View


class DayView(View, frozen=True, kw_only=True):
    date: str
    """As in 2026-11-29."""
    text: str
    """The same in words."""


def make(edition: Edition) -> Iterator[ViewFile]:
    path = edition.addresses.prefix + "day.css"
    yield ViewFile(path, "day", edition.lang, (), make_view, write)


def make_view(ctx: Context) -> DayView:
    today = ctx.agenda.today
    return DayView(date=today.isoformat(), text=l10n.format_date(ctx.lang, today))


def write(view: DayView) -> bytes:
    return (
        f':root {{ --day: "{view.date}"; }}\n.as-of:empty::after {{ content: "{view.text}"; }}\n'
    ).encode()
