"""Settings of the site that only the world outside can confirm."""

from __future__ import annotations

import re

from tourbook.common import zones
from tourbook.common.problems import Location, Message, Problems, find_nearest, suggest_option
from tourbook.model.entities import Model
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.holidays import CHINA, COUNTRIES_BY_PREFIX, find_country

_LANGUAGE_TAG = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def check_time_zone(model: Model, problems: Problems) -> None:
    name = model.site.timezone
    if zones.find_zone(name) is None:
        problems.add_error(
            "time-zone",
            Location(SITE_FILE).child("timezone"),
            Message(f"没有时区 “{name}”", f"there is no time zone “{name}”"),
            Message("北京时间写 Asia/Shanghai", "Beijing time is Asia/Shanghai")
            if re.search("beijing|北京|china|中国|8", name, re.IGNORECASE)
            else suggest_option(name, zones.list_zone_names(), max_listed=0)
            if find_nearest(name, zones.list_zone_names())
            else Message("例如 Asia/Shanghai、Asia/Urumqi", "such as Asia/Shanghai, Europe/Paris"),
        )


def check_holiday_countries(model: Model, problems: Problems) -> None:
    """The countries whose public holidays site.yaml names."""
    known = {
        CHINA,
        *COUNTRIES_BY_PREFIX.values(),
        *(
            c
            for e in model.entries["venue"].values()
            if (c := find_record_country(model, e.record.region))
        ),
    }
    known |= {find_record_country(model, s.place.region) for s in model.stops if s.place.region}
    for code in model.site.holidays:
        if code not in known and not model.regions.get(code):
            problems.add_error(
                "unknown-region",
                Location(SITE_FILE).child("holidays").at_key(code),
                Message(f"没有国家 “{code}”", f"there is no country “{code}”"),
                suggest_option(code, known - {""}),
            )


def find_record_country(model: Model, code: str) -> str:
    return find_country(code, model.regions.find_top_code(code))


def check_languages(model: Model, problems: Problems) -> None:
    for i, code in enumerate(model.site.languages):
        at = Location(SITE_FILE).child("languages", i)
        if not _LANGUAGE_TAG.match(code):
            problems.add_error(
                "language",
                at,
                Message(f"“{code}” 不是语言代码", f"“{code}” is not a language tag (BCP 47)"),
                Message("例如 zh、en、bo", "such as zh, en, bo"),
            )
        elif code in model.site.languages[:i]:
            problems.add_error(
                "language",
                at,
                Message(f"语言 “{code}” 写了两次", f"the language “{code}” is listed twice"),
                Message("删去一个", "delete one"),
            )
