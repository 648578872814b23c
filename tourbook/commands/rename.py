"""rename: a record gets another id, or another name in its address, everywhere at once."""

from __future__ import annotations

import argparse
import re

from tourbook.creation.names import TakenNames
from tourbook.editing.changes import Change
from tourbook.editing.copy_renames import rename_copy
from tourbook.editing.renames import Record, RenamedProject, rename_address, rename_record
from tourbook.model.entries import Entry, Exhibition
from tourbook.model.trips import Trip
from tourbook.schema.fields import ID_PATTERN, MAX_ID_LENGTH, CopyRecord

from .base import Command, Run, UsageError
from .editing import Editor, add_edit_arguments, read_sound_sources
from .names import KINDS, find_named_records, find_set


def run_rename(run: Run) -> int:
    args, editor = run.args, Editor(run, checks_pages=True)
    sources = read_sound_sources(editor.inputs)
    if found_set := find_set(editor.model, args.old):
        return editor.apply(_rename_set(editor, *found_set, args.new))
    records = dict(find_named_records(editor.model, args.old, args.kind or ""))
    if len(records) > 1:
        raise UsageError(
            f"叫 “{args.old}” 的有好几个，用 --kind 写明：{'、'.join(records)}",
            f"several records are called “{args.old}”; say which with --kind: {', '.join(records)}",
        )
    kind, record = next(iter(records.items()))
    _check_notation(args.new)
    _check_name(editor, kind, record, args.new)
    if args.slug or (record.id != args.old and record.slug == args.old):
        return editor.apply(rename_address(record, args.new))
    project = RenamedProject(sources, editor.inputs.snapshot.texts)
    return editor.apply(rename_record(record, args.new, project))


def _rename_set(editor: Editor, exhibition: Exhibition, copy: CopyRecord, name: str) -> Change:
    """A copy with another id, given as "b" or "light/b". Raises UsageError."""
    new_id = name.removeprefix(f"{exhibition.id}/")
    _check_notation(new_id)
    other = exhibition.find_copy(new_id)
    if copy.id == new_id:
        raise UsageError(f"它就叫 “{name}”", f"it is called “{name}” already")
    if other and other is not copy:
        set_name = f"{exhibition.id}/{other.id}"
        if other.id == new_id:
            raise UsageError(f"已经有 “{set_name}”", f"there is “{set_name}” already")
        raise UsageError(
            f"“{set_name}” 叫过 “{new_id}”，旧日历靠它认",
            f"“{new_id}” is a name of “{set_name}”, by which its calendar goes on",
        )
    return rename_copy(exhibition, copy, new_id, editor.model)


def _check_notation(name: str) -> None:
    """Raises UsageError for what no id can be."""
    if not re.fullmatch(ID_PATTERN, name) or len(name) > MAX_ID_LENGTH:
        raise UsageError(
            f"“{name}” 不能作编号：只用字母、数字、汉字和短横线",
            f"“{name}” cannot be an id: use letters, digits and hyphens",
        )


def _check_name(editor: Editor, kind: str, record: Record, name: str) -> None:
    """Raises UsageError for a name that another record has or had."""
    history_kind = record.kind if isinstance(record, Entry) else "stop"
    if isinstance(record, Trip):
        history_kind = "trip"
    names = TakenNames(editor.model, history_kind, editor.inputs.snapshot.files)
    if name == record.id == record.slug:
        raise UsageError(f"它就叫 “{name}”", f"it is called “{name}” already")
    if obstacle := names.explain(name, record.id):
        raise UsageError(*obstacle)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old",
        metavar="OLD",
        help="id or name in the address; light/a for a set / 编号或网址里的名字；一套写 light/a",
    )
    parser.add_argument("new", metavar="NEW", help="what it is called from now on / 新的")
    parser.add_argument(
        "--kind", choices=KINDS, help="which record, if several have that id / 同名的是哪一种"
    )
    parser.add_argument(
        "--slug", action="store_true", help="only the name in the address / 只改网址里的名字"
    )
    add_edit_arguments(parser)


COMMAND = Command(run_rename, add_arguments)
