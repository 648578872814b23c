"""XML feeds are parsed before they are published, and nothing in a text breaks them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.support import tiny_theme
from tests.support.projects import Project
from tests.support.sources import SITE, SMALL
from tourbook.site.feeds.xml_faults import find_xml_faults


@pytest.mark.parametrize(
    "raw", [b"", b"<a>", b"<a>\x01</a>", b"<a>&#1;</a>", b"<a>\xef\xbf\xbe</a>", b"<a>&b;</a>"]
)
def test_what_is_not_well_formed_is_found(raw: bytes) -> None:
    assert list(find_xml_faults(raw))
    assert not list(find_xml_faults("<a>光 &amp; 影</a>".encode()))


def test_entities_of_control_characters_are_taken_out(tmp_path: Path) -> None:
    news = "---\ntitle: 开幕\ndate: 2026-11-01\n---\n你&#x1;好&#8;&#xB;&#xC;&#xFFFE;&#xFFFF;&#xD800;[馆](/venues/hall/&#1;)\n"
    project = Project(tmp_path)
    site = SITE + "theme: tiny\n"
    project.write(
        {
            **SMALL,
            **tiny_theme.list_theme_files(),
            "content/site.yaml": site,
            "content/news/n.md": news,
        }
    )
    report = project.build()
    assert not report.error_count, report.problems
    assert "你好" in "".join(ET.parse(project.output / "news.atom").getroot().itertext())
    ET.parse(project.output / "sitemap.xml")
