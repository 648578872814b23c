"""Where a link or a picture in a text leads."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from tourbook.common import urls
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message
from tourbook.common.suggestions import Suggester
from tourbook.formats.markdown_html import (
    ROOT_PLACEHOLDER,
)
from tourbook.sources.paths import find_file_beside, get_folder

from .archive import RowAddress
from .edition import Edition
from .published_files import PublishedFile

_SCHEME = compile_late(r"[A-Za-z][A-Za-z0-9+.-]*:(?!.*\.md(?:$|[?#]))")
"""The start of a URL (RFC 3986, 3.1). What leads to a Markdown file is none: `note:1.md`."""


class Linker:
    """Resolves targets as authors write them: to files beside a text, to addresses of the site, to
    other sites."""

    def __init__(
        self,
        pages: Mapping[str, str],
        pictures: Mapping[str, PublishedFile],
        paths: Collection[str],
        default_language: str,
        files: Collection[str],
        hidden_pages: Mapping[str, Diagnosis],
        rows: Mapping[str, RowAddress],
    ) -> None:
        """`pages`: Markdown file -> site path of its page in the default language; `pictures`:
        the files that are published; `paths`: every site path of the build; `files`: what an author
        may have meant, published or not; `hidden_pages`: Markdown file -> why it has no page;
        `rows`: site path of a stop that has no page of its own any more -> its row."""
        self.pages, self.pictures, self.paths = pages, pictures, paths
        self.default_language, self._files = default_language, files
        self._hidden_pages, self._rows = hidden_pages, rows
        self._suggester = Suggester()

    def resolve_link(self, target: str, file: str, lang: str) -> str:
        """The address that a target leads to, site paths behind ROOT_PLACEHOLDER; "#" if it leads
        nowhere (a problem already)."""
        return self.find_address(target, file, lang) or "#"

    def find_address(self, target: str, file: str, lang: str) -> str | None:
        """The address that a target leads to, or None."""
        if picture := find_file_beside(target, file, self.pictures):
            source, fragment = picture
            return ROOT_PLACEHOLDER + urls.encode_path(self.pictures[source].path) + fragment
        if target.startswith(("#", "//")) or _SCHEME.match(target):
            return target
        if page := find_file_beside(target, file, self.pages):
            source, fragment = page
            site_path = self._find_site_path(self.pages[source], lang)
        else:
            path, mark, anchor = target.partition("#")
            path, fragment = urls.normalize_path(unquote(path.partition("?")[0])), mark + anchor
            is_from_root = path.startswith("/")
            site_path = self._find_site_path(path.lstrip("/"), lang) if is_from_root else None
        if site_path is None:
            return None
        if row := self._rows.get(site_path):
            return _format_row_address(row)
        return ROOT_PLACEHOLDER + urls.encode_path(site_path) + fragment

    def find_picture(self, target: str, file: str) -> PublishedFile | None:
        """The file beside a text that a target names."""
        match = find_file_beside(target, file, self.pictures)
        return self.pictures[match[0]] if match else None

    @cached_property
    def row_addresses(self) -> frozenset[str]:
        """What `find_address` gives for stops without a page."""
        return frozenset(map(_format_row_address, self._rows.values()))

    def _find_site_path(self, path: str, lang: str) -> str | None:
        """The path as the site has it: in the language if possible, with a slash if needed."""
        candidates = [path] if not path or path.endswith("/") else [path, path + "/"]
        for candidate in candidates:
            translated = candidate if lang == self.default_language else f"{lang}/{candidate}"
            for site_path in (translated, candidate):
                if site_path in self._rows or site_path in self.paths:
                    return site_path
        return None

    def explain_hidden_page(self, target: str, file: str) -> Diagnosis | None:
        """Why a target that leads to a Markdown file leads to no page; None if it should."""
        page = find_file_beside(target, file, self._hidden_pages)
        return self._hidden_pages[page[0]] if page else None

    def suggest_targets(self, target: str, file: str) -> Message:
        """What the author may have meant; nothing if there are too many such targets."""
        folder = get_folder(file)

        def list_targets() -> list[str]:
            if target.startswith("/"):
                return ["/" + path for path in self.paths]
            return [posixpath.relpath(p, folder) for p in (*self.pages, *self._files)]

        return self._suggester.suggest(target, folder, list_targets, max_listed=0)


def _format_row_address(row: RowAddress) -> str:
    return f"{ROOT_PLACEHOLDER}{urls.encode_path(row.path)}#{urls.encode_path(row.anchor)}"


def make_linker(
    editions: Sequence[Edition], pictures: Mapping[str, PublishedFile], paths: Collection[str]
) -> Linker:
    """The linker of a site."""
    edition = editions[0]
    pages = {
        file: edition.addresses.path_for(e.kind, e.slug)
        for e in edition.model.entries
        for file in e.files
    }
    files = sorted(edition.model.pictures)
    rows = {path: row for e in editions for path, row in e.archive.iterate_moved_paths()}
    hidden_pages = dict(_iterate_hidden_pages(edition))
    return Linker(pages, pictures, paths, edition.lang, files, hidden_pages, rows)


def _iterate_hidden_pages(edition: Edition) -> Iterator[tuple[str, Diagnosis]]:
    for draft in edition.model.drafts:
        yield (
            draft.file,
            Diagnosis(
                Message(
                    "链接的目标是草稿，还没有网页",
                    "the link leads to a draft, which has no page yet",
                ),
                Message(
                    f"发布时删去 {draft.file} 里的 draft: true，或先删去这个链接",
                    f"delete draft: true in {draft.file}, or this link until then",
                ),
            ),
        )
    for article in edition.agenda.coming_articles:
        day = article.record.date
        diagnosis = Diagnosis(
            Message(
                f"链接的目标要到 {day} 才发布",
                f"the link leads to news that is not published before {day}",
            ),
            Message(
                "到那天再加这个链接，或改那条新闻的 date",
                "add this link on that day, or correct the `date` of the news",
            ),
        )
        yield from ((file, diagnosis) for file in article.files)
