"""What events say: a month on a phone shows the first characters of their titles."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import read_events
from tests.support.in_memory import make_file, prepare_project
from tests.support.projects import REPO
from tests.support.sources import BILINGUAL_SITE, LIGHT, TOUR, stop_yaml
from tourbook.common.l10n import format_place_in_regions
from tourbook.rendering.functions import LanguageFunctions

VISIBLE_LENGTH = 8
LANGUAGES = ("zh", "en")
STRINGS = {
    lang: yaml.safe_load((REPO / f"themes/default/strings/{lang}.yaml").read_text(encoding="utf-8"))
    for lang in LANGUAGES
}
NAMES = st.text("通渭陇西县科技馆 YorkMuseum·", min_size=1, max_size=12)


@given(st.sampled_from(LANGUAGES), NAMES, NAMES, NAMES, NAMES)
def test_the_first_characters_tell_places_apart(
    lang: str, place: str, other_place: str, name: str, other_name: str
) -> None:
    t = LanguageFunctions(lang, STRINGS[lang]).t
    title = t("event_title", place=place, name=name)
    other_title = t("event_title", place=other_place, name=other_name)
    length = min(len(place), len(other_place), VISIBLE_LENGTH)
    if place[:length] != other_place[:length]:
        assert title[:VISIBLE_LENGTH] != other_title[:VISIBLE_LENGTH]
    assert title.startswith(place) and name in title


@pytest.mark.parametrize(
    ("lang", "cancelled", "postponed"),
    [("zh", "取消：", "延期："), ("en", "Cancelled: ", "Postponed: ")],
)
def test_what_does_not_take_place_says_so_first(lang: str, cancelled: str, postponed: str) -> None:
    strings = STRINGS[lang]
    assert (strings["summary_cancelled"], strings["summary_postponed"]) == (cancelled, postponed)


def test_what_a_crew_is_to_do_leaves_room_for_the_place() -> None:
    t = LanguageFunctions("zh", STRINGS["zh"]).t
    for task in ("transport", "arrive", "set_up", "strike", "leave", "visit"):
        title = t("crew_title", task=t(f"crew_{task}"), place="通渭县科技馆", name="光影")
        assert "通渭县" in title[:VISIBLE_LENGTH]
    title = LanguageFunctions("en", STRINGS["en"]).t(
        "crew_title", task="Set-up", place="York Museum", name="Light"
    )
    assert title == "York Museum · Set-up · Light"


@pytest.mark.parametrize(
    ("lang", "regions", "name", "expected"),
    [
        ("zh", ["通渭县"], "体育馆", "通渭县体育馆"),
        ("zh", ["邢台市", "桥东区"], "体育馆", "邢台市桥东区体育馆"),
        ("zh", ["York"], "Central Library", "York Central Library"),
        ("en", ["Tongwei County"], "Gymnasium", "Tongwei County, Gymnasium"),
        ("en", ["Xingtai", "Qiaodong"], "Gymnasium", "Xingtai, Qiaodong, Gymnasium"),
    ],
)
def test_the_region_of_namesakes_comes_first(
    lang: str, regions: list[str], name: str, expected: str
) -> None:
    assert format_place_in_regions(lang, name, regions) == expected


GYM = "---\nname: {{zh: 体育馆, en: Gymnasium}}\nregion: '{}'\n---\n"


@pytest.mark.parametrize(
    ("regions", "titles"),
    [
        # two counties; two districts of one name in one province, and in two
        (("621121", "621122"), {"通渭县体育馆 · 光影", "陇西县体育馆 · 光影"}),
        (("320106", "320302"), {"南京市鼓楼区体育馆 · 光影", "徐州市鼓楼区体育馆 · 光影"}),
        (
            ("320106", "350102"),
            {"江苏省南京市鼓楼区体育馆 · 光影", "福建省福州市鼓楼区体育馆 · 光影"},
        ),
    ],
)
def test_namesakes_differ_in_what_is_visible(regions: tuple[str, str], titles: set[str]) -> None:
    project = prepare_project(
        {
            "content/site.yaml": BILINGUAL_SITE,
            "content/exhibitions/light.md": LIGHT,
            "content/venues/a.md": GYM.format(regions[0]),
            "content/venues/b.md": GYM.format(regions[1]),
            "schedule.yaml": TOUR
            + stop_yaml("one", "open: 2026-12-01", "close: 2026-12-20", "copy: a", venue="a")
            + stop_yaml("two", "open: 2026-12-01", "close: 2026-12-20", "copy: b", venue="b"),
        }
    )
    for path in ("all.ics", "tours/tour/calendar.ics"):
        events = read_events(make_file(project, path)).values()
        found = {str(event["SUMMARY"]) for event in events}
        assert len({title[:VISIBLE_LENGTH] for title in found}) == len(found) == 2
        assert found == titles
