"""Where records and texts name files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tourbook.common.problems import Location
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.sources.paths import SITE_FILE, find_file_beside, get_folder

from .attachments import Mention, Role
from .model import Model
from .texts import MarkdownText


def find_mentions(
    model: Model,
    texts: Iterable[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
) -> dict[str, list[Mention]]:
    """File under content/ -> where it is named; in the order of the names."""
    mentions: dict[str, list[Mention]] = {}
    for file, mention in _iterate_mentions(model, texts, converted_texts):
        mentions.setdefault(file, []).append(mention)
    return dict(sorted(mentions.items()))


def _iterate_mentions(
    model: Model,
    texts: Iterable[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
) -> Iterator[tuple[str, Mention]]:
    yield from _iterate_fields(model)
    for text in texts:
        for attribute, target in converted_texts[text.text].targets:
            match = find_file_beside(target, text.location.file, model.pictures)
            if match:
                at = text.location._replace(line=text.first_line, word=target)
                role: Role = "picture" if attribute == "src" else "link"
                yield match[0], Mention(role, at, text.subject)


def _iterate_fields(model: Model) -> Iterator[tuple[str, Mention]]:
    """The files that fields of records name."""
    for entry in model.entries:
        for picture in entry.list_pictures():
            file = f"{get_folder(entry.location.file)}/{picture.name}"
            if file in model.pictures:
                yield file, Mention("picture", entry.location.child(*picture.path), entry)
    if options := model.site.look:
        for key, name in ("logo", options.logo), ("hero", options.hero):
            if name and (file := f"{get_folder(SITE_FILE)}/{name}") in model.pictures:
                yield file, Mention("picture", Location(SITE_FILE).child("look", key), None)
    for placed_map in model.list_maps():
        if placed_map.file in model.pictures:
            yield placed_map.file, Mention("map", placed_map.location.child("picture"), None)
