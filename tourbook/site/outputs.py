"""What a build makes: one output for each file, made from a view, from bytes or from a file.

Paths are site paths (`common/urls.py`). `sources` are the places that the output is about, which a
collision and `explain` point at. An output knows its path at once, and makes its content later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tourbook.common.problems import Location, Message, Problem
from tourbook.schedule.membership import Membership
from tourbook.sources.paths import SITE_FILE_START
from tourbook.views import View

from .context import Context
from .moments import Subject


class HtmlPage(NamedTuple):
    path: str
    kind: str
    """Page kind of site.yaml."""
    template: str
    lang: str
    sources: tuple[Location, ...]
    make_view: Callable[[Context], View]
    """Makes the view with the context of the page's language."""
    is_translated: bool = True
    """False if its text is in another language."""
    subject: Subject | None = None
    """What it is about, if that is one record."""
    is_empty: bool = False
    """True for a list without anything in it."""
    shows_calendars: bool = False
    """Whether its view depends on what calendars hold."""
    target: str = ""
    """Where a page of kind `redirect` leads: an address within the site, percent-encoded."""
    list_inputs: Callable[[Context], Iterable[bytes]] | None = None
    """Lists digests of all that the view is made from; None: only the view itself can tell whether
    it is the same as in the last build."""
    shown_lists: tuple[Membership, ...] | None = None
    """The lists of stops whose trips it may show; None if it may show any."""


class Fault(NamedTuple):
    """Something that is wrong with a file that would be published, and how to fix it."""

    message: Message
    help: Message


def _find_no_faults(_: bytes) -> Iterable[Fault]:
    return ()


class RawFile(NamedTuple):
    """A calendar or another file whose bytes are made at once."""

    path: str
    kind: str
    sources: tuple[Location, ...]
    make_content: Callable[[], bytes]
    find_faults: Callable[[bytes], Iterable[Fault]] = _find_no_faults
    """Finds what is wrong with the bytes; if anything is, nothing is published."""
    list_inputs: Callable[[], Iterable[bytes]] | None = None
    """As in `HtmlPage`, of the bytes."""
    shown_lists: tuple[Membership, ...] | None = None
    """As in `HtmlPage`."""


class ViewFile(NamedTuple):
    """A file that is made from a view without a template: a table, an Atom feed, a QR code."""

    path: str
    kind: str
    lang: str
    sources: tuple[Location, ...]
    make_view: Callable[[Context], View]
    write: Callable[[Any], bytes]
    """Makes the bytes from the view; called only if the file is due."""
    find_faults: Callable[[bytes], Iterable[Fault]] = _find_no_faults
    """As in `RawFile`."""
    list_inputs: Callable[[Context], Iterable[bytes]] | None = None
    """As in `HtmlPage`."""
    shown_lists: tuple[Membership, ...] | None = None
    """As in `HtmlPage`."""


def find_problem(output: RawFile | ViewFile, raw: bytes) -> Problem | None:
    """The first fault of the bytes of an output, as an error."""
    fault = next(iter(output.find_faults(raw)), None)
    if fault is None:
        return None
    at = output.sources[0] if output.sources else SITE_FILE_START
    return Problem(
        "feed",
        at,
        Message(f"/{output.path}：{fault.message.zh}", f"/{output.path}: {fault.message.en}"),
        fault.help,
    )


class Asset(NamedTuple):
    """A file that is published as it is, but for what `transform` does to its bytes; `source` is
    its path in the project and `digest` that of its bytes. `transform` raises PictureError if they
    are no picture."""

    path: str
    kind: str
    sources: tuple[Location, ...]
    source: str
    digest: bytes
    transform: Callable[[bytes], bytes] | None = None


Output = HtmlPage | RawFile | ViewFile | Asset
