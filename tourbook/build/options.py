"""What a build is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import compute_digest
from tourbook.common.problems import Message

from .workspace import Workspace

READING_PHASE = Message("读取", "reading")
CHECKING_PHASE = Message("检查", "checking")
MAKING_PHASE = Message("生成", "building")


class Shard(NamedTuple):
    """A part of a site that is made by a build of its own: one of `total`; numbers begin with 1."""

    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.number}/{self.total}"

    @property
    def folder_name(self) -> str:
        return f"{self.number}-of-{self.total}"

    def holds(self, name: str) -> bool:
        """Whether an output file is of this shard. That depends on its name only: a file that comes
        or goes moves no other from one shard to another."""
        number = int.from_bytes(compute_digest(name.encode())[:8], "big")
        return number % self.total == self.number - 1


def _ignore_progress(_phase: Message, _count: int, _total: int) -> None:
    pass


class BuildOptions(NamedTuple):
    root: Path
    output_folder: Path
    get_today: Callable[[str], dt.date]
    """The day in a time zone. A build never asks the clock itself."""
    base_url: str = ""
    include_drafts: bool = False
    strict: bool = False
    """Warnings count as errors."""
    jobs: int = 1
    shard: Shard | None = None
    """Only this part of the site is made."""
    on_progress: Callable[[Message, int, int], None] = _ignore_progress
    """Called now and then with the phase, the number of things done, and their total (0 if
    unknown)."""

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, self.output_folder)
