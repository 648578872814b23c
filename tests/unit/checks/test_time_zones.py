"""Zones exist, and a country that is not the site's says which zone it has."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import HALL, ROUTE, SITE, SMALL, VAN, visit_yaml

BEIJING, BANGKOK, DENVER = "Asia/Shanghai", "Asia/Bangkok", "America/Denver"
YORK = "Europe/London"


def ask(site_zone: str, regions: str, *codes: str, venue: str = "") -> list[str]:
    """The countries that the check asks about, where a venue lies in each of the regions."""
    files = {
        "content/site.yaml": SITE + f"timezone: {site_zone}\n",
        "content/regions.yaml": regions,
        **{
            f"content/venues/v{n}.md": HALL.replace('"621121"', f'"{code}"').replace(
                "hours:", f"{venue}hours:"
            )
            for n, code in enumerate(codes)
        },
        "content/venues/hall.md": HALL.replace('"621121"', f'"{codes[0]}"'),
    }
    if venue:
        files["content/venues/hall.md"] = files["content/venues/v0.md"]
    return [
        p.message.en.split("“")[1].split("”")[0]
        for p in list_problems(files)
        if p.code == "time-zone-abroad"
    ]


@pytest.mark.parametrize(
    ("site_zone", "regions", "codes", "countries"),
    [
        (BEIJING, "TH: {name: Thailand}\n", ["TH"], ["Thailand"]),
        (BEIJING, "TH: {name: Thailand}\nTH-10: {name: Bangkok, parent: TH}\n", ["TH-10"],
         ["Thailand"]),
        (BEIJING, "TH: {name: Thailand, timezone: Asia/Bangkok}\n", ["TH"], []),
        (BEIJING, "TH: {name: Thailand}\nTH-10: {name: B, parent: TH, timezone: Asia/Bangkok}\n",
         ["TH-10"], []),
        (BANGKOK, "TH: {name: Thailand}\n", ["TH"], []),
        (BANGKOK, "TH: {name: Thailand}\n", ["TH", "621121"], ["中国"]),
        (BANGKOK, '"620000": {timezone: Asia/Shanghai}\nTH: {name: T}\n', ["TH", "621121"], []),
        (BEIJING, "x: {}\n", ["621121", "810000", "820000", "710000"], []),  # one clock
        (BEIJING, "SG: {name: Singapore}\n", ["SG"], []),  # the same clock
        (BEIJING, "siam: {name: Siam}\n", ["siam"], ["Siam"]),
        (BEIJING, "th: {name: Thailand}\n", ["th"], ["Thailand"]),
        (BEIJING, "nz: {name: {zh: 新西兰, en: New Zealand}}\n", ["nz"], ["New Zealand"]),
        (YORK, "GB: {name: UK}\nGB-NFK: {name: Norfolk, parent: GB}\n", ["GB-NFK"], []),
        (YORK, "GB-NFK: {name: Norfolk}\n", ["GB-NFK"], []),
        (YORK, "ebor: {name: York}\n", ["ebor"], []),
        (YORK, "ebor: {name: York}\nsiam: {name: Siam}\n", ["ebor", "ebor", "siam"], ["Siam"]),
        (DENVER, "US: {name: USA}\nUS-AZ: {name: Arizona, parent: US}\n", ["US-AZ"], []),
        (DENVER, "US: {name: USA}\nCA: {name: Canada}\n", ["US", "CA"], ["Canada"]),
    ],
)  # fmt: skip
def test_a_country_that_is_not_the_sites_is_asked_for_its_zone(
    site_zone: str, regions: str, codes: list[str], countries: list[str]
) -> None:
    assert [name.replace("China", "中国") for name in ask(site_zone, regions, *codes)] == countries


def test_a_venue_may_say_it_itself() -> None:
    regions = "TH: {name: Thailand}\n"
    assert not ask(BEIJING, regions, "TH", venue="timezone: Asia/Bangkok\n")


def test_a_zone_that_does_not_exist_is_reported_wherever_it_is_written() -> None:
    place = 'place: {name: 村, region: "621121", timezone: Asia/Bankok}'
    files = {
        **SMALL,
        **VAN,
        "content/regions.yaml": '"620000": {timezone: Peking}\n',
        "content/venues/hall.md": HALL.replace("address:", "timezone: UTC+9\naddress:"),
        "schedule.yaml": ROUTE + visit_yaml("a", "date: 2026-12-01", place),
    }
    found = [(p.location.file, p.help.en) for p in list_problems(files) if p.code == "time-zone"]
    assert [file for file, _ in found] == [
        "content/regions.yaml",
        "content/venues/hall.md",
        "schedule.yaml",
    ]
    assert "“Asia/Bangkok”" in found[2][1]
