"""Where a new record is written: a file of its own, or a place in the list of others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tourbook.common.problems import Message, Problems
from tourbook.editing.changes import Change
from tourbook.editing.formatting import format_source
from tourbook.editing.key_order import list_key_order
from tourbook.editing.source_edits import edit_source
from tourbook.formats import yaml_source
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Path
from tourbook.model.region_names import format_whole_name
from tourbook.model.trips import Trip
from tourbook.sources.paths import SCHEDULE_FILE, get_folder, is_included

from .records import NewRecord

_SCHEDULE_KEYS = ("include", "tours", "routes")
_LAST_DAY = "9999"
_HEAD = Message("还可以写（去掉 # 再填）：", "More that can be said (take away the #):")
_SCHEMA_LINE = b"# yaml-language-server: $schema="


def add_record(
    new: NewRecord, id: str, body: str, schedule_texts: Mapping[str, bytes], lang: str
) -> Change:
    """The change that adds a record. `schedule_texts`: the schedule files; `lang`: the language of
    comments."""
    tree = new.make_tree()
    if new.kind.is_entry:
        file = f"content/{new.kind.folder}/{id}.md"
        raw = _lay_out(_write_entry(new, tree, body, lang), file)
        return Change(_summarize(new, id), {}, {file: raw})
    tree = {"id": id, **tree}
    if new.trip is None:
        return _add_trip(new, tree, schedule_texts)
    edit = _insert_stop(new.trip, new.kind.folder, tree)
    return Change(_summarize(new, id), {new.trip.location.file: (edit,)})


def _lay_out(raw: bytes, file: str) -> bytes:
    """A new file as `fmt` would write it."""
    return format_source(raw, file) or raw


# ---- files of entries ----------------------------------------------------------------------


def _write_entry(new: NewRecord, tree: dict[str, Any], body: str, lang: str) -> bytes:
    edits = [Assignment((key,), value) for key, value in tree.items() if key != "id"]
    text = edit_source(b"", ".md", edits).decode()
    front_matter = text.removesuffix("---\n")
    if region := tree.get("region"):
        name = format_whole_name(new.agenda.model.regions, region, lang)
        front_matter = front_matter.replace(f'"{region}"\n', f'"{region}" # {name}\n', 1)
    hints = list(_iterate_hints(new, tree, lang))
    if hints:
        hints.insert(0, f"# {_HEAD.in_language(lang)}")
    lines = "".join(f"{line}\n" for line in hints)
    return f"{front_matter}{lines}---\n\n{body.strip()}".rstrip("\n").encode() + b"\n"


def _iterate_hints(new: NewRecord, tree: dict[str, Any], lang: str) -> Iterator[str]:
    """A line with a `#` for each field that is usual, and is not there."""
    parents: set[str] = set()
    for question in new.kind.questions:
        parent, _, key = question.key.rpartition(".")
        if question.key.partition(".")[0] in tree:
            continue
        if parent and parent not in parents:
            yield f"# {parent}:"
            parents.add(parent)
        description = new.kind.fields[question.key].description.in_language(lang)
        yield f"# {'  ' if parent else ''}{key}: {description}"


# ---- places in a schedule ------------------------------------------------------------------


def _insert_stop(trip: Trip, list_key: str, tree: dict[str, Any]) -> Edit:
    """Among the stops of a trip by its first day, if these are in order; else after them."""
    days = [_find_first_day(msgspec.to_builtins(stop)) for stop in getattr(trip.record, list_key)]
    is_sorted = days == sorted(days)
    number = bisect_right(days, _find_first_day(tree)) if is_sorted else len(days)
    path = (*trip.location.path, list_key)
    return _insert(path, number if days else None, tree, list_key_order(type(trip.record)))


def _find_first_day(tree: dict[str, Any]) -> str:
    """As it is written; one without a day comes last."""
    repeat = tree.get("repeat", {})
    return tree.get("open") or tree.get("date") or repeat.get("first") or _LAST_DAY


def _insert(path: Path, number: int | None, tree: dict[str, Any], keys: Sequence[str]) -> Edit:
    """Put a record into a list, before the one with that number; None if the list is empty."""
    if number is None:
        return Assignment(path, [tree], keys)
    return Insertion((*path, number), tree, keys)


def _add_trip(new: NewRecord, tree: dict[str, Any], texts: Mapping[str, bytes]) -> Change:
    """In a file of its own, if schedule.yaml includes it; else in that."""
    summary, list_key = _summarize(new, tree["id"]), new.kind.folder
    own_file = f"schedule/{tree['id']}.yaml"
    if SCHEDULE_FILE in texts and (own_file in texts or not _is_included(own_file, texts)):
        trips = new.agenda.model.trips.values()
        at_end = [t for t in trips if t.location.file == SCHEDULE_FILE and t.kind == new.kind.name]
        edit = _insert((list_key,), len(at_end) or None, tree, _SCHEDULE_KEYS)
        return Change(summary, {SCHEDULE_FILE: (edit,)})
    file = own_file if SCHEDULE_FILE in texts else SCHEDULE_FILE
    raw = edit_source(b"", file, [_insert((list_key,), None, tree, _SCHEDULE_KEYS)])
    return Change(summary, {}, {file: _lay_out(_copy_schema_line(file, texts) + raw, file)})


def _is_included(file: str, texts: Mapping[str, bytes]) -> bool:
    schedule = yaml_source.load(texts[SCHEDULE_FILE].decode(), SCHEDULE_FILE, Problems())
    patterns = schedule.get("include") if isinstance(schedule, dict) else None
    return is_included(file, tuple(patterns) if isinstance(patterns, list) else ())


def _copy_schema_line(file: str, texts: Mapping[str, bytes]) -> bytes:
    """The line by which editors of code find the schema, if other files in the folder have it."""
    for other, raw in texts.items():
        if raw.startswith(_SCHEMA_LINE) and get_folder(other) == get_folder(file):
            return raw.partition(b"\n")[0] + b"\n"
    return b""


def _summarize(new: NewRecord, id: str) -> Message:
    title = new.kind.title
    return Message(f"新的{title.zh} {id}", f"new {title.en} {id}")
