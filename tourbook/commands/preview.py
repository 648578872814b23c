"""A preview: a live site, what is told of it, and to whom.

`preview_server` answers with it, `watching` tells it of changes of files. Nothing that goes wrong
ends it: an error of Tourbook's own is shown as those of the project are.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tourbook.build.live import Change, LiveSite
from tourbook.build.served_site import Answer
from tourbook.common.problems import Message, Problem

from .overlay import describe_status

IDLE_SECONDS = 0.3
"""Checks follow when nothing was asked for so long."""
CLOCK_SECONDS = 5
"""How often to look whether a day is over."""


class Listeners(NamedTuple):
    """Who is told what."""

    tell_browsers: Callable[[Change], None]
    print_change: Callable[[Change, float], None]
    """Told of each change, with the seconds until pages could follow it."""
    print_problems: Callable[[list[Problem]], None]
    """Told of all problems, once they are known."""
    report_crash: Callable[[Exception], Message]
    """Told of an error of Tourbook's own; says what there is to say of it."""


class Preview:
    def __init__(self, site: LiveSite, lang: str, listeners: Listeners) -> None:
        self.site, self._lang, self._listeners = site, lang, listeners
        self._crash: Message | None = None
        """Of the last look."""
        self._started_at = time.time_ns()
        self._asked_at = 0.0
        self._checking: asyncio.Task[None] | None = None

    @property
    def version(self) -> str:
        """Pages of another version are to be loaded again."""
        return f"{self._started_at}-{self.site.number}"

    def get_status(self) -> dict[str, Any]:
        """What is laid over the pages."""
        status = describe_status(self.site.problems, self.site.texts, self._crash, self._lang)
        return {"version": self.version, "drafts": self.site.list_drafts(), **status}

    # ---- answers -------------------------------------------------------------------------

    def find(self, path: str) -> Answer | None:
        """What is at a site path; None if nothing is, and nothing whole after an error."""
        self._asked_at = time.monotonic()
        answer: Answer | None = Answer(path, b"", is_whole=False)
        with self._go_on():
            answer = self.site.find(path)
        if self.site.is_checked and answer and not answer.is_whole:
            self._listeners.print_problems(self.site.problems)
        return answer

    def find_missing_page(self, path: str) -> Answer:
        """The page that says that there is nothing, in the language of the address."""
        language, slash, _ = path.partition("/")
        own_page = self.find(f"{language}/404.html") if slash else None
        return own_page or self.find("404.html") or Answer("404.html", b"")

    # ---- changes -------------------------------------------------------------------------

    def start(self) -> None:
        """Plan the site for the first time."""
        with self._go_on():
            self.site.plan()

    def follow(self) -> None:
        """Look whether anything has changed, and tell the browsers."""
        start, change = time.perf_counter(), Change.PROBLEMS
        last_crash, self._crash = self._crash, None
        with self._go_on():
            change = self.site.refresh()
        if change == Change.NOTHING:
            self._crash = last_crash
            return
        self._listeners.tell_browsers(change)
        self._listeners.print_change(change, time.perf_counter() - start)
        self.check_when_idle()

    async def follow_clock(self) -> None:
        """See to what no file tells: a new day, a commit."""
        while True:
            await asyncio.sleep(CLOCK_SECONDS)
            if self.site.is_outdated():
                self.follow()

    def check_when_idle(self) -> None:
        """Find the rest of the problems when there is time: browsers that were told of a change ask
        for their pages first."""
        self._asked_at = time.monotonic()
        if self._checking:
            self._checking.cancel()
        self._checking = asyncio.create_task(self._check())

    async def _check(self) -> None:
        while (wait := self._asked_at + IDLE_SECONDS - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        with self._go_on():
            for _ in self.site.iterate_checks():
                await asyncio.sleep(0)  # what was asked for meanwhile comes first
        self._listeners.tell_browsers(Change.PROBLEMS)
        self._listeners.print_problems(self.site.problems)

    @contextmanager
    def _go_on(self) -> Iterator[None]:
        """Whatever goes wrong in the block is reported, and shown in its turn."""
        try:
            yield
        except Exception as e:
            self._crash = self._listeners.report_crash(e)
