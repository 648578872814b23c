"""Where a link or a picture in a text leads, and the check that it leads somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from urllib.parse import unquote

from tourbook.common import urls
from tourbook.common.patterns import compile_late
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import NO_HELP, Diagnosis, Location, Message, Problems
from tourbook.common.suggestions import Suggester, suggest_option
from tourbook.formats.markdown_html import (
    FRAME_IDS,
    ROOT_PLACEHOLDER,
    ConvertedMarkdown,
    escape_address,
    resolve_links,
)
from tourbook.model.entries import Entry
from tourbook.model.texts import MarkdownText
from tourbook.sources.paths import find_file_beside, get_folder

from .archive import RowAddress
from .body_pictures import describe_pictures
from .edition import Edition
from .language import Language
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


class TextRenderer:
    """Renders Markdown texts with their links resolved, in one language."""

    def __init__(self, language: Language, linker: Linker) -> None:
        self._language, self._linker = language, linker

    def render(self, text: str, file: str) -> str:
        """The HTML of a text that stands in a file."""
        if not text:
            return ""
        pictures: dict[str, PublishedFile] = {}

        def resolve_target(attribute: str, target: str) -> str:
            address = self._linker.resolve_link(target, file, self._language.code)
            picture = self._linker.find_picture(target, file) if attribute == "src" else None
            if picture:
                pictures[escape_address(address)] = picture
            return address

        html = resolve_links(self._language.convert(text), resolve_target)
        return describe_pictures(html, pictures)

    def list_addresses(self, text: str, file: str) -> list[tuple[str, PublishedFile | None]]:
        """Where the links of a text that stands in a file lead, and what its pictures are."""
        if not text:
            return []
        lang = self._language.code
        targets = [target for _, target in self._language.convert(text).targets]
        return [
            (self._linker.resolve_link(target, file, lang), self._linker.find_picture(target, file))
            for target in targets
        ]

    def render_body(self, entry: Entry) -> str:
        """The body of an entry; if it is in another language, within an element that says so."""
        body = self._language.find_body(entry)
        if body is None:
            return ""
        html = self.render(body.text, body.file)
        tag = self._language.find_body_tag(entry)
        return f'<div lang="{tag}">{html}</div>' if tag else html


def check_links(
    linker: Linker,
    texts: Iterable[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
    unreadable_names: set[str],
    edition: Edition,
    problems: Problems,
) -> None:
    """Report each link or picture that leads nowhere. `edition` is that of the default language.

    `unreadable_names` are those of records that have problems of their own: a link to one of them
    may be good.
    """
    anchors = _Anchors(edition, converted_texts)
    for text in texts:
        for attribute, target in converted_texts[text.text].targets:
            address = linker.find_address(target, text.location.file, text.language)
            if attribute == "src" and address and _is_page(address):
                address = None
            if address is None and not _list_names(target) & unreadable_names:
                location = text.location._replace(line=text.first_line, word=target)
                _report_broken_link(linker, attribute, target, location, problems)
            elif address in linker.row_addresses:
                continue
            elif address and (wrong := anchors.find_wrong_anchor(address, text.text)):
                location = text.location._replace(line=text.first_line, word=target)
                _report_wrong_anchor(*wrong, location, problems)


class _Anchors:
    """The places within pages that links can lead to."""

    def __init__(self, edition: Edition, converted_texts: Mapping[str, ConvertedMarkdown]) -> None:
        self._converted_texts = converted_texts
        self._texts: dict[str, str] = {}
        """Site path of the page of an entry -> its text."""
        for lang in edition.model.site.languages:
            prefix = "" if lang == edition.lang else lang + "/"
            for entry in edition.model.entries:
                bodies = entry.bodies
                body = bodies.get(lang) or bodies.get(edition.lang)
                body = body or next(iter(bodies.values()), None)
                path = prefix + edition.addresses.path_for(entry.kind, entry.slug)
                self._texts[path] = body.text if body else ""

    def find_wrong_anchor(self, address: str, text: str) -> tuple[str, tuple[str, ...]] | None:
        """(the anchor of an address in a text, those that there are) if it leads nowhere."""
        path, _, fragment = address.partition("#")
        anchor = unquote(fragment)
        if path and not path.startswith(ROOT_PLACEHOLDER):
            return None
        if not anchor or anchor in FRAME_IDS or anchor == "top":
            return None
        if path:
            path = unquote(path.removeprefix(ROOT_PLACEHOLDER))
            if path not in self._texts:
                return None
            text = self._texts[path]
        anchors = self._converted_texts[text].anchors if text else ()
        return None if anchor in anchors else (anchor, anchors)


def _report_wrong_anchor(
    anchor: str, anchors: tuple[str, ...], location: Location, problems: Problems
) -> None:
    help = suggest_option(anchor, anchors)
    if help == NO_HELP:
        help = Message(
            "写那一页里一个标题的文字，或删去 # 和后面的字",
            "write the words of a heading of that page, or delete the # and what follows it",
        )
    problems.add_error(
        "broken-anchor",
        location,
        Message(f"那一页里没有 “#{anchor}” 这一节", f"that page has no section “#{anchor}”"),
        help,
    )


def _is_page(address: str) -> bool:
    path = address.partition("#")[0]
    return path.startswith(ROOT_PLACEHOLDER) and path.endswith(("/", ROOT_PLACEHOLDER))


def _list_names(target: str) -> set[str]:
    """The names that a target goes through: "../venues/hall.md#top" -> venues, hall."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    return {part.partition(".")[0] for part in path.split("/")}


def _report_broken_link(
    linker: Linker, attribute: str, target: str, location: Location, problems: Problems
) -> None:
    if attribute == "src":
        code: ProblemCode = "broken-picture"
        message = Message(f"没有图片 “{target}”", f"there is no picture “{target}”")
        help = Message(
            "把图片放在同一个文件夹，写它的文件名",
            "put the picture into the same folder and write its name",
        )
    else:
        code = "broken-link"
        message = Message(
            f"链接的目标 “{target}” 不存在",
            f"the link leads to “{target}”, which does not exist",
        )
        help = Message(
            "写那一条内容的文件，例如 ../venues/x.md，或网站里的地址，例如 /venues/x/",
            "write the file of what you mean, such as ../venues/x.md, or an address of "
            "the site, such as /venues/x/",
        )
    hidden_page = linker.explain_hidden_page(target, location.file)
    if hidden_page:
        message, help = hidden_page
    else:
        help = linker.suggest_targets(target, location.file) or help
    problems.add_error(code, location, message, help)
