"""What a new project must know: the questions, their defaults, and what may be answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from tourbook.common import zones
from tourbook.common.problems import ExplainedError, Message
from tourbook.common.suggestions import find_nearest
from tourbook.model.region_names import find_region_codes, find_similar_codes, list_regions
from tourbook.model.regions import RegionTree
from tourbook.schema.site_options import BASE_URL_PATTERN
from tourbook.sources.language_words import find_meant_language, is_language_tag

KINDS = ("tours", "caravans", "both")
"""What a site tells of: exhibitions on tour, vehicles with rounds, or both."""
HOSTS = ("github", "gitlab", "forgejo", "gitea", "none")
"""Where a workflow builds and publishes the site; none: elsewhere."""
_KINDS_BY_WORD = {
    "巡回的展览": "tours", "巡展": "tours", "展览": "tours", "exhibitions": "tours",
    "到处走的大篷车": "caravans", "大篷车": "caravans", "科普大篷车": "caravans", "车": "caravans",
    "vehicles": "caravans", "vehicle": "caravans", "都有": "both", "两种都有": "both",
}  # fmt: skip
_HOSTS_BY_WORD = {
    "codeberg": "forgejo", "别的": "none", "其他": "none", "没有": "none", "something else": "none",
    "other": "none", "else": "none",
}  # fmt: skip
EXAMPLE_URL = "https://tours.example.org/"
MAX_NAME_LENGTH = 100
_COUNTRIES_BY_COMMON_NAME = {
    "中国": "CN", "泰国": "TH", "日本": "JP", "韩国": "KR", "新加坡": "SG", "马来西亚": "MY",
    "英国": "GB", "美国": "US", "法国": "FR", "德国": "DE", "香港": "HK", "澳门": "MO",
    "台湾": "TW",
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "usa": "US", "america": "US", "south korea": "KR", "hong kong": "HK",
}  # fmt: skip
"""What people say where the IANA database has another name."""
_MAX_LISTED_ZONES = 8

Answers = Mapping[str, Any]
"""Key of a question -> its value; `messages`: the language of the messages; `locale_country`: the
country of the system's settings, or ""."""


class AnswerError(ExplainedError):
    """An answer cannot be used."""


class Question(NamedTuple):
    key: str
    """Name of the option, too."""
    text: Message
    parse: Callable[[str, Answers], Any]
    """(answer, earlier answers) -> value. Raises AnswerError."""
    find_default: Callable[[Answers], str]
    """The answer if there is none; "" if one is needed."""
    is_asked: Callable[[Answers], bool] = lambda _: True


# ---- what may be answered ------------------------------------------------------------------


def _parse_names(text: str, answers: Answers) -> dict[str, str]:
    """Language -> name, for as many languages of the site as there are names."""
    languages = answers["languages"]
    names = [name.strip() for name in text.split(" / ")] if len(languages) > 1 else [text]
    if not all(names) or not text.isprintable() or max(map(len, names)) > MAX_NAME_LENGTH:
        raise AnswerError(
            f"名称要有1到{MAX_NAME_LENGTH}个字，写在一行里",
            f"a name has 1 to {MAX_NAME_LENGTH} characters, on one line",
        )
    if len(names) > len(languages):
        raise AnswerError(
            f"有{len(names)}个名称，却只有{len(languages)}种语言",
            f"there are {len(names)} names for {len(languages)} languages",
        )
    return dict(zip(languages, names, strict=False))


def _parse_languages(text: str, answers: Answers) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(re.split(r"[\s,，、]+", text.strip(" ,，、"))))
    for tag in tags:
        if not is_language_tag(tag):
            meant = find_meant_language(tag)
            zh, en = (f"，写 {meant.tag}", f": write {meant.tag}") if meant else ("", "")
            raise AnswerError(f"没有 “{tag}” 这种语言{zh}", f"“{tag}” is no language{en}")
    return tags


def _parse_country(text: str, answers: Answers) -> str:
    """ISO 3166-1, by its code or its English name."""
    names = zones.load_country_names() | _COUNTRIES_BY_COMMON_NAME
    code = names.get(text.lower(), text.upper())
    if code not in zones.load_country_zones():
        nearest = find_nearest(text.lower(), names)
        zh, en = (f"：{names[nearest]}？", f": {names[nearest]}?") if nearest else ("", "")
        raise AnswerError(
            f"不认识 “{text}” 这个国家或地区，写两个字母的代码，如 CN、TH、GB、US{zh}",
            f"no country has the code “{text}”; write two letters, such as CN, TH, GB or US{en}",
        )
    return code


def _parse_timezone(text: str, answers: Answers) -> str:
    """By its name, or by that of its city alone."""
    names = zones.load_country_zones()[answers["country"]]
    city = text.lower().replace(" ", "_")
    text = next((name for name in names if name.rpartition("/")[2].lower() == city), text)
    if zones.find_zone(text) is None:
        distinct_names = _list_distinct_zones(names)
        listed = ", ".join(distinct_names[:_MAX_LISTED_ZONES])
        listed += ", …" if len(distinct_names) > _MAX_LISTED_ZONES else ""
        raise AnswerError(
            f"没有 “{text}” 这个时区；可写 {listed}",
            f"there is no time zone “{text}”; try {listed}",
        )
    return text


