"""The texts of the site in one of its languages."""

from __future__ import annotations

from collections.abc import Mapping

from tourbook.common import l10n, languages
from tourbook.common.foreign_texts import join_texts, mark_language
from tourbook.common.memoized import Memoized
from tourbook.formats.markdown_html import ConvertedMarkdown, extract_text_with_addresses
from tourbook.model.entries import Body, Entry, Venue
from tourbook.model.trips import Stop
from tourbook.rendering.functions import LanguageFunctions
from tourbook.schema import Text

from .namesakes import PlaceNames


class Language:
    """A language, and the default one of the site, which stands in for a missing translation."""

    def __init__(
        self,
        code: str,
        default_code: str,
        strings: Mapping[str, str],
        converted_texts: Mapping[str, ConvertedMarkdown],
        place_names: PlaceNames,
    ) -> None:
        """`strings` are those of the theme; `converted_texts` holds every Markdown text;
        `place_names` are those that several places have."""
        self.code, self.default_code, self.strings = code, default_code, strings
        self.tag = languages.get_language_tag(code)
        functions = LanguageFunctions(code, strings)
        self.t, self.weekday = functions.t, functions.weekday
        self._converted_texts, self.place_names = converted_texts, place_names

    def localize(self, text: Text) -> str:
        """A plain text in this language, or else in another one."""
        return l10n.join_lines(self.localize_markdown(text))

    def localize_markdown(self, text: Text) -> str:
        return l10n.localize_text(text, self.code, self.default_code)

    def find_fallback_tag(self, *texts: Text) -> str:
        """The tag of the language of the texts if all are in another one than this; else ""."""
        shown_codes = [self._find_shown_code(text) for text in texts if text]
        if not shown_codes or self.code in shown_codes:
            return ""
        return languages.get_language_tag(shown_codes[0])

    def _find_shown_code(self, text: Text) -> str:
        """The language in which `localize` shows a text; one without a language is in the default
        one."""
        if isinstance(text, str) or text.get(self.default_code):
            return self.code if self._has_own(text) else self.default_code
        return next((code for code in (self.code, *text) if text.get(code)), self.code)

    def _has_own(self, text: Text) -> bool:
        return not isinstance(text, str) and bool(text.get(self.code))

    def format_stop_name(self, stop: Stop) -> str:
        name = (stop.exhibition or stop.caravan or stop.trip).name
        place_name = self.name_place(stop.place.name, stop.place.region)
        return join_texts(" · ", (self.localize(name), place_name))

    def name_place(self, name: Text, region: str) -> str:
        """The name of a place; if places in other regions have it too, with what tells it apart:
        体育馆（通渭县）, Gymnasium (Tongwei County)."""
        plain_name = self.localize(name)
        qualifier = self.place_names.get((plain_name, region))
        if qualifier is None:
            return plain_name
        return l10n.format_qualified_name(self.code, plain_name, qualifier.text)

    def name_place_for_month_view(self, name: Text, region: str) -> str:
        """The same with what tells it apart in front, for a phone shows the first characters only:
        通渭县体育馆; Tongwei County, Gymnasium."""
        plain_name = self.localize(name)
        qualifier = self.place_names.get((plain_name, region))
        if qualifier is None:
            return plain_name
        return l10n.format_place_in_regions(self.code, plain_name, qualifier.regions)

    def name_entry(self, entry: Entry) -> str:
        """The name of an entry, as a title or a link says it."""
        if isinstance(entry, Venue):
            return self.name_place(entry.name, entry.record.region)
        return self.localize(entry.name)

    def has_translation(self, entry: Entry, code: str) -> bool:
        """Whether an entry is there in a language: False if both its text and its name are in
        other languages only."""
        if not entry.bodies or code in entry.bodies:
            return True
        if isinstance(entry.name, str):
            return code == self.default_code
        return bool(entry.name.get(code))

    def find_body_tag(self, entry: Entry) -> str:
        """The tag of the language of the body; "" if that is this one, or if there is none."""
        body = self.find_body(entry)
        codes = [code for code, other in entry.bodies.items() if other is body]
        return "" if self.code in codes else next(map(languages.get_language_tag, codes), "")

    def find_body(self, entry: Entry) -> Body | None:
        """The body in this language, else in the default one, else in any."""
        bodies = entry.bodies
        return (
            bodies.get(self.code)
            or bodies.get(self.default_code)
            or next(iter(bodies.values()), None)
        )

    def convert(self, text: str) -> ConvertedMarkdown:
        """A Markdown text of the site as HTML, with its links still to be resolved."""
        return self._converted_texts[text]

    def extract_plain_text(self, text: str, max_length: int) -> str:
        """A Markdown text of the site without its markup."""
        return extract_text_with_addresses(self.convert(text), max_length) if text else ""


class PageLanguage(Language):
    """The same for pages: a text that is in another language says so, and so does one that is made
    of it."""

    def __init__(self, language: Language, strings: Mapping[str, str]) -> None:
        """`strings` are those of the theme, which say so, too."""
        super().__init__(
            language.code,
            language.default_code,
            strings,
            language._converted_texts,
            language.place_names,
        )
        self._marked_texts = Memoized[tuple[str, str], str](lambda key: mark_language(*key))

    def localize(self, text: Text) -> str:
        words = super().localize(text)
        if self._has_own(text) or (self.code == self.default_code and isinstance(text, str)):
            return words
        tag = self.find_fallback_tag(text)
        return self._marked_texts[words, tag] if tag not in ("", self.tag) else words
