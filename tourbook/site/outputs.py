"""What a build makes: one output for each file, made from a view, from bytes or from a file.

Paths are site paths (`urls.py`). `sources` name the files that the output is about; they are
what a collision and `explain` can point at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tourbook.common.problems import Location, Message, Problem
from tourbook.sources.paths import SITE_FILE
from tourbook.views import View


class HtmlPage(NamedTuple):
    path: str
    kind: str
    """Page kind of site.yaml."""
    template: str
    lang: str
    sources: tuple[Location, ...]
    make_view: Callable[[], View]


class Fault(NamedTuple):
    """Something that is wrong with a file that would be published, and how to mend it."""

    message: Message
    help: Message


def _find_no_faults(_: bytes) -> Iterable[Fault]:
    return ()


class RawFile(NamedTuple):
    """A feed or another file whose bytes are made at once."""

    path: str
    kind: str
    sources: tuple[Location, ...]
    make_content: Callable[[], bytes]
    find_faults: Callable[[bytes], Iterable[Fault]] = _find_no_faults
    """What is wrong with the bytes: then nothing is published."""

    def find_problem(self, raw: bytes) -> Problem | None:
        """The first fault of the bytes, as an error."""
        fault = next(iter(self.find_faults(raw)), None)
        if fault is None:
            return None
        at = self.sources[0] if self.sources else Location(SITE_FILE, line=1, column=1)
        return Problem(
            "feed",
            at,
            Message(f"/{self.path}：{fault.message.zh}", f"/{self.path}: {fault.message.en}"),
            fault.help,
        )


class ViewFile(NamedTuple):
    """A table to download; `write` makes its bytes from its view, only where they are due."""

    path: str
    kind: str
    sources: tuple[Location, ...]
    make_view: Callable[[], View]
    write: Callable[[Any], bytes]


class Asset(NamedTuple):
    """A file that is published as it is; `source` is its path in the project and `digest` that of
    its bytes."""

    path: str
    kind: str
    sources: tuple[Location, ...]
    source: str
    digest: bytes


Output = HtmlPage | RawFile | ViewFile | Asset
