"""The schedule of the sample site, worked out from its YAML by other means than the program's.

YAML by PyYAML's safe loader, recurrences by dateutil's rrule, notes by Python-Markdown; the rules
are those of docs/content.md. Nothing of `tourbook` is imported here.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import markdown
import yaml
from chinese_calendar import get_holiday_detail
from dateutil import rrule

MUNICIPALITIES = {"11", "12", "31", "50"}
TRANSLATED = (
    "name",
    "title",
    "summary",
    "theme",
    "address",
    "directions",
    "accessibility",
    "picture_alt",
    "picture_credit",
    "home",
)
STATUS = {"planned": "TENTATIVE", "postponed": "TENTATIVE", "cancelled": "CANCELLED"}
ONE_DAY = dt.timedelta(days=1)


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekdays_of(days: str) -> list[int]:
    """The weekdays of a line of opening hours; [] if it is about others."""
    if days == "daily":
        return list(range(7))
    out: list[int] = []
    for part in days.split(","):
        first, _, last = part.strip().partition("-")
        if first not in WEEK:
            return []
        out += range(WEEK.index(first), WEEK.index(last or first) + 1)
    return out


def is_holiday(day: dt.date) -> bool:
    """A public holiday of China; a year that is not announced has none that is known."""
    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(off and name)


@dataclass(frozen=True)
class Event:
    uid: str
    start: dt.date | dt.datetime
    """A day, or a moment in UTC."""
    end: dt.date | dt.datetime
    """Exclusive, as DTEND is."""
    summary: str
    status: str
    location: str
    description: tuple[str, ...] = ()
    """Its parts in order, each without white space."""
    url: str = ""
    categories: tuple[str, ...] = ()
    geo: tuple[float, float] | None = None
    series: str = ""
    """UID of the series that it is part of."""
    stamp: dt.date = dt.date(2000, 1, 1)


@dataclass
class Stop:
    id: str
    record: dict[str, Any]
    trip: dict[str, Any]
    kind: str
    """tour or route"""
    where: dict[str, Any]
    events: list[Event] = field(default_factory=list)
    belongs: set[tuple[str, str]] = field(default_factory=set)
    """(kind of feed, id) of all that it belongs to."""


def pick(text: Any, lang: str) -> str:
    if isinstance(text, dict):
        return str(text.get(lang) or text.get("zh") or next(iter(text.values())))
    return str(text or "")


def squeezed(text: str) -> str:
    """Without any white space: what Markdown and HTML do to it is not the matter here."""
    return re.sub(r"\s+", "", text)


def spoken(text: str) -> str:
    """A note in Markdown as one would read it out: a space between paragraphs and lines of a list,
    none for emphasis."""
    shown = markdown.markdown(text, extensions=["tables", "sane_lists"])
    shown = re.sub(r"</?(?:a|strong|em|code|b|i)\b[^>]*>", "", shown)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


class Sample:
    def __init__(self, project: Path, lang: str, base: str) -> None:
        self.lang, self.base, self.project = lang, base, project
        self.site = self.yaml("content/site.yaml")
        self.strings = self.yaml(f"themes/default/strings/{lang}.yaml")
        self.regions = {str(k): v for k, v in self.yaml("content/regions.yaml").items()}
        self.folder = {
            kind: self.entries(folder)
            for kind, folder in {
                "exhibition": "exhibitions",
                "venue": "venues",
                "caravan": "caravans",
                "organisation": "organisations",
                "campaign": "campaigns",
                "article": "news",
                "page": "pages",
            }.items()
        }
        self.zone = ZoneInfo(self.site.get("timezone", "Asia/Shanghai"))
        self.domain = self.site["uid_domain"]
        self.trips: dict[str, tuple[str, dict[str, Any]]] = {}
        self.stops: list[Stop] = []
        main = self.yaml("schedule.yaml")
        files = [main]
        for pattern in main.get("include", []):
            files += [
                self.yaml(p.relative_to(project).as_posix()) for p in sorted(project.glob(pattern))
            ]
        for document in files:
            for trip in document.get("tours") or []:
                self.add(trip, "tour", trip.get("stops") or [])
            for trip in document.get("routes") or []:
                self.add(trip, "route", trip.get("visits") or [])
        self.campaigns = {key: self.campaign(key, c) for key, c in self.folder["campaign"].items()}

    def yaml(self, name: str) -> Any:
        return yaml.safe_load((self.project / name).read_text(encoding="utf-8"))

    def entries(self, folder: str) -> dict[str, dict[str, Any]]:
        out: dict[str, dict[str, Any]] = {}
        for path in sorted((self.project / "content" / folder).rglob("*.md")):
            if path.name.endswith(".en.md"):
                continue
            record = self.front(path)
            translation = path.with_name(path.name[:-3] + ".en.md")
            if translation.exists():
                other = self.front(translation)
                for key in TRANSLATED:
                    if key in other:
                        before = record.get(key)
                        record[key] = {
                            **(before if isinstance(before, dict) else {"zh": before}),
                            "en": other[key],
                        }
            if not record.get("draft"):
                key = record.get("id") or (
                    path.parent.name if path.name == "index.md" else path.stem
                )
                out[key] = record
        return out

    @staticmethod
    def front(path: Path) -> dict[str, Any]:
        _, front, _ = path.read_text(encoding="utf-8").split("---\n", 2)
        return yaml.safe_load(front) or {}

    # ---- regions -------------------------------------------------------------------

    def chain(self, code: str) -> list[str]:
        """From the province or country down. Districts of a municipality stand right under it."""
        own = self.regions.get(code, {})
        if "parent" in own:
            return [*self.chain(str(own["parent"])), code]
        if not code.isdigit() or code.endswith("0000"):
            return [code]
        if code.endswith("00") or code[:2] in MUNICIPALITIES:
            return [code[:2] + "0000", code]
        return [code[:2] + "0000", code[:4] + "00", code]

    def location(self, place: str, address: str, code: str) -> str:
        """Name, address and region; the region is not said twice."""
        names = [pick(self.regions[c]["name"], self.lang) for c in self.chain(code)] if code else []
        if not names or names[-1] in (address or ""):
            return f"{place}, {address}" if address else place
        if self.lang == "zh":
            return f"{place}, {''.join(names)}{address or ''}"
        return ", ".join(part for part in (place, address, *reversed(names)) if part)

    # ---- events --------------------------------------------------------------------

    def name(self, kind: str, key: str) -> str:
        record = self.folder[kind][key]
        return pick(record.get("name") or record.get("title"), self.lang)

    def url(self, folder: str, slug: str) -> str:
        return f"{self.base}{'' if self.lang == 'zh' else self.lang + '/'}{folder}/{slug}/"

    def days(self, record: dict[str, Any]) -> list[tuple[dt.date, dt.date]]:
        if record.get("open"):
            return [(record["open"], record.get("close") or record["open"])]
        if record.get("date"):
            return [(record["date"], record["date"])]
        repeat = record.get("repeat")
        if not repeat:
            return []
        number, _, unit = str(repeat.get("every", "1 week")).rpartition(" ")
        first: dt.date = repeat["first"]
        given: dict[str, Any] = {
            "dtstart": dt.datetime.combine(first, dt.time()),
            "interval": int(number or 1),
        }
        terms = [
            tuple(map(dt.date.fromisoformat, self.site["terms"][t].split("/")))
            for t in repeat.get("during") or []
        ]
        until = repeat.get("until") or (
            max(end for _, end in terms) if terms and not repeat.get("count") else None
        )
        if until:
            given["until"] = dt.datetime.combine(until, dt.time())
        if repeat.get("count"):
            given["count"] = repeat["count"]
        on = [self.weekday(w) for w in repeat.get("days") or []]
        if on:
            rule = rrule.rrule(
                rrule.WEEKLY if unit.startswith("week") else rrule.MONTHLY,
                byweekday=on,
                wkst=rrule.MO,
                **given,
            )
        elif unit.startswith("week"):
            rule = rrule.rrule(rrule.WEEKLY, **given)
        else:
            weekday = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)[
                first.weekday()
            ]
            rule = rrule.rrule(rrule.MONTHLY, byweekday=weekday((first.day + 6) // 7), **given)
        chosen = rrule.rruleset()
        chosen.rrule(rule)
        for day in repeat.get("also") or []:
            chosen.rdate(dt.datetime.combine(day, dt.time()))
        for day in repeat.get("skip") or []:
            chosen.exdate(dt.datetime.combine(day, dt.time()))
        also = set(repeat.get("also") or [])
        kept = [d.date() for d in chosen]
        if terms:
            kept = [d for d in kept if d in also or any(a <= d <= b for a, b in terms)]
        if repeat.get("holidays") == "skip":  # all of them in China
            kept = [d for d in kept if d in also or not is_holiday(d)]
        return [(d, d) for d in kept]

    @staticmethod
    def weekday(written: str) -> Any:
        nth, _, day = written.rpartition(" ")
        found = getattr(rrule, day[:2].upper())
        return (
            found({"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}[nth])
            if nth
            else found
        )

    def moment(self, day: dt.date, clock: str) -> dt.datetime:
        hour, minute = map(int, clock.split(":"))
        local = dt.datetime.combine(
            day + ONE_DAY * (hour // 24), dt.time(hour % 24, minute), self.zone
        )
        return local.astimezone(dt.UTC)

    def add(self, trip: dict[str, Any], kind: str, records: list[dict[str, Any]]) -> None:
        if trip.get("draft"):
            return
        self.trips[trip["id"]] = (kind, trip)
        for record in records:
            if not record.get("draft"):
                self.stops.append(self.stop(trip, kind, record))

    def stop(self, trip: dict[str, Any], kind: str, r: dict[str, Any]) -> Stop:
        exhibition = r.get("exhibition") or trip.get("exhibition") or ""
        caravan = trip.get("caravan") or ""
        where = r.get("place") or self.folder["venue"][r["venue"]]
        stop = Stop(r["id"], r, trip, kind, where)
        campaigns = list(
            dict.fromkeys([*(trip.get("campaigns") or []), *(r.get("campaigns") or [])])
        )
        volunteers = r.get("volunteers") or {}
        crew = [c["who"] if isinstance(c, dict) else c for c in r.get("crew") or []]
        if kind == "route":
            crew += [
                c["person"]
                for c in self.folder["caravan"].get(caravan, {}).get("crew") or []
                if c.get("person")
            ]
        people = [
            *(trip.get("organisers") or []),
            *(r.get("partners") or []),
            *crew,
            volunteers.get("by"),
        ]
        region = str(where.get("region") or "")
        series = self.folder["exhibition"].get(exhibition, {}).get("series")
        things = [
            ("exhibition", exhibition),
            ("exhibition", series),
            ("caravan", caravan),
            ("venue", r.get("venue")),
        ]
        copies = self.folder["exhibition"].get(exhibition, {}).get("copies") or []
        own = str(
            r.get("copy") or trip.get("copy") or (copies[0]["id"] if len(copies) == 1 else "")
        )
        own = own if own in [str(copy["id"]) for copy in copies] else ""
        things += [("copy", f"{exhibition}/{own}" if exhibition and own and kind == "tour" else "")]
        things += [
            ("tour", trip["id"]),
            ("stop", r["id"]),
            *(("campaign", c) for c in campaigns),
            *(("organisation", p) for p in people),
        ]
        stop.belongs = {(k, i) for k, i in things if i} | {
            ("place", code) for code in (self.chain(region) if region else [])
        }
        thing = (
            self.name("exhibition", exhibition)
            if exhibition
            else self.name("caravan", caravan)
            if caravan
            else ""
        )
        place, address = pick(where["name"], self.lang), pick(where.get("address"), self.lang)
        status = r.get("status", "confirmed")
        prefix = self.strings[f"summary_{status}"] if status in ("cancelled", "postponed") else ""
        url = self.url("stops", r.get("slug") or r["id"])
        booking = r.get("booking") or {}
        spoken_note = spoken(pick(r.get("note"), self.lang)) if r.get("note") else ""
        tour = self.strings[f"event_{kind}"].replace("{name}", pick(trip["name"], self.lang))
        parts = (
            self.strings["sample_short"],
            *(self.hours(r, where) if kind == "tour" and status != "cancelled" else ()),
            pick(r.get("audience"), self.lang),
            spoken_note,
            r.get("link") or "",
            pick(booking.get("note"), self.lang),
            booking.get("url") or "",
            str(booking.get("phone") or ""),
            tour,
            url,
            self.strings["page_prevails"],
        )
        c = where.get("coordinates")
        days = self.days(r)
        times = [p.strip().split("-") for p in str(r.get("time") or "").split(",") if p.strip()]
        repeat = r.get("repeat") or {}
        moved = {m["from"]: m for m in repeat.get("moved") or []}
        extra = set(repeat.get("also") or [])
        for origin, last in days:
            first, own = origin, times
            if origin in moved:
                first = last = moved[origin]["to"]
                if moved[origin].get("time"):
                    own = [p.strip().split("-") for p in moved[origin]["time"].split(",")]
            for number, session in enumerate(own or [None]):
                first_id = next((a for a in r.get("aliases") or [] if "/" not in a), r["id"])
                uid = (
                    first_id
                    + (f"-{origin:%Y%m%d}" if repeat else "")
                    + (f"-{number + 1}" if number else "")
                )
                stop.events.append(
                    Event(
                        uid=f"{uid}@{self.domain}",
                        start=self.moment(first, session[0]) if session else first,
                        end=self.moment(first, session[1]) if session else last + ONE_DAY,
                        summary=f"{prefix}{place} · {thing or pick(trip['name'], self.lang)}",
                        status=STATUS.get(status, "CONFIRMED"),
                        location=self.location(place, address, str(where.get("region") or "")),
                        description=tuple(squeezed(p) for p in parts if p),
                        url=url,
                        categories=tuple(self.name("campaign", one) for one in campaigns),
                        geo=(c["lat"], c["lon"])
                        if c and c.get("datum", "wgs84") == "wgs84"
                        else None,
                        series=f"{first_id}{f'-{number + 1}' if number else ''}@{self.domain}"
                        if repeat and origin not in moved and origin not in extra
                        else "",
                        stamp=r.get("updated") or trip.get("updated") or self.site["updated"],
                    )
                )
        return stop

    def hours(self, r: dict[str, Any], venue: dict[str, Any]) -> list[str]:
        """The weekly hours of a stay, whether others are at holidays or in a season, and the last
        admission."""
        own, usual = (
            {str(days): times for days, times in (record.get("hours") or {}).items()}
            for record in (r, venue)
        )
        lines = own if any(map(weekdays_of, own)) else {**usual, **own}
        week = [""] * 7
        for days, times in lines.items():
            for day in weekdays_of(days):
                week[day] = "" if times == "closed" else times
        clauses = []
        for times in dict.fromkeys(filter(None, week)):
            days = [day for day in range(7) if week[day] == times]
            names = [self.strings[f"weekday_{WEEK[day]}"] for day in days]
            if len(days) == 7:
                name = self.strings["daily"]
            elif len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
                name = self.strings["from_to"].format(a=names[0], b=names[-1])
            else:
                name = self.strings["list_separator"].join(names)
            times = times.replace("-", "–").replace("booking", self.strings["by_booking"])
            parts = [part.strip() for part in times.split(",")]
            clauses.append(name + self.strings["list_separator"].join(parts))
        if not clauses:
            return []
        out = [("；" if self.lang == "zh" else "; ").join(clauses)]
        if any(not weekdays_of(days) and not days.startswith("2") for days in lines):
            out.append(self.strings["event_other_hours"])
        if minutes := r.get("last_admission", venue.get("last_admission")):
            out.append(self.strings["event_last_admission"].format(n=minutes))
        return out

    def campaign(self, key: str, c: dict[str, Any]) -> Event:
        return Event(
            uid=f"campaign-{key}@{self.domain}",
            start=c["start"],
            end=(c.get("end") or c["start"]) + ONE_DAY,
            summary=pick(c["name"], self.lang),
            status="CONFIRMED",
            location="",
            url=self.url("campaigns", c.get("slug") or key),
            stamp=c.get("updated") or self.site["updated"],
        )

    def events(self) -> dict[str, Event]:
        found = [*(e for s in self.stops for e in s.events), *self.campaigns.values()]
        assert len({e.uid for e in found}) == len(found)
        return {e.uid: e for e in found}
