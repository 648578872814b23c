"""Markdown files -> entries: ids, translations merged in, references out of their front matter
checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from tourbook.common.problems import NOTHING, At, Problems, Say, did_you_mean
from tourbook.schema import Site
from tourbook.sources import paths
from tourbook.sources.paths import KINDS
from tourbook.sources.reading import Content, text_fields

from .entities import Body, Entry
from .references import References

Key = tuple[str, str]
"""(folder under content/, name): what a main file and its translations have in common."""


class Entries:
    """Fills the references with entries, then checks what the entries refer to."""

    def __init__(
        self,
        site: Site,
        contents: Mapping[str, Content[Any]],
        files: tuple[str, ...],
        drafts: bool,
        refs: References,
        problems: Problems,
    ) -> None:
        self.site, self.contents, self.files, self.drafts, self.refs, self.problems = (
            site,
            contents,
            files,
            drafts,
            refs,
            problems,
        )
        self.first = site.languages[0]

    def add_all(self) -> None:
        mains: dict[Key, str] = {}
        translations: dict[Key, dict[str, str]] = {}
        for path in self.contents:
            where = paths.content_path(path)
            assert where is not None
            key = (where.folder, where.stem)
            if where.language not in ("", self.first):
                known = translations.setdefault(key, {}).setdefault(where.language, path)
                if known != path:
                    self.refs.duplicate(
                        KINDS[where.folder], where.stem, At(path, line=1, column=1), At(known)
                    )
            elif key in mains:
                self.refs.duplicate(
                    KINDS[where.folder], where.stem, At(path, line=1, column=1), At(mains[key])
                )
            else:
                mains[key] = path
        for path in self.files:  # a file with problems of its own still has its id
            where = paths.content_path(path)
            if where and where.folder in KINDS and path not in self.contents:
                self.refs.hidden[KINDS[where.folder]].add(where.stem)
        for key, found in translations.items():
            for language, path in found.items():
                self.check_translation(
                    path, language, key in mains or key[1] in self.refs.hidden[KINDS[key[0]]]
                )
        for key, path in mains.items():
            self.add(KINDS[key[0]], path, translations.get(key, {}))
        for entries in self.refs.entries.values():
            for entry in entries.values():
                self.check(entry)

    def check_translation(self, path: str, language: str, has_main: bool) -> None:
        languages = self.site.languages
        if language not in languages:
            self.problems.error(
                "unknown-language",
                At(path, line=1, column=1),
                Say(f"网站没有语言 “{language}”", f"the site has no language “{language}”"),
                Say(
                    f"改正文件名；或在 content/site.yaml 的 languages 里加上 {language}",
                    f"mend the name of the file, or add {language} to languages in "
                    f"content/site.yaml",
                ),
            )
        elif not has_main:
            name = path.replace(f".{language}.md", ".md")
            self.problems.error(
                "no-original",
                At(path, line=1, column=1),
                Say(
                    f"这是 {name} 的译文，但没有这个文件",
                    f"this translates {name}, which does not exist",
                ),
                Say(
                    "先写原文，或改正文件名",
                    "write the original first, or mend the name of this file",
                ),
            )

    def add(self, kind: str, path: str, translations: dict[str, str]) -> None:
        content, where = self.contents[path], paths.content_path(path)
        assert where is not None
        record, bodies = content.record, {}
        if content.body:
            bodies[self.first] = Body(content.body, path, content.body_line)
        for language, file in translations.items():
            other = self.contents[file]
            if other.body:
                bodies[language] = Body(other.body, file, other.body_line)
            merged: dict[str, Any] = {}
            kind_of: Any = type(record)
            for name in text_fields(kind_of):
                given = getattr(other.record, name)
                if given:
                    before = getattr(record, name)
                    merged[name] = (
                        before if isinstance(before, dict) else {self.first: before}
                    ) | {language: given}
            if merged:
                record = msgspec.structs.replace(record, **merged)
        entry_id = record.id or where.stem
        entry = Entry(
            kind,
            entry_id,
            record.slug or entry_id,
            At(path),
            record,
            bodies,
            (path, *translations.values()),
        )
        if record.draft and not self.drafts:
            self.refs.hidden[kind].add(entry.id)
            return
        known = self.refs.entries[kind].get(entry.id)
        if known is not None:
            self.refs.duplicate(kind, entry.id, entry.at.down("id"), known.at)
            return
        self.refs.entries[kind][entry.id] = entry
        for alias in record.aliases:
            if "/" not in alias:
                self.refs.aliases[kind, alias] = entry

    def check(self, entry: Entry) -> None:
        r, at = entry.record, entry.at
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
            self.refs.ref(kind, getattr(r, name, ""), at, name)
        for i, organiser in enumerate(getattr(r, "organisers", [])):
            self.refs.ref("organisation", organiser, at, "organisers", i)
        for i, copy in enumerate(getattr(r, "copies", [])):
            self.refs.ref("organisation", copy.home, at, "copies", i, "home")
            if any(c.id == copy.id for c in r.copies[:i]):
                self.refs.duplicate("copy", copy.id, at.down("copies", i, "id"), at)
        for i, member in enumerate(getattr(r, "crew", [])):
            self.refs.ref("organisation", member.person, at, "crew", i, "person")
        self.refs.region(getattr(r, "region", ""), at.down("region"))
        if r.picture:
            folder = paths.folder_of(at.file)
            if f"{folder}/{r.picture}" not in self.files:
                inside = [
                    f.removeprefix(folder + "/") for f in self.files if f.startswith(folder + "/")
                ]
                beside = [f for f in inside if "/" not in f and not f.endswith(".md")]
                mend = did_you_mean(r.picture, beside)
                if mend == NOTHING:
                    mend = Say(f"把图片放进 {folder}/", f"put the picture into {folder}/")
                self.problems.error(
                    "missing-picture",
                    at.down("picture"),
                    Say(f"没有图片 “{r.picture}”", f"there is no picture “{r.picture}”"),
                    mend,
                )
