"""docs/theme*.md are true: their tables are those of the code, their theme works."""

from __future__ import annotations

import re

import pytest

from tests.support.in_memory import Files, list_problems, prepare_project
from tests.support.manuals import LANGUAGES, read_manual, read_theme
from tests.support.projects import REPO
from tests.support.sources import SITE, TOUR, stop_yaml
from tourbook.rendering.restrictions import MAX_MEMORY, MAX_SECONDS
from tourbook.rendering.sandbox import MAX_SIZE
from tourbook.rendering.templates import MAX_DEPTH
from tourbook.site.outputs import HtmlPage
from tourbook.views import TEMPLATES

from .theme_tables import fill_tables

OVERRIDDEN_TEMPLATES = 3


def make_files(lang: str) -> Files:
    """A project with the theme of the manual and the real default theme below it."""
    default = {
        path.relative_to(REPO).as_posix(): path.read_bytes()
        for path in (REPO / "themes/default").rglob("*")
        if path.is_file()
    }
    site = SITE + "theme: museum\ncontact: {email: tour@small.example}\nlanguages: [zh, en]\n"
    site = site.replace("小站", "{zh: 小站, en: Small}")
    site += "rules: {copy-clash: ignore, venue-full: ignore}\n"
    stops = stop_yaml("now", "open: 2026-11-20", "close: 2026-11-29")
    stops += stop_yaml("next", "open: 2026-12-02", "close: 2026-12-06")
    return {
        **default,
        **read_theme(lang),
        "content/site.yaml": site,
        "schedule.yaml": TOUR + stops,
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_are_those_of_the_code(lang: str) -> None:
    manual = read_manual("theme", lang)
    assert fill_tables(manual, lang) == manual, "run `make docs`"
    listed = re.search(r"^\| (?:Template|模板) .*?\n\n", manual, re.MULTILINE | re.DOTALL)
    assert listed and set(TEMPLATES) <= set(re.findall("`([a-z0-9]+)`", listed[0]))


def test_the_limits_are_those_of_the_code() -> None:
    assert (MAX_SECONDS, MAX_MEMORY, MAX_SIZE, MAX_DEPTH) == (10, 1 << 30, 1_000_000, 100)


def test_the_theme_of_the_manual_overrides_three_templates_and_keeps_the_rest() -> None:
    assert read_theme("zh") == read_theme("en")
    templates = [name for name in read_theme("en") if "/templates/" in name]
    assert len(templates) == OVERRIDDEN_TEMPLATES
    files = make_files("en")
    assert {p.code for p in list_problems(files)} == {"translation"}
    project = prepare_project(files)
    pages = {o.path: o for o in project.outputs if isinstance(o, HtmlPage)}

    def render(path: str) -> str:
        page = pages[path]
        return project.job.renderer.render(page.template, project.job.make_view(page)).decode()

    venue = render("en/venues/hall/")
    assert '<p class="museum-note">Still to come: 1</p>' in venue
    assert venue.index("museum-note") < venue.index('class="rows')
    assert "还有 1 站要来" in render("venues/hall/")
    assert "Open today" in render("en/") and "今天可以看" in render("")
    for path in ("", "venues/hall/", "exhibitions/light/", "404.html"):
        html = render(path)
        assert re.search(r'assets/museum\.\w+\.css"', html) and "assets/style." in html, path
        assert "mailto:tour@small.example" in html and "footer-name" not in html
        assert '<nav class="menu"' in html, "the header is that of the default theme"
