"""Whoever changes what subscribers have is warned."""

from __future__ import annotations

import datetime as dt

from tests.support.in_memory import list_problems
from tests.support.museum import MUSEUM_SITE, Museum
from tests.support.sources import SITE


def test_settings_that_take_calendars_away_are_reported(museum: Museum) -> None:
    museum.build()
    for setting, key in (
        ("languages: [en]", "languages"),
        ("folders: {stops: visits}", "folders"),
        ("feeds: [all, venue]", "feeds"),
        ("feeds_off: [code, stop]", "feeds_off"),
    ):
        museum.project.write({"content/site.yaml": MUSEUM_SITE + setting + "\n"})
        found = museum.project.build(today=museum.today, write=False).problems
        assert {p.code for p in found} == {"feed-gone"} and {p.location.file for p in found} == {
            "content/site.yaml"
        }, key
    museum.edit({"content/site.yaml": MUSEUM_SITE + "feeds_off: [stop]\n"})
    later = museum.today + dt.timedelta(days=91)
    assert museum.project.build(today=later, write=False).problems == []
    museum.project.write(
        {"content/site.yaml": MUSEUM_SITE.replace("uid_domain: small", "uid_domain: new")}
    )
    assert [p.code for p in museum.project.build(today=museum.today, write=False).problems] == [
        "uid-domain"
    ]


def test_a_domain_of_its_own_is_asked_for() -> None:
    site = SITE.replace("uid_domain: small.example\n", "")
    assert [p.code for p in list_problems({"content/site.yaml": site})] == ["uid-domain"]
