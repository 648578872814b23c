"""Records -> model: ids, translations, references, occurrences. Every mistake becomes a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

import msgspec

from tourbook import schema
from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import Suggester
from tourbook.history.keys import Key
from tourbook.history.ledger import Ledger
from tourbook.sources import paths
from tourbook.sources.reading import Content
from tourbook.timetable.holidays import HolidayCalendars

from . import removed
from .assembly_memory import AssemblyMemory
from .entries import EntryTable, Organisation
from .entry_assembly import EntryAssembler
from .model import Model
from .past_holidays import PastHolidays
from .pictures import PictureFinder
from .references import References
from .regions import RegionTree
from .stop_assembly import StopAssembler
from .trip_assembly import TripAssembler


class Sources(msgspec.Struct):
    """The records that were read, by file; of a file with problems, as much as could be
    salvaged."""

    site: schema.SiteRecord
    regions: schema.RegionRecords
    contents: dict[str, Content[Any]]
    schedules: dict[str, schema.ScheduleRecord]
    files: tuple[str, ...]
    """Every file of the project, read or not; sorted."""


def assemble(
    sources: Sources,
    include_drafts: bool,
    problems: Problems,
    ledger: Ledger | None = None,
    memory: AssemblyMemory | None = None,
    make_references: Callable[[RegionTree, Problems], References] = References,
) -> Model:
    """The model of the records. Without a ledger, nothing has a history. `memory` is that of the
    last model, if the process has made one."""
    ledger, memory = ledger or Ledger(), memory or AssemblyMemory()
    site = sources.site
    refs = make_references(RegionTree(sources.regions), problems)
    calendars = HolidayCalendars(site.holidays, refs.regions.find_top_code)
    past_holidays = PastHolidays(calendars, ledger, site.timezone)
    memory.begin((site, sources.regions, include_drafts, past_holidays.digest))
    EntryAssembler(
        site, sources.contents, sources.files, include_drafts, refs, problems, memory
    ).add_all()
    _check_settings(sources, refs)
    make_assembler = partial(StopAssembler, site, calendars, past_holidays, ledger)
    trips = TripAssembler(include_drafts, refs, make_assembler(refs), memory)
    _add_schedules(sources, trips, problems)

    ledger.present_keys = frozenset(_iterate_keys(refs.entries, trips))
    removed_entries = removed.restore_entries(ledger, site)
    past_regions = removed.restore_regions(ledger, refs.regions)
    past = refs.include_removed((entry for entry in removed_entries if entry.name), past_regions)
    removed_trips = removed.restore_trips(ledger, site, past)
    removed_stops = removed.restore_stops(make_assembler(past), removed_trips | trips.trips)
    model = Model(
        site,
        refs.regions,
        refs.entries,
        trips.trips,
        sorted(trips.stops.values(), key=attrgetter("order")),
        calendars,
        past_holidays,
        frozenset(_iterate_pictures(sources.files)),
        ledger,
        sorted(removed_stops, key=attrgetter("order")),
        removed_entries,
        list(removed_trips.values()),
        past_regions,
        tuple(refs.drafts.values()),
        include_drafts,
    )
    finder = PictureFinder(sources.files, refs)
    for placed_map in model.list_maps():
        at = placed_map.location.child("picture")
        finder.check_name(placed_map.record.picture, at, paths.get_folder(paths.SITE_FILE))
    return model


def _iterate_keys(entries: EntryTable, trips: TripAssembler) -> Iterator[Key]:
    for entry in entries:
        yield Key(entry.kind, entry.id)
    yield from (Key("trip", id) for id in trips.trips)
    yield from (Key("stop", id) for id in trips.stops)


def _check_settings(sources: Sources, refs: References) -> None:
    """The references in site.yaml and regions.yaml."""
    site_file, planning = Location(paths.SITE_FILE), sources.site.planning
    refs.resolve(Organisation, sources.site.organiser, site_file, "organiser")
    for i, code in enumerate(planning.coverage if planning else ()):
        if refs.regions.get(code) is None:
            refs.report_unknown_region(code, site_file.child("planning", "coverage", i))
    if options := sources.site.look:
        finder = PictureFinder(sources.files, refs)
        finder.check_name(options.logo, site_file.child("look", "logo"))
        finder.check_name(options.hero, site_file.child("look", "hero"))
    for code, region in sources.regions.items():
        refs.check_region(region.parent, Location(paths.REGIONS_FILE).child(code, "parent"))


def _iterate_pictures(files: Iterable[str]) -> Iterator[str]:
    """The files under content/ that are neither Markdown nor YAML."""
    for file in files:
        if file.startswith("content/") and not file.endswith((".md", *paths.YAML_SUFFIXES)):
            yield file


# ---- schedule files ------------------------------------------------------------------


def _add_schedules(sources: Sources, trips: TripAssembler, problems: Problems) -> None:
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
            trips.add_trip(tour, at.child("tours", i))
        for i, route in enumerate(schedule.routes):
            trips.add_trip(route, at.child("routes", i))


def resolve_includes(
    schedules: Mapping[str, schema.ScheduleRecord], files: Iterable[str], problems: Problems
) -> list[str]:
    """The schedule files in the order in which they are read: schedule.yaml, then those that it
    includes, by name. `include` patterns match whole paths."""
    names = [f for f in files if paths.is_schedule(f) and f != paths.SCHEDULE_FILE]
    if paths.SCHEDULE_FILE not in schedules:  # there is an error already
        return [name for name in names if name in schedules]
    patterns = schedules[paths.SCHEDULE_FILE].include
    misnamed = [name for name in names if _has_other_ending(name, patterns)]
    included = _match_includes(patterns, names, misnamed, problems)
    for name in names:
        if name in misnamed:
            _report_other_ending(name, problems)
        elif name not in included:
            problems.add_warning(
                "not-read",
                Location(name, line=1, column=1),
                Message(
                    "schedule.yaml 没有列出这个文件，不会读取",
                    "schedule.yaml does not include this file, so it is not read",
                ),
                Message(
                    "在 schedule.yaml 的 include 下加一行：- schedule/*.yaml",
                    "add a line under `include` in schedule.yaml: - schedule/*.yaml",
                ),
            )
    return [paths.SCHEDULE_FILE, *(n for n in names if n in included and n in schedules)]


def _has_other_ending(name: str, patterns: list[str]) -> bool:
    """True for schedule/a.yml if only schedule/a.yaml would be included."""
    meant_name = name.removesuffix(".yml") + ".yaml"
    return (
        name.endswith(".yml")
        and not paths.is_included(name, tuple(patterns))
        and paths.is_included(meant_name, tuple(patterns))
    )


def _report_other_ending(name: str, problems: Problems) -> None:
    meant_name = name.rpartition("/")[2].removesuffix(".yml") + ".yaml"
    problems.add_error(
        "not-read",
        Location(name, line=1, column=1),
        Message(
            "不读取这个文件：schedule.yaml 的 include 列出的是 .yaml，这里是 .yml",
            "this file is not read: `include` of schedule.yaml names .yaml, and this is .yml",
        ),
        Message(f"改名为 {meant_name}", f"rename it to {meant_name}"),
    )


def _match_includes(
    patterns: list[str], names: list[str], misnamed: list[str], problems: Problems
) -> set[str]:
    """The names that a pattern matches; a problem for each pattern without a match, unless it
    would match one of the misnamed files."""
    included: set[str] = set()
    suggester = Suggester()
    for i, pattern in enumerate(patterns):
        matches = [name for name in names if paths.is_included(name, (pattern,))]
        included.update(matches)
        if not matches and not any(_has_other_ending(name, [pattern]) for name in misnamed):
            problems.add_error(
                "unknown-file",
                Location(paths.SCHEDULE_FILE).child("include", i),
                Message(f"没有文件 “{pattern}”", f"there is no file “{pattern}”"),
                suggester.suggest(pattern, "", lambda: names)
                or Message(
                    "写 schedule/ 里的文件，例如 schedule/*.yaml",
                    "write files in schedule/, such as schedule/*.yaml",
                ),
            )
    return included
