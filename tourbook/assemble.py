"""Records -> model: ids, translations, references, occurrences. Every mistake becomes a problem."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from . import layout, schema
from .dates import recurring, sessions
from .diagnostics import At, Problems, Say, did_you_mean
from .model import FOLDERS, KINDS, Body, Entry, Model, Position, Stop, Trip, Where
from .reading import Content, text_fields
from .regions import Divisions
from .schema.fields import Copy, Repeat

NAMES = {
    "exhibition": Say("展览", "exhibition"), "venue": Say("场馆", "venue"), "caravan": Say("大篷车", "caravan"),
    "organisation": Say("机构", "organisation"), "campaign": Say("活动", "campaign"), "article": Say("新闻", "news item"),
    "page": Say("页面", "page"), "trip": Say("巡展或线路", "tour or route"), "stop": Say("站点", "stop"),
}


class Sources(msgspec.Struct):
    """What was read: by file, only files without problems of their own (or what could be salvaged of them)."""

    site: schema.Site
    regions: schema.Regions
    contents: dict[str, Content[Any]]
    schedules: dict[str, schema.Schedule]
    files: tuple[str, ...]
    """Every file of the project, read or not; sorted."""


def assemble(sources: Sources, drafts: bool, problems: Problems) -> Model:
    return _Assembly(sources, drafts, problems).run()


def included(schedules: Mapping[str, schema.Schedule], files: Iterable[str], problems: Problems) -> list[str]:
    """The schedule files in the order in which they are read; `include` patterns match whole paths."""
    order: list[str] = [layout.SCHEDULE] if layout.SCHEDULE in schedules else []
    names = [f for f in files if layout.is_schedule(f) and f != layout.SCHEDULE]
    wanted: set[str] = set()
    for root in order[:]:
        for i, pattern in enumerate(schedules[root].include):
            matched = [f for f in names if f == pattern or fnmatch.fnmatchcase(f, pattern)]
            wanted.update(matched)
            if not matched:
                problems.error(
                    "unknown-file", At(root).down("include", i),
                    Say(f"没有文件 “{pattern}”", f"there is no file “{pattern}”"), did_you_mean(pattern, names),
                )
    for name in names:
        if name in wanted and name in schedules:
            order.append(name)
        elif name not in wanted:
            problems.warn(
                "not-read", At(name, line=1, column=1),
                Say("schedule.yaml 没有列出这个文件，不会读取", "schedule.yaml does not include this file, so nothing reads it"),
                Say("在 schedule.yaml 的 include 下加一行：- schedule/*.yaml", "add to include in schedule.yaml: - schedule/*.yaml"),
            )
    return order


class _Assembly:
    def __init__(self, sources: Sources, drafts: bool, problems: Problems) -> None:
        self.sources, self.drafts, self.problems = sources, drafts, problems
        self.divisions = Divisions(sources.regions)
        self.entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS.values()}
        self.aliases: dict[tuple[str, str], Entry] = {}
        self.hidden: dict[str, set[str]] = {kind: set() for kind in KINDS.values()}
        self.trips: dict[str, Trip] = {}
        self.stops: dict[str, Stop] = {}
        self.first = sources.site.languages[0]

    def run(self) -> Model:
        self.read_entries()
        for path in self.sources.files:  # a file with problems of its own still has its id
            where = layout.content_path(path)
            if where and where.folder in KINDS and path not in self.sources.contents:
                self.hidden[KINDS[where.folder]].add(where.stem)
        for kind in self.entries:
            for entry in self.entries[kind].values():
                self.check_entry(entry)
        site_at = At(layout.SITE)
        self.ref("organisation", self.sources.site.organiser, site_at.down("organiser"))
        for code, region in self.sources.regions.items():
            if region.parent and self.divisions.get(region.parent) is None:
                self.unknown_region(region.parent, At(layout.REGIONS).down(code, "parent"))
        for file in included(self.sources.schedules, self.sources.files, self.problems):
            schedule = self.sources.schedules[file]
            if file != layout.SCHEDULE and schedule.include:
                self.problems.error(
                    "nested-include", At(file).key("include"),
                    Say("只有 schedule.yaml 可以写 include", "only schedule.yaml may include files"),
                    Say("把这几行移到 schedule.yaml", "move these lines to schedule.yaml"),
                )
            for i, tour in enumerate(schedule.tours):
                self.add_trip("tour", tour, At(file).down("tours", i))
            for i, route in enumerate(schedule.routes):
                self.add_trip("route", route, At(file).down("routes", i))
        return Model(
            self.sources.site, self.divisions, self.entries, self.trips, sorted(self.stops.values(), key=lambda s: s.order),
            frozenset(f for f in self.sources.files if f.startswith("content/") and not f.endswith((".md", *layout.YAML_ENDS))),
        )

    # ---- entries -----------------------------------------------------------------

    def read_entries(self) -> None:
        mains: dict[tuple[str, str], str] = {}
        translations: dict[tuple[str, str], dict[str, str]] = {}
        for path in self.sources.contents:
            where = layout.content_path(path)
            assert where is not None
            key = (layout.folder_of(path) if where.bundle else f"{layout.folder_of(path)}/{where.stem}", where.folder)
            if where.language in ("", self.first):
                mains[key] = path
            else:
                translations.setdefault(key, {})[where.language] = path
        for key, found in translations.items():
            for language, path in found.items():
                self.check_translation(path, language, key in mains or key[0].rpartition("/")[2] in self.hidden_stems(key[1]))
        for key, path in mains.items():
            self.add_entry(KINDS[key[1]], path, translations.get(key, {}))

    def hidden_stems(self, folder: str) -> set[str]:
        found = (layout.content_path(f) for f in self.sources.files if f not in self.sources.contents)
        return {w.stem for w in found if w is not None and w.folder == folder}

    def check_translation(self, path: str, language: str, has_main: bool) -> None:
        languages = self.sources.site.languages
        if language not in languages:
            self.problems.error(
                "unknown-language", At(path, line=1, column=1),
                Say(f"网站没有语言 “{language}”", f"the site has no language “{language}”"),
                did_you_mean(language, languages),
            )
        elif not has_main:
            name = path.replace(f".{language}.md", ".md")
            self.problems.error(
                "no-original", At(path, line=1, column=1),
                Say(f"这是 {name} 的译文，但没有这个文件", f"this translates {name}, which does not exist"),
                Say("先写原文，或改正文件名", "write the original first, or mend the name of this file"),
            )

    def add_entry(self, kind: str, path: str, translations: dict[str, str]) -> None:
        content, where = self.sources.contents[path], layout.content_path(path)
        assert where is not None
        record, bodies = content.record, {}
        if content.body:
            bodies[self.first] = Body(content.body, path, content.body_line)
        names = text_fields(type(record))
        attributes = {f.encode_name: f.name for f in msgspec.structs.fields(type(record))}
        for language, file in translations.items():
            other = self.sources.contents[file]
            if other.body:
                bodies[language] = Body(other.body, file, other.body_line)
            merged: dict[str, Any] = {}
            for name in names:
                given = getattr(other.record, name)
                if given:
                    before = getattr(record, attributes[name])
                    merged[attributes[name]] = (before if isinstance(before, dict) else {self.first: before}) | {language: given}
            if merged:
                record = msgspec.structs.replace(record, **merged)
        entry_id = record.id or where.stem
        entry = Entry(kind, entry_id, record.slug or entry_id, At(path), record, bodies, (path, *translations.values()))
        if record.draft and not self.drafts:
            self.hidden[kind].add(entry.id)
            return
        known = self.entries[kind].get(entry.id)
        if known is not None:
            self.duplicate(kind, entry.id, entry.at.down("id"), known.at)
            return
        self.entries[kind][entry.id] = entry
        for alias in record.aliases:
            if "/" not in alias:
                self.aliases[kind, alias] = entry

    def check_entry(self, entry: Entry) -> None:
        r, at = entry.record, entry.at
        single = {"series": "exhibition", "lender": "organisation", "operator": "organisation", "holder": "organisation",
                  "pool": "organisation", "part_of": "organisation", "venue": "venue"}
        for name, kind in single.items():
            self.ref(kind, getattr(r, name, ""), at.down(name))
        for i, organiser in enumerate(getattr(r, "organisers", [])):
            self.ref("organisation", organiser, at.down("organisers", i))
        for i, copy in enumerate(getattr(r, "copies", [])):
            self.ref("organisation", copy.home, at.down("copies", i, "home"))
            if any(c.id == copy.id for c in r.copies[:i]):
                self.duplicate("copy", copy.id, at.down("copies", i, "id"), at)
        region = getattr(r, "region", "")
        if region and self.divisions.get(region) is None:
            self.unknown_region(region, at.down("region"))
        if r.picture:
            folder = layout.folder_of(at.file)
            if f"{folder}/{r.picture}" not in self.sources.files:
                beside = [f.removeprefix(folder + "/") for f in self.sources.files if f.startswith(folder + "/") and not f.endswith(".md")]
                self.problems.error(
                    "missing-picture", at.down("picture"),
                    Say(f"没有图片 “{r.picture}”", f"there is no picture “{r.picture}”"), did_you_mean(r.picture, beside),
                )

    # ---- references --------------------------------------------------------------

    def ref(self, kind: str, wanted: str, at: At) -> Entry | None:
        if not wanted:
            return None
        found = self.entries[kind].get(wanted) or self.aliases.get((kind, wanted))
        if found is None and wanted not in self.hidden[kind]:
            name, folder = NAMES[kind], FOLDERS[kind]
            mend = did_you_mean(wanted, self.entries[kind])
            if not mend.zh:
                mend = Say(f"检查编号，或新建 content/{folder}/{wanted}.md", f"check the id, or add content/{folder}/{wanted}.md")
            self.problems.error(
                f"unknown-{kind}", at, Say(f"没有编号为 “{wanted}” 的{name.zh}", f"there is no {name.en} with the id “{wanted}”"), mend
            )
        return found

    def unknown_region(self, code: str, at: At) -> None:
        self.problems.error(
            "unknown-region", at,
            Say(f"没有行政区划代码 “{code}”", f"there is no region with the code “{code}”"),
            Say("检查六位代码（GB/T 2260），或写进 content/regions.yaml",
                "check the six digits (GB/T 2260), or add the code to content/regions.yaml"),
        )

    def duplicate(self, kind: str, wanted: str, at: At, first: At) -> None:
        name = NAMES.get(kind, Say("套", "copy"))
        there = first.file
        self.problems.error(
            "duplicate-id", at,
            Say(f"{name.zh}编号 “{wanted}” 已经用过（{there}）", f"the {name.en} id “{wanted}” is used already (in {there})"),
            Say("换一个编号", "choose another id"),
        )

    # ---- the schedule ------------------------------------------------------------

    def add_trip(self, kind: str, record: schema.Tour | schema.Route, at: At) -> None:
        exhibition = self.ref("exhibition", record.exhibition, at.down("exhibition"))
        caravan = self.ref("caravan", record.caravan, at.down("caravan"))
        self.refs("organisation", record.organisers, at.down("organisers"))
        self.refs("campaign", record.campaigns, at.down("campaigns"))
        if record.draft and not self.drafts:
            return
        trip = Trip(kind, record.id, record.slug or record.id, at, record, exhibition, caravan)
        if record.id in self.trips:
            self.duplicate("trip", record.id, at.down("id"), self.trips[record.id].at)
        else:
            self.trips[record.id] = trip
        if isinstance(record, schema.Tour):
            for i, stop in enumerate(record.stops):
                self.add_stop(trip, stop, at.down("stops", i))
        else:
            for i, visit in enumerate(record.visits):
                self.add_stop(trip, visit, at.down("visits", i))

    def refs(self, kind: str, wanted: list[str], at: At) -> None:
        for i, one in enumerate(wanted):
            self.ref(kind, one, at.down(i))

    def add_stop(self, trip: Trip, r: schema.Stop | schema.Visit, at: At) -> None:
        venue = self.ref("venue", r.venue, at.down("venue"))
        exhibition = self.ref("exhibition", r.exhibition, at.down("exhibition")) if r.exhibition else trip.exhibition
        self.refs("organisation", r.partners, at.down("partners"))
        self.refs("organisation", r.crew, at.down("crew"))
        self.refs("campaign", r.campaigns, at.down("campaigns"))
        if r.volunteers:
            self.ref("organisation", r.volunteers.by, at.down("volunteers", "by"))
        where = self.where(r, venue, at)
        copy = self.copy_of(trip, r, exhibition, at)
        if isinstance(r, schema.Visit):
            spans = self.visit_days(r, at)
            times = sessions(r.time) or ()
        else:
            spans, times = self.stay(r, at), ()
        if r.draft and not self.drafts:
            return
        if r.id in self.stops:
            self.duplicate("stop", r.id, at.down("id"), self.stops[r.id].at)
            return
        both = dict.fromkeys([*trip.record.campaigns, *r.campaigns])
        stop = Stop(r.id, r.slug or r.id, at, r, trip, exhibition, copy, trip.caravan, venue, where, spans, times,
                    tuple(both), tuple(trip.record.organisers))
        self.stops[r.id] = stop
        trip.stops.append(stop)

    def where(self, r: schema.Stop | schema.Visit, venue: Entry | None, at: At) -> Where:
        place = r.place if isinstance(r, schema.Visit) else None
        if isinstance(r, schema.Visit) and bool(r.venue) == (place is not None):
            said = Say("venue 和 place 要写一个，且只写一个", "a visit has a venue or a place: exactly one of them")
            mend = Say("删去一个", "delete one") if r.venue else Say("加一行 venue: 场馆编号", "add a line venue: and the id of a venue")
            self.problems.error("where", at, said, mend)
        if place is not None and place.region and self.divisions.get(place.region) is None:
            self.unknown_region(place.region, at.down("place", "region"))
        source = place or (venue.record if venue else None)
        if source is None:
            return Where("?", "", "", None, False)
        c = source.coordinates
        return Where(source.name, source.address, source.region, Position(c.lat, c.lon, c.datum) if c else None, source.township)

    def copy_of(self, trip: Trip, r: schema.Stop | schema.Visit, exhibition: Entry | None, at: At) -> Copy | None:
        if not isinstance(r, schema.Stop) or exhibition is None:
            return None
        own = trip.record.copy if isinstance(trip.record, schema.Tour) else ""
        wanted = r.copy or own
        copies: list[Copy] = exhibition.record.copies
        if not wanted:
            return copies[0] if len(copies) == 1 else None
        found = next((c for c in copies if c.id == wanted), None)
        if found is None and (r.copy or exhibition is trip.exhibition):
            self.problems.error(
                "unknown-copy", at.down("copy") if r.copy else trip.at.down("copy"),
                Say(f"展览 “{exhibition.id}” 没有编号为 “{wanted}” 的套", f"the exhibition “{exhibition.id}” has no copy “{wanted}”"),
                did_you_mean(wanted, [c.id for c in copies]),
            )
        return found

    def stay(self, r: schema.Stop, at: At) -> tuple[tuple[dt.date, dt.date], ...]:
        if r.open is None:
            if r.close is not None or r.status not in ("planned", "postponed", "cancelled"):
                self.problems.error(
                    "missing-key", at, Say("缺少开展日期 “open”", "the first day “open” is missing"),
                    Say("加一行 open: 2026-05-01；日期未定时写 status: planned",
                        "add open: 2026-05-01, or status: planned while there is no date"),
                )
            return ()
        close = r.close or r.open
        return ((r.open, close),) if close >= r.open else ()

    def visit_days(self, r: schema.Visit, at: At) -> tuple[tuple[dt.date, dt.date], ...]:
        if r.date is not None and r.repeat is not None:
            self.problems.error(
                "when", at.key("repeat"), Say("date 和 repeat 只能写一个", "a visit has a date or repeats, not both"),
                Say("删去一个", "delete one"),
            )
        if r.date is not None:
            return ((r.date, r.date),)
        if r.repeat is None:
            if r.status not in ("planned", "postponed", "cancelled"):
                self.problems.error(
                    "when", at, Say("缺少日期", "the date is missing"),
                    Say("加一行 date: 2026-05-01；日期未定时写 status: planned",
                        "add date: 2026-05-01, or status: planned while there is no date"),
                )
            return ()
        return self.repeated(r.repeat, at.down("repeat"))

    def repeated(self, repeat: Repeat, at: At) -> tuple[tuple[dt.date, dt.date], ...]:
        if repeat.until is None and repeat.count is None:
            self.problems.error(
                "endless", at, Say("重复没有写到何时为止", "the repetition has no end"),
                Say("加一行 until: 2026-12-31 或 count: 10", "add until: 2026-12-31 or count: 10"),
            )
            return ()
        if repeat.until is not None and repeat.until < repeat.first:
            self.problems.error(
                "end-before-start", at.down("until"),
                Say(f"最后日期 {repeat.until} 早于第一次 {repeat.first}", f"until {repeat.until} is before the first date {repeat.first}"),
                Say("改正其中一个", "mend one of the two"),
            )
            return ()
        days = set(recurring(repeat.first, repeat.every, repeat.until, repeat.count))
        for i, skip in enumerate(repeat.skip):
            if skip not in days:
                near = min(days, key=lambda d: abs(d - skip), default=repeat.first)
                self.problems.warn(
                    "skip", at.down("skip", i), Say(f"{skip} 本来就没有到访", f"there is no visit on {skip} to leave out"),
                    Say(f"最近的一次是 {near}", f"the nearest one is on {near}"),
                )
        return tuple((d, d) for d in sorted((days - set(repeat.skip)) | set(repeat.also)))


__all__ = ["NAMES", "Sources", "assemble", "included"]
