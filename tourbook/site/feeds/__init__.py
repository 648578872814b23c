"""The files that are neither pages nor calendars: Atom, tables, QR codes, covers, sitemap, robots.
A new one is a module, listed in MAKERS."""

from collections.abc import Callable, Iterator

from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile

from . import (
    atom,
    changes,
    covers,
    day,
    downloads,
    near,
    offline,
    open_data,
    qrcodes,
    search,
    updates,
)

FeedMaker = Callable[[Edition], Iterator[ViewFile]]

MAKERS: tuple[FeedMaker, ...] = (
    qrcodes.make,
    changes.make,
    atom.make,
    updates.make,
    downloads.make,
    open_data.make,
    covers.make,
    day.make,
    search.make,
    offline.make,
    near.make,
)
"""Made once for each language; `sitemap` and `headers` are made once for the site instead."""
