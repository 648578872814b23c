"""What would run in a browser is told from pictures."""

from __future__ import annotations

import pytest

from tourbook.formats.active_content import is_active

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg"/>',
        '<rect onload="alert(1)"/>',
        "<rect\nONCLICK = 'x'/>",
        "<foreignObject><p/></foreignObject>",
        '<a href="javascript:alert(1)"/>',
        '<a href="java&#115;cript:alert(1)"/>',
        '<a href="java\nscript:alert(1)"/>',
        '<use href="data:text/html,x"/>',
        '<!ENTITY a "java">',
        '<?xml-stylesheet href="x.xsl"?>',
    ],
)
def test_a_drawing_with_a_script_is_active(inside: str) -> None:
    assert is_active("content/venues/a/A.SVG", DRAWING.format(inside).encode())


def test_a_drawing_in_another_encoding_is_active() -> None:
    assert is_active("a.svg", DRAWING.format("<script/>").encode("utf-16"))


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0" style="fill: red"/><text font-size="3">switch</text>',
        "<style>.a { fill: red }</style><title>Ionosphere 位置 = 1</title>",
        '<image href="data:image/png;base64,AAAA"/><a href="https://x.example/"/>',
        '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>',
    ],
)
def test_other_drawings_are_pictures(inside: str) -> None:
    assert not is_active("a.svg", DRAWING.format(inside).encode())


@pytest.mark.parametrize("name", ["a.html", "a.XHTML", "a.js", "a.ics", "a.htm", "a.xml"])
def test_pages_scripts_and_calendars_are_active(name: str) -> None:
    assert is_active(name, b"x")
    assert not is_active(name + ".jpg", b"x")
