"""A project with nearly everything, and changes of its files, each with what must come of it."""

from __future__ import annotations

from typing import NamedTuple

from tests.support import tiny_theme
from tests.support.in_memory import Files
from tests.support.pictures import make_jpeg, make_segment
from tests.support.sources import RICH, ROUTE, TOUR, stop_yaml, visit_yaml
from tourbook.common.digests import compute_digest
from tourbook.sources.snapshot import MIN_REMEMBERED_SIZE

PICTURE, COUNTY = "content/exhibitions/light/cover.jpg", "content/county.jpg"
SITE, LIGHT, SCHEDULE = "content/site.yaml", "content/exhibitions/light/index.md", "schedule.yaml"
NEWS, VISIT, HALL = "content/news/open.md", "content/pages/visit.md", "content/venues/hall.md"
_THEME = tiny_theme.list_theme_files("base")
_LAYOUT = "themes/base/templates/base.html"


def make_photo(filling: bytes) -> bytes:
    """A picture so large that its digest is remembered; the same size with each byte as filling."""
    comment = make_segment(0xFE, filling * (MIN_REMEMBERED_SIZE // 2))
    return make_jpeg(comment, comment)


def name_map(raw: bytes) -> str:
    """The output file of the map."""
    return f"assets/county.{compute_digest(raw).hex()[:10]}.jpg"


_MAP = "{picture: county.jpg, picture_alt: 县, number: 甘S(2023)012号}"
BASE: dict[str, str | bytes | None] = {
    **_THEME,
    _LAYOUT: f"{_THEME[_LAYOUT]}{{{{ page }}}}\n",  # whatever a theme may show
    "themes/mine/theme.yaml": "name: mine\nextends: base\n",
    "themes/mine/templates/404.html": "mine",
    **RICH,
    SITE: f"{RICH['content/site.yaml']}theme: mine\n",
    HALL: '---\nname: 县科技馆\nregion: "621121"\nhours:\n  wed-sun: 09:00-17:00\n---\n',
    "content/venues/far.md": "---\nname: 远\nregion: '621121'\nhours: {daily: '9:00-17:00'}\n---\n",
    LIGHT: str(RICH["content/exhibitions/light.md"])
    .replace("ages:", "picture: cover.jpg\nages:")
    .replace("series: set\n", "")
    .replace("(../", "(../../"),
    "content/exhibitions/set.md": None,
    SCHEDULE: TOUR.replace("    stops:", f"    map: {_MAP}\n    stops:")
    + stop_yaml(
        "one",
        "open: 2026-11-01",
        "close: 2026-12-20",
        "copy: a",
        "arrive: 2026-10-28",
        "campaigns: [week]",
        "note: 请**预约**。",
    )
    + stop_yaml("two", "open: 2027-01-10", "copy: a", "round: 2")
    + stop_yaml("endless", "open: 2026-11-11", "close: open", "copy: b", venue="far")
    + stop_yaml("off", "open: 2026-12-10", "status: cancelled")
    + ROUTE
    + visit_yaml(
        "fridays",
        "repeat: {first: 2026-11-06, count: 6}",
        "place: {name: 小学, region: '621121', township: true}",
    ),
    PICTURE: make_photo(b"a"),
    COUNTY: make_photo(b"m"),
    "content/exhibitions/light.md": None,
    "content/news/later.md": "---\ntitle: 预告\ndate: 2026-12-01\n---\n",
    "content/campaigns/secret.md": "---\nname: 密\nstart: 2026-12-01\nend: 2026-12-02\n"
    "draft: true\n---\n",
}
"""It has a stop without an end, a draft, and news of a day to come."""


class Change(NamedTuple):
    files: Files
    """What is written, as in `Project.write`."""
    shown: dict[str, str] = {}
    """Output file -> what it shows with the change and not without it."""
    hidden: dict[str, str] = {}
    """Output file -> what it shows without the change and not with it."""
    added: tuple[str, ...] = ()
    """Patterns of all the files that there are only with the change."""
    removed: tuple[str, ...] = ()
    """Patterns of all the files that there are only without the change."""


def replace(file: str, text: str, new_text: str) -> dict[str, str | bytes | None]:
    source = str(BASE[file])
    assert text in source, (file, text)
    return {file: source.replace(text, new_text)}


def add_to_site(lines: str) -> dict[str, str | bytes | None]:
    return {SITE: f"{BASE[SITE]}{lines}\n"}


def override(name: str, content: str) -> dict[str, str | bytes | None]:
    return {f"themes/mine/{name}": content}


CHANGES: dict[str, Change] = {
    "a summary that lists show": Change(
        replace(LIGHT, "ages:", "summary: {zh: 看得见, en: Seen}\nages:"),
        {
            "exhibitions/index.html": "看得见",
            "en/exhibitions/index.html": "Seen",
            "exhibitions/light/index.html": "看得见",
        },
    ),
    "a name": Change(
        replace(HALL, "县科技馆", "少年宫"),
        {
            "venues/index.html": "少年宫",
            "stops/one/index.html": "少年宫",
            "months/2026-11/index.html": "少年宫",
            "all.ics": "少年宫",
        },
    ),
    "the name of an exhibition": Change(
        replace(LIGHT, "zh: 光影", "zh: 影光"),
        {"exhibitions/light/index.html": "影光", "all.ics": "影光"},
    ),
    "a stop of a campaign in another month": Change(
        replace(SCHEDULE, "        round: 2", "        round: 2\n        campaigns: [week]"),
        {"campaigns/week/index.html": "/stops/two/", "months/2026-11/index.html": "count=2"},
    ),
    "a stop that is called off": Change(
        replace(SCHEDULE, "        round: 2", "        round: 2\n        status: cancelled"),
        {"stops/two/calendar.ics": "summary_cancelled-zh", "organisations/org/index.html": "count=2"},
        {"organisations/org/index.html": "count=3"},
    ),
    "the name of a trip": Change(
        replace(SCHEDULE, "name: 线路", "name: 北线"),
        {"tours/route/index.html": "北线", "stops/fridays/index.html": "北线"},
    ),
    "a text of the same length": Change(
        replace(LIGHT, "光是什么？", "影是什么？"), {"exhibitions/light/index.html": "影是什么？"}
    ),
    "a note": Change(
        replace(SCHEDULE, "请**预约**。", "不必预约。"),
        {"stops/one/index.html": "不必", "stops/one/calendar.ics": "不必", "all.ics": "不必"},
    ),
    "dates": Change(
        replace(SCHEDULE, "close: 2026-12-20", "close: 2026-12-21"),
        {"stops/one/index.html": "2026-12-21", "all.ics": "20261222"},
    ),
    "the slug of an entry": Change(
        replace(LIGHT, "ages:", "slug: bright\nages:"),
        {"exhibitions/index.html": "/bright/"},
        added=("*exhibitions/bright/*", "covers/exhibition/bright.*"),
        removed=("*exhibitions/light/*", "covers/exhibition/light.*"),
    ),
    "the slug of a stop": Change(
        replace(SCHEDULE, "        round: 2", "        round: 2\n        slug: second"),
        {"months/2027-01/index.html": "/stops/second/"},
        added=("*stops/second/*",),
        removed=("*stops/two/*",),
    ),
    "a slug whose old address leads on": Change(
        replace(LIGHT, "ages:", "slug: bright\naliases: [/exhibitions/light/]\nages:"),
        {"exhibitions/light/index.html": "/exhibitions/bright/"},
        added=("*exhibitions/bright/*", "covers/exhibition/bright.*"),
        removed=(
            "*exhibitions/light/c*",
            "*exhibitions/light/opening.ics",
            "*exhibitions/light/updates.atom",
            "covers/exhibition/light.*",
        ),
    ),
    "a draft that is published": Change(
        replace("content/campaigns/secret.md", "draft: true\n", ""),
        {"campaigns/index.html": "密", "campaigns.ics": "密"},
        added=("*campaigns/secret/*", "covers/campaign/secret.*"),
    ),
    "news that become a draft": Change(
        replace(NEWS, "title:", "draft: true\ntitle:"),
        hidden={"news/index.html": "开幕", "news.atom": "开幕"},
        removed=("*news/open/index.html", "covers/article/open.*", "*/updates.atom"),
    ),
    "a tour that becomes a draft": Change(
        replace(SCHEDULE, "    name: 线路", "    draft: true\n    name: 线路"),
        hidden={"months/2026-12/index.html": "小学", "all.ics": "小学"},
        removed=(
            "*tours/route/*",
            "*stops/fridays/*",
            "*open-data/visits.*",
        ),
    ),
    "a picture that is deleted": Change(
        {PICTURE: None, **replace(LIGHT, "picture: cover.jpg\n", "")},
        hidden={"all.ics": "cover.jpg", "exhibitions/light/calendar.ics": "cover.jpg"},
        added=("covers/exhibition/light.*",),
        removed=("exhibitions/light/cover.jpg",),
    ),
    "a picture in place of another": Change(
        {PICTURE: make_photo(b"b")}, {"exhibitions/light/cover.jpg": "bbb"}
    ),
    "a map in place of another": Change(
        {COUNTY: make_photo(b"n")},
        {"tours/tour/index.html": name_map(make_photo(b"n"))},
        added=(name_map(make_photo(b"n")),),
        removed=(name_map(make_photo(b"m")),),
    ),
    "another number of a map": Change(
        replace(SCHEDULE, "甘S(2023)012号", "甘S(2024)034号"), {"tours/tour/index.html": "甘S(2024)034号"}
    ),
    "the map of a region": Change(
        {"content/regions.yaml": f'"621121": {{map: {_MAP}}}'},
        {"places/621121/index.html": "甘S(2023)012号"},
    ),
    "a picture in other letter case": Change(
        {PICTURE: None, PICTURE.replace("cover", "Cover"): BASE[PICTURE]}
        | replace(LIGHT, "cover.jpg", "Cover.jpg"),
        {"all.ics": "Cover.jpg", "exhibitions/light/calendar.ics": "Cover.jpg"},
        added=("exhibitions/light/Cover.jpg",),
        removed=("exhibitions/light/cover.jpg",),
    ),
    "a page in other letter case": Change(
        {VISIT: None, VISIT.replace("visit", "Visit"): BASE[VISIT]},
        {"old/visit/index.html": "/Visit/"},
        added=("*Visit/index.html",),
        removed=("visit/index.html", "en/visit/index.html"),
    ),
    "a template above that of the base": Change(
        override(
            "templates/list.html",
            "{% extends 'base/list.html' %}{% block main %}above{{ super() }}{% endblock %}",
        ),
        {"venues/index.html": "above", "en/news/index.html": "above"},
    ),
    "a part above that of the base": Change(
        override("templates/part.html", "<!--above-->"), {"index.html": "<!--above-->"}
    ),
    "strings above those of the base": Change(
        override("strings/zh.yaml", "list_exhibition: 所有展览\nsummary_cancelled: 已取消·\n"),
        {"exhibitions/index.html": "所有展览", "stops/off/calendar.ics": "已取消·"},
    ),
    "strings of a further language": Change(
        override("strings/fr.yaml", "list_exhibition: Expositions\n")
        | replace(SITE, "[zh, en]", "[zh, en, fr]"),
        {"fr/exhibitions/index.html": "Expositions"},
        added=("fr/*",),
    ),
    "a style sheet above that of the base": Change(
        override("static/style.css", "body { color: red }\n"),
        added=("assets/style.*.css",),
        removed=("assets/style.*.css",),
    ),
    "a translation": Change(
        {VISIT.replace(".md", ".en.md"): "---\ntitle: A visit\n---\nText\n"},
        {"en/visit/index.html": "A visit", "en/index.html": "A visit"},
    ),
    "names of regions": Change(
        {"content/regions.yaml": '"621121": {name: {zh: 新通渭, en: New Tongwei}, parent: "621100"}'},
        {
            "places/621121/index.html": "新通渭",
            "en/places/621121/index.html": "New Tongwei",
            "venues/hall/index.html": "新通渭",
            "stops/one/calendar.ics": "新通渭",
            "reports/2026/report.csv": "新通渭",
        },
    ),
    "public holidays": Change(
        add_to_site("holidays: {CN: {2026-11-25: 馆庆, 2026-11-26: 馆庆}}"),
        {"stops/one/index.html": "馆庆", "venues/hall/opening.ics": "UID:one-open-20261125@"},
    ),
    "hours of a venue": Change(replace(HALL, "wed-sun: 09", "wed-sun: 08"), {"stops/one/calendar.ics": "08:00"}),
    "a schedule in an included file": Change(
        {
            SCHEDULE: "include: [schedule/*.yaml]\n",
            "schedule/a.yaml": BASE[SCHEDULE],
        }
    ),
    "an included file elsewhere": Change(
        {
            SCHEDULE: "include: [schedule/years/*.yaml]\n",
            "schedule/years/2026.yaml": BASE[SCHEDULE],
        }
    ),
    "a folder in place of a file": Change(
        {NEWS: None, NEWS.replace(".md", "/index.md"): BASE[NEWS]}
    ),
}  # fmt: skip
NO_CHANGES: dict[str, str | bytes | None] = {
    **dict.fromkeys(file for change in CHANGES.values() for file in change.files),
    **BASE,
}
"""The files without any of them."""

SETTINGS = {
    "name": "name: 大站",
    "base_url": "base_url: https://other.example/x/",
    "summary": "summary: 一句话",
    "languages": "languages: [zh]",
    "timezone": "timezone: America/New_York",
    "theme": "theme: base",
    "organiser": "organiser: team",
    "contact": "contact: {phone: 0932-0000000}",
    "uid_domain": "uid_domain: other.example",
    "maps": "maps: [osm]",
    "distance_unit": "distance_unit: miles",
    "words": "words: {list_exhibition: 展品}",
    "sample": "sample: false",
    "soon": "soon: 60",
    "holidays": "holidays: {CN: {2026-11-25: 馆庆}}",
    "terms": "terms: {autumn: 2026-09-01/2027-01-15}",
    "rules": "rules: {holiday-unknown: ignore}",
    "planning": "planning: {township_share: 50}",
    "updated": "updated: 2026-11-02",
    "host": "host: netlify",
    "look": 'look: {accent: "7a2048"}',
    "license": "license: {name: CC BY 4.0, url: https://cc.example/by/}",
    "footer": "footer: {icp: 京ICP备2号}",
    "pages": "pages: [home, exhibition, stop, venue, tour]",
    "feeds": "feeds: [all, stop]",
    "feeds_off": "feeds_off: [code]",
    "archive": "archive: {pages: 1, calendars: 1}",
    "folders": "folders: {stops: at, exhibitions: shows}",
    "calendar": "calendar: {crew: not-to-be-guessed, whole: true}",
    "history": "history: {since: 2026-11-03}",
    "editor": "editor: {backend: local}",
}
"""Key of site.yaml -> a line that sets it to another value than that of BASE."""


def set_key(key: str) -> dict[str, str | bytes | None]:
    """The site file with one key set to its other value."""
    lines = [line for line in str(BASE[SITE]).splitlines() if not line.startswith(f"{key}:")]
    return {SITE: "\n".join([*lines, SETTINGS[key], ""])}
