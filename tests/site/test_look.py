"""A site has its own colours, logo and picture, from a few values in site.yaml."""

from __future__ import annotations

import io
from pathlib import Path

import lxml.html
import pytest
from PIL import Image

from tests.support.projects import TODAY, Project, build_clean_tree

SITE = {
    "content/site.yaml": (
        "name: 县科技馆巡展\nbase_url: https://tour.example/\nuid_domain: tour.example\n"
    ),
    "content/exhibitions/light.md": "---\nname: 光影\n---\n",
    "schedule.yaml": "tours: []\n",
}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 4h4L2 0z"/></svg>'
LOOK = 'look:\n  accent: "7a2048"\n  logo: logo.svg\n  hero: hall.jpg\n  hero_alt: 展厅\n'


def make_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (1700, 900), "#a05").save(out, "JPEG")
    return out.getvalue()


def write_site(root: Path, look: str) -> Project:
    project = Project(root)
    files = {"content/logo.svg": LOGO, "content/hall.jpg": make_photo()}
    project.write({**SITE, **files, "content/site.yaml": SITE["content/site.yaml"] + look})
    return project


def read_home(project: Project) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((project.output / "index.html").read_bytes())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = write_site(tmp_path_factory.mktemp("look"), LOOK)
    assert not [p for p in project.build().problems if p.level == "error"]
    return project


def test_the_style_sheet_and_the_icon_have_the_accent(project: Project) -> None:
    (style,) = project.output.glob("assets/style.*.css")
    assert "--accent:#7a2048" in style.read_text()
    (icon,) = project.output.glob("assets/icon.*.svg")
    assert "#7a2048" in icon.read_text()


def test_every_page_shows_the_logo_beside_the_name(project: Project) -> None:
    page = read_home(project)
    (logo,) = page.xpath("//a[@class='brand']//img")
    assert logo.get("alt") == "" and logo.get("src", "").startswith("assets/logo.")
    assert "县科技馆巡展" in page.xpath("//a[@class='brand']")[0].text_content()


def test_the_home_page_shows_the_picture_in_the_widths_of_screens(project: Project) -> None:
    page = read_home(project)
    (image,) = page.xpath("//div[@class='hero-photo']/img")
    assert image.get("alt") == "展厅"
    for source in image.get("srcset", "").split(", "):
        assert (project.output / source.split()[0]).exists()


def test_a_logo_with_a_text_stands_in_place_of_the_name(tmp_path: Path) -> None:
    project = write_site(tmp_path / "site", LOOK.replace("  hero:", "  logo_alt: 县馆\n  hero:"))
    project.build()
    (brand,) = read_home(project).xpath("//a[@class='brand']")
    assert brand.xpath(".//img")[0].get("alt") == "县馆"
    assert not brand.text_content().strip()


def test_another_look_leaves_what_a_clean_build_makes(tmp_path: Path) -> None:
    project = write_site(tmp_path / "site", LOOK)
    project.build()
    for old, new in (("7a2048", "1d4ed8"), ("  hero: hall.jpg\n  hero_alt: 展厅\n", "")):
        site = project.root / "content/site.yaml"
        site.write_text(site.read_text().replace(old, new))
        project.build()
        assert project.read_tree() == build_clean_tree(project, TODAY)


def test_an_approved_map_is_shown_whole_with_its_number_below_it(tmp_path: Path) -> None:
    project = write_site(tmp_path, "")
    project.write(
        {
            "schedule.yaml": "tours:\n  - id: tour\n    name: 巡展\n    exhibition: light\n    map:\n"
            "      {picture: hall.jpg, picture_alt: 全省示意, number: 甘S(2023)012号,"
            " picture_credit: 省厅}\n    stops: []\n"
        }
    )
    assert not [p for p in project.build().problems if p.level == "error"]
    page = lxml.html.document_fromstring((project.output / "tours/tour/index.html").read_bytes())
    (figure,) = page.xpath("//figure[@class='base-map']")
    (image,) = figure.xpath("./a/img")
    assert image.get("alt") == "全省示意" and image.get("srcset") is None
    assert image.getparent().get("href") == image.get("src"), "the whole picture at a click"
    caption = figure.xpath("./figcaption")[0].text_content()
    assert "审图号：甘S(2023)012号" in caption and "省厅" in caption
    published = project.output / "tours/tour" / image.get("src")
    assert published.read_bytes() == (project.root / "content/hall.jpg").read_bytes()
    assert list(project.output.glob("assets/hall.*")) == [published.resolve()]
