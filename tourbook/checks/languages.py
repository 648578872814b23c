"""Texts that are not there in every language of the site: one warning for each record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import At, Problems, Say
from tourbook.common.urls import dotted
from tourbook.model.entities import Model
from tourbook.timetable.holidays import WORKDAY


def translated(model: Model, problems: Problems) -> None:
    first, *others = model.site.languages
    if not others:
        return
    for at, record, bodies in _records(model):
        lacking: dict[str, list[str]] = {}
        unknown: dict[str, None] = {}
        for name, text in _texts(record):
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
            problems.warn(
                "translation",
                at,
                Say(
                    f"缺少 {lang} 译文：{listed.replace('body', '正文')}",
                    f"not in “{lang}”: {listed}",
                ),
                Say(
                    f"写在 {beside} 里，或把文字写成 {both}",
                    f"write it in {beside}, or {both} here",
                )
                if beside
                else Say(f"把文字写成 {both}", f"write {both}"),
            )
        for lang in unknown:
            problems.error(
                "unknown-language",
                at,
                Say(f"网站没有语言 “{lang}”", f"the site has no language “{lang}”"),
                Say(
                    f"可以写：{', '.join(model.site.languages)}",
                    f"known here: {', '.join(model.site.languages)}",
                ),
            )


def _records(model: Model) -> Iterator[tuple[At, Any, Any]]:
    yield At("content/site.yaml"), model.site, None
    for entries in model.entries.values():
        for e in entries.values():
            yield e.at, e.record, e.bodies
    for trip in model.trips.values():
        yield (
            trip.at,
            msgspec.structs.replace(
                trip.record, **{"stops" if trip.kind == "tour" else "visits": []}
            ),
            None,
        )
    for stop in model.stops:
        yield stop.at, stop.record, None


def _texts(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """The texts of a record that are written, with their names."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, msgspec.Struct):
                yield from _texts(item, (*path, i))
        return
    for field, names in _fields(type(value)):
        found = getattr(value, field)
        if not found:
            continue
        if names == "text":
            yield dotted((*path, field)), found
        elif names == "map":
            yield from ((dotted((*path, field, k)), t) for k, t in found.items())
        elif names == "maps":
            yield from (
                (dotted((*path, field, k, i)), t)
                for k, inner in found.items()
                for i, t in inner.items()
                if t != WORKDAY
            )
        else:
            yield from _texts(found, (*path, field))


_KINDS: dict[type, list[tuple[str, str]]] = {}


def _fields(kind: type) -> list[tuple[str, str]]:
    """(field, "text", "map" of texts, "maps" of these or "more") of a struct, those without texts
    left out."""
    if kind not in _KINDS:
        out = []
        for f in msgspec.inspect.type_info(kind).fields:  # type: ignore[attr-defined]
            shape = _shape(f.type)
            if shape:
                out.append((f.name, shape))
        _KINDS[kind] = out
    return _KINDS[kind]


def _shape(t: Any) -> str:
    while isinstance(t, msgspec.inspect.Metadata):
        t = t.type
    if isinstance(t, msgspec.inspect.UnionType):
        if any(isinstance(x, msgspec.inspect.DictType) for x in t.types):
            return "text"
        return next((s for x in t.types if (s := _shape(x))), "")
    if isinstance(t, msgspec.inspect.DictType):
        return {"text": "map", "map": "maps"}.get(_shape(t.value_type), "")
    if isinstance(t, msgspec.inspect.ListType):
        return "more" if _shape(t.item_type) == "more" else ""
    return "more" if isinstance(t, msgspec.inspect.StructType) else ""
