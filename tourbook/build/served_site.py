"""The site that a preview serves: outputs are made when they are asked for, and kept until the next
change."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from tourbook.common.problems import Problem
from tourbook.formats.photographs import PictureError
from tourbook.schedule.agenda import Agenda
from tourbook.site.drafts import iterate_draft_paths
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile
from tourbook.sources.paths import parse_content_path
from tourbook.sources.snapshot import Snapshot

from .freshness import make_source
from .pipeline import PreparedBuild
from .staging import OutputError, make_bytes


class Answer(NamedTuple):
    """What there is at an address."""

    path: str
    """Site path."""
    content: bytes
    is_whole: bool = True
    """False if a template failed on it: then it is the last good page, or empty."""


class ServedSite:
    def __init__(self, prepared: PreparedBuild, last: ServedSite | None) -> None:
        """`last` is the site before the change."""
        self._prepared = prepared
        self._contents: dict[str, bytes] = {}
        """Site path -> bytes, of what was asked for."""
        self._former_contents: dict[str, bytes] = {}
        """The same, as it was at last before the change."""
        self._assets = {asset.path: asset for asset in prepared.assets.outputs}
        """Site path -> what is published as it is."""
        self._static_files: dict[str, Asset] = {}
        """Those of the theme, at the addresses of now and before: pages that are open go on to use
        these."""
        if last:
            self._former_contents = last._former_contents | last._contents
            self._static_files = dict(last._static_files)
        self._static_files |= {p: a for p, a in self._assets.items() if a.kind == "static"}
        self.failures: dict[str, Problem] = {}
        """Site path -> why it could not be made."""

    @property
    def agenda(self) -> Agenda:
        return self._prepared.find_context("").agenda

    def list_drafts(self) -> list[str]:
        """Site paths of the pages that a build leaves out: drafts, and news of days to come."""
        contexts = self._prepared.job.contexts.values()
        return [path for context in contexts for path in iterate_draft_paths(context) if path]

    def find_page_of(self, file: str) -> str | None:
        """The address of the page of the record, or of the first one, in a source file."""
        path = self.find_path_of(file)
        return self._prepared.find_context("").addresses.make_absolute(path) if path else None

    def find_path_of(self, file: str) -> str | None:
        """The site path of that page; of a translation, that in its language."""
        content_path = parse_content_path(file)
        context = self._prepared.find_context(content_path.language if content_path else "")
        model, addresses = context.agenda.model, context.addresses
        paths = (
            *(("tour", t.slug) for t in model.trips.values() if t.location.file == file),
            *((entry.kind, entry.slug) for entry in model.entries if file in entry.files),
        )
        return next((addresses.url_for(*path) for path in paths), "") or None

    def read_asset(self, path: str, snapshot: Snapshot) -> Answer | None:
        """What is published as it is at a site path."""
        asset = self._static_files.get(path) or self._assets.get(path)
        if asset:
            with suppress(OSError, PictureError):  # gone, which the next look sees, or damaged
                raw = snapshot.read(asset.source)
                return Answer(path, asset.transform(raw) if asset.transform else raw)
        return None

    def find(self, path: str) -> Answer | None:
        """What is made for a site path, or for the name of its file."""
        output = self._find_output(path)
        return None if output is None or isinstance(output, Asset) else self._make_answer(output)

    def _find_output(self, path: str) -> Output | None:
        folder, _, name = path.rpartition("/")
        if name == "index.html":
            page = self._prepared.published.get(f"{folder}/" if folder else "")
            if page:
                return page
        return self._prepared.published.get(path)

    def _make_answer(self, output: HtmlPage | RawFile | ViewFile) -> Answer:
        path, job = output.path, self._prepared.job
        if path not in self._contents:
            try:
                self._contents[path] = make_bytes(job, output, make_source(job, output))
                self.failures.pop(path, None)
            except OutputError as e:
                self.failures[path] = e.problem
                return Answer(path, self._former_contents.get(path, b""), is_whole=False)
        return Answer(path, self._contents[path])
