"""What the project of the simulated year holds at a moment, as plain dicts, and what its events are
to be.

Nothing of `tourbook` decides anything here. A record goes through its whole life under the id that
it had first, its key; the id that stands in the file may change.
"""

from __future__ import annotations

import copy
import datetime as dt
import pickle
import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

ZONE = ZoneInfo("Asia/Shanghai")
DOMAIN = "year.example"
COUNTRY = "XX"
"""Where all venues are; its holidays are those of site.yaml."""
PREFIX = {"cancelled": "取消：", "postponed": "延期："}
STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
DAY = dt.timedelta(days=1)
RULES = (
    "copy-clash", "vehicle-clash", "venue-full", "transport", "no-open-day", "opening-closed", "past-planned", "holiday-undecided",
    "holiday-unknown", "township-share", "hall-fit", "vehicle-renewal",
)  # fmt: skip
"""Random schedules break them; that is not the matter here."""
Record = dict[str, Any]


class Event(NamedTuple):
    start: str
    """As readers give it: 2026-05-09 or 2026-05-09T01:00:00Z."""
    end: str
    status: str
    summary: str
    last: dt.date
    """The day after which it is over."""
    over: int
    """The moment at which it is over, in seconds since 1970."""
    is_usual: bool = True
    """Of an open day: whether it is as its weekday usually is, and surely so."""
    is_sure: bool = True
    """False for one that public holidays may still change."""


SHAPES = ("dates", "opening")
"""Stays as spans; stays as the times at which they are open."""
Events = dict[str, Event]
"""UID that something would have as an event of its own -> what it is."""


class Fact(NamedTuple):
    """What is said of a record at a moment."""

    time: tuple[Any, ...]
    """Dates, times, rule, hours, status: another means another SEQUENCE."""
    shown: tuple[Any, ...]
    """What its events show besides: another means another LAST-MODIFIED."""
    perhaps: tuple[Any, ...]
    """What the events may show or not: another may mean another LAST-MODIFIED."""
    events: dict[str, Events] | None
    """Shape -> events; None for one that was postponed and has no dates: its events are where they
    were."""
    words: tuple[str, str]
    """Prefix and rest of the summary of such a one."""
    dates: str
    """What is written of dates and times: as long as something is called off, nothing else moves
    it."""


