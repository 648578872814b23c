"""Read a project: its sources as typed records, and its history as a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from tourbook.checks.mass_removals import ScheduleFiles
from tourbook.common.problems import Message, Problems
from tourbook.common.zones import compute_midnight
from tourbook.history.ledger import Ledger
from tourbook.history.store import read_ledger
from tourbook.model.assemble import Sources
from tourbook.model.volume import check_volume
from tourbook.schema import CONTENT_TYPES, ScheduleRecord, SiteRecord
from tourbook.sources import paths
from tourbook.sources.refusals import report_refusal
from tourbook.sources.snapshot import Snapshot

from .cache import BuildCache
from .inputs import BuildInputs, compute_program_digest
from .options import BuildOptions


def read_sources(snapshot: Snapshot, cache: BuildCache, problems: Problems) -> Sources | None:
    """Every source file as typed records; None if site.yaml is missing or cannot be read, or if the
    schedule has far too many dates."""
    for name, reason in snapshot.refusals.items():
        report_refusal(name, reason, problems)
    paths.check_file_placement(snapshot.files, CONTENT_TYPES, problems)
    content = [f for f in snapshot.files if _is_content(f)]
    single = [f for f in (paths.SITE_FILE, paths.REGIONS_FILE) if f in snapshot.digests]
    schedule = [f for f in snapshot.files if paths.is_schedule(f)]
    records = cache.read([*single, *content, *schedule], snapshot.digests, snapshot.texts, problems)
    if paths.SITE_FILE not in snapshot.digests:
        _report_missing_site(problems)
    if paths.SITE_FILE not in records:
        return None
    sources = Sources(
        records[paths.SITE_FILE],
        records.get(paths.REGIONS_FILE, {}),
        {f: records[f] for f in content if f in records},
        {f: records[f] for f in schedule if f in records}
        or {paths.SCHEDULE_FILE: ScheduleRecord()},
        snapshot.files,
    )
    return sources if check_volume(sources, problems) else None


def read_history(
    options: BuildOptions, inputs: BuildInputs, site: SiteRecord, today: dt.date
) -> tuple[Ledger, Callable[[], None]]:
    """The ledger of the project, and a function that saves what was read from Git for it."""
    public_since = site.history.since if site.history else None
    ledger, save = read_ledger(
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
    empty = {
        file
        for file, schedule in sources.schedules.items()
        if not (schedule.tours or schedule.routes or schedule.include)
    }
    return ScheduleFiles(set(filter(paths.is_schedule, sources.files)), empty)


def list_unreadable_names(snapshot: Snapshot, sources: Sources) -> set[str]:
    """The names of the content files that have problems of their own."""
    return {
        path.stem
        for file in snapshot.files
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
