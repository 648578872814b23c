"""What the lists of stops say: their order, and badges that fit the dates beside them."""

from __future__ import annotations

import datetime as dt
import itertools
import re

import lxml.html

from tests.site.pages import LANGUAGES, Page, Site
from tests.site.schedule import Sample
from tests.support.projects import REPO, TODAY

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def one_day(text: str) -> dt.date | None:
    """The day that a row names, where it names just one."""
    found = re.findall(r"(\d{4})年(\d+)月(\d+)日", text)
    if found and "至" not in text:
        return dt.date(*map(int, found[0]))
    found = re.findall(rf"(\d+) ({'|'.join(MONTHS)}) (\d{{4}})", text)
    if found and "–" not in text.partition(found[0][2])[0]:
        return dt.date(int(found[0][2]), MONTHS.index(found[0][1]) + 1, int(found[0][0]))
    return None


def when(row: lxml.html.HtmlElement) -> tuple[dt.date | None, str]:
    """(the one day of a row, or None; its times)."""
    spans = [
        " ".join(s.text_content().split())
        for s in row.xpath(".//*[contains(@class, 'row-when')]/span")
    ]
    return one_day(spans[0]), spans[1] if len(spans) > 1 else ""


def rows(page: Page) -> list[list[lxml.html.HtmlElement]]:
    """The rows of each list of a page."""
    return [found.xpath("./li") for found in page.tree.xpath("//ol[contains(@class, 'rows')]")]


def test_days_are_read_as_they_are_written() -> None:
    assert one_day("下次 2026年12月3日") == one_day("Next 3 December 2026") == dt.date(2026, 12, 3)
    assert (
        one_day("2026年9月19日至12月6日") is None
        and one_day("19 September – 6 December 2026") is None
    )
    assert one_day("1–7 October 2026") is None and one_day("日期待定") is None


def test_visits_of_a_day_stand_in_order_of_time(site: Site) -> None:
    """Morning before afternoon, wherever stops follow one another in time."""
    wrong = []
    for page in site.shown:
        for found in rows(page):
            days = [when(r) for r in found]
            for (a, first), (b, second) in itertools.pairwise(days):
                if (
                    a is not None
                    and a == b
                    and first[:2].isdigit()
                    and second[:2].isdigit()
                    and first[:5] > second[:5]
                ):
                    past = "is-over" in found[0].get("class") or "is-cancelled" in found[0].get(
                        "class"
                    )
                    if not past:  # what is over stands with the latest first
                        wrong.append(f"{page.file}: {a} {first} before {second}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


def test_no_row_is_still_to_come_on_a_day_that_is_past(site: Site) -> None:
    wrong = []
    for page in site.shown:
        for found in rows(page):
            for row in found:
                day, _ = when(row)
                if (
                    day is not None
                    and day < TODAY
                    and {"is-soon", "is-upcoming"} & set(row.get("class").split())
                ):
                    wrong.append(f"{page.file}: {' '.join(row.text_content().split())}")
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


def test_home_lists_what_is_further_ahead(site: Site) -> None:
    """Stops that open later than “soon” have their section on the home page, however many are on
    now."""
    sample = Sample(REPO, "zh", site.base)
    today, soon = TODAY.isoformat(), (TODAY + dt.timedelta(days=sample.site["soon"])).isoformat()
    later = []
    for stop in sample.stops:
        ahead = [str(e.start)[:10] for e in stop.events if str(e.end)[:10] > today]
        if (
            ahead
            and min(ahead) > soon
            and stop.record.get("status") not in ("done", "cancelled", "postponed")
        ):
            later.append(stop.id)
    assert len(later) > 10
    for lang in LANGUAGES:
        (page,) = site.kinds("home", lang)
        title = site.strings[lang]["home_upcoming"]
        shown = page.tree.xpath(
            f"//section[h2[normalize-space()='{title}']]//li[contains(@class, 'row')]"
        )
        assert len(shown) >= min(5, len(later)), f"{page.file}: {len(shown)} of {len(later)}"


def test_the_logbook_of_a_caravan_has_the_figures_of_the_report(site: Site) -> None:
    (report,) = [p for p in site.kinds("report", "zh") if p.file.endswith("2026/index.html")]
    for page in site.kinds("caravan", "zh"):
        name = page.tree.findtext(".//h1")
        (row,) = report.tree.xpath(
            f"//table[@class='figures']//tr[th/a[normalize-space()='{name}']]"
        )
        figures = [cell.text_content() for cell in row.xpath("td")]
        log = page.tree.xpath("//dl[contains(@class, 'totals')]/div/dd")
        assert len(log) >= 3 and all(dd.text_content() in figures for dd in log), page.file


def test_a_theme_week_that_is_over_says_what_goes_on(site: Site) -> None:
    for lang in LANGUAGES:
        now, note = (site.strings[lang][key] for key in ("stops_now", "campaign_outlasts"))
        told = 0
        for page in site.kinds("campaign", lang):
            state = page.tree.xpath("string(//p[@class='eyebrow']/span/@class)")
            has_stops = bool(
                page.tree.xpath(f"//section[h2[normalize-space()='{now}']][not(@hidden)]//li")
            )
            is_told = note in page.tree.text_content()
            assert is_told == (has_stops and "is-over" in state), page.file
            told += is_told
        assert told