@dataclass
class World:
    site: Record = field(default_factory=dict)
    exhibitions: dict[str, Record] = field(default_factory=dict)
    venues: dict[str, Record] = field(default_factory=dict)
    trips: dict[str, Record] = field(default_factory=dict)
    """Tours and routes; `file` says where one is written."""
    calls: dict[str, Record] = field(default_factory=dict)
    """Stops and visits; `trip` and `venue` are keys."""
    graves: dict[str, Record] = field(default_factory=dict)
    """Stops and visits that were removed, as they were."""
    style: int = 0
    """How the files are written."""

    def copy(self) -> World:
        return copy.deepcopy(self)

    # ---- events --------------------------------------------------------------------

    def fact(self, key: str) -> Fact | None:
        """None for a record that is not there, or a draft."""
        r = self.calls.get(key)
        if r is None or r.get("draft"):
            return None
        trip = self.trips[r["trip"]]
        is_stop = trip["kind"] == "tour"
        venue = self.venues[r["venue"]] if is_stop else {"name": r["place"], "region": "621121"}
        exhibition = (
            self.exhibitions[trip["exhibition"]]["name"] if trip.get("exhibition") else None
        )
        title = exhibition if exhibition is not None else "大篷车" if not is_stop else trip["name"]
        prefix, rest = PREFIX.get(r["status"], ""), f"{venue['name']} · {title}"
        status = STATUS.get(r["status"], "CONFIRMED")
        events = {
            shape: {
                uid: e._replace(
                    status=status if e.is_sure or status != "CONFIRMED" else "TENTATIVE",
                    summary=prefix + rest,
                )
                for uid, e in self.slots(key, shape).items()
            }
            for shape in SHAPES
        }
        rule = {k: r.get(k) for k in ("open", "close", "date", "time", "repeat", "hours", "status")}
        others = (venue.get("hours"), self.site.get("holidays")) if is_stop else ()
        time = (repr(rule), repr(others))
        shown = (
            r["id"],
            r.get("note"),
            title,
            venue["name"],
            venue.get("address"),
            self.site["base_url"],
        )
        dateless = is_stop and r["status"] == "postponed" and not r.get("open")
        return Fact(
            time,
            shown,
            (trip["name"], r["trip"], self.was(r), repr(self.hours(r)) if is_stop else ""),
            None if dateless else events,
            (prefix, rest),
            repr([r.get(k) for k in ("open", "close", "date", "time", "repeat")]),
        )

    def around(self, r: Record) -> tuple[Any, ...]:
        """What the event of a removed record may still show of others."""
        trip = self.trips[r["trip"]]
        exhibition = self.exhibitions[trip["exhibition"]] if trip.get("exhibition") else {}
        return (
            repr(trip),
            repr(exhibition),
            repr(self.venues.get(r.get("venue", ""))),
            self.site["base_url"],
            self.was(r),
        )

    def was(self, r: Record) -> tuple[str, ...]:
        """The venues and exhibitions that a record had before: its event says so of the last
        ones."""
        return tuple(
            repr(self.venues.get(k) or self.exhibitions.get(self.trips[k].get("exhibition", "")))
            for k in r.get("was", ())
        )

    def slots(self, key: str, shape: str) -> Events:
        """UID -> what is when, without status and summary."""
        r = self.calls[key]
        if r.get("open"):
            if shape == "opening" and (hours := self.hours(r)):
                return self._open_days(key, r, hours)
            end = r["close"] + DAY
            uid = f"{key}{'-open' if shape == 'opening' else ''}@{DOMAIN}"
            over = int(dt.datetime.combine(end, dt.time(), ZONE).timestamp())
            return {uid: Event(str(r["open"]), str(end), "", "", r["close"], over)}
        out = {}
        for origin, day, time in dates(r):
            tail = f"-{origin:%Y%m%d}" if r.get("repeat") else ""
            out |= _sessions(f"{key}{tail}", day, time)
        return out

    def hours(self, r: Record) -> dict[str, str]:
        """The hours of a stop; {} if it is not known when an ordinary day is open."""
        own, usual = r.get("hours") or {}, self.venues[r["venue"]].get("hours") or {}
        hours = own if _weekdays(own) else usual | own
        return hours if _weekdays(hours) else {}

    def _open_days(self, key: str, r: Record, hours: dict[str, str]) -> Events:
        """Of a line with a date, a holiday and a weekday the first in this order counts. A day is
        unsure if it is a holiday of which the hours say nothing, or if its year is not announced
        yet, unless it is open at the same times if it is a holiday, or a working day."""
        out: Events = {}
        holidays = self.site.get("holidays", {}).get(COUNTRY, {})
        years = {str(day)[:4] for day in holidays}
        of_weeks = _weekdays(hours)
        working = {times for days, times in of_weeks if set(days) & set(range(5))}
        for n in range((r["close"] - r["open"]).days + 1):
            day = r["open"] + n * DAY
            usual = next((times for days, times in of_weeks if day.weekday() in days), "")
            times, is_sure = usual, True
            if str(day) in hours:
                times = hours[str(day)]
            elif holidays and str(day) in holidays:
                times, is_sure = hours.get("holidays", usual), "holidays" in hours
            elif holidays and str(day)[:4] not in years:
                make_up = "usual" if not working or usual in working else None
                others = hours.get("holidays"), hours.get("make-up-days", make_up)
                is_sure = all(other in ("usual", usual) for other in others)
            times = {"closed": "", "usual": usual}.get(times, times)
            for uid, e in _sessions(f"{key}-open-{day:%Y%m%d}", day, times).items():
                is_usual = times == usual and is_sure
                out[uid] = e._replace(is_usual=is_usual, is_sure=is_sure)
        return out

    def over(self, key: str, day: dt.date) -> bool:
        slots = self.slots(key, "dates")
        return bool(slots) and all(e.last < day for e in slots.values())

    def trip(self, key: str) -> str:
        return str((self.calls.get(key) or self.graves[key])["trip"])

    # ---- files ---------------------------------------------------------------------

    def files(self) -> dict[str, str]:
        """The source files, written in some way that says just this."""
        out = {
            "content/site.yaml": dump(self.site, self.style),
            "content/regions.yaml": f"{COUNTRY}: {{name: 某国}}\n",
            "content/caravans/van.md": "---\nname: 大篷车\n---\n",
        }
        for e in self.exhibitions.values():
            out[f"content/exhibitions/{e['id']}.md"] = (
                f"---\n{dump({'name': e['name'], 'aliases': e['aliases']}, self.style)}---\n"
            )
        for key, v in self.venues.items():
            out[f"content/venues/{key}.md"] = f"---\n{dump(v, self.style)}---\n"
        schedules: dict[str, dict[str, Any]] = {
            "schedule.yaml": {"include": ["schedule/*.yaml"], "tours": [], "routes": []}, "schedule/empty.yaml": {"tours": []},
        }  # fmt: skip
        for key, trip in self.trips.items():
            is_tour = trip["kind"] == "tour"
            written = {"id": key, "name": trip["name"]}
            if trip.get("exhibition"):
                written["exhibition"] = self.exhibitions[trip["exhibition"]]["id"]
            calls = [_written(c, is_tour) for c in self.calls.values() if c["trip"] == key]
            written |= {"stops": calls} if is_tour else {"caravan": "van", "visits": calls}
            document = schedules.setdefault(trip["file"], {"tours": [], "routes": []})
            document["tours" if is_tour else "routes"].append(written)
        return out | {file: dump(document, self.style) for file, document in schedules.items()}


