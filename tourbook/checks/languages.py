"""Texts are there in every language of the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from tourbook.common.languages import get_base_language
from tourbook.common.problems import Location, Message, PathKey, Problems
from tourbook.common.urls import format_key_path
from tourbook.model.entries import Body
from tourbook.model.model import Model
from tourbook.schema import SiteRecord
from tourbook.sources.language_words import are_languages_wrong, find_meant_language
from tourbook.sources.paths import SITE_FILE
from tourbook.sources.reading import strip_annotation
from tourbook.timetable.holidays import WORKDAY

from .settings import MAX_LANGUAGES

MAX_LISTED_TEXTS = 6
KeyPath = tuple[PathKey, ...]


def check_translations(model: Model, problems: Problems) -> None:
    """Report texts that lack a language of the site, once for each record and language, and texts
    in a language that the site does not have: if it has one, these are kept in reserve."""
    languages = model.site.languages
    if _are_wrong(model.site) or _find_variants(model):
        return
    first, expected = languages[0], set(languages)
    for location, record, bodies in _iterate_records(model):
        if _is_complete(record, bodies, first, expected):
            continue
        texts = _TextLanguages(first, record, bodies)
        for lang in languages:
            names = texts.list_missing(lang)
            if names:
                file = ""
                if bodies is not None and lang != first:
                    file = location.file.removesuffix(".md") + f".{lang}.md"
                codes = [first, lang] if lang != first else languages[:2]
                _report_missing_texts(location, lang, codes, names, file, problems)
        for lang in sorted(texts.languages.difference(languages)) if len(languages) > 1 else ():
            _report_unknown_language(location, lang, languages, problems)


def _is_complete(
    record: Any, bodies: dict[str, Body] | None, first: str, expected: set[str]
) -> bool:
    """Whether all texts are in the expected languages, and in no others."""
    is_plain = expected == {first}
    return (not bodies or expected <= {first, *bodies}) and all(
        is_plain if isinstance(text, str) else expected == text.keys()
        for _, text in _iterate_texts(record)
    )


def _are_wrong(site: SiteRecord) -> bool:
    """Whether there is a problem with the languages of the site already."""
    return len(site.languages) > MAX_LANGUAGES or are_languages_wrong(site)


def check_variants(model: Model, problems: Problems) -> None:
    """Report each language of the site, such as zh-CN, that no text has, where texts have another
    variant of it, such as zh, that the site has not."""
    for lang, variants in {} if _are_wrong(model.site) else _find_variants(model).items():
        listed = ", ".join(sorted(variants))
        problems.add_fatal_error(
            "language",
            Location(SITE_FILE).child("languages", model.site.languages.index(lang)),
            Message(
                f"没有一处文字用 “{lang}”，用的是 “{listed}”",
                f"no text is in “{lang}”: they are in “{listed}”",
            ),
            Message(f"写成 {listed}", f"write {listed}"),
        )


def _find_variants(model: Model) -> dict[str, set[str]]:
    """Language of the site that no text has -> other variants of it that texts have."""
    languages = model.site.languages
    if not any("-" in lang for lang in languages):
        return {}
    text_languages = set[str]()
    for _, record, _ in _iterate_records(model):
        text_languages |= _TextLanguages("", record, None).languages
    variants = {}
    for lang in languages:
        base = get_base_language(lang)
        relatives = {t for t in text_languages if t and get_base_language(t) == base} - {*languages}
        if relatives and lang not in text_languages:
            variants[lang] = relatives
    return variants


class _TextLanguages:
    """In which languages the texts of a record are; a text without a language is in the first."""

    def __init__(self, first: str, record: Any, bodies: dict[str, Body] | None) -> None:
        self._languages_by_text = {
            format_key_path(path): {first} if isinstance(text, str) else set(text)
            for path, text in _iterate_texts(record)
        }
        self.languages = set[str]().union(*self._languages_by_text.values())
        """Those of the record itself: a file in another language has a message of its own."""
        if bodies:
            self._languages_by_text["body"] = {first, *bodies}

    def list_missing(self, lang: str) -> list[str]:
        """The names of the texts that lack a language."""
        return [
            name
            for name, text_languages in self._languages_by_text.items()
            if lang not in text_languages
        ]


def _report_unknown_language(
    location: Location, lang: str, languages: list[str], problems: Problems
) -> None:
    listed = ", ".join(languages)
    message = Message(f"网站没有语言 “{lang}”", f"the site has no language “{lang}”")
    help = Message(f"可以写：{listed}", f"choose from: {listed}")
    meant = find_meant_language(lang)
    if meant and meant.tag in languages:
        help = Message(f"{meant.zh}写 {meant.tag}", f"{meant.en} is {meant.tag}")
    problems.add_error("unknown-language", location, message, help)


def _report_missing_texts(
    location: Location,
    lang: str,
    codes: list[str],
    names: list[str],
    file: str,
    problems: Problems,
) -> None:
    """`codes` are the first language of the site and another one, if it has more than one; `file`
    is the file that can hold the translation."""
    listed = ", ".join(names[:MAX_LISTED_TEXTS])
    if len(names) > MAX_LISTED_TEXTS:
        listed += " …"
    kind = "原文" if lang == codes[0] else "译文"
    message = Message(
        f"缺少 {lang} {kind}：{listed.replace('body', '正文')}", f"not in “{lang}”: {listed}"
    )
    braces = "{" + ", ".join(f"{code}: …" for code in codes) + "}"
    help = Message(f"把文字写成 {braces}", f"write {braces}")
    if file:
        help = Message(
            f"写在 {file} 里，或把文字写成 {braces}", f"write it in {file}, or {braces} here"
        )
    problems.add_warning("translation", location, message, help)


def _iterate_records(model: Model) -> Iterator[tuple[Location, Any, dict[str, Body] | None]]:
    """(location, record, Markdown texts by language; None if it can have none)."""
    yield Location(SITE_FILE), model.site, None
    for e in model.entries:
        yield e.location, e.record, e.bodies
    for trip in model.trips.values():
        yield trip.location, trip.record_without_stops, None
    for stop in model.stops:
        yield stop.location, stop.record, None


def _iterate_texts(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """(path of keys, text) of the texts of a record, or of the structs in a list."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, msgspec.Struct):
                yield from _iterate_texts(item, (*path, i))
        return
    struct: type[msgspec.Struct] = type(value)
    for field, shape in _list_text_fields(struct):
        content = getattr(value, field)
        if not content:
            continue
        if shape == "text":
            yield (*path, field), content
        elif shape == "struct":
            yield from _iterate_texts(content, (*path, field))
        else:
            yield from _iterate_mapped_texts(content, shape, (*path, field))


