"""Records -> model: ids, translations, references, occurrences. Every mistake becomes a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from tourbook import schema
from tourbook.common.problems import At, Problems, Say, did_you_mean
from tourbook.history.ledger import Ledger
from tourbook.sources import paths
from tourbook.sources.reading import Content
from tourbook.timetable.holidays import Calendars

from . import removed
from .entities import Model
from .entries import Entries
from .references import References
from .trips import Trips


class Sources(msgspec.Struct):
    """What was read: by file, only files without problems of their own (or what could be salvaged
    of them)."""

    site: schema.Site
    regions: schema.Regions
    contents: dict[str, Content[Any]]
    schedules: dict[str, schema.Schedule]
    files: tuple[str, ...]
    """Every file of the project, read or not; sorted."""


def assemble(
    sources: Sources, drafts: bool, problems: Problems, ledger: Ledger | None = None
) -> Model:
    """The model of what was read; drafts are left out unless they are wanted. `ledger` tells what
    was before."""
    ledger = ledger or Ledger()
    refs = References(sources.regions, problems)
    Entries(sources.site, sources.contents, sources.files, drafts, refs, problems).add_all()
    refs.ref("organisation", sources.site.organiser, At(paths.SITE), "organiser")
    for i, code in enumerate(sources.site.planning.coverage if sources.site.planning else ()):
        if refs.divisions.get(code) is None:
            refs.unknown_region(code, At(paths.SITE).down("planning", "coverage", i))
    for code, region in sources.regions.items():
        refs.region(region.parent, At(paths.REGIONS).down(code, "parent"))
    calendars = Calendars(sources.site.holidays, refs.divisions.top)
    trips = Trips(sources.site, drafts, refs, calendars, ledger, problems)
    for file in included(sources.schedules, sources.files, problems):
        at, schedule = At(file), sources.schedules[file]
        if file != paths.SCHEDULE and schedule.include:
            problems.error(
                "nested-include",
                at.key("include"),
                Say("只有 schedule.yaml 可以写 include", "only schedule.yaml may include files"),
                Say("把这几行移到 schedule.yaml", "move these lines to schedule.yaml"),
            )
        for i, tour in enumerate(schedule.tours):
            trips.add("tour", tour, at.down("tours", i))
        for i, route in enumerate(schedule.routes):
            trips.add("route", route, at.down("routes", i))
    gone = removed.entries(ledger)
    before = removed.Removed(trips, refs, gone, sources.site.timezone)
    return Model(
        sources.site,
        refs.divisions,
        refs.entries,
        refs.aliases,
        trips.trips,
        sorted(trips.stops.values(), key=lambda s: s.order),
        calendars,
        frozenset(
            f
            for f in sources.files
            if f.startswith("content/") and not f.endswith((".md", *paths.YAML_ENDS))
        ),
        ledger,
        sorted(before.stops(), key=lambda s: s.order),
        gone,
        list(before.gone_trips.values()),
    )


def included(
    schedules: Mapping[str, schema.Schedule], files: Iterable[str], problems: Problems
) -> list[str]:
    """The schedule files in the order in which they are read; `include` patterns match whole
    paths."""
    order: list[str] = [paths.SCHEDULE] if paths.SCHEDULE in schedules else []
    names = [f for f in files if paths.is_schedule(f) and f != paths.SCHEDULE]
    wanted: set[str] = set()
    for root in order[:]:
        for i, pattern in enumerate(schedules[root].include):
            matched = [f for f in names if paths.included(f, (pattern,))]
            wanted.update(matched)
            if not matched:
                problems.error(
                    "unknown-file",
                    At(root).down("include", i),
                    Say(f"没有文件 “{pattern}”", f"there is no file “{pattern}”"),
                    did_you_mean(pattern, names),
                )
    for name in names:
        if name in wanted and name in schedules:
            order.append(name)
        elif name not in wanted:
            problems.warn(
                "not-read",
                At(name, line=1, column=1),
                Say(
                    "schedule.yaml 没有列出这个文件，不会读取",
                    "schedule.yaml does not include this file, so nothing reads it",
                ),
                Say(
                    "在 schedule.yaml 的 include 下加一行：- schedule/*.yaml",
                    "add to include in schedule.yaml: - schedule/*.yaml",
                ),
            )
    return order
