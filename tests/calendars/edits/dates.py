"""Edits of what is when, and whether it takes place."""

from __future__ import annotations

import datetime as dt
import random

from tests.calendars.edits.base import LIMIT, Edit, dated, fresh, is_stop, pick, series
from tests.calendars.world import COUNTRY, Record, World, dates

HOURS = (
    {"wed-sun": "09:00-17:00"},
    {"daily": "09:00-12:00, 14:00-17:00", "holidays": "usual", "make-up-days": "usual"},
    {"tue-sun": "10:00-16:00", "holidays": "closed"},
    {"tue-fri": "09:00-16:00", "sat-sun": "10:00-17:00", "holidays": "10:00-15:00"},
    {"sat-sun": "09:00-17:00"},
)
NAMES = ("北馆", "南馆", "东馆", "科技馆", "少年宫", "体育馆, 二层", "图书馆；新馆")
TIMES = ("09:00-11:30", "14:00-16:00", "09:00-10:30, 14:00-15:30", "00:30-02:00, 20:00-23:30")


def new_stop(w: World, r: random.Random, day: dt.date) -> bool:
    if len(w.calls) >= LIMIT:
        return False
    key, start = fresh(w, r, "stop"), day + dt.timedelta(days=r.randint(-10, 150))
    w.calls[key] = {
        "id": key, "aliases": [], "trip": r.choice(["tour-a", "tour-b", "tour-c"]), "venue": r.choice(list(w.venues)),
        "status": r.choice(["planned", "confirmed", "confirmed"]), "open": start, "close": start + dt.timedelta(days=r.randint(0, 60)),
    }  # fmt: skip
    return True


def elsewhere(w: World, r: random.Random, day: dt.date) -> bool:
    """At another venue; `was` are the venues and tours before, of which its event may show
    something."""
    c = pick(w, r, dated(day))
    if c is None:
        return False
    c["was"] = [*c.get("was", ()), c["venue"]]
    c["venue"] = r.choice([v for v in w.venues if v != c["venue"]])
    return True


def other_tour(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, dated(day))
    if c is None:
        return False
    c["was"] = [*c.get("was", ()), c["trip"]]
    c["trip"] = r.choice([t for t in ("tour-a", "tour-b", "tour-c") if t != c["trip"]])
    return True


def new_draft(w: World, r: random.Random, day: dt.date) -> bool:
    if not new_stop(w, r, day):
        return False
    next(reversed(w.calls.values()))["draft"] = True
    return True


def publish_draft(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: bool(c.get("draft")))
    return c is not None and c.pop("draft")


def new_visit(w: World, r: random.Random, day: dt.date) -> bool:
    if len(w.calls) >= LIMIT:
        return False
    key = fresh(w, r, "visit")
    w.calls[key] = {
        "id": key, "aliases": [], "trip": "route", "place": r.choice(NAMES), "status": "confirmed",
        "date": day + dt.timedelta(days=r.randint(-3, 60)), "time": r.choice(TIMES),
    }  # fmt: skip
    return True


def new_series(w: World, r: random.Random, day: dt.date) -> bool:
    if not new_visit(w, r, day):
        return False
    c = next(reversed(w.calls.values()))
    c["repeat"] = {
        "first": c.pop("date"), "every": r.choice(["1 week", "2 weeks"]), "count": r.randint(6, 14), "skip": [], "also": [], "moved": [],
    }  # fmt: skip
    return True


# ---- dates and status ----------------------------------------------------------------------


def move(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, dated(day))
    if c is None:
        return False
    c["open"] = max(c["open"] + dt.timedelta(days=r.choice([-7, -1, 1, 7, 30])), day)
    c["close"] = c["open"] + dt.timedelta(days=r.randint(0, 60))
    return True


def move_visit(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: bool(c.get("date")) and c["date"] >= day)
    if c is None:
        return False
    c["date"] += dt.timedelta(days=r.randint(1, 20))
    return True


def retime(w: World, r: random.Random, day: dt.date) -> bool:
    """Other times of day, perhaps more or fewer of them."""
    c = pick(w, r, lambda c: not is_stop(c))
    if c is None:
        return False
    c["time"] = r.choice([t for t in TIMES if t != c["time"]])
    return True


