"""The source files of small projects, as text: the smallest project, a rich one, and lines of a
schedule."""

from __future__ import annotations

import datetime as dt

SITE = (
    "name: 小站\nbase_url: https://small.example/\nuid_domain: small.example\nupdated: 2026-11-01\n"
)
HALL = '---\nname: 县科技馆\nregion: "621121"\naddress: 人民路1号\nhours:\n  wed-sun: 09:00-17:00\n---\n'
SMALL: dict[str, str | bytes | None] = {
    "content/site.yaml": SITE,
    "content/exhibitions/light.md": "---\nname: 光影\ncopies:\n  - id: a\n---\n\n光是什么？\n",
    "content/venues/hall.md": HALL,
    "schedule.yaml": (
        "tours:\n  - id: tour\n    name: 巡展\n    exhibition: light\n    stops:\n"
        "      - id: first\n        venue: hall\n"
        "        open: 2026-11-01\n        close: 2026-12-20\n        note: 请**预约**。\n"
    ),
}
"""The smallest project with one of each that a stop needs."""
BILINGUAL_SITE = SITE + "languages: [zh, en]\n"
"""site.yaml with two languages."""
TOUR = "tours:\n  - id: tour\n    name: 巡展\n    exhibition: light\n    stops:\n"
VAN = {"content/caravans/van.md": "---\nname: 大篷车\n---\n"}
LIGHT = (
    "---\nname: 光影\ncopies: [{id: a}, {id: b}]\nlogistics: "
    "{set_up_days: 3, strike_days: 2}\n---\n"
)
"""An exhibition with two copies that takes days to set up and to strike."""
ROUTE = "routes:\n  - id: route\n    name: 线路\n    caravan: van\n    visits:\n"


def stop_yaml(id: str, *lines: str, venue: str = "hall") -> str:
    """A stop of TOUR: of one day if it has no `close`."""
    keys = {line.partition(":")[0]: line.partition(": ")[2] for line in lines}
    close = [f"close: {keys['open']}"] if "open" in keys and "close" not in keys else []
    return visit_yaml(id, f"venue: {venue}", *lines, *close)


def visit_yaml(id: str, *lines: str) -> str:
    """A visit of ROUTE."""
    return f"      - id: {id}\n" + "".join(f"        {line}\n" for line in lines)


TWO_STAYS = TOUR + stop_yaml("spring", "copy: a # 甲", "open: 2027-04-10", "close: 2027-05-23") + stop_yaml(
    "autumn", "copy: b", "open: 2027-09-04", "close: 2027-10-31", "note: {zh: 门票免费, en: Free}"
)  # fmt: skip
"""A tour with a comment, and with a note in two languages."""
RICH = {
    **VAN,
    "content/site.yaml": BILINGUAL_SITE
    + "organiser: org\nsample: true\nfooter: {icp: 京ICP备1号, police: 京公网安备11号}\n",
    "content/organisations/org.md": "---\nname: {zh: 科协, en: Office}\nclass: "
    "association\nregion: '620000'\n---\n",
    "content/organisations/team.md": "---\nname: 团队\nclass: team\npart_of: org\n---\n",
    "content/campaigns/week.md": "---\nname: 科技周\nclass: week\nstart: 2026-11-20\nend: "
    "2026-11-30\norganisers: [org]\n---\n",
    "content/exhibitions/set.md": "---\nname: 系列\n---\n",
    "content/exhibitions/light.md": (
        "---\nname: {zh: 光影, en: Light}\nseries: set\norganisers: [org]\nages: 6-14\ncopies: "
        "[{id: a, name: 甲套}, {id: b}]\n"
        "logistics: {area: 200, crates: 22}\nloans: [{kind: full, weeks: 4-12}, {kind: posters}]\nexhibits: [{name: 镜, zone: 一区}, "
        "{name: 灯, zone: 一区}, {name: 水}]\n---\n"
        "光是什么？[馆](../venues/hall.md)\n"
    ),
    "content/news/open.md": "---\ntitle: 开幕\ndate: 2026-11-01\n---\n正文\n",
    "content/pages/visit.md": "---\ntitle: 参观\nmenu: 1\naliases: [/old/visit]\n---\n",
    "schedule.yaml": (
        TOUR.replace("    stops", "    organisers: [org]\n    stops")
        + stop_yaml(
            "one",
            "open: 2026-11-01",
            "close: 2026-12-20",
            "copy: a",
            "round: 1",
            "arrive: 2026-10-28",
            "campaigns: [week]",
            "note: 请**预约**。",
            "aliases: [uno]",
            "partners: [team]",
        )
        + stop_yaml("two", "open: 2027-01-10", "close: 2027-02-20", "copy: a", "round: 2")
        + stop_yaml("gone", "open: 2026-01-10", "status: cancelled")
        + ROUTE
        + visit_yaml(
            "fridays",
            "repeat: {first: 2026-11-06, count: 6}",
            "time: 09:00-10:00",
            "place: {name: 小学, region: '621121', township: true}",
        )
    ),
}
"""Two languages, several organisations, a recurring visit: one of nearly everything."""


FAR_VENUE = {
    "content/venues/far.md": "---\nname: 远\nregion: '420202'\n---\n",
    "content/exhibitions/light.md": LIGHT,
}


TWO_VENUES = {
    **FAR_VENUE,
    "content/venues/hall.md": "---\nname: 馆\nregion: '621121'\nhalls: [{name: 一}, {name: 二}, "
    "{name: 三}]\n---\n",
}


NEAR_PLACE, FAR_PLACE = "place: {name: 近, region: '621121'}", "place: {name: 远, region: '420202'}"


WEEK = {"content/campaigns/week.md": "---\nname: 科技周\nstart: 2026-11-20\nend: 2026-11-30\n---\n"}


def daily_visit_yaml(
    name: str, first: dt.date, days: int, *lines: str, time: str = "9:00-10:00"
) -> str:
    """A visit on so many days, which no rule joins."""
    also = ", ".join(str(first + dt.timedelta(n)) for n in range(days))
    return visit_yaml(
        name,
        "venue: hall",
        f"time: {time}",
        f"repeat: {{first: {first}, every: 99 years, count: 1, also: [{also}]}}",
        *lines,
    )
