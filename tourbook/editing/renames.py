"""A record gets another id, or another name in its address: everywhere at once, and so that old
links and calendars go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tourbook.common.problems import Message, PathKey
from tourbook.formats.yaml_edits import Assignment, Edit, Insertion, Removal
from tourbook.model.assemble import Sources
from tourbook.model.entries import Entry
from tourbook.model.trips import Stop, Trip
from tourbook.sources.paths import SCHEDULE_FILE, get_folder, is_included, parse_content_path

from .changes import Change
from .key_order import list_key_order
from .links import Rewording, list_link_changes
from .uses import list_uses

Record = Entry | Trip | Stop


class RenamedProject(NamedTuple):
    """What a record is renamed in."""

    sources: Sources
    texts: Mapping[str, bytes]
    """Source file -> its bytes, of those that are text."""


def rename_record(record: Record, new_id: str, project: RenamedProject) -> Change:
    """A record with another id. Its former one goes into `aliases`; references, links, files and
    folders that are called after it follow."""
    moves = dict(_iterate_moves(record, new_id, project.sources.files))
    edits: dict[str, list[Edit | Rewording]] = {}
    own_edits = edits.setdefault(record.location.file, [])
    if record.record.id:
        own_edits.append(Assignment((*record.location.path, "id"), new_id))
    if record.record.slug == new_id:
        own_edits.append(Removal((*record.location.path, "slug")))
    own_edits.append(_make_alias_edit(record, record.id, new_id))
    for file, edit in _iterate_reference_edits(record, new_id, project.sources):
        edits.setdefault(file, []).append(edit)
    for file, rewording in _iterate_link_changes(moves, project.texts):
        edits.setdefault(file, []).append(rewording)
    for number, file in _iterate_includes(moves, project.sources):
        edits.setdefault(SCHEDULE_FILE, []).append(Assignment(("include", number), file))
    summary = Message(f"{record.id} → {new_id}", f"{record.id} → {new_id}")
    tuples = {file: tuple(items) for file, items in edits.items()}
    return Change(summary, tuples, {}, moves, (record.id, new_id))


def rename_address(record: Record, new_slug: str) -> Change:
    """A record with another name in its address; its id stays."""
    at = record.location
    order = list_key_order(type(record.record))
    slug_edit: Edit = Assignment((*at.path, "slug"), new_slug, order)
    if new_slug == record.id:
        slug_edit = Removal((*at.path, "slug"))
    edits = (slug_edit, _make_alias_edit(record, record.slug, new_slug))
    summary = Message(
        f"{record.id} 的网址：{record.slug} → {new_slug}",
        f"the address of {record.id}: {record.slug} → {new_slug}",
    )
    return Change(summary, {at.file: edits}, renamed=(record.slug, new_slug))


def _make_alias_edit(record: Record, former: str, present: str) -> Edit:
    """The former name is an alias from now on, and the present one is none any more."""
    aliases, path = record.record.aliases, (*record.location.path, "aliases")
    order = list_key_order(type(record.record))
    other_aliases = [alias for alias in aliases if alias not in (former, present)]
    if other_aliases != aliases:
        return Assignment(path, [*other_aliases, former], order)
    return Insertion((*path, len(aliases)), former, order)


# ---- references ----------------------------------------------------------------------------


def _iterate_reference_edits(
    record: Record, new_id: str, sources: Sources
) -> Iterator[tuple[str, Edit]]:
    """(file, edit) of each place that refers to an entry, by a former id, too."""
    if not isinstance(record, Entry):
        return
    names = {record.id, *record.record.aliases}
    for use in list_uses(sources):
        if use.kind == record.kind and use.id in names:
            yield use.location.file, Assignment(use.location.path, new_id)


def _iterate_link_changes(
    moves: Mapping[str, str], texts: Mapping[str, bytes]
) -> Iterator[tuple[str, Rewording]]:
    """(file, change) of each link to a file that moves."""
    for file, raw in texts.items() if moves else ():
        if file.startswith(("content/", "schedule")) and file.endswith((".md", ".yaml", ".yml")):
            for rewording in list_link_changes(raw.decode(), file, moves):
                yield file, rewording


# ---- files ---------------------------------------------------------------------------------


def _iterate_moves(record: Record, new_id: str, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(old, new) name of each file that is called after a record, with what lies in its folder."""
    own_file = record.location.file
    if isinstance(record, Trip):
        folder, _, name = own_file.rpartition("/")
        if name.partition(".")[0] == record.id:
            yield own_file, f"{folder}/{new_id}.{name.partition('.')[2]}"
    if not isinstance(record, Entry):
        return
    path = parse_content_path(own_file)
    if path is None or path.stem != record.id:
        return
    for file in files:
        other = parse_content_path(file)
        if path.is_bundle and file.startswith(get_folder(own_file) + "/"):
            rest = file.removeprefix(get_folder(own_file))
            yield file, f"content/{path.folder}/{new_id}{rest}"
        elif other and other[:2] == path[:2] and not (path.is_bundle or other.is_bundle):
            yield (
                file,
                f"content/{path.folder}/{new_id}{'.' * bool(other.language)}{other.language}.md",
            )


def _iterate_includes(moves: Mapping[str, str], sources: Sources) -> Iterator[tuple[PathKey, str]]:
    """(number, file) of each line of `include` that names a file that moves."""
    schedule = sources.schedules.get(SCHEDULE_FILE)
    patterns = schedule.include if schedule else []
    for old, new in moves.items():
        if not is_included(new, tuple(patterns)) and old in patterns:
            yield patterns.index(old), new
