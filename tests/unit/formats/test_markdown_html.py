"""Whatever an author writes, what comes out is safe HTML with its links noted."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tourbook.formats.markdown_html import (
    ConvertedMarkdown,
    convert_markdown,
    extract_text,
    extract_text_with_addresses,
    resolve_links,
)

PIECES = st.lists(
    st.sampled_from(
        [
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>",
            "[x](javascript:alert(1))",
            "![x](data:x)",
            "<svg onload=x>",
            "<iframe src=x>",
            "<style>",
            "`",
            "*",
            "**",
            "\n",
            "\n\n",
            "- ",
            "    ",
            "<",
            ">",
            '"',
            "'",
            "&",
            "&#106;avascript:",
            "java\tscript:",
            "[a](b)",
            "<b onclick=x>",
            "{: onclick=x }",
            "{: #id .c href=javascript:x}",
            "|",
            "---",
            "tourbook-link:0",
            '"tourbook-link:7"',
            "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
            '<a href="jAvAsCrIpT&colon;x">',
            "[^1]",
            "[^1]: note",
            "文字",
        ]
    )
    | st.text(max_size=8),
    max_size=12,
).map("".join)


class HtmlReader(HTMLParser):
    """Every tag and attribute of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    handle_startendtag = handle_starttag


@given(PIECES)
@example("<<script>script>alert(1)<</script>/script>")
@example("[a]: javascript:x\n\n[a]")
@example("<javascript:alert(1)>")
def test_no_text_brings_in_a_script_a_handler_or_a_dangerous_address(text: str) -> None:
    prose = convert_markdown(text)
    look = HtmlReader(resolve_links(prose, lambda _, target: target))
    assert not {
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "form",
        "svg",
        "math",
        "link",
        "meta",
        "base",
    } & set(look.tags)
    for tag, name, value in look.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name != "style"
        if name in ("href", "src", "cite"):
            start = "".join(value.split()).lower()
            assert not start.startswith(("javascript:", "data:", "vbscript:")), (tag, name, value)
    assert "tourbook-link:" not in [v for _, n, v in look.attributes if n in ("href", "src")]


@given(PIECES, st.text(max_size=20))
def test_an_address_put_in_stays_inside_its_attribute(text: str, address: str) -> None:
    """Even one with quotes and angle brackets."""
    prose = convert_markdown(text)
    look = HtmlReader(resolve_links(prose, lambda _a, _t: "x" + address.replace("\x00", "")))
    found = [v for _, n, v in look.attributes if n in ("href", "src")]
    # an address of the text's own that looks like a placeholder without a target leads nowhere
    assert all(v == "#" or v.startswith("x") for v in found), found
    assert not any(n.startswith("on") for _, n, _ in look.attributes)


def test_links_and_pictures_are_noted_in_order_those_of_html_too() -> None:
    prose = convert_markdown('[甲](a.md) ![乙](b.png)\n\n<a href="c.md">丙</a>')
    assert prose.targets == (("href", "a.md"), ("src", "b.png"), ("href", "c.md"))
    assert resolve_links(prose, lambda kind, target: f"{kind}&{target}").count("&amp;") == 3


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**「重点」**请看", "<p><strong>「重点」</strong>请看</p>"),
        ("# 一级", '<h2 id="一级">一级</h2>'),
        ("| a |\n|---|\n| b |", "<table>"),
        ("1. a\n2. b", "<ol>"),
        ("项\n:   义", "<dl>"),
        ("", ""),
    ],
)
def test_chinese_emphasis_tables_and_lists_come_out(text: str, html: str) -> None:
    assert html in convert_markdown(text).html


@given(PIECES)
def test_a_text_comes_out_the_same_each_time(text: str) -> None:
    """No footnote or reference of one text is left for the next."""
    first = convert_markdown(text)
    convert_markdown("[^1]: other\n\n[x]: /other")
    assert convert_markdown(text) == first


def test_no_link_costs_no_lookup() -> None:
    assert (
        resolve_links(ConvertedMarkdown("<p>x</p>"), lambda *_: pytest.fail("asked")) == "<p>x</p>"
    )


@given(PIECES, st.integers(2, 200))
def test_plain_text_has_no_tags_and_is_not_longer_than_wanted(text: str, length: int) -> None:
    out = extract_text(convert_markdown(text).html, length)
    assert len(out) <= length
    assert "\n" not in out


def test_plain_text_undoes_the_entities() -> None:
    assert extract_text(convert_markdown('a < b & "c" > d &lt;e&gt;').html) == 'a < b & "c" > d <e>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("走进自己的\n影子。", "<p>走进自己的影子。</p>"),
        ("走进**自己的**\n[影子](a)", "自己的</strong><a"),
        ("“一座\n“桥”\n很长", "<p>“一座“桥”很长</p>"),
        ("two\nwords", "<p>two\nwords</p>"),
        ("看\nNASA\n吧", "<p>看\nNASA\n吧</p>"),
        ("한국\n사람", "<p>한국\n사람</p>"),
        ("甲  \n乙", "<p>甲<br>\n乙</p>"),
        ("    甲\n    乙", "甲\n乙"),
        ("- 甲\n- 乙", "<li>甲</li>\n<li>乙</li>"),
    ],
)
def test_a_line_end_between_chinese_characters_is_nothing(text: str, html: str) -> None:
    assert html in convert_markdown(text).html


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("## 团体 预约！\n## Two words", ("团体-预约", "two-words")),
        ("## a\n## a", ("a", "a_1")),
        ("## Main\n## ？", ("section-main", "section")),
        ("## x {#own}\n<p id='raw'>x</p>", ("own", "raw")),
    ],
)
def test_headings_can_be_linked_to(text: str, anchors: tuple[str, ...]) -> None:
    assert convert_markdown(text).anchors == anchors


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("See the [timetable](https://x.example/t?a=1&b=2).",
         "See the timetable <https://x.example/t?a=1&b=2>."),
        ("请看[**公告**](http://x.example/公告)。", "请看公告 <http://x.example/公告>。"),
        ("[write](mailto:a@x.example?subject=Hi), [ring](tel:+441603000000)",
         "write <a@x.example>, ring <+441603000000>"),
        ("<https://x.example/a>, [x.example](https://x.example/)", "https://x.example/a, x.example"),
        ("[a@x.example](mailto:a@x.example)", "a@x.example"),
        ("[hall](../venues/hall.md), [visit](/visit/), ![p](p.png)", "hall, visit,"),
        ('<a title="t" href="https://x.example/">t</a> &lt;b&gt;', "t <https://x.example/> <b>"),
        ("a < b, c > d", "a < b, c > d"),
    ],
)  # fmt: skip
def test_links_in_plain_text_say_where_they_lead(text: str, plain: str) -> None:
    assert extract_text_with_addresses(convert_markdown(text), 500) == plain


def test_an_address_in_plain_text_is_never_cut() -> None:
    converted = convert_markdown("See the [timetable](https://x.example/timetable) and come.")
    for length in range(20, 47):
        text = extract_text_with_addresses(converted, length)
        assert "https" not in text or text.startswith("See the timetable <https://x.example/timet")
        assert ("<" in text) == (">" in text)
