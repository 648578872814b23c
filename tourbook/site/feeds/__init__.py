"""The files that are not pages: calendars, Atom, sitemap, robots. A new one is a module, listed in
MAKERS."""

from collections.abc import Callable, Iterator

from tourbook.site.calendars import catalogue, crew
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile, ViewFile

from . import atom, changes, downloads, qrcodes

FeedMaker = Callable[[Context], Iterator[RawFile] | Iterator[ViewFile]]

MAKERS: tuple[FeedMaker, ...] = (
    catalogue.make,
    crew.make,
    qrcodes.make,
    changes.make,
    atom.make,
    downloads.make,
)
"""Made once for each language; `sitemap` and `headers` are made once for the site instead."""
