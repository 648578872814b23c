"""Read a project: its sources as typed records, and its history as a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from tourbook.checks.holiday_data import check_holiday_data
from tourbook.checks.mass_removals import ScheduleFiles
from tourbook.common.problems import Message, Problems
from tourbook.common.zones import compute_midnight
from tourbook.history.ledger import Ledger
from tourbook.model.assemble import Sources
from tourbook.model.volume import check_volume
from tourbook.schema import CONTENT_TYPES, ScheduleRecord, SiteRecord
from tourbook.sources import paths
from tourbook.sources.misnamed import find_misnomers, report_misnomers
from tourbook.sources.missing_schedule import (
    report_missing_main_schedule,
    report_missing_schedule,
    report_neighbour,
)
from tourbook.sources.refusals import report_refusal
from tourbook.sources.snapshot import Snapshot

from .cache import BuildCache
from .inputs import BuildInputs
from .options import BuildOptions
from .program import compute_program_digest, list_library_versions


def read_sources(snapshot: Snapshot, cache: BuildCache, problems: Problems) -> Sources | None:
    """Every source file as typed records; None if site.yaml is missing or cannot be read, or if the
    schedule has far too many dates."""
    for name, reason in snapshot.refusals.items():
        report_refusal(name, reason, problems)
    requirements = snapshot.texts.get(paths.REQUIREMENTS_FILE, b"")
    check_holiday_data(requirements, list_library_versions(), problems)
    has_site = paths.SITE_FILE in snapshot.digests
    records = cache.read([paths.SITE_FILE] * has_site, snapshot.digests, snapshot.texts, problems)
    site: SiteRecord | None = records.get(paths.SITE_FILE)
    misnomers = find_misnomers(snapshot.files, site.languages if site else ())
    report_misnomers(misnomers, problems)
    misnamed, meant = {m.file for m in misnomers}, {m.meant_file for m in misnomers}
    files = [f for f in snapshot.files if f not in misnamed]
    paths.check_file_placement(files, CONTENT_TYPES, problems)
    meant |= {paths.find_meant_path(f, CONTENT_TYPES) for f in files}
    content = [f for f in files if _is_content(f)]
    regions = [paths.REGIONS_FILE] if paths.REGIONS_FILE in snapshot.digests else []
    schedule = [f for f in files if paths.is_schedule(f)]
    records |= cache.read(
        [*regions, *content, *schedule], snapshot.digests, snapshot.texts, problems
    )
    if not has_site and paths.SITE_FILE not in meant:
        _report_missing_site(problems)
    if site is None:
        return None
    schedules = {f: records[f] for f in schedule if f in records}
    _check_main_schedule(snapshot, schedules, problems)
    sources = Sources(
        site,
        records.get(paths.REGIONS_FILE, {}),
        {f: records[f] for f in content if f in records},
        schedules or {paths.SCHEDULE_FILE: ScheduleRecord()},
        tuple(sorted({*files, *meant} - {""})),
    )
    return sources if check_volume(sources, problems, cache.process_memory.volumes) else None


def read_history(
    options: BuildOptions, inputs: BuildInputs, site: SiteRecord, today: dt.date
) -> tuple[Ledger, Callable[[], None]]:
    """The ledger of the project, and a function that saves what was read from Git for it."""
    public_since = site.history.since if site.history else None
    ledger, save = inputs.cache.process_memory.history.read_ledger(
        options.root,
        inputs.git_state,
        options.workspace.history_path,
        compute_program_digest(),
        inputs.snapshot.list_texts_on_disk(),
        today_start=compute_midnight(today, site.timezone),
        public_since=compute_midnight(public_since, site.timezone) if public_since else 0,
    )
    ledger.forgotten_ids = frozenset(site.history.forget if site.history else ())
    return ledger, save


def list_schedule_files(sources: Sources) -> ScheduleFiles:
    empty = {file for file, schedule in sources.schedules.items() if _is_empty(schedule)}
    return ScheduleFiles(set(filter(paths.is_schedule, sources.files)), empty)


def _is_empty(schedule: ScheduleRecord) -> bool:
    return not (schedule.tours or schedule.routes or schedule.include)


def _check_main_schedule(
    snapshot: Snapshot, schedules: Mapping[str, ScheduleRecord], problems: Problems
) -> None:
    """Report files that are not read because schedule.yaml is not there, or that may be meant as
    such."""
    is_present = paths.SCHEDULE_FILE in snapshot.digests
    main = schedules.get(paths.SCHEDULE_FILE)
    if snapshot.neighbours and (not is_present or (main and _is_empty(main))):
        report_missing_schedule(snapshot.neighbours[0], problems)
    elif not is_present and schedules:
        report_missing_main_schedule(min(schedules), problems)
    else:
        for name in snapshot.neighbours:
            report_neighbour(name, problems)


def list_unreadable_names(sources: Sources) -> set[str]:
    """The names of the content files that have problems of their own."""
    return {
        path.stem
        for file in sources.files
        if file not in sources.contents and (path := paths.parse_content_path(file))
    }


def _is_content(file: str) -> bool:
    path = paths.parse_content_path(file)
    return bool(path and file.startswith("content/") and path.folder in CONTENT_TYPES)


def _report_missing_site(problems: Problems) -> None:
    problems.add_error(
        "no-site",
        paths.SITE_FILE_START,
        Message("没有文件 content/site.yaml", "there is no file content/site.yaml"),
        Message("新建它，写 name 和 base_url", "create it, with name and base_url"),
    )
