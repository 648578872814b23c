"""The plan of a site: every file that a build makes, listed as far as it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from . import feeds, pages
from .assets import Assets
from .calendars import Calendars
from .edition import Edition
from .feeds import headers, sitemap
from .feeds.offline import make_worker
from .moments import PageMoments
from .outputs import HtmlPage, Output, RawFile, ViewFile
from .pages.redirects import make_moved_file


class Plan(Mapping[str, Output]):
    """Site path -> output, in a fixed order. An output is planned when it, or one that comes after
    it, is asked for: a preview that shows a page need not plan the calendars."""

    def __init__(self, outputs: Iterable[Output]) -> None:
        self._coming = iter(outputs)
        self._planned: list[Output] = []
        self._by_path: dict[str, Output] = {}

    def __getitem__(self, path: str) -> Output:
        while path not in self._by_path and self._plan_next():
            pass
        return self._by_path[path]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(output.path for output in self.iterate_outputs()))

    def __len__(self) -> int:
        return len(set(self))

    def iterate_outputs(self) -> Iterator[Output]:
        """All outputs, even if several have one path, which is a mistake."""
        position = 0
        while position < len(self._planned) or self._plan_next():
            yield self._planned[position]
            position += 1

    def list_outputs(self) -> list[Output]:
        while self._plan_next():
            pass
        return self._planned.copy()

    def _plan_next(self) -> bool:
        """Whether there was another one."""
        output = next(self._coming, None)
        if output is None:
            return False
        self._planned.append(output)
        self._by_path.setdefault(output.path, output)
        return True


def plan_outputs(
    editions: Sequence[Edition],
    assets: Assets,
    calendars: Mapping[str, Calendars],
    editor_files: Sequence[Output] = (),
) -> Iterator[Output]:
    """All outputs, pages first. `calendars`: language -> its calendars; `editor_files`: those of
    the browser editor."""
    settings = editions[0].addresses.settings
    html = []
    for page in _plan_pages(editions):
        if page.kind in settings.pages:
            html.append(page)
            yield page
    yield from assets.outputs
    yield make_worker(editions, assets.static, has_editor=bool(editor_files))
    yield from editor_files
    for edition in editions:
        yield from make_moved_file(edition)
    for edition in editions:
        for output in _plan_feeds(edition, calendars[edition.lang]):
            if output.kind in settings.feeds:
                yield output
    languages, editor = editions[0].model.site.languages, editions[0].model.site.editor
    for file in (
        *sitemap.make(settings.base_url, languages, html, PageMoments(editions[0].agenda)),
        *headers.make(settings.base_url, languages, editor if editor_files else None),
    ):
        if file.kind in settings.feeds:
            yield file


def _plan_pages(editions: Sequence[Edition]) -> Iterator[HtmlPage]:
    for make in pages.MAKERS:
        for edition in editions:
            yield from make(edition)


def _plan_feeds(edition: Edition, calendars: Calendars) -> Iterator[RawFile | ViewFile]:
    yield from calendars.outputs
    for make in feeds.MAKERS:
        yield from make(edition)
