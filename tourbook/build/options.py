"""What a build is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tourbook.common.problems import Message

from .workspace import Workspace

READING_PHASE = Message("读取", "reading")
CHECKING_PHASE = Message("检查", "checking")
MAKING_PHASE = Message("生成", "building")


def _ignore_progress(_phase: Message, _count: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class BuildOptions:
    root: Path
    output_folder: Path
    get_today: Callable[[str], dt.date]
    """The day in a time zone. A build never asks the clock itself."""
    base_url: str = ""
    include_drafts: bool = False
    strict: bool = False
    """Warnings count as errors."""
    jobs: int = 1
    on_progress: Callable[[Message, int, int], None] = _ignore_progress
    """Called now and then with the phase, the number of things done, and their total (0 if
    unknown)."""

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root, self.output_folder)