def _list_distinct_zones(names: list[str]) -> list[str]:
    """The first one of each clock."""
    distinct: list[str] = []
    for name in names:
        if not any(zones.have_same_clock(name, other) for other in distinct):
            distinct.append(name)
    return distinct


def _parse_region(text: str, answers: Answers) -> str:
    """A present code of GB/T 2260, by its digits or its name; 通渭 is enough for 通渭县."""
    tree = RegionTree({})
    codes = find_region_codes(tree, text)
    if len(codes) == 1:
        return codes[0]
    if codes:
        listed = list_regions(tree, codes)
        raise AnswerError(
            f"叫 “{text}” 的不止一个，写代码：{listed}",
            f"several regions are called “{text}”, write the code: {listed}",
        )
    similar = list_regions(tree, find_similar_codes(tree, text))
    zh, en = (f"：{similar}", f": {similar}") if similar else ("", "")
    raise AnswerError(
        f"没有 “{text}” 这个地区，写全名或六位区划代码{zh}",
        f"there is no region “{text}”; write its Chinese name or its six-digit code{en}",
    )


def _parse_base_url(text: str, answers: Answers) -> str:
    url = text if "://" in text else f"https://{text}"
    url = url if url.endswith("/") else url + "/"
    host = urlsplit(url).hostname or ""
    if not re.search(BASE_URL_PATTERN, url) or not ("." in host or host == "localhost"):
        raise AnswerError(
            f"“{text}” 不是网址，写成 {EXAMPLE_URL}",
            f"“{text}” is no web address; write it like {EXAMPLE_URL}",
        )
    return url


def _parse_choice(
    options: tuple[str, ...], words: Mapping[str, str]
) -> Callable[[str, Answers], str]:
    """By name, by number, from 1, or by a word of the question. `words`: word -> option."""

    def parse(text: str, answers: Answers) -> str:
        text = text.lower()
        text = words.get(text, text)
        if text.isascii() and text.isdigit() and 0 < int(text) <= len(options):
            return options[int(text) - 1]
        if text not in options:
            listed = ", ".join(options)
            raise AnswerError(f"“{text}” 不在其中：{listed}", f"“{text}” is none of {listed}")
        return text

    return parse


# ---- defaults ------------------------------------------------------------------------------


def _find_default_country(answers: Answers) -> str:
    return "CN" if answers["languages"][0] == "zh" else answers["locale_country"]


def _find_default_timezone(answers: Answers) -> str:
    """The zone of a country whose clocks agree; that of China is the official one."""
    names = zones.load_country_zones()[answers["country"]]
    if answers["country"] == "CN":
        return "Asia/Shanghai"
    is_clear = all(zones.have_same_clock(name, names[0]) for name in names[1:])
    return names[0] if is_clear else ""


QUESTIONS = (
    Question(
        "languages",
        Message("语言，第一种为主（如 zh, en）", "Languages, the main one first (such as en, fr)"),
        _parse_languages,
        lambda answers: answers["messages"],
    ),
    Question(
        "name",
        Message(
            "网站的名称（几种语言的，依次用 / 隔开：通渭科普 / Tongwei Science）",
            "Name of the site (in several languages: one after the other, with / between them)",
        ),
        _parse_names,
        lambda answers: "",
    ),
    Question(
        "country",
        Message("国家或地区（如 CN、TH、US）", "Country (such as GB, TH or US)"),
        _parse_country,
        _find_default_country,
    ),
    Question(
        "timezone",
        Message("时区", "Time zone"),
        _parse_timezone,
        _find_default_timezone,
        lambda answers: not _find_default_timezone(answers),
    ),
    Question(
        "region",
        Message(
            "所在的县、区（名称或六位区划代码）",
            "County or district (Chinese name or six-digit code)",
        ),
        _parse_region,
        lambda answers: "110101",
        lambda answers: answers["country"] == "CN",
    ),
    Question(
        "base-url",
        Message("网站的网址（还没有就直接回车）", "Address of the site (just press Enter if open)"),
        _parse_base_url,
        lambda answers: EXAMPLE_URL,
    ),
    Question(
        "kinds",
        Message(
            "有什么：1 巡回的展览（tours） 2 到处走的大篷车（caravans） 3 都有（both）",
            "What is there: 1 exhibitions on tour (tours), 2 vehicles on their rounds (caravans), "
            "3 both (both)",
        ),
        _parse_choice(KINDS, _KINDS_BY_WORD),
        lambda answers: "both",
    ),
    Question(
        "host",
        Message(
            "由谁每天生成并发布：1 GitHub（github） 2 GitLab（gitlab） "
            "3 Forgejo、Codeberg（forgejo） 4 Gitea（gitea） 5 别的（none）",
            "What builds and publishes it every day: 1 GitHub (github), 2 GitLab (gitlab), "
            "3 Forgejo or Codeberg (forgejo), 4 Gitea (gitea), 5 something else (none)",
        ),
        _parse_choice(HOSTS, _HOSTS_BY_WORD),
        lambda answers: "none",
    ),
)
"""In the order in which they are asked."""
