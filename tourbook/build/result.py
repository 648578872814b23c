"""What a build answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tourbook.common.problems import Problem

if TYPE_CHECKING:
    from .manifest import Manifest, Reason


class PublishResult(NamedTuple):
    written_files: dict[str, Reason] = {}
    """Output file -> why."""
    kept_count: int = 0
    deleted_files: list[str] = []
    foreign_files: list[str] = []
    """Files in the output folder that are not of the site, if it is not known who made them."""
    manifest: Manifest | None = None
    """What the next build will know of this one; None if nothing was published."""


class BuildResult(NamedTuple):
    problems: list[Problem]
    """With line and column, in the order of the files. If one is an error, nothing was written."""
    publish_result: PublishResult = PublishResult()
    page_count: int = 0
    """HTML pages of the whole site, written or kept."""
    calendar_count: int = 0
    coming_articles: tuple[tuple[str, str], ...] = ()
    """(date, file) of the news of days to come, which is not published yet; the next first."""
    texts: Mapping[str, bytes] = {}
    """Source file -> its bytes, to show lines from."""
    seconds: float = 0
    manifest_measure: tuple[int, int] = (-1, -1)
    """(size, mtime in ns) of the file of the manifest when the build ended."""

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.problems)
