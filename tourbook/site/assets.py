"""Files that are published as they are: those of the theme, and those that records and texts
name; pictures in other sizes, too."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tourbook.common import urls
from tourbook.common.digests import compute_digest
from tourbook.common.problems import Diagnosis, Location, Message, Problems
from tourbook.formats.active_content import is_active
from tourbook.formats.minified import MINIFIER, is_minifiable, minify
from tourbook.formats.photographs import crop_for_previews, resize_picture
from tourbook.formats.picture_metadata import CLEANED_SUFFIXES, blank_private_metadata
from tourbook.model.attachments import Attachment
from tourbook.model.entries import Article, Entry
from tourbook.rendering.looks import get_accent, paint
from tourbook.rendering.theme import Theme
from tourbook.schedule.agenda import Agenda
from tourbook.schema.site_options import LookOptions
from tourbook.sources.paths import FOLDER_BY_KIND, SITE_FILE, get_folder, parse_content_path

from .outputs import Asset
from .published_files import PublishedFile

if TYPE_CHECKING:
    from tourbook.rendering.template_code import CodeMemory  # with Jinja

TEXT_DOCUMENT_SUFFIXES = (".docx", ".doc", ".wps", ".odt", ".rtf", ".txt", ".pages")
"""Endings of files in which a page may have been written that should be Markdown."""
MAX_LISTED_FILES = 5
MAX_UNUSED_FOLDERS = 10
"""Folders with unused files that are reported one by one."""


class Assets(NamedTuple):
    static: dict[str, str]
    """Name of a theme's static file -> site path."""
    pictures: dict[str, PublishedFile]
    """Each file under content/ that is published."""
    outputs: tuple[Asset, ...]
    active_files: frozenset[str]
    """Files under content/ that are never published."""


_ACTIVE_FILE = Diagnosis(
    Message(
        "这个文件不会发布：里面有浏览器会运行的内容，或者它是网页、脚本、日历",
        "this file is not published: it is a page, a script or a calendar, or a browser would run "
        "something in it",
    ),
    Message(
        "图片请用不带脚本的 SVG，或 PNG、JPEG、WebP；网页请写成 content/pages/ 里的 Markdown",
        "for pictures use SVG without scripts, PNG, JPEG or WebP; write pages as Markdown in "
        "content/pages/",
    ),
)


def plan_assets(
    agenda: Agenda,
    theme: Theme,
    digests: Mapping[str, bytes],
    texts: Mapping[str, bytes],
    problems: Problems,
    memory: CodeMemory,
) -> Assets:
    """Static files under names that hold their digest; attachments beside the page that they belong
    to. `texts` are the bytes of the files that are text; `memory` keeps what was minified."""
    static = list(_plan_static_files(theme, digests, get_accent(agenda.model.site), memory))
    finder = _AddressFinder(agenda, digests)
    active = frozenset(f for f in agenda.model.pictures if is_active(f, texts.get(f, b"")))
    for file in sorted(active):
        if finder.find_path(file):
            problems.add_warning("active-file", Location(file, line=1, column=1), *_ACTIVE_FILE)
    files = {}
    outputs = [asset for _, asset in static]
    for attachment in agenda.model.attachments:
        path = finder.find_path(attachment.file)
        if path is None or attachment.file in active:
            _report_unpublished_pictures(attachment, problems)
        elif _is_public(agenda, attachment):
            published_file = _describe_file(attachment, path)
            files[attachment.file] = published_file
            outputs += _plan_files(attachment, published_file, digests[attachment.file])
    paths = {name: asset.path for name, asset in static}
    return Assets(paths, files, tuple(outputs), active)


def _describe_file(attachment: Attachment, path: str) -> PublishedFile:
    """What is shown has a size; what is only to be downloaded is left as it is."""
    roles = {mention.role for mention in attachment.mentions}
    facts = attachment.facts
    if roles == {"link"}:
        return PublishedFile(path)
    focuses = (
        mention.subject.record.picture_focus
        for mention in attachment.mentions
        if mention.is_own_picture and isinstance(mention.subject, Entry)
    )
    return PublishedFile(path, facts.width, facts.height, next(focuses, ""), "map" in roles)


