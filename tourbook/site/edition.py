"""An edition: the site in one language, as its plan and its calendars need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tourbook.common import l10n
from tourbook.common.memoized import Memoized
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.model.model import Model
from tourbook.rendering.theme import Theme
from tourbook.schedule.agenda import Agenda

from .addresses import Addresses, OutputSettings
from .archive import StopArchive, select_archived_stops
from .language import Language
from .namesakes import list_places, name_namesakes
from .published_files import PublishedFile


@dataclass(frozen=True, eq=False)
class Edition:
    agenda: Agenda
    language: Language
    addresses: Addresses
    archive: StopArchive
    theme: Theme

    @property
    def model(self) -> Model:
        return self.agenda.model

    @property
    def lang(self) -> str:
        return self.language.code

    @cached_property
    def region_names(self) -> Memoized[str, str]:
        """Code -> the names of a region and those around it, in the order of the language."""
        return Memoized(self._name_region)

    def _name_region(self, code: str) -> str:
        names = [self.language.localize(r.name) for r in self.model.regions.list_ancestry(code)]
        return l10n.format_region(self.lang, names)

    @property
    def site_name(self) -> str:
        return self.language.localize(self.model.site.name)


def make_editions(
    agenda: Agenda,
    theme: Theme,
    settings: OutputSettings,
    converted_texts: Mapping[str, ConvertedMarkdown],
    pictures: Mapping[str, PublishedFile],
) -> list[Edition]:
    """An edition for each language of the site, the default one first. `pictures`: the files
    that are published."""
    site = agenda.model.site
    archived_stops = select_archived_stops(agenda, settings, converted_texts)
    places = list_places(agenda.model)
    editions = []
    for code in site.languages:
        default = site.languages[0]
        strings = theme.merge_strings(code, site.languages)
        place_names = name_namesakes(agenda.model, places, code)
        language = Language(code, default, strings, converted_texts, place_names)
        prefix = "" if code == default else code + "/"
        addresses = Addresses(settings, site.folders, prefix, pictures)
        archive = StopArchive(agenda, addresses, archived_stops)
        editions.append(Edition(agenda, language, addresses, archive, theme))
    return editions