def status(new: str, *old: str) -> Edit:
    def edit(w: World, r: random.Random, day: dt.date) -> bool:
        c = pick(w, r, lambda c: c["status"] in old and dated(day)(c))
        if c is None:
            return False
        c["status"] = new
        return True

    return edit


def postpone(w: World, r: random.Random, day: dt.date) -> bool:
    """The dates are deleted: the new ones are not known yet."""
    c = pick(w, r, lambda c: c["status"] in ("planned", "confirmed", "postponed") and dated(day)(c))
    if c is None:
        return False
    c["status"] = "postponed"
    del c["open"], c["close"]
    return True


def new_dates(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: c["status"] == "postponed")
    if c is None:
        return False
    c["status"], c["open"] = (
        r.choice(["planned", "confirmed"]),
        day + dt.timedelta(days=r.randint(5, 90)),
    )
    c["close"] = c["open"] + dt.timedelta(days=r.randint(0, 40))
    return True


def cancel_series(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: series(day)(c) and c["status"] == "confirmed")
    if c is None:
        return False
    c["status"] = "cancelled"
    return True


def coming(c: Record, day: dt.date) -> list[dt.date]:
    """The dates to come of a series that are as the rule has them."""
    moved = {m["from"] for m in c["repeat"]["moved"]}
    return [
        d for d, now, _ in dates(c) if now > day and d not in moved and d not in c["repeat"]["also"]
    ]


def skip(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, series(day))
    if c is None:
        return False
    found = coming(c, day)
    if found:
        c["repeat"]["skip"].append(r.choice(found))
    return bool(found)


def unskip(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: bool(c.get("repeat") and c["repeat"]["skip"]))
    if c is None:
        return False
    c["repeat"]["skip"].pop(r.randrange(len(c["repeat"]["skip"])))
    return True


def also(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: bool(c.get("repeat")))
    if c is None:
        return False
    new = day + dt.timedelta(days=r.randint(1, 60))
    taken = {d for one in dates(c) for d in one[:2]} | set(c["repeat"]["skip"])
    if any(abs(new - d) < dt.timedelta(days=3) for d in taken):
        return False
    c["repeat"]["also"].append(new)
    return True


def move_date(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, series(day))
    if c is None:
        return False
    found = coming(c, day)
    if not found:
        return False
    chosen = r.choice(found)
    c["repeat"]["moved"].append(
        {
            "from": chosen,
            "to": chosen + dt.timedelta(days=r.choice([1, 2])),
            "time": r.choice(["", "10:00-12:00"]),
        }
    )
    if not c["repeat"]["moved"][-1]["time"]:
        del c["repeat"]["moved"][-1]["time"]
    return True


def venue_hours(w: World, r: random.Random, day: dt.date) -> bool:
    v = r.choice(list(w.venues.values()))
    v["hours"] = dict(r.choice([h for h in HOURS if h != v["hours"]]))
    return True


def stop_hours(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, dated(day))
    if c is None:
        return False
    c["hours"] = dict(r.choice([h for h in HOURS if h != c.get("hours")]))
    return True


def _write_days(times: str, lengths: tuple[int, ...]) -> Edit:
    """Lines with dates, for some days in a row that are to come."""

    def edit(w: World, r: random.Random, day: dt.date) -> bool:
        c = pick(w, r, lambda c: dated(day)(c) and c["close"] > day and bool(w.hours(c)))
        if c is None:
            return False
        first = max(c["open"], day + dt.timedelta(days=1))
        first += dt.timedelta(days=r.randint(0, (c["close"] - first).days))
        days = [str(first + dt.timedelta(days=n)) for n in range(r.choice(lengths))]
        c["hours"] = dict(c.get("hours") or {}) | dict.fromkeys(days, times)
        return True

    return edit


close_day = _write_days("closed", (1, 1, 2))
close_week = _write_days("closed", (7, 14))
special_day = _write_days("11:00-20:00", (1, 1, 2, 6))


def announce(w: World, r: random.Random, day: dt.date) -> bool:
    """The holidays of a year, or one more."""
    known = w.site.get("holidays", {}).get(COUNTRY, {})
    first = day + dt.timedelta(days=r.randint(5, 80))
    days = {str(first + dt.timedelta(days=n)): "节" for n in range(r.randint(1, 5))}
    if days.keys() <= known.keys():
        return False
    w.site["holidays"] = {COUNTRY: known | days}
    return True
