"""Tables and calendars of other programs, as `import` takes them: by a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tourbook.build.proposals import replace_inputs
from tourbook.common.problems import Location, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats import source_text, yaml_source
from tourbook.formats.calendar_files import CalendarFileError, read_calendar
from tourbook.formats.workbooks import Sheet
from tourbook.model.assemble import Sources
from tourbook.spreadsheets.comparison import compare_mapped, make_id_finder
from tourbook.spreadsheets.differences import Difference
from tourbook.spreadsheets.events import (
    STOP_MAPPING,
    VISIT_MAPPING,
    EventOptions,
    make_event_table,
)
from tourbook.spreadsheets.mapped_rows import Table, find_table
from tourbook.spreadsheets.mappings import TableMapping, read_mapping
from tourbook.spreadsheets.records import SHEET_KINDS, list_records

from .base import ProjectError, Run, UsageError
from .editing import Editor
from .table_files import read_file


def find_mapped_table(
    run: Run, editor: Editor, mapping: TableMapping, sheets: Sequence[Sheet], file: str
) -> Table:
    """Raises ProjectError for mistakes in the mapping."""
    problems = Problems()
    table = find_table(mapping, sheets, file, problems)
    if table is None:
        raise _make_mapping_error(run, editor, problems)
    return table


def load_mapping(run: Run, editor: Editor, sources: Sources) -> TableMapping:
    """Raises UsageError, or ProjectError for mistakes in the mapping."""
    path = Path(run.args.mapping)
    problems = Problems()
    mapping = _read_mapping(path.name, read_file(path), sources.site.languages, problems)
    if problems.items:
        raise _make_mapping_error(run, editor, problems)
    return mapping


def _make_mapping_error(run: Run, editor: Editor, problems: Problems) -> ProjectError:
    path = Path(run.args.mapping)
    return ProjectError(problems, replace_inputs(editor.inputs, {path.name: read_file(path)}))


def _read_mapping(
    name: str, raw: bytes, languages: Sequence[str], problems: Problems
) -> TableMapping:
    text = source_text.decode(raw, name, problems)
    tree = None if text is None else yaml_source.load(text, name, problems)
    if problems.items:
        return TableMapping([])
    return read_mapping(tree, Location(name), languages, problems)


def read_events(
    run: Run, editor: Editor, sources: Sources, file: str, raw: bytes
) -> tuple[Table, Difference]:
    """Raises UsageError, or ProjectError for mistakes in the mapping."""
    if run.args.mapping:
        mapping = load_mapping(run, editor, sources)
    else:
        text = _choose_event_mapping(run, sources)
        mapping = _read_mapping(file, text.encode(), sources.site.languages, Problems())
    try:
        calendar = read_calendar(raw, file)
    except CalendarFileError as e:
        raise UsageError(*e.message) from None
    difference = Difference()
    options = EventOptions(
        is_for_tour=any(record.kind.name == "stops" for record in mapping.records),
        until=run.args.until,
        site_zone=sources.site.timezone,
        find_id=make_id_finder(sources),
    )
    table = make_event_table(calendar, options, difference)
    if run.args.mapping:
        table = find_mapped_table(run, editor, mapping, [table.sheet], file)
    compare_mapped(sources, mapping, table, difference)
    return table, difference


def _choose_event_mapping(run: Run, sources: Sources) -> str:
    """The mapping of events to visits of a route, or to stops of a tour. Raises UsageError."""
    kinds = {kind.name: kind for kind in SHEET_KINDS}
    ids = {k: [r.id for r in list_records(sources, kinds[k + "s"])] for k in ("route", "tour")}
    if bool(run.args.route) == bool(run.args.tour):
        choices = [f"--{kind} {id}" for kind in ids for id in ids[kind]]
        help = suggest_option("", choices)
        raise UsageError(
            f"写明放进哪条线路或哪个巡展：--route 或 --tour。{help.zh}",
            f"say to which route or tour the events belong: --route or --tour. {help.en}".rstrip(),
        )
    kind, template = ("route", VISIT_MAPPING) if run.args.route else ("tour", STOP_MAPPING)
    trip_id = getattr(run.args, kind)
    if trip_id not in ids[kind]:
        help = suggest_option(trip_id, ids[kind])
        raise UsageError(
            f"没有编号为 “{trip_id}” 的{'线路' if kind == 'route' else '巡展'}。{help.zh}",
            f"there is no {kind} “{trip_id}”. {help.en}".rstrip(),
        )
    return template.replace(kind.upper(), trip_id)