def _plan_files(
    attachment: Attachment, published_file: PublishedFile, digest: bytes
) -> Iterator[Asset]:
    """The file itself, and its renditions."""
    file, sources = attachment.file, (Location(attachment.file),)
    transform = blank_private_metadata if file.lower().endswith(CLEANED_SUFFIXES) else None
    kind = "map" if published_file.is_map else "picture"
    yield Asset(published_file.path, kind, sources, file, digest, transform)
    for width in published_file.widths:
        path, resize = published_file.name_rendition(width), partial(resize_picture, width=width)
        yield Asset(path, "rendition", sources, file, digest, resize)
    is_of_record = any(mention.is_own_picture for mention in attachment.mentions)
    if published_file.share_path and is_of_record:
        path = published_file.share_path
        crop = partial(crop_for_previews, focus=published_file.focal_point)
        yield Asset(path, "rendition", sources, file, digest, crop)


def _report_unpublished_pictures(attachment: Attachment, problems: Problems) -> None:
    """Report the records that have it as their picture; links in texts are checked with all
    others."""
    name = posixpath.basename(attachment.file)
    for mention in attachment.mentions:
        if mention.is_field:
            problems.add_error(
                "missing-picture",
                mention.location,
                Message(
                    f"图片 “{name}” 不会发布：它在草稿的文件夹里，或者浏览器会运行其中的内容",
                    f"the picture “{name}” is not published: it lies beside a draft, or a browser "
                    "would run something in it",
                ),
                Message("换一张图片，或删去这一行", "use another picture, or delete the line"),
            )


def _plan_static_files(
    theme: Theme, digests: Mapping[str, bytes], accent: str, memory: CodeMemory
) -> Iterator[tuple[str, Asset]]:
    """(name in the theme, file that is published)."""
    for name, file in sorted(theme.static.items()):
        digest = digests[file]
        transforms: list[Callable[[bytes], bytes]] = []
        if is_minifiable(name) and file.split("/")[1] not in theme.unminified:
            digest, transforms = compute_digest(digest, MINIFIER), [partial(_minify, name, memory)]
        if painter := paint(name, accent):
            digest, transforms = compute_digest(digest, accent.encode()), [*transforms, painter]
        transform = partial(_apply, transforms) if transforms else None
        path = _name_by_digest(name, digest)
        yield name, Asset(path, "static", (Location(file),), file, digests[file], transform)


def _minify(name: str, memory: CodeMemory, raw: bytes) -> bytes:
    """The library takes longer to load than to work."""
    key = compute_digest(MINIFIER, posixpath.splitext(name)[1].encode(), raw)
    if not (minified := memory.get(key)):
        minified = minify(raw, name)
        memory.set(key, minified)
    return minified


def _apply(transforms: Iterable[Callable[[bytes], bytes]], raw: bytes) -> bytes:
    for transform in transforms:
        raw = transform(raw)
    return raw


def _name_by_digest(name: str, digest: bytes) -> str:
    """The site path of a file that browsers may keep for good."""
    stem, ending = posixpath.splitext(name)
    return f"assets/{stem}.{digest.hex()[:10]}{ending}"


def _is_public(agenda: Agenda, attachment: Attachment) -> bool:
    """False for a file that only news of days to come name."""
    return not all(
        isinstance(mention.subject, Article) and not agenda.is_published(mention.subject)
        for mention in attachment.mentions
    )