def dates(r: Record) -> list[tuple[dt.date, dt.date, str]]:
    """The dates of a visit: what it was at first, what it is, the times."""
    if r.get("date"):
        return [(r["date"], r["date"], r["time"])]
    rule = r.get("repeat")
    if not rule:
        return []
    weeks = int(rule["every"].split()[0])
    all_of_them = {
        rule["first"] + dt.timedelta(weeks=weeks * n) for n in range(rule["count"])
    } | set(rule["also"])
    moved = {m["from"]: m for m in rule["moved"]}
    return [
        (day, moved[day]["to"], moved[day].get("time") or r["time"])
        if day in moved
        else (day, day, r["time"])
        for day in sorted(all_of_them - set(rule["skip"]))
    ]


def _sessions(name: str, day: dt.date, times: str) -> Events:
    """UID -> each of the sessions of a day."""
    out = {}
    for number, session in enumerate(times.split(", ") if times else ()):
        start, end = (
            dt.datetime.combine(day, dt.time.fromisoformat(clock), ZONE).astimezone(dt.UTC)
            for clock in session.split("-")
        )
        uid = f"{name}{f'-{number + 1}' if number else ''}@{DOMAIN}"
        begins, ends = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (start, end))
        out[uid] = Event(begins, ends, "", "", day, int(end.timestamp()))
    return out


def _weekdays(hours: dict[str, str]) -> list[tuple[range, str]]:
    """Weekdays -> times, of the lines that name weekdays."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    out = []
    for days, times in hours.items():
        first, _, last = days.replace("daily", "mon-sun").partition("-")
        if first in names:
            out.append((range(names.index(first), names.index(last) + 1), times))
    return out


def _written(r: Record, is_stop: bool) -> Record:
    out = {
        k: v for k, v in r.items() if k not in ("trip", "place", "was") and v not in (None, [], "")
    }
    if not is_stop:
        out["place"] = {"name": r["place"], "region": "621121", "township": True}
    return out


class _Indented(yaml.SafeDumper):
    """With list items set in under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def dump(tree: Record, style: int) -> str:
    """YAML in one of the many ways in which people and tools write it."""
    return _dump(pickle.dumps(tree), style)


