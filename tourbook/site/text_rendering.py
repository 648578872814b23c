"""Markdown texts as HTML of one language, with their links resolved and their pictures sized."""

from __future__ import annotations

from tourbook.formats.markdown_html import escape_address, resolve_links
from tourbook.model.entries import Entry
from tourbook.schema import Text

from .body_pictures import describe_pictures
from .language import Language
from .links import Linker
from .published_files import PublishedFile


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
        return _name_language(html, self._language.find_body_tag(entry))

    def render_note(self, note: Text, file: str) -> str:
        """A note that stands in a file, like a body."""
        html = self.render(self._language.localize_markdown(note), file)
        return _name_language(html, self._language.find_fallback_tag(note))


def _name_language(html: str, tag: str) -> str:
    return f'<div lang="{tag}">{html}</div>' if tag else html
