"""The files of a new project, from its answers and the templates."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlsplit

import jinja2

from tourbook.common import zones
from tourbook.common.dates import DAY
from tourbook.formats.yaml_layout import can_be_plain
from tourbook.model.regions import RegionTree

from .answers import EXAMPLE_URL, Answers
from .templates import iterate_templates

LANGUAGE_MARK = ".LANGUAGE."
"""In the name of a template of which each further language of the site has a copy."""
FORGE_MARK = ".FORGE/"
"""The folder in which a forge looks for workflows."""
FORGE_RUNNERS = {"forgejo": "docker", "gitea": "ubuntu-latest"}
"""Forge -> the label with which its runners are set up unless they are told otherwise."""
DAYS_UNTIL_OPENING = 14
DAYS_OF_STAY = 60


def make_project_files(answers: Answers, day: dt.date, requirement: str) -> dict[str, str]:
    """Path in the project -> text. The examples take place after `day`; `requirement` is the line
    of requirements.txt that installs this program."""
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - no HTML
    )
    context = make_context(answers, day, requirement)
    files: dict[str, str] = {}
    for folder in list_folders(answers):
        for path, text in iterate_templates(folder):
            template = environment.from_string(text)
            path = path.replace(FORGE_MARK, f".{answers['host']}/")
            for target, language in _list_targets(path, answers["languages"]):
                files[target] = template.render(context | make_writers(language, answers))
    return files


def _list_targets(path: str, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """(path in the project, main language of the file) of all files that a template makes."""
    if LANGUAGE_MARK not in path:
        return [(path, languages[0])]
    return [(path.replace(LANGUAGE_MARK, f".{language}."), language) for language in languages[1:]]


def list_folders(answers: Answers) -> list[str]:
    """The folders of `files/` that a project needs."""
    folders = ["project"]
    if answers["country"] != "CN":
        folders.append("abroad")
    if answers["kinds"] != "caravans":
        folders.append("tours")
    if answers["kinds"] != "tours":
        folders.append("caravans")
    if answers["host"] in FORGE_RUNNERS:
        folders.append("forge")
    elif answers["host"] != "none":
        folders.append(answers["host"])
    return folders


def make_context(answers: Answers, day: dt.date, requirement: str) -> dict[str, Any]:
    """What templates may use: the answers, days, and functions that write texts."""
    country = answers["country"]
    is_chinese = country == "CN"
    region = answers["region"] if is_chinese else f"{country}-1"
    ancestry = RegionTree({}).list_ancestry(region) if is_chinese else ()
    opening = _find_weekday(day + DAYS_UNTIL_OPENING * DAY, 5)
    visit = _find_weekday(day + DAYS_UNTIL_OPENING * DAY, 3)
    return {
        **{key.replace("-", "_"): value for key, value in answers.items()},
        "example_url": EXAMPLE_URL,
        "domain": urlsplit(answers["base-url"]).hostname,
        "is_chinese": is_chinese,
        "country_name": zones.get_country_name(country),
        "region": region,
        "region_name": "".join(str(region.name) for region in ancestry),
        "has_caravans": answers["kinds"] != "tours",
        "day": day,
        "opening": opening,
        "closing": opening + DAYS_OF_STAY * DAY,
        "visit": visit,
        "first_visit": visit + DAY,
        "runner": FORGE_RUNNERS.get(answers["host"], ""),
        "midnights": list_midnights(answers["timezone"], day),
        "requirement": requirement,
        "quote": quote_scalar,
    }


def make_writers(language: str, answers: Answers) -> dict[str, Any]:
    """What writes texts into a file with a main language: `text` a value in all languages of the
    site, `name` the site's name, `para` a paragraph, `say` a comment, behind a value after some
    blanks."""
    languages = answers["languages"]
    is_zh = language.partition("-")[0] == "zh"

    def choose(zh: str, en: str) -> str:
        return zh if is_zh else en

    def write_text(zh: str, en: str) -> str:
        return quote_texts({tag: zh if tag.startswith("zh") else en for tag in languages})

    def write_comment(zh: str, en: str, blanks: int = 0) -> str:
        return " " * blanks + "# " + choose(zh, en)

    return {
        "text": write_text,
        "para": choose,
        "say": write_comment,
        "name": quote_texts(answers["name"]),
        "plain_name": answers["name"].get(language) or next(iter(answers["name"].values())),
    }


def quote_texts(texts: dict[str, str]) -> str:
    """Texts by language as a YAML value; that of a single language alone."""
    if len(texts) == 1:
        return quote_scalar(*texts.values())
    values = (f"{tag}: {quote_scalar(text, is_in_flow=True)}" for tag, text in texts.items())
    return "{" + ", ".join(values) + "}"


def quote_scalar(text: str, *, is_in_flow: bool = False) -> str:
    """A text as a YAML value, perhaps in braces: in quotation marks unless it is plainly a text."""
    is_plain = can_be_plain(text, is_in_flow=is_in_flow)
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _find_weekday(day: dt.date, weekday: int) -> dt.date:
    """The first such weekday (0 is Monday) from a day on."""
    return day + ((weekday - day.weekday()) % 7) * DAY


def list_midnights(timezone: str, day: dt.date) -> list[str]:
    """When five minutes past midnight is in UTC, in the notation of cron; twice a day where clocks
    change, for cron does not know them."""
    moments = set()
    for month in (1, 7):
        midnight = zones.compute_midnight(dt.date(day.year, month, 1), timezone) + 300
        moment = dt.datetime.fromtimestamp(midnight, dt.UTC)
        moments.add((moment.hour, moment.minute))
    return [f"{minute} {hour} * * *" for hour, minute in sorted(moments)]
