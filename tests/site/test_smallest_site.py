"""A site of one exhibition and one stop takes 15 lines, and its pages look finished; so does one of
a caravan and a visit to a place that has no file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from urllib.parse import urljoin

import lxml.html
import pytest

from tests.support.in_memory import Files, list_problems, prepare_project
from tests.support.projects import REPO
from tests.support.sources import SMALL
from tourbook.site.outputs import HtmlPage

SITE = {
    "content/site.yaml": (
        "name: 县科技馆巡展\nbase_url: https://tour.example/\nuid_domain: tour.example\n"
    )
}
TOUR = SITE | {
    "content/exhibitions/light.md": "---\nname: 光影\n---\n",
    "content/venues/hall.md": "---\nname: 县科技馆\nregion: 621121\n---\n",
    "schedule.yaml": (
        "tours:\n  - id: light\n    exhibition: light\n    stops:\n"
        "      - {id: county, venue: hall, open: 2026-12-01, close: 2026-12-20}\n"
    ),
}
VISIT = SITE | {
    "content/caravans/van.md": "---\nname: 科普一号\n---\n",
    "schedule.yaml": (
        "routes:\n  - id: villages\n    caravan: van\n    visits:\n"
        "      - id: school\n        date: 2026-12-04\n"
        "        place: {name: 实验小学, region: 621121}\n"
    ),
}
MAX_LINES = 15
MEDIA = "descendant-or-self::img | descendant-or-self::svg | descendant-or-self::input"


def make_files(project: dict[str, str]) -> Files:
    default = {
        path.relative_to(REPO).as_posix(): path.read_bytes()
        for path in (REPO / "themes/default").rglob("*")
        if path.is_file()
    }
    return {**dict.fromkeys(SMALL), **default, **project}


def iterate_pages(files: Files) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    project = prepare_project(files)
    for page in project.outputs:
        if isinstance(page, HtmlPage):
            raw = project.job.renderer.render(page.template, project.job.make_view(page))
            yield page.path, lxml.html.document_fromstring(raw)


def find_empty_parts(page: lxml.html.HtmlElement) -> Iterator[str]:
    """Menus, lists, tables, sections and links that hold nothing but, perhaps, a heading."""
    for hidden in page.xpath("//*[@hidden] | //script"):  # the script fills what is hidden
        hidden.drop_tree()
    for part in page.xpath("//nav | //ul | //ol | //dl | //table | //section | //aside | //a"):
        headings = part.xpath(".//h2 | .//h3 | .//h4 | .//*[@class='footer-name']")
        heading_text = "".join(heading.text_content() for heading in headings)
        text = "".join(part.text_content().split())
        if len(text) <= len("".join(heading_text.split())) and not part.xpath(MEDIA):
            yield lxml.html.tostring(part, encoding="unicode")[:200]
    for term in page.xpath("//dl//dt"):
        following = term.getnext()
        if following is None or following.tag != "dd" or not following.text_content().strip():
            yield lxml.html.tostring(term, encoding="unicode")


@pytest.mark.parametrize(("project", "page"), [(TOUR, "tours/light/"), (VISIT, "tours/villages/")])
def test_a_site_of_15_lines_has_finished_pages(project: dict[str, str], page: str) -> None:
    assert sum(text.count("\n") for text in project.values()) <= MAX_LINES
    files = make_files(project)
    assert [p.code for p in list_problems(files)] == ["no-history"], "it is not in Git yet"
    pages = dict(iterate_pages(files))
    assert [(path, part) for path, html in pages.items() for part in find_empty_parts(html)] == []
    menu = [
        urljoin(f"/{page}", href)
        for href in pages[page].xpath("//nav[@class='menu']//a/@href")
        if not href.startswith("#")
    ]
    assert len(menu) > 1 and {path.removesuffix("index.html") for path in menu} <= {
        f"/{path}" for path in pages
    }
    trip = pages[page]
    name = "光影" if project is TOUR else "科普一号"
    assert trip.xpath("string(//h1)") == name
    own = [html for path, html in pages.items() if not path.startswith("embed/")]
    titles = [html.xpath("string(//title)") for html in own]
    twice = {a for a, b in itertools.combinations(titles, 2) if a == b}
    assert not twice, "each page has a title of its own"


def test_an_empty_part_is_found() -> None:
    html = "<section><h2>场馆</h2><ul></ul></section><dl><dt>时间</dt></dl><ul hidden></ul><a href='x'> </a>"
    assert len(list(find_empty_parts(lxml.html.document_fromstring(html)))) == 4
