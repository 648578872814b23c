"""What editors do in a year. Each edit changes a world and says whether there was anything to do it
to."""

from __future__ import annotations

import datetime as dt
import random

from tests.calendars.edits import dates, others
from tests.calendars.edits.base import Edit
from tests.calendars.world import COUNTRY, DOMAIN, RULES, World


def first_world(r: random.Random, day: dt.date) -> World:
    w = World(site={
        "name": "小站", "base_url": "https://year.example/a/", "uid_domain": DOMAIN, "theme": "tiny", "languages": ["zh"],
        "pages": ["home", "stop"], "feeds": ["all", "upcoming", "exhibition", "tour", "venue", "stop", "opening"],
        "rules": dict.fromkeys(RULES, "ignore"),
    })  # fmt: skip
    w.exhibitions = {k: {"id": k, "name": f"{k}展", "aliases": []} for k in ("light", "sound")}
    w.venues = {
        f"v{n}": {
            "name": f"{n}号馆",
            "region": COUNTRY,
            "address": f"人民路{n}号",
            "hours": dict(dates.HOURS[n]) if n else {},
        }
        for n in range(4)
    }
    w.trips = {
        "tour-a": {
            "kind": "tour",
            "name": "甲巡展",
            "exhibition": "light",
            "file": "schedule.yaml",
        },
        "tour-b": {
            "kind": "tour",
            "name": "乙巡展",
            "exhibition": "sound",
            "file": "schedule.yaml",
        },
        "tour-c": {"kind": "tour", "name": "丙巡展", "file": "schedule/a.yaml"},
        "route": {"kind": "route", "name": "线路", "file": "schedule.yaml"},
    }
    for _ in range(7):
        dates.new_stop(w, r, day)
    for _ in range(2):
        dates.new_visit(w, r, day)
        dates.new_series(w, r, day)
    return w


EDITS: dict[str, Edit] = {
    "new": dates.new_stop, "new visit": dates.new_visit, "new series": dates.new_series, "new " "draft": dates.new_draft,
    "publish draft": dates.publish_draft,
    "elsewhere": dates.elsewhere, "other tour": dates.other_tour,
    "move": dates.move, "move visit": dates.move_visit, "retime": dates.retime, "venue hours": dates.venue_hours, "hours": dates.stop_hours,
    "close a day": dates.close_day, "close a week": dates.close_week, "special day": dates.special_day, "announce": dates.announce,
    "cancel": dates.status("cancelled", "planned", "confirmed", "postponed"), "confirm": dates.status("confirmed", "planned", "cancelled"),
    "postpone, dates kept": dates.status("postponed", "planned", "confirmed"), "postpone": dates.postpone, "new " "dates": dates.new_dates,
    "cancel series": dates.cancel_series, "skip": dates.skip, "unskip": dates.unskip, "also": dates.also, "move a " "date": dates.move_date,
    "retitle exhibition": others.retitle("exhibitions"), "retitle tour": others.retitle("trips"), "retitle " "venue": others.retitle("venues"),
    "address": others.address, "note": others.note, "rename exhibition": others.rename_exhibition, "rename": others.rename_call,
    "move site": others.move_site,
    "remove": others.remove(over=False), "remove what is over": others.remove(over=True), "put " "back": others.put_back,
    "split": others.split, "reformat": others.reformat, "reorder": others.reorder, "unseen": others.unseen,
}  # fmt: skip
ON_BRANCHES = [name for name in EDITS if name not in ("put back", "move site", "announce")]
