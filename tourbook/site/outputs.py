"""What a build makes: one output for each file, made from a view, from bytes or from a file.

Paths are site paths (`urls.py`). `sources` name the files that the output is about; they are
what a collision and `explain` can point at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from tourbook.common.problems import At, Problem, Say
from tourbook.sources.paths import SITE
from tourbook.views import View


class HtmlPage(NamedTuple):
    path: str
    kind: str
    """Page kind of site.yaml."""
    template: str
    lang: str
    sources: tuple[At, ...]
    view: Callable[[], View]


class Fault(NamedTuple):
    """Something that is wrong with a file that would be published, and how to mend it."""

    what: Say
    mend: Say


def _none(_: bytes) -> Iterable[Fault]:
    return ()


class RawFile(NamedTuple):
    """A feed or another file whose bytes are made at once."""

    path: str
    kind: str
    sources: tuple[At, ...]
    content: Callable[[], bytes]
    faults: Callable[[bytes], Iterable[Fault]] = _none
    """What is wrong with the bytes: then nothing is published."""

    def wrong(self, raw: bytes) -> Problem | None:
        """The first fault of the bytes, as an error."""
        fault = next(iter(self.faults(raw)), None)
        if fault is None:
            return None
        at = self.sources[0] if self.sources else At(SITE, line=1, column=1)
        return Problem(
            "feed",
            at,
            Say(f"/{self.path}：{fault.what.zh}", f"/{self.path}: {fault.what.en}"),
            fault.mend,
        )


class Sheet(NamedTuple):
    """A table to download; `write` makes its bytes from its view, only where they are due."""

    path: str
    kind: str
    sources: tuple[At, ...]
    view: Callable[[], View]
    write: Callable[[Any], bytes]


class Asset(NamedTuple):
    """A file that is published as it is; `source` is its path in the project and `digest` that of
    its bytes."""

    path: str
    kind: str
    sources: tuple[At, ...]
    source: str
    digest: bytes


Output = HtmlPage | RawFile | Sheet | Asset
