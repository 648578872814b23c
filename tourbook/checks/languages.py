"""Texts that are not there in every language of the site: one warning for each record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import Location, Message, Problems
from tourbook.common.urls import format_key_path
from tourbook.model.entities import Model
from tourbook.timetable.holidays import WORKDAY


def check_translations(model: Model, problems: Problems) -> None:
    first, *others = model.site.languages
    if not others:
        return
    for at, record, bodies in _iterate_records(model):
        lacking: dict[str, list[str]] = {}
        unknown: dict[str, None] = {}
        for name, text in _iterate_texts(record):
            given = {first} if isinstance(text, str) else set(text)
            for lang in (first, *others):
                if lang not in given:
                    lacking.setdefault(lang, []).append(name)
            unknown.update(dict.fromkeys(given - {first, *others}))
        if bodies is not None:
            for lang in others:
                if bodies and lang not in bodies:
                    lacking.setdefault(lang, []).append("body")
        for lang, names in lacking.items():
            listed = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
            beside = (
                at.file.removesuffix(".md") + f".{lang}.md"
                if bodies is not None and lang != first
                else ""
            )
            both = f"{{{first}: …, {lang}: …}}"
            problems.add_warning(
                "translation",
                at,
                Message(
                    f"缺少 {lang} 译文：{listed.replace('body', '正文')}",
                    f"not in “{lang}”: {listed}",
                ),
                Message(
                    f"写在 {beside} 里，或把文字写成 {both}",
                    f"write it in {beside}, or {both} here",
                )
                if beside
                else Message(f"把文字写成 {both}", f"write {both}"),
            )
        for lang in unknown:
            problems.add_error(
                "unknown-language",
                at,
                Message(f"网站没有语言 “{lang}”", f"the site has no language “{lang}”"),
                Message(
                    f"可以写：{', '.join(model.site.languages)}",
                    f"choose from: {', '.join(model.site.languages)}",
                ),
            )


def _iterate_records(model: Model) -> Iterator[tuple[Location, Any, Any]]:
    yield Location("content/site.yaml"), model.site, None
    for entries in model.entries.values():
        for e in entries.values():
            yield e.location, e.record, e.bodies
    for trip in model.trips.values():
        yield (
            trip.location,
            msgspec.structs.replace(
                trip.record, **{"stops" if trip.kind == "tour" else "visits": []}
            ),
            None,
        )
    for stop in model.stops:
        yield stop.location, stop.record, None


def _iterate_texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """The texts of a record that are written, with their names."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, msgspec.Struct):
                yield from _iterate_texts(item, (*path, i))
        return
    for field, names in _list_text_fields(type(value)):
        found = getattr(value, field)
        if not found:
            continue
        if names == "text":
            yield format_key_path((*path, field)), found
        elif names == "map":
            yield from ((format_key_path((*path, field, k)), t) for k, t in found.items())
        elif names == "maps":
            yield from (
                (format_key_path((*path, field, k, i)), t)
                for k, inner in found.items()
                for i, t in inner.items()
                if t != WORKDAY
            )
        else:
            yield from _iterate_texts(found, (*path, field))


_TEXT_FIELDS: dict[type, list[tuple[str, str]]] = {}


def _list_text_fields(kind: type) -> list[tuple[str, str]]:
    """(field, "text", "map" of texts, "maps" of these or "more") of a struct, those without texts
    left out."""
    if kind not in _TEXT_FIELDS:
        out = []
        for f in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]
            shape = _classify_type(f.type)
            if shape:
                out.append((f.name, shape))
        _TEXT_FIELDS[kind] = out
    return _TEXT_FIELDS[kind]


def _classify_type(t: Any) -> str:
    while isinstance(t, msgspec.inspect.Metadata):
        t = t.type
    if isinstance(t, msgspec.inspect.UnionType):
        if any(isinstance(x, msgspec.inspect.DictType) for x in t.types):
            return "text"
        return next((s for x in t.types if (s := _classify_type(x))), "")
    if isinstance(t, msgspec.inspect.DictType):
        return {"text": "map", "map": "maps"}.get(_classify_type(t.value_type), "")
    if isinstance(t, msgspec.inspect.ListType):
        return "more" if _classify_type(t.item_type) == "more" else ""
    return "more" if isinstance(t, msgspec.inspect.StructType) else ""