@cache
def _dump(pickled_tree: bytes, style: int) -> str:
    """Most files are as they were at the last commit."""
    tree = pickle.loads(pickled_tree)
    r = random.Random(f"{style} {sorted(tree)}")

    def shuffled(node: Any) -> Any:
        if isinstance(node, dict):
            items = list(node.items())
            if mixed:
                r.shuffle(items)
            return {k: shuffled(v) for k, v in items}
        if isinstance(node, list):
            return [shuffled(one) for one in node]
        return str(node) if quoted and isinstance(node, dt.date) else node

    mixed, quoted, remarks = r.random() < 0.3, r.random() < 0.3, r.random() < 0.5
    text = yaml.dump(
        shuffled(tree), Dumper=r.choice([yaml.SafeDumper, _Indented]), allow_unicode=True, sort_keys=False, width=10_000,
        default_flow_style=r.choice([False, False, False, None, True]), indent=r.choice([2, 4]),
    )  # fmt: skip
    if not remarks:
        return text
    lines = []
    for line in text.splitlines():
        if r.random() < 0.1:
            lines.append(r.choice(["", "# 注释", f"  # 第 {r.randint(1, 99)} 次整理"]))
        lines.append(
            line + (" # 见邮件" if r.random() < 0.05 and not line.endswith(("|", "'", '"')) else "")
        )
    return "\n".join(lines) + "\n"


def merged(base: World, ours: World, theirs: World, r: random.Random) -> World:
    """Both sides in one, record by record; where both changed one, either's, under all names that
    it had on either."""

    def settle(before: Any, a: Any, b: Any) -> Any:
        if a == b or b == before:
            return a
        if a == before or a is None or b is None:
            return b if a == before else r.choice([a, b])
        chosen, other = r.sample([a, b], 2)
        names = dict.fromkeys(
            [*chosen.get("aliases", ()), *other.get("aliases", ()), other.get("id")]
        )
        if "aliases" in chosen:
            chosen = chosen | {"aliases": [n for n in names if n != chosen["id"]]}
        return chosen

    def every(name: str) -> dict[str, Record]:
        before, a, b = (getattr(w, name) for w in (base, ours, theirs))
        keys = dict.fromkeys([*a, *b])
        found = {k: settle(before.get(k), a.get(k), b.get(k)) for k in keys}
        return {k: v for k, v in found.items() if v is not None}

    site = settle(base.site, ours.site, theirs.site)
    out = World(
        site,
        every("exhibitions"),
        every("venues"),
        every("trips"),
        every("calls"),
        style=r.choice([ours.style, theirs.style]),
    )
    out.graves = {k: v for k, v in (theirs.graves | ours.graves).items() if k not in out.calls}
    out = out.copy()
    for key, r in (out.calls | out.graves).items():
        sides = [side for w in (theirs, ours) if (side := (w.calls | w.graves).get(key))]
        r["was"] = [
            k
            for side in sides
            for k in (*side.get("was", ()), side.get("venue"), side["trip"])
            if k
        ]
    return out


def renamed_twice(base: World, ours: World, theirs: World) -> set[str]:
    """The trips whose exhibition got another id on either side, so that nobody can tell whether it
    is the same."""
    ids = [{k: e["id"] for k, e in w.exhibitions.items()} for w in (base, ours, theirs)]
    odd = {k for k, name in ids[0].items() if len({name, ids[1][k], ids[2][k]}) == 3}
    return {k for k, trip in base.trips.items() if trip.get("exhibition") in odd}
