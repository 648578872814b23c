"""Settings of the site that name something in the world: time zone, countries, languages."""

from __future__ import annotations

import re

from tourbook.common import zones
from tourbook.common.l10n import localize_text
from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import Suggester, find_nearest, suggest_option
from tourbook.formats.colours import measure_contrast
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.rendering.looks import LEAST_CONTRAST, derive_light_colours, get_accent
from tourbook.sources.language_words import (
    find_confused_language,
    find_meant_language,
    is_language_tag,
)
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.holidays import CHINA, COUNTRIES_BY_PREFIX, find_country

MAX_LANGUAGES = 50
"""Each page exists in each language, and links to itself in all others."""


def check_time_zone(model: Model, problems: Problems) -> None:
    name = model.site.timezone
    if zones.find_zone(name) is None:
        location = Location(SITE_FILE).child("timezone")
        message = Message(f"没有时区 “{name}”", f"there is no time zone “{name}”")
        problems.add_fatal_error("time-zone", location, message, suggest_time_zone(name))


def check_accent(model: Model, problems: Problems) -> None:
    """Report an accent that cannot be read on light pages, which use a darker shade of it."""
    accent = get_accent(model.site)
    colours = derive_light_colours(accent) if accent else {}
    if not accent or colours["accent"] == accent:
        return
    contrast = f"{measure_contrast(accent, colours['accent-soft']):.1f}"
    shade = colours["accent"]
    problems.add_warning(
        "accent-contrast",
        Location(SITE_FILE).child("look", "accent"),
        Message(
            f"主色 {accent} 太浅，写成字看不清：与浅色底的对比度是 {contrast}，要 "
            f"{LEAST_CONTRAST}；浅色页面改用同一色相里最接近的 {shade}",
            f"the accent {accent} is too pale for text: its contrast with a light ground is "
            f"{contrast}, and must be {LEAST_CONTRAST}; light pages use {shade}, the nearest shade "
            "of the same hue",
        ),
        Message(
            f'合意就写 accent: "{shade[1:]}"；不然换一个深一点的颜色',
            f'if it pleases you, write accent: "{shade[1:]}"; else choose a darker colour',
        ),
    )


def suggest_time_zone(name: str) -> Message:
    if re.search("beijing|北京|china|中国|8", name, re.IGNORECASE):
        return Message("北京时间写 Asia/Shanghai", "Beijing time is Asia/Shanghai")
    if find_nearest(name, zones.list_zone_names()):
        return suggest_option(name, zones.list_zone_names(), max_listed=0)
    return Message("例如 Asia/Shanghai、Asia/Urumqi", "for example Asia/Shanghai or Europe/Paris")


def check_holiday_countries(model: Model, problems: Problems) -> None:
    """Report keys of `holidays` in site.yaml that are no country of the site."""
    codes = {e.record.region for e in model.entries[Venue].values()}
    codes |= {stop.place.region for stop in model.stops if stop.place.region}
    countries = {find_region_country(model, code) for code in codes} - {""}
    countries |= {CHINA, *COUNTRIES_BY_PREFIX.values()}
    suggester = Suggester()
    for code in model.site.holidays:
        if code not in countries and not model.regions.get(code):
            location = Location(SITE_FILE).child("holidays").at_key(code)
            message = Message(f"没有国家 “{code}”", f"there is no country “{code}”")
            help = suggester.suggest(code, "countries", lambda: countries)
            problems.add_error("unknown-region", location, message, help)


def find_region_country(model: Model, code: str) -> str:
    """The code of a region's country."""
    return find_country(code, model.regions.find_top_code(code))


def check_languages(model: Model, problems: Problems) -> None:
    languages = model.site.languages
    if len(languages) > MAX_LANGUAGES:
        problems.add_fatal_error(
            "too-many",
            Location(SITE_FILE).child("languages", MAX_LANGUAGES),
            Message(
                f"有 {len(languages)} 种语言，最多 {MAX_LANGUAGES} 种",
                f"{len(languages)} languages: at most {MAX_LANGUAGES} are possible",
            ),
            Message("只写有译文的语言", "list only languages that there are translations in"),
        )
    former_codes = set[str]()
    for i, code in enumerate(languages):
        location = Location(SITE_FILE).child("languages", i)
        if not is_language_tag(code):
            message = Message(f"“{code}” 不是语言代码", f"“{code}” is not a language tag (BCP 47)")
            problems.add_fatal_error("language", location, message, suggest_language(code))
        elif language := find_confused_language(code, localize_text(model.site.name, code, code)):
            message = Message(
                f"“{code}” 是国家的代码，不是语言的", f"“{code}” is the code of a country"
            )
            problems.add_fatal_error("language", location, message, suggest_language(language.tag))
        elif code in former_codes:
            message = Message(f"语言 “{code}” 写了两次", f"the language “{code}” is listed twice")
            help = Message("删去一个", "delete one")
            problems.add_fatal_error("language", location, message, help)
        former_codes.add(code)


def suggest_language(word: str) -> Message:
    """The tag of the language that a word means."""
    language = find_meant_language(word)
    if language is None:
        return Message(
            "例如 zh（中文）、en（英语）、bo（藏语）",
            "for example en (English), zh (Chinese) or fr (French)",
        )
    return Message(f"{language.zh}写 {language.tag}", f"{language.en} is {language.tag}")
