"""HTML, CSS and SVG by the Nu Html Checker; what every page has; nothing that needs JavaScript."""

from __future__ import annotations

import json
import re
import subprocess
from html import escape
from pathlib import Path

import lxml.etree
import pytest

from tests.site.pages import LANGUAGES, Site
from tests.site.shapes import choose, generalize_drawing
from tests.support.projects import REPO

VNU = REPO / "tests/node/node_modules/vnu-jar/build/dist/vnu.jar"
NOT_YET_KNOWN = {
    # CSS Overflow 4 has it and the checker does not; it stands beside -webkit-line-clamp.
    "CSS: “line-clamp”: Property “line-clamp” doesn't exist.",
}
"""Messages about things that are right: the exact text, and why."""
OF_POLICY = re.compile(r"(Resource|Inline script) violates Content Security Policy \(meta tag\)")
"""It takes files by names, to which 'self' means nothing, and JSON-LD for a script; the browser
tests hold the pages to their policy."""


def messages(options: list[str], files: list[Path], folder: Path) -> list[str]:
    """What the checker says about files: every error, warning and hint."""
    assert VNU.exists(), "scripts/test-tools.sh installs the checker"
    java = ["java", "-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(VNU)]
    done = subprocess.run(
        [*java, "--format", "json", "--exit-zero-always", "--stdout", *options, *map(str, files)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    out = []
    for m in json.loads(done.stdout)["messages"]:
        if m["message"] not in NOT_YET_KNOWN and not OF_POLICY.match(m["message"]):
            name = m["url"].partition(str(folder) + "/")[2]
            out.append(
                f"{name}:{m.get('lastLine', '?')}: {m['type']} {m.get('subType', '')}: "
                f"{m['message']} [{m.get('extract', '')!r}]"
            )
    return out


def test_checker_finds_mistakes(tmp_path: Path) -> None:
    """The checker runs and does complain, so that its silence below means something."""
    (tmp_path / "bad.html").write_text(
        '<!DOCTYPE html><html lang="en"><title>x</title><p id=a><b></p><p id=a></html>'
    )
    (tmp_path / "bad.css").write_text("a { colour: red }")
    found = messages(["--also-check-css"], [tmp_path / "bad.html", tmp_path / "bad.css"], tmp_path)
    assert any(f.startswith("bad.html") for f in found) and any(
        f.startswith("bad.css") for f in found
    )


@pytest.fixture(scope="module")
def chosen_pages(site: Site) -> dict[str, str]:
    """The markup of the pages that together have every shape of markup."""
    pages = {name: page.raw.decode() for name, page in site.pages.items()}
    return {name: pages[name] for name in choose(pages)}


def test_html_css_and_svg_are_valid(
    site: Site, chosen_pages: dict[str, str], tmp_path: Path
) -> None:
    """The checker is slow: it reads the pages that together have every shape of markup, and every
    address and date in a page of their own. Ids, which concern a whole page, are looked at in all
    pages below."""
    assert len(chosen_pages) > 50
    drawings = {
        generalize_drawing(path.read_text()): name
        for name, path in site.files.items()
        if name.endswith(".svg")
    }
    styles = [name for name in site.files if name.endswith(".css")]
    assert {site.pages[name].kind for name in chosen_pages} == {
        page.kind for page in site.pages.values()
    }
    files = [site.files[name] for name in (*chosen_pages, *drawings.values(), *styles)]
    values = tmp_path / "values.html"
    values.write_text(page_of_values(site))
    found = messages(["--also-check-css", "--also-check-svg"], [*files, values], site.root)
    assert not found, f"{len(found)} messages:\n" + "\n".join(found[:40])


def page_of_values(site: Site) -> str:
    """A page with each address and each date of all pages once."""
    trees = [page.tree for page in site.pages.values()]
    addresses = {address for page in site.pages.values() for _, address in page.addresses()}
    dates = {str(date) for tree in trees for date in tree.xpath("//@datetime")}
    assert len(addresses) > 1000 and len(dates) > 100
    links = "".join(f'<p><a href="{escape(address)}">x</a></p>' for address in sorted(addresses))
    times = "".join(f'<p><time datetime="{escape(date)}">x</time></p>' for date in sorted(dates))
    return f'<!DOCTYPE html><html lang="en"><title>x</title>{links}{times}</html>'


def test_ids(site: Site) -> None:
    """In every page an id stands once and has no space, and what refers to an id finds it."""
    for page in site.pages.values():
        ids = [str(name) for name in page.tree.xpath("//@id")]
        assert len(ids) == len(set(ids)), f"{page.file}: an id twice"
        assert not [name for name in ids if not name or re.search(r"\s", name)], page.file
        references = page.tree.xpath(
            "//@for | //@list | //@headers | //@form | //@aria-labelledby | //@aria-describedby"
            " | //@aria-controls | //@aria-owns | //@aria-details"
        )
        missing = {name for value in references for name in value.split()} - set(ids)
        assert not missing, f"{page.file}: {missing}"


@pytest.fixture(scope="module")
def page_left_out(site: Site, chosen_pages: dict[str, str]) -> tuple[str, str]:
    """The name and the markup of a page of a stop that is not chosen."""
    name = next(n for n in site.pages if n not in chosen_pages and site.pages[n].kind == "stop")
    markup = site.pages[name].raw.decode()
    assert name not in choose(chosen_pages | {name: markup})
    return name, markup


@pytest.mark.parametrize(
    "edit",
    [
        ("</main>", "</div></main>"),
        ("</main>", "<p></main>"),
        ("</main>", "a & b < c</main>"),
        ("</main>", "<p><a href='x'>x</a></p></main>"),
        ("<h1", "<h1 onclick='x' onclick='x'"),
        ("<main", "<p><main"),
        ("<title>", "<title>x</title><title>"),
    ],
)
def test_a_page_that_differs_in_its_markup_is_checked(
    chosen_pages: dict[str, str], page_left_out: tuple[str, str], edit: tuple[str, str]
) -> None:
    """A page that was left out is chosen as soon as its markup is odd."""
    name, markup = page_left_out
    assert edit[0] in markup
    assert name in choose(chosen_pages | {name: markup.replace(*edit, 1)})


def test_every_page_has_its_frame(site: Site) -> None:
    for page in site.shown:
        assert page.tree.get("lang") == LANGUAGES[page.lang], page.file
        assert page.tree.get("dir") == "ltr", page.file
        assert len(page.tree.xpath("//h1")) == 1, page.file
        assert len(page.tree.xpath("//main[@id='main']")) == 1, page.file
        assert page.tree.xpath("//a[@href='#main']"), f"{page.file}: no way to skip to the content"
        assert (
            page.tree.xpath("//header") and page.tree.xpath("//footer") and page.tree.xpath("//nav")
        ), page.file
        assert page.meta("viewport") == ["width=device-width, initial-scale=1"], page.file
        assert page.title, page.file


def test_headings_have_no_gaps(site: Site) -> None:
    for page in site.shown:
        before = 0
        for heading in page.tree.xpath(
            "//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
        ):
            level = int(heading.tag[1])
            assert level <= before + 1, (
                f"{page.file}: <h{level}> {heading.text_content()!r} after <h{before}>"
            )
            assert heading.text_content().strip(), f"{page.file}: empty heading"
            before = level


def test_every_picture_has_its_text(site: Site) -> None:
    for page in site.pages.values():
        for image in page.tree.iter("img"):
            assert image.get("alt") is not None, f"{page.file}: {image.get('src')}"
        for image in page.tree.xpath("//figure//img"):
            assert image.get("alt").strip(), (
                f"{page.file}: {image.get('src')} shows something and says nothing"
            )


def test_nothing_needs_javascript(site: Site) -> None:
    """One script, put off until the page stands; no handlers, no content that a script would have
    to show."""
    for page in site.pages.values():
        for script in page.tree.iter("script"):
            if script.get("type") != "application/ld+json":
                assert (
                    script.get("src")
                    and script.get("defer") is not None
                    and not (script.text or "").strip()
                ), page.file
        found = page.tree.xpath(
            "//noscript[not(meta[@http-equiv='refresh'])] | //template | //canvas"
        )
        assert not found, page.file
        for element in page.tree.xpath("//main//*[@hidden]"):  # what is not so on this day
            is_empty_list = element.get("data-list") and not element.xpath(".//li")
            classes = set(element.get("class", "").split())
            # of the search, and of what is nearest, which nothing else can do
            is_result = element.get("data-results") or element.get("id") == "nearest"
            known = {"badge", "banner", "builder", "last-place", "today"}
            assert is_empty_list or is_result or classes & known, page.file
        handlers = [
            a
            for e in page.tree.iter()
            if isinstance(e.tag, str)
            for a in e.attrib
            if a.startswith("on")
        ]
        assert not handlers, f"{page.file}: {handlers}"
        assert not page.tree.xpath(
            "//button[not(@type='submit')] | //a[not(@href)] | //a[starts-with(@href, "
            "'javascript:')]"
        ), page.file


@pytest.mark.parametrize("suffix", [".svg", ".xml", ".atom"])
def test_xml_files_are_well_formed(site: Site, suffix: str) -> None:
    names = [n for n in site.files if n.endswith(suffix)]
    assert names
    for name in names:
        lxml.etree.fromstring(site.files[name].read_bytes())
