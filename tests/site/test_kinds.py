"""Every kind of page and calendar is there in every language, says that it is a sample, and speaks
its language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from tests.site.pages import HAN, LANGUAGES, Site
from tests.support.projects import copy_sample
from tourbook.schema.site_options import FeedKind, PageKind

FEEDS = {
    "all": r"all(-opening)?\.ics",
    "upcoming": r"upcoming(-opening)?\.ics",
    "archive": r"archive/\d{4}\.ics",
    "campaigns": r"campaigns\.ics",
    "copy": r"exhibitions/[^/]+/copies/[^/]+\.ics",
    "opening": r"(\w+/[^/]+/opening|all-opening)\.ics",
    "code": r"([\w-]+/)+calendar\.svg",
    "changes": r"changes\.atom",
    "updates": r"(places|exhibitions)/[^/]+/updates\.atom",
    **{
        k: rf"{k}s/[^/]+/calendar\.ics"
        for k in ("exhibition", "tour", "venue", "caravan", "organisation", "campaign")
    },
    "place": r"places/[^/]+/calendar\.ics",
    "stop": r"stops/[^/]+/calendar\.ics",
    "atom": r"news\.atom",
    "cover": r"covers/\w+/[^/]+\.(svg|png)",
    "day": r"day\.css",
    "near": r"near/stops\.js",
    "offline": r"manifest\.webmanifest",
    "search": r"search/(index|[st]\d+)\.js",
    "data": r"open-data/(\w+\.(csv|json))",
    "geojson": r"open-data/places\.geojson",
    "availability": r"availability/free\.(csv|xlsx|yaml)",
    "report": r"reports/\d{4}/report\.(csv|xlsx)",
}
"""Kind of feed -> its files in a language. The sitemap and robots.txt are of all languages
together."""
CHINESE_IN_ENGLISH = (
    r"中文",  # the switch to Chinese calls itself by its own name
    # filing numbers are what they are
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]ICP备\d+号-\d+",
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]公网安备\d+号",
    # number plates, which the sample makes up
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z]?·示例\d+",
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(PageKind))
def test_every_kind_of_page(site: Site, kind: str, lang: str) -> None:
    assert site.kinds(kind, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", get_args(FeedKind))
def test_every_kind_of_feed(site: Site, kind: str, lang: str) -> None:
    if kind in ("sitemap", "robots", "headers"):
        assert {"sitemap": "sitemap.xml", "robots": "robots.txt", "headers": "_headers"}[
            kind
        ] in site.files
        return
    if kind == "crew":  # on request only: tests/unit/site/calendars/test_crew.py
        assert not [name for name in site.files if "crew" in name]
        return
    prefix = "en/" if lang == "en" and kind != "cover" else ""  # covers are of all languages
    found = [name for name in site.files if re.fullmatch(prefix + FEEDS[kind], name)]
    assert found
    if kind not in (
        "atom",
        "changes",
        "code",
        "cover",
        "data",
        "day",
        "geojson",
        "near",
        "updates",
        "offline",
        "search",
        "availability",
        "report",
    ):
        assert any(b"BEGIN:VEVENT" in site.calendars[name] for name in found)


def test_languages_have_the_same_pages_and_feeds(site: Site) -> None:
    chinese = {
        n for n in site.files if n.endswith((".html", ".ics", ".atom")) and not n.startswith("en/")
    }
    english = {
        n.removeprefix("en/")
        for n in site.files
        if n.endswith((".html", ".ics", ".atom")) and n.startswith("en/")
    }
    assert chinese == english


def test_states_and_statuses_all_occur(site: Site) -> None:
    """The sample shows every state that a stop can have, and a badge for each."""
    seen = {
        c
        for p in site.shown
        for b in p.tree.xpath("//*[contains(@class, 'badge')]")
        for c in b.get("class").split()
    }
    expected = {
        f"is-{s}"
        for s in (
            "unscheduled",
            "upcoming",
            "soon",
            "now",
            "closing",
            "over",
            "cancelled",
            "postponed",
            "planned",
        )
    }
    assert expected - seen <= {"is-unscheduled"}, (
        expected - seen
    )  # a stop without a date is postponed or planned


def test_every_page_says_that_it_is_a_sample(site: Site) -> None:
    for page in site.shown:
        text = site.strings[page.lang]["sample_text"]
        notices = page.tree.xpath("//body//*[contains(@class, 'notice')]")
        assert len(notices) == 1 and text in notices[0].text_content(), page.file
        assert notices[0].getparent().tag == "body", page.file
    for name, raw in site.calendars.items():
        events = raw.count(b"BEGIN:VEVENT")
        short = site.strings["en" if name.startswith("en/") else "zh"]["sample_short"]
        said = len(
            re.findall(
                f"\nDESCRIPTION:[^\r]*{re.escape(short)}".encode(), raw.replace(b"\r\n ", b"")
            )
        )
        assert said == events, name


def test_a_real_site_says_nothing_of_samples(tmp_path: Path, site: Site) -> None:
    project = copy_sample(tmp_path)
    settings = tmp_path / "content/site.yaml"
    text = settings.read_text()
    assert "\nsample: true\n" in text
    settings.write_text(text.replace("\nsample: true\n", "\nsample: false\n"))
    project.build()
    real = project.read_tree()
    assert {n for n in real if not n.startswith(".")} == set(site.files)
    words = [
        site.strings[lang][key].encode()
        for lang in LANGUAGES
        for key in ("sample_title", "sample_text", "sample_short")
    ]
    for name, raw in real.items():
        if name.endswith((".html", ".ics", ".atom", ".xml")):
            unfolded = raw.replace(b"\r\n ", b"")
            assert b'class="notice"' not in raw and b"not a real event" not in unfolded, name
            for word in words[1:3] + words[4:]:
                assert word not in unfolded, f"{name}: {word.decode()}"


def test_english_has_no_chinese(site: Site) -> None:
    proper = re.compile("|".join(f"(?:{p})" for p in CHINESE_IN_ENGLISH))
    found = set()
    for page in site.pages.values():
        if page.lang == "en":
            assert not HAN.search(page.title), page.file
            for element, text in page.texts():
                is_marked = element.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["zh-CN"]
                if HAN.search(proper.sub("", text)) or (HAN.search(text) and not is_marked):
                    found.add(f"{page.file}: {text}")
            for script in page.tree.xpath("//script[@type='application/ld+json']"):
                assert not HAN.search(proper.sub("", script.text)), page.file
    for name in site.files:
        if name.startswith("en/") and name.endswith((".ics", ".atom")):
            text = site.files[name].read_bytes().replace(b"\r\n ", b"").decode()
            found |= {
                f"{name}: {line}" for line in text.splitlines() if HAN.search(proper.sub("", line))
            }
    assert not found, f"{len(found)}:\n" + "\n".join(sorted(found)[:40])


def test_chinese_has_its_words(site: Site) -> None:
    """The frame is in Chinese on every page, no string of the theme stands there in English, and no
    sentence is."""
    zh, en = site.strings["zh"], site.strings["en"]
    foreign = {
        en[k]
        for k in en
        if en[k] != zh[k]
        and "{" not in en[k]
        and re.search("[A-Za-z]{2}", en[k])
        and k != "og_locale"
    }
    # "English" is how that language calls itself on the switch, and the words of a scale are the
    # same in both
    foreign -= {en["language_en"]}
    for page in site.pages.values():
        if page.lang != "zh" or page not in site.shown:
            continue
        frame = {text for _, text in page.texts()}
        for key in ("skip", "menu", "languages", "sample_title", "subscribe", "atom"):
            assert zh[key] in frame, f"{page.file}: {key}"
        for element, text in page.texts():
            if element.tag == "code" and element.get("lang") == "en":  # a key of open data
                continue
            assert text not in foreign, f"{page.file}: {text}"
            words = re.findall(r"[A-Za-z]{2,}", text)
            assert (
                HAN.search(text)
                or len(words) < 4
                or re.match(r"(https?|webcal|width|default-src|strict-origin)", text)
                or "@" in text
            ), f"{page.file}: {text}"


def test_dates_are_written_in_the_language_of_the_page(site: Site) -> None:
    for page in site.shown:
        text = " ".join(page.tree.xpath("//main")[0].itertext())
        if page.lang == "zh":
            assert not re.search(
                r"\b(January|February|April|June|July|August|September|October|November|December)\b",
                text,
            ), page.file
        else:
            assert not re.search(r"\d年|\d月|\d日", text), page.file


def test_no_placeholder_is_left(site: Site) -> None:
    """Nothing of a template, a string's {n} or the program's own marks is in what people see."""
    for page in site.pages.values():
        raw = page.raw.decode()
        for mark in (
            "{{",
            "{%",
            "tourbook-root:",
            "tourbook-link:",
            "None<",
            ">None",
            "undefined",
            "Undefined",
            "&amp;amp;",
            "&lt;p&gt;",
        ):
            assert mark not in raw, f"{page.file}: {mark}"
        for _, text in page.texts():
            assert not re.search(r"\{\w*\}", text), f"{page.file}: {text}"
