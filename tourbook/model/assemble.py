"""Records -> model: ids, translations, references, occurrences. Every mistake becomes a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tourbook import schema
from tourbook.common.problems import Location, Message, Problems, suggest_option
from tourbook.history.ledger import Ledger
from tourbook.sources import paths
from tourbook.sources.reading import Content
from tourbook.timetable.holidays import HolidayCalendars

from . import removed
from .entities import Model
from .entries import EntryAssembler
from .references import References
from .trips import TripAssembler


class Sources(msgspec.Struct):
    """What was read: by file, only files without problems of their own (or what could be salvaged
    of them)."""

    site: schema.SiteRecord
    regions: schema.RegionRecords
    contents: dict[str, Content[Any]]
    schedules: dict[str, schema.ScheduleRecord]
    files: tuple[str, ...]
    """Every file of the project, read or not; sorted."""


def assemble(
    sources: Sources, include_drafts: bool, problems: Problems, ledger: Ledger | None = None
) -> Model:
    """The model of what was read; drafts are left out unless they are wanted. `ledger` tells what
    was before."""
    ledger = ledger or Ledger()
    refs = References(sources.regions, problems)
    EntryAssembler(
        sources.site, sources.contents, sources.files, include_drafts, refs, problems
    ).add_all()
    refs.resolve("organisation", sources.site.organiser, Location(paths.SITE_FILE), "organiser")
    for i, code in enumerate(sources.site.planning.coverage if sources.site.planning else ()):
        if refs.regions.get(code) is None:
            refs.report_unknown_region(
                code, Location(paths.SITE_FILE).child("planning", "coverage", i)
            )
    for code, region in sources.regions.items():
        refs.check_region(region.parent, Location(paths.REGIONS_FILE).child(code, "parent"))
    calendars = HolidayCalendars(sources.site.holidays, refs.regions.find_top_code)
    trips = TripAssembler(sources.site, include_drafts, refs, calendars, ledger, problems)
    for file in resolve_includes(sources.schedules, sources.files, problems):
        at, schedule = Location(file), sources.schedules[file]
        if file != paths.SCHEDULE_FILE and schedule.include:
            problems.add_error(
                "nested-include",
                at.at_key("include"),
                Message(
                    "只有 schedule.yaml 可以写 include", "only schedule.yaml may include files"
                ),
                Message("把这几行移到 schedule.yaml", "move these lines to schedule.yaml"),
            )
        for i, tour in enumerate(schedule.tours):
            trips.add_trip("tour", tour, at.child("tours", i))
        for i, route in enumerate(schedule.routes):
            trips.add_trip("route", route, at.child("routes", i))
    gone = removed.restore_removed_entries(ledger)
    before = removed.RemovedTripRestorer(trips, refs, gone, sources.site.timezone)
    return Model(
        sources.site,
        refs.regions,
        refs.entries,
        refs.aliases,
        trips.trips,
        sorted(trips.stops.values(), key=lambda s: s.order),
        calendars,
        frozenset(
            f
            for f in sources.files
            if f.startswith("content/") and not f.endswith((".md", *paths.YAML_SUFFIXES))
        ),
        ledger,
        sorted(before.restore_stops(), key=lambda s: s.order),
        gone,
        list(before.removed_trips.values()),
    )


def resolve_includes(
    schedules: Mapping[str, schema.ScheduleRecord], files: Iterable[str], problems: Problems
) -> list[str]:
    """The schedule files in the order in which they are read; `include` patterns match whole
    paths."""
    order: list[str] = [paths.SCHEDULE_FILE] if paths.SCHEDULE_FILE in schedules else []
    names = [f for f in files if paths.is_schedule(f) and f != paths.SCHEDULE_FILE]
    wanted: set[str] = set()
    for root in order[:]:
        for i, pattern in enumerate(schedules[root].include):
            matched = [f for f in names if paths.is_included(f, (pattern,))]
            wanted.update(matched)
            if not matched:
                problems.add_error(
                    "unknown-file",
                    Location(root).child("include", i),
                    Message(f"没有文件 “{pattern}”", f"there is no file “{pattern}”"),
                    suggest_option(pattern, names),
                )
    for name in names:
        if name in wanted and name in schedules:
            order.append(name)
        elif name not in wanted:
            problems.add_warning(
                "not-read",
                Location(name, line=1, column=1),
                Message(
                    "schedule.yaml 没有列出这个文件，不会读取",
                    "schedule.yaml does not include this file, so nothing reads it",
                ),
                Message(
                    "在 schedule.yaml 的 include 下加一行：- schedule/*.yaml",
                    "add to include in schedule.yaml: - schedule/*.yaml",
                ),
            )
    return order
