"""Edits of names, records that go and come back, and what is nothing to subscribers."""

from __future__ import annotations

import datetime as dt
import random

from tests.calendars.edits.base import LIMIT, Edit, fresh, pick
from tests.calendars.world import World

FILES = ("schedule.yaml", "schedule/a.yaml", "schedule/b.yaml")
ADDRESSES = ("https://year.example/a/", "https://museum.example/", "https://other.example/b/c/")


# ---- names ---------------------------------------------------------------------------------


def retitle(kind: str) -> Edit:
    def edit(w: World, r: random.Random, day: dt.date) -> bool:
        r.choice(list(getattr(w, kind).values()))["name"] = f"新名{r.randint(1, 999)}"
        return True

    return edit


def address(w: World, r: random.Random, day: dt.date) -> bool:
    r.choice(list(w.venues.values()))["address"] = f"新华路{r.randint(1, 999)}号，后门"
    return True


def note(w: World, r: random.Random, day: dt.date) -> bool:
    r.choice(list(w.calls.values()))["note"] = f"第 {r.randint(1, 9999)} 次说明，请预约。"
    return True


def rename_exhibition(w: World, r: random.Random, day: dt.date) -> bool:
    e = r.choice(list(w.exhibitions.values()))
    e["aliases"].append(e["id"])
    e["id"] = fresh(w, r, "show")
    return True


def rename_call(w: World, r: random.Random, day: dt.date) -> bool:
    c = pick(w, r, lambda c: not c.get("draft") and len(c["aliases"]) < 3)
    if c is None:
        return False
    c["aliases"].append(c["id"])
    c["id"] = fresh(w, r, "renamed")
    return True


def move_site(w: World, r: random.Random, day: dt.date) -> bool:
    w.site["base_url"] = r.choice([u for u in ADDRESSES if u != w.site["base_url"]])
    return True


# ---- away and back ---------------------------------------------------------------------------


def remove(over: bool) -> Edit:
    def edit(w: World, r: random.Random, day: dt.date) -> bool:
        keys = [k for k, c in w.calls.items() if not c.get("draft") and w.over(k, day) == over]
        if not keys or (len(w.calls) < 8 and not over):
            return False
        key = r.choice(keys)
        w.graves[key] = w.calls.pop(key)
        return True

    return edit


def put_back(w: World, r: random.Random, day: dt.date) -> bool:
    keys = [k for k, c in w.graves.items()]
    if not keys or len(w.calls) >= LIMIT:
        return False
    key = r.choice(keys)
    w.calls[key] = w.graves.pop(key)
    return True


# ---- what is nothing to subscribers -------------------------------------------------------------


def split(w: World, r: random.Random, day: dt.date) -> bool:
    """A tour with all its stops goes to another file."""
    trip = r.choice(list(w.trips.values()))
    trip["file"] = r.choice([f for f in FILES if f != trip["file"]])
    return True


def reformat(w: World, r: random.Random, day: dt.date) -> bool:
    w.style = r.getrandbits(30)
    return True


def reorder(w: World, r: random.Random, day: dt.date) -> bool:
    for name in ("calls", "trips"):
        items = list(getattr(w, name).items())
        r.shuffle(items)
        setattr(w, name, dict(items))
    return True


def unseen(w: World, r: random.Random, day: dt.date) -> bool:
    """Fields that no event shows."""
    c = r.choice(list(w.calls.values()))
    c |= r.choice(
        [
            {"expected": r.randint(1, 999)},
            {"updated": day},
            {"waivers": {"venue-full": f"理由{r.randint(1, 99)}"}},
        ]
    )
    return True
