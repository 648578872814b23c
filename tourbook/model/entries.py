"""Markdown files -> entries: ids, translations merged in, references out of their front matter
checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from tourbook.common.problems import NO_HELP, Location, Message, Problems, suggest_option
from tourbook.schema import SiteRecord
from tourbook.sources import paths
from tourbook.sources.paths import KIND_BY_FOLDER
from tourbook.sources.reading import Content, list_text_fields

from .entities import Body, Entry
from .references import References

EntryKey = tuple[str, str]
"""(folder under content/, name): what a main file and its translations have in common."""


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
    ) -> None:
        (
            self.site,
            self.contents,
            self.files,
            self.include_drafts,
            self.references,
            self.problems,
        ) = (
            site,
            contents,
            files,
            include_drafts,
            refs,
            problems,
        )
        self.first_language = site.languages[0]

    def add_all(self) -> None:
        mains: dict[EntryKey, str] = {}
        translations: dict[EntryKey, dict[str, str]] = {}
        for path in self.contents:
            where = paths.parse_content_path(path)
            assert where is not None
            key = (where.folder, where.stem)
            if where.language not in ("", self.first_language):
                known = translations.setdefault(key, {}).setdefault(where.language, path)
                if known != path:
                    self.references.report_duplicate(
                        KIND_BY_FOLDER[where.folder],
                        where.stem,
                        Location(path, line=1, column=1),
                        Location(known),
                    )
            elif key in mains:
                self.references.report_duplicate(
                    KIND_BY_FOLDER[where.folder],
                    where.stem,
                    Location(path, line=1, column=1),
                    Location(mains[key]),
                )
            else:
                mains[key] = path
        for path in self.files:  # a file with problems of its own still has its id
            where = paths.parse_content_path(path)
            if where and where.folder in KIND_BY_FOLDER and path not in self.contents:
                self.references.hidden_ids[KIND_BY_FOLDER[where.folder]].add(where.stem)
        for key, found in translations.items():
            for language, path in found.items():
                self.check_translation(
                    path,
                    language,
                    key in mains or key[1] in self.references.hidden_ids[KIND_BY_FOLDER[key[0]]],
                )
        for key, path in mains.items():
            self.add_entry(KIND_BY_FOLDER[key[0]], path, translations.get(key, {}))
        for entries in self.references.entries.values():
            for entry in entries.values():
                self.check_entry(entry)

    def check_translation(self, path: str, language: str, has_main: bool) -> None:
        languages = self.site.languages
        if language not in languages:
            self.problems.add_error(
                "unknown-language",
                Location(path, line=1, column=1),
                Message(f"网站没有语言 “{language}”", f"the site has no language “{language}”"),
                Message(
                    f"改正文件名；或在 content/site.yaml 的 languages 里加上 {language}",
                    f"mend the name of the file, or add {language} to languages in "
                    f"content/site.yaml",
                ),
            )
        elif not has_main:
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
                    "write the original first, or mend the name of this file",
                ),
            )

    def add_entry(self, kind: str, path: str, translations: dict[str, str]) -> None:
        content, where = self.contents[path], paths.parse_content_path(path)
        assert where is not None
        record, bodies = content.record, {}
        if content.body:
            bodies[self.first_language] = Body(content.body, path, content.body_line)
        for language, file in translations.items():
            other = self.contents[file]
            if other.body:
                bodies[language] = Body(other.body, file, other.body_line)
            merged: dict[str, Any] = {}
            kind_of: Any = type(record)
            for name in list_text_fields(kind_of):
                given = getattr(other.record, name)
                if given:
                    before = getattr(record, name)
                    merged[name] = (
                        before if isinstance(before, dict) else {self.first_language: before}
                    ) | {language: given}
            if merged:
                record = msgspec.structs.replace(record, **merged)
        entry_id = record.id or where.stem
        entry = Entry(
            kind,
            entry_id,
            record.slug or entry_id,
            Location(path),
            record,
            bodies,
            (path, *translations.values()),
        )
        if record.draft and not self.include_drafts:
            self.references.hidden_ids[kind].add(entry.id)
            return
        known = self.references.entries[kind].get(entry.id)
        if known is not None:
            self.references.report_duplicate(
                kind, entry.id, entry.location.child("id"), known.location
            )
            return
        self.references.entries[kind][entry.id] = entry
        for alias in record.aliases:
            if "/" not in alias:
                self.references.aliases[kind, alias] = entry

    def check_entry(self, entry: Entry) -> None:
        r, at = entry.record, entry.location
        single = {
            "series": "exhibition",
            "lender": "organisation",
            "operator": "organisation",
            "holder": "organisation",
            "pool": "organisation",
            "part_of": "organisation",
            "venue": "venue",
        }
        for name, kind in single.items():
            self.references.resolve(kind, getattr(r, name, ""), at, name)
        for i, organiser in enumerate(getattr(r, "organisers", [])):
            self.references.resolve("organisation", organiser, at, "organisers", i)
        for i, copy in enumerate(getattr(r, "copies", [])):
            self.references.resolve("organisation", copy.home, at, "copies", i, "home")
            if any(c.id == copy.id for c in r.copies[:i]):
                self.references.report_duplicate("copy", copy.id, at.child("copies", i, "id"), at)
        for i, member in enumerate(getattr(r, "crew", [])):
            self.references.resolve("organisation", member.person, at, "crew", i, "person")
        self.references.check_region(getattr(r, "region", ""), at.child("region"))
        if r.picture:
            folder = paths.get_folder(at.file)
            if f"{folder}/{r.picture}" not in self.files:
                inside = [
                    f.removeprefix(folder + "/") for f in self.files if f.startswith(folder + "/")
                ]
                beside = [f for f in inside if "/" not in f and not f.endswith(".md")]
                mend = suggest_option(r.picture, beside)
                if mend == NO_HELP:
                    mend = Message(f"把图片放进 {folder}/", f"put the picture into {folder}/")
                self.problems.add_error(
                    "missing-picture",
                    at.child("picture"),
                    Message(f"没有图片 “{r.picture}”", f"there is no picture “{r.picture}”"),
                    mend,
                )
