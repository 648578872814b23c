"""Settings of the site that only the world outside can confirm."""

from __future__ import annotations

import re

from tourbook.common import zones
from tourbook.common.problems import At, Problems, Say, did_you_mean, nearest
from tourbook.model.entities import Model
from tourbook.sources.paths import SITE
from tourbook.timetable.holidays import CHINA, OWN_CALENDARS, country_of

_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def known_time_zone(model: Model, problems: Problems) -> None:
    name = model.site.timezone
    if zones.zone(name) is None:
        problems.error(
            "time-zone",
            At(SITE).down("timezone"),
            Say(f"没有时区 “{name}”", f"there is no time zone “{name}”"),
            Say("北京时间写 Asia/Shanghai", "Beijing time is Asia/Shanghai")
            if re.search("beijing|北京|china|中国|8", name, re.IGNORECASE)
            else did_you_mean(name, zones.names(), show_all=0)
            if nearest(name, zones.names())
            else Say("例如 Asia/Shanghai、Asia/Urumqi", "such as Asia/Shanghai, Europe/Paris"),
        )


def known_countries(model: Model, problems: Problems) -> None:
    """The countries whose public holidays site.yaml names."""
    known = {
        CHINA,
        *OWN_CALENDARS.values(),
        *(c for e in model.entries["venue"].values() if (c := country(model, e.record.region))),
    }
    known |= {country(model, s.where.region) for s in model.stops if s.where.region}
    for code in model.site.holidays:
        if code not in known and not model.divisions.get(code):
            problems.error(
                "unknown-region",
                At(SITE).down("holidays").key(code),
                Say(f"没有国家 “{code}”", f"there is no country “{code}”"),
                did_you_mean(code, known - {""}),
            )


def country(model: Model, code: str) -> str:
    return country_of(code, model.divisions.top(code))


def known_languages(model: Model, problems: Problems) -> None:
    for i, code in enumerate(model.site.languages):
        at = At(SITE).down("languages", i)
        if not _TAG.match(code):
            problems.error(
                "language",
                at,
                Say(f"“{code}” 不是语言代码", f"“{code}” is not a language tag (BCP 47)"),
                Say("例如 zh、en、bo", "such as zh, en, bo"),
            )
        elif code in model.site.languages[:i]:
            problems.error(
                "language",
                at,
                Say(f"语言 “{code}” 写了两次", f"the language “{code}” is listed twice"),
                Say("删去一个", "delete one"),
            )
