"""What views are made with, in one language of the site."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from tourbook import views as v
from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.model.entries import Entry
from tourbook.model.trips import Trip

from .edition import Edition
from .faces import Faces
from .frame import PageFrame
from .language import PageLanguage
from .links import Linker
from .presenter import Presenter
from .text_rendering import TextRenderer


class CalendarFacts(Protocol):
    """What the calendars, whose module comes after this one, say of themselves to pages."""

    def find_cut(self, path: str) -> v.CalendarCut | None:
        """What the calendar at a site path leaves out, if anything."""

    def list_cut_inputs(self, path: str) -> Iterable[bytes]:
        """Digests of all that this is found from."""

    @property
    def common_input(self) -> bytes:
        """Digest of what calendars show besides trips, and of removed stops."""

    def find_trip_key(self, trip: Trip) -> bytes:
        """Digest of all that pages and calendars may see of a trip and its stops."""


@dataclass(frozen=True, eq=False)
class Context(Edition):
    """An edition, and all that views need besides: every address of the site is planned now, so
    that links can be resolved."""

    texts: TextRenderer
    presenter: Presenter
    frame: PageFrame
    calendars: CalendarFacts
    faces: Faces
    memory: MutableMapping[bytes, bytes]
    """What earlier builds worked out, by digests of what it follows from, or by names."""

    @cached_property
    def common_input(self) -> bytes:
        """Digest of what all pages of this language are made from, besides what they show of
        records."""
        language, settings = self.language, self.addresses.settings
        values = [
            self.lang,
            language.strings,
            sorted((*key, qualifier) for key, qualifier in language.place_names.items()),
            settings.base_url,
            settings.id_domain,
            sorted(settings.pages),
            sorted(settings.feeds),
            self.frame.site,
        ]
        return compute_digest(encode_canonical(values), self.faces.common)

    @cached_property
    def entry_input(self) -> bytes:
        """Digest of what pages are made from that may show any entry as others do."""
        return compute_digest(self.common_input, self.faces.entries)

    @cached_property
    def schedule_input(self) -> bytes:
        """Digest of what pages are made from that may list any stop, too."""
        return compute_digest(self.entry_input, self.faces.schedule)

    @cached_property
    def record_input(self) -> bytes:
        """The same, of pages that do not say how stops stand on the day."""
        return compute_digest(self.entry_input, self.faces.records)

    def digest_text(self, entry: Entry) -> bytes:
        """Of an entry, with its text and where its links lead."""
        body = self.language.find_body(entry)
        addresses = self.texts.list_addresses(body.text, body.file) if body else []
        return compute_digest(self.faces.of_entry(entry), encode_canonical(addresses))


def make_context(
    edition: Edition,
    linker: Linker,
    calendars: CalendarFacts,
    faces: Faces,
    memory: MutableMapping[bytes, bytes],
) -> Context:
    agenda, addresses, archive = edition.agenda, edition.addresses, edition.archive
    theme, codes = edition.theme, agenda.model.site.languages
    language = PageLanguage(edition.language, theme.mark_strings(edition.lang, codes))
    texts = TextRenderer(language, linker)
    presenter = Presenter(agenda, language, addresses, archive)
    frame = PageFrame(agenda.model, language, addresses, presenter, texts)
    parts = (texts, presenter, frame, calendars, faces, memory)
    return Context(agenda, language, addresses, archive, theme, *parts)
