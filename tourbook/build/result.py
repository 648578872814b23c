"""What a build answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from tourbook.common.problems import Problem

from .manifest import Reason


@dataclass
class PublishResult:
    written_files: dict[str, Reason] = field(default_factory=dict)
    """Output file -> why."""
    kept_count: int = 0
    deleted_files: list[str] = field(default_factory=list)
    foreign_files: list[str] = field(default_factory=list)
    """Files in the output folder that are not of the site, if it is not known who made them."""


@dataclass
class BuildResult:
    problems: list[Problem]
    """With line and column, in the order of the files. If one is an error, nothing was written."""
    publish_result: PublishResult = field(default_factory=PublishResult)
    page_count: int = 0
    """HTML pages of the whole site, written or kept."""
    calendar_count: int = 0
    coming_articles: tuple[tuple[str, str], ...] = ()
    """(date, file) of the news of days to come, which is not published yet; the next first."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Source file -> its bytes, to show lines from."""
    seconds: float = 0

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.problems)
