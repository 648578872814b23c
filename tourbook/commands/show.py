"""show: all there is to know about one record, with what is wrong with it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from tourbook.common.printable import encode_json, make_printable
from tourbook.common.problem_formats import measure_display_width
from tourbook.common.problems import Location, locate_problems
from tourbook.editing.renames import Record
from tourbook.editing.uses import list_uses
from tourbook.model.entries import Entry
from tourbook.overview.descriptions import TITLES, Describer
from tourbook.sources.locating import make_locator

from .base import Command, Run
from .editing import Editor
from .names import KINDS, find_called, find_set
from .printed_tables import align_rows

_MAX_USES = 30


def run_show(run: Run) -> int:
    editor = Editor(run)
    describer = Describer(editor.agenda, run.args.lang)
    if copy := find_set(editor.model, run.args.id):
        descriptions = [{"kind": "set"} | describer.describe_set(*copy)]
    else:
        descriptions = [
            {"kind": kind} | describer.describe(record) | _look_around(run, editor, record)
            for kind, record in find_called(editor.model, run.args.id, run.args.kind or "")
        ]
    if run.args.json:
        print(encode_json(descriptions))
    else:
        texts = ["\n".join(_iterate_lines(item, run.args.lang)) for item in descriptions]
        print("\n\n".join(texts))
    return 0


def _look_around(run: Run, editor: Editor, record: Record) -> dict[str, Any]:
    """Where a record is written, what is wrong there, and where it is referred to."""
    locate = make_locator(editor.inputs.snapshot)
    at = record.location
    line = locate(at)[0] if at.path else 1
    problems = [
        problem
        for problem in editor.before.problems
        if _is_within(problem.location, at)
        or (problem.related_location and _is_within(problem.related_location, at))
    ]
    uses = []
    if isinstance(record, Entry):
        names = {record.id, *record.record.aliases}
        places = [
            use.location
            for use in list_uses(editor.sources)
            if use.kind == record.kind and use.id in names
        ]
        uses = sorted({f"{place.file}:{locate(place)[0]}" for place in places})
    description = {
        "file": f"{at.file}:{line}",
        "used_in": [{"place": place} for place in uses[:_MAX_USES]],
        "problems": [
            {
                "level": problem.level,
                "message": problem.message.in_language(run.args.lang),
                "code": problem.code,
                "place": f"{problem.location.file}:{problem.location.line}",
            }
            for problem in locate_problems(problems, locate)
        ],
    }
    return {key: value for key, value in description.items() if value}


def _is_within(inner: Location, outer: Location) -> bool:
    return inner.file == outer.file and inner.path[: len(outer.path)] == outer.path


def _iterate_lines(description: dict[str, Any], lang: str) -> Iterator[str]:
    """A line for each value, with its title; a table below its title."""
    titles = {key: TITLES[key].in_language(lang) for key in description}
    width = max(map(measure_display_width, titles.values()))
    for key, value in description.items():
        title = titles[key]
        if isinstance(value, list):
            yield make_printable(title)
            columns = list(dict.fromkeys(column for row in value for column in row))
            yield from align_rows(
                ([str(row.get(column, "")) for column in columns] for row in value), "  "
            )
        else:
            yield from align_rows(
                [[title + " " * (width - measure_display_width(title)), str(value)]]
            )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="id or name; light/a for a set / 编号或名称")
    parser.add_argument(
        "--kind", choices=KINDS, help="which record, if several have that id / 同名的是哪一种"
    )
    parser.add_argument("--json", action="store_true", help="as JSON / 输出 JSON")


COMMAND = Command(run_show, add_arguments)
