"""Markdown files -> entries: ids, translations merged in, references in their front matter
checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from tourbook.common.problems import Location, Message, Problems
from tourbook.schema import DescribedRecord, SiteRecord
from tourbook.sources import paths
from tourbook.sources.language_words import are_languages_wrong
from tourbook.sources.misnamed import find_language_of_ending
from tourbook.sources.paths import KIND_BY_FOLDER
from tourbook.sources.reading import Content, list_text_fields

from .assembly_memory import AssemblyMemory
from .entries import (
    ENTRY_CLASSES,
    Body,
    Campaign,
    Caravan,
    Entry,
    Exhibition,
    Organisation,
    Venue,
)
from .model import Draft
from .pictures import PictureFinder
from .references import References


class EntryKey(NamedTuple):
    """What a main file and its translations have in common."""

    folder: str
    """Under content/."""
    stem: str

    @property
    def kind(self) -> str:
        return KIND_BY_FOLDER[self.folder]


class EntryAssembler:
    """Fills the references with entries, then checks what the entries refer to."""

    def __init__(
        self,
        site: SiteRecord,
        contents: Mapping[str, Content[Any]],
        files: tuple[str, ...],
        include_drafts: bool,
        refs: References,
        problems: Problems,
        memory: AssemblyMemory,
    ) -> None:
        self.site, self.first_language = site, site.languages[0]
        self._memory = memory
        self.contents, self.files = contents, files
        self._pictures = PictureFinder(files, refs)
        self.include_drafts = include_drafts
        self.references, self.problems = refs, problems
        self.main_files: dict[EntryKey, str] = {}
        self.translations: dict[EntryKey, dict[str, str]] = {}
        """Entry -> language -> file."""

    def add_all(self) -> None:
        for path in self.contents:
            self.sort_file(path)
        self.hide_unread_files()
        for key, files in self.translations.items():
            for language, path in files.items():
                self.check_translation(key, path, language)
        for key, path in self.main_files.items():
            self.add_entry(key, path, self.translations.get(key, {}))
        for entry in self.references.entries:
            self.check_entry(entry)

    def sort_file(self, path: str) -> None:
        """Take a file as the main one of its entry or as one of its translations; each once."""
        content_path = paths.parse_content_path(path)
        assert content_path is not None
        key = EntryKey(content_path.folder, content_path.stem)
        if not content_path.language:
            first = self.main_files.setdefault(key, path)
        else:
            first = self.translations.setdefault(key, {}).setdefault(content_path.language, path)
        if first != path:
            self.references.report_duplicate(
                key.kind, key.stem, Location(path, line=1, column=1), Location(first)
            )

    def hide_unread_files(self) -> None:
        """A file with problems of its own still has its id."""
        for path in self.files:
            content_path = paths.parse_content_path(path)
            if content_path and content_path.folder in KIND_BY_FOLDER and path not in self.contents:
                self.references.hidden_ids[KIND_BY_FOLDER[content_path.folder]].add(
                    content_path.stem
                )

    def check_translation(self, key: EntryKey, path: str, language: str) -> None:
        if language == self.first_language:
            # what it translates may be missing only because this file has its place
            self.references.hidden_ids[key.kind].add(key.stem)
            self._report_main_language(key, path, language)
        elif language not in self.site.languages:
            if are_languages_wrong(self.site):  # it may be the one that is meant
                return
            help = Message(
                f"改正文件名；或在 content/site.yaml 的 languages 里加上 {language}",
                f"correct the file name, or add {language} to languages in content/site.yaml",
            )
            if meant := find_language_of_ending(language, self.site.languages):
                ending = "" if meant == self.first_language else f".{meant}"
                meant_name = path.rpartition("/")[2].replace(f".{language}.md", f"{ending}.md")
                help = Message(f"改名为 {meant_name}", f"rename it to {meant_name}")
            self.problems.add_error(
                "unknown-language",
                Location(path, line=1, column=1),
                Message(f"网站没有语言 “{language}”", f"the site has no language “{language}”"),
                help,
            )
        elif key not in self.main_files and key.stem not in self.references.hidden_ids[key.kind]:
            name = path.replace(f".{language}.md", ".md")
            self.problems.add_error(
                "no-original",
                Location(path, line=1, column=1),
                Message(
                    f"这是 {name} 的译文，但没有这个文件",
                    f"this translates {name}, which does not exist",
                ),
                Message(
                    "先写原文，或改正文件名",
                    "write the original first, or correct the name of this file",
                ),
            )

    def _report_main_language(self, key: EntryKey, path: str, language: str) -> None:
        main_name = path.replace(f".{language}.md", ".md")
        help = Message(f"改名为 {main_name}", f"rename it to {main_name}")
        if key in self.main_files:
            help = self._explain_exchange(key, path, main_name)
        self.problems.add_error(
            "main-language",
            Location(path, line=1, column=1),
            Message(
                f"“{language}” 是网站的第一种语言：它的文件名里不写语言",
                f"“{language}” is the first language of the site: files in it have no language in "
                "their names",
            ),
            help,
        )

    def _explain_exchange(self, key: EntryKey, path: str, main_name: str) -> Message:
        """How the main file gets the texts that are in a file of the first language."""
        codes = self.site.languages[1:]
        code = next((code for code in codes if code not in self.translations[key]), "")
        if not code:
            return Message(
                f"把要用的文字放进 {main_name}，再删去这个文件",
                f"put the texts that you want into {main_name}, and delete this file",
            )
        other_name = path.replace(f".{self.first_language}.md", f".{code}.md")
        return Message(
            f"若 {main_name} 里的文字是 {code}，把两个文件的文字对调，再把这个文件改名为 "
            f"{other_name}（或在 content/site.yaml 的 languages 里把 {code} 放在最前面）；"
            "若是同一种语言，删去这个文件",
            f"if the texts of {main_name} are in “{code}”, exchange those of the two files, "
            f"and rename this one to {other_name} (or put {code} first in `languages` in "
            "content/site.yaml); if both are in the same language, delete this file",
        )

    def add_entry(self, key: EntryKey, path: str, translations: dict[str, str]) -> None:
        translations = {k: file for k, file in translations.items() if k != self.first_language}
        sources = [self.contents[file] for file in (path, *translations.values())]
        entry = self._memory.recall_entry(path, sources)
        if entry is None:
            entry = self._make_entry(key, path, translations)
            self._memory.add_entry(path, sources, entry)
        record = entry.record
        if record.draft and not self.include_drafts:
            self.references.drafts[key.kind, entry.id] = Draft(
                key.kind,
                entry.id,
                path,
                "/index." in path,
                (
                    *(picture.name for picture in entry.list_pictures()),
                    *(body.text for body in entry.bodies.values()),
                ),
            )
            return
        first = self.references.entries[type(entry)].get(entry.id)
        if first is not None:
            self.references.report_duplicate(
                entry.kind, entry.id, entry.location.child("id"), first.location
            )
            return
        self.references.entries.add(entry)
        for alias in record.aliases:
            if "/" not in alias:
                self.references.entries.aliases[entry.kind, alias] = entry

    def _make_entry(self, key: EntryKey, path: str, translations: dict[str, str]) -> Entry:
        record = self.contents[path].record
        for language, file in translations.items():
            translation = self.contents[file].record
            record = merge_translation(record, self.first_language, language, translation)
        entry_id = record.id or key.stem
        return ENTRY_CLASSES[key.kind](
            entry_id,
            record.slug or entry_id,
            Location(path),
            record,
            dict(self._iterate_bodies(path, translations)),
            (path, *translations.values()),
        )

    def _iterate_bodies(
        self, path: str, translations: dict[str, str]
    ) -> Iterator[tuple[str, Body]]:
        for language, file in {self.first_language: path, **translations}.items():
            content = self.contents[file]
            if content.body:
                yield language, Body(content.body, file, content.body_line)

    # ---- what entries refer to -----------------------------------------------------------

    def check_entry(self, entry: Entry) -> None:
        self._check_references(entry)
        for picture in entry.list_pictures():
            self._pictures.check_name(picture.name, entry.location.child(*picture.path))

    def _check_references(self, entry: Entry) -> None:
        refs, at = self.references, entry.location
        if isinstance(entry, Exhibition):
            r = entry.record
            refs.resolve(Exhibition, r.series, at, "series")
            refs.resolve(Organisation, r.lender, at, "lender")
            refs.resolve_all(Organisation, r.organisers, at, "organisers")
            self._check_copies(entry)
        elif isinstance(entry, Venue):
            refs.resolve(Organisation, entry.record.operator, at, "operator")
            refs.check_region(entry.record.region, at.child("region"))
        elif isinstance(entry, Caravan):
            refs.resolve(Organisation, entry.record.holder, at, "holder")
            refs.resolve(Organisation, entry.record.pool, at, "pool")
            for i, member in enumerate(entry.record.crew):
                refs.resolve(Organisation, member.person, at, "crew", i, "person")
            refs.check_region(entry.record.region, at.child("region"))
        elif isinstance(entry, Organisation):
            refs.resolve(Organisation, entry.record.part_of, at, "part_of")
            refs.check_region(entry.record.region, at.child("region"))
        elif isinstance(entry, Campaign):
            refs.resolve(Venue, entry.record.venue, at, "venue")
            refs.check_published(Venue, entry.record.venue, at, "venue")
            refs.resolve_all(Organisation, entry.record.organisers, at, "organisers")

    def _check_copies(self, exhibition: Exhibition) -> None:
        location, taken_ids = exhibition.location, set[str]()
        for i, copy in enumerate(exhibition.record.copies):
            at = location.child("copies", i)
            self.references.resolve(Organisation, copy.home, at, "home")
            former = ((("aliases", n), alias) for n, alias in enumerate(copy.aliases))
            for keys, copy_id in ((("id",), copy.id), *former):
                if copy_id in taken_ids:
                    self.references.report_duplicate("copy", copy_id, at.child(*keys), location)
                taken_ids.add(copy_id)


def merge_translation(record: Any, first_language: str, language: str, translation: Any) -> Any:
    """The record with the texts of a translation in that language."""
    merged: dict[str, Any] = {}
    record_type: type[DescribedRecord] = type(record)
    for name in list_text_fields(record_type):
        text = getattr(translation, name)
        if text:
            own = getattr(record, name)
            texts = own if isinstance(own, dict) else {first_language: own}
            merged[name] = texts | {language: text}
    return msgspec.structs.replace(record, **merged) if merged else record