class _AddressFinder:
    """Where the files under content/ are published: beside the page of their folder."""

    def __init__(self, agenda: Agenda, digests: Mapping[str, bytes]) -> None:
        self._folders = agenda.model.site.folders
        options = agenda.model.site.look or LookOptions()
        files = [f"{get_folder(SITE_FILE)}/{name}" for name in (options.logo, options.hero)]
        files += [placed_map.file for placed_map in agenda.model.list_maps()]
        self._site_pictures = {
            file: _name_by_digest(posixpath.basename(file), digests[file])
            for file in files
            if file in digests
        }
        self._bases: dict[str, str | None] = {
            get_folder(file): None
            for file in digests
            if (path := parse_content_path(file)) and path.is_bundle
        }
        """Folder -> site path of its page; None beside a draft."""
        for folder in FOLDER_BY_KIND.values():
            self._bases[f"content/{folder}"] = self._rename_folder(folder)
        for entry in agenda.model.entries:
            path = parse_content_path(entry.location.file)
            if path and path.is_bundle:
                self._bases[get_folder(entry.location.file)] = self._find_bundle_path(entry)

    def _rename_folder(self, folder: str) -> str:
        return self._folders.get(folder, folder)  # type: ignore[call-overload, no-any-return]

    def _find_bundle_path(self, entry: Entry) -> str:
        if entry.kind == "page":
            return entry.slug
        return f"{self._rename_folder(FOLDER_BY_KIND[entry.kind])}/{entry.slug}"

    def find_path(self, file: str) -> str | None:
        """The site path of a file; None in a folder that is not read, or beside a draft."""
        if file in self._site_pictures:
            return self._site_pictures[file]
        folder = get_folder(file)
        while folder and folder not in self._bases:
            folder = get_folder(folder)
        base = self._bases.get(folder)
        return None if base is None else urls.normalize_path(base + file.removeprefix(folder))


# ---- files that nothing uses -------------------------------------------------------------


def report_unused_files(agenda: Agenda, assets: Assets, problems: Problems) -> None:
    """One warning for each of the first folders, and one for all after them."""
    files_by_folder: dict[str, list[str]] = {}
    for file in _iterate_unused_files(agenda):
        if file in assets.active_files:  # it has a warning of its own
            continue
        files_by_folder.setdefault(get_folder(file), []).append(file)
    groups = list(files_by_folder.values())
    if len(groups) > MAX_UNUSED_FOLDERS:
        last_group = list(chain.from_iterable(groups[MAX_UNUSED_FOLDERS - 1 :]))
        groups[MAX_UNUSED_FOLDERS - 1 :] = [last_group]
    for files in groups:
        problems.add_warning(
            "unused-file", Location(files[0], line=1, column=1), *_describe_unused_files(files)
        )


def _iterate_unused_files(agenda: Agenda) -> Iterator[str]:
    """The files that no record and no text names, not even a draft, in the order of their names."""
    model = agenda.model
    used_files = {attachment.file for attachment in model.attachments}
    draft_folders = tuple(get_folder(d.file) + "/" for d in model.drafts if d.is_bundle)
    draft_text = "\n".join(text for draft in model.drafts for text in draft.texts)
    for file in sorted(model.pictures - used_files):
        if not file.startswith(draft_folders) and posixpath.basename(file) not in draft_text:
            yield file


def _describe_unused_files(files: list[str]) -> Diagnosis:
    if len(files) == 1:
        message = Message(
            "没有哪里用到这个文件，不会发布", "nothing uses this file, so it is not published"
        )
    else:
        folder = get_folder(files[0])
        names = [file.removeprefix(folder + "/") for file in files[:MAX_LISTED_FILES]]
        listed = Message("、".join(names), ", ".join(names))
        ellipsis = " …" if len(files) > MAX_LISTED_FILES else ""
        message = Message(
            f"没有哪里用到这 {len(files)} 个文件，不会发布：{listed.zh}{ellipsis}",
            f"nothing uses these {len(files)} files, so they are not published: "
            f"{listed.en}{ellipsis}",
        )
    if all(file.lower().endswith(TEXT_DOCUMENT_SUFFIXES) for file in files):
        return Diagnosis(
            message,
            Message(
                "若是网页的文字，写成 .md 文件；若给人下载，在正文里链接它，例如 [说明](文件名)；"
                "不用的移出 content/",
                "if it is the text of a page, write it as an .md file; if it is to be downloaded, "
                "link to it in a text, such as [Guide](guide.docx); else move it out of content/",
            ),
        )
    return Diagnosis(
        message,
        Message(
            "要发布，就在正文里链接它，例如 [说明](文件名)，图片也可写在 picture 一栏；"
            "不用的移出 content/",
            "to publish a file, link to it in a text, such as [Guide](guide.pdf), or name it in "
            "`picture`; move what is not for the site out of content/",
        ),
    )