def _iterate_mapped_texts(
    content: dict[str, Any], shape: TextShape, path: KeyPath
) -> Iterator[tuple[KeyPath, Any]]:
    for key, value in content.items():
        if shape == "maps":
            texts = {k: text for k, text in value.items() if text != WORKDAY}
            yield from _iterate_mapped_texts(texts, "map", (*path, key))
        else:
            yield (*path, key), value


TextShape = Literal["text", "map", "maps", "struct", ""]
"""A text, a mapping to texts, a mapping to such mappings, a struct that may hold texts, none."""


@cache
def _list_text_fields(struct: type[msgspec.Struct]) -> list[tuple[str, TextShape]]:
    """(field, shape) of a struct's fields that hold texts."""
    shapes = [(field.name, _classify_type(field.type)) for field in msgspec.structs.fields(struct)]
    return [(name, shape) for name, shape in shapes if shape]


def _classify_type(annotated: Any) -> TextShape:
    t = strip_annotation(annotated)
    origin, members = get_origin(t), get_args(t)
    if origin in (Union, UnionType):
        if any(get_origin(member) is dict for member in members):
            return "text"
        return next(filter(None, map(_classify_type, members)), "")
    if origin is dict:
        return _MAP_SHAPES.get(_classify_type(members[1]), "")
    if origin is list:
        return "struct" if _classify_type(members[0]) == "struct" else ""
    is_struct = isinstance(t, type) and issubclass(t, msgspec.Struct)
    return "struct" if is_struct and _list_text_fields(t) else ""


_MAP_SHAPES: dict[TextShape, TextShape] = {"text": "map", "map": "maps"}
"""Shape of the values of a mapping -> shape of the mapping."""
