"""A link in a text leads to a file beside it, to an address of the site, or out; else it is a
problem."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_codes, list_problems, make_file, make_view, prepare_project
from tests.support.pictures import PNG
from tests.support.sources import BILINGUAL_SITE, HALL, TOUR, stop_yaml
from tourbook.common.foreign_texts import find_language_tag

LIGHT = "content/exhibitions/light.md"
MORE = {
    "content/venues/big hall/index.md": "---\nname: 大馆\nregion: '621121'\n---\n",
    "content/venues/big hall/a b.svg": "<svg/>",
    "content/exhibitions/x.png": PNG,
    "content/venues/hall.md": HALL + "## A\n\n### 怎么走\n",
    "content/exhibitions/a#1 50%?.pdf": b"x",
}


def make_light(text: str) -> dict[str, str | bytes | None]:
    return {LIGHT: f"---\nname: 光影\ncopies: [{{id: a}}]\n---\n{text}\n", **MORE}


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../venues/hall.md", "tourbook-root:venues/hall/"),
        ("../venues/hall.md#a", "tourbook-root:venues/hall/#a"),
        ("light.md", "tourbook-root:exhibitions/light/"),
        ("../venues/big%20hall/index.md", "tourbook-root:venues/big%20hall/"),
        ("/venues/hall/", "tourbook-root:venues/hall/"),
        ("/venues/hall", "tourbook-root:venues/hall/"),
        ("/", "tourbook-root:"),
        ("/all.ics", "tourbook-root:all.ics"),
        ("https://x.example/a", "https://x.example/a"),
        ("#top", "#top"),
        ("/venues/hall/#怎么走", "tourbook-root:venues/hall/#怎么走"),
        (
            "/venues/hall/#%E6%80%8E%E4%B9%88%E8%B5%B0",
            "tourbook-root:venues/hall/#%E6%80%8E%E4%B9%88%E8%B5%B0",
        ),
        ("/venues/#anything", "tourbook-root:venues/#anything"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("/venues/hall/?q=1", "tourbook-root:venues/hall/"),
        ("x.png", "tourbook-root:exhibitions/x.png"),
        ("x.png#a", "tourbook-root:exhibitions/x.png#a"),
        ("./x.png?v=2", "tourbook-root:exhibitions/x.png"),
    ],
)
def test_a_good_target_leads_where_it_says(target: str, address: str) -> None:
    assert (
        f'href="{address}"'
        in make_view(prepare_project(make_light(f"[x]({target})")), "exhibitions/light/").body
    )


@pytest.mark.parametrize(
    "target",
    [
        "../venues/nothing.md",
        "/venues/nothing/",
        "hall.md",
        "/content/venues/hall.md",
        "../../venues/hall.md",
        "y.png",
        "../site.yaml",
        "time 9:30.md",
        "9:30.md",
        "foo bar:baz",
        "馆:一.md",
    ],
)
def test_a_target_that_leads_nowhere_is_one_problem_on_its_line(target: str) -> None:
    assert list_codes(list_problems(make_light(f"一\n\n二 [x]({target})"))) == [
        ("broken-link", LIGHT, 7)
    ]
    assert list_codes(list_problems(make_light(f'<a href="{target}">x</a>'))) == [
        ("broken-link", LIGHT, 5)
    ]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("content/pages/p.md", "title: 秘密\ndraft: true", "the link leads to a draft"),
        (
            "content/exhibitions/set/index.md",
            "name: 系列\ndraft: true",
            "the link leads to a draft",
        ),
        (
            "content/news/n.md",
            "title: 明年\ndate: 2027-02-02",
            "is not published before 2027-02-02",
        ),
    ],
)
def test_a_link_to_what_is_not_published_yet_says_so(file: str, content: str, message: str) -> None:
    target = "../" + file.removeprefix("content/")
    files = {**make_light(f"[x]({target})"), file: f"---\n{content}\n---\n文\n"}
    (problem,) = list_problems(files)
    assert (problem.code, problem.location.file) == ("broken-link", LIGHT)
    assert message in problem.message.en
    assert "did you mean" not in problem.help.en


def test_a_picture_is_found_beside_its_text() -> None:
    assert (
        'src="tourbook-root:exhibitions/x.png"'
        in make_view(prepare_project(make_light("![x](x.png)")), "exhibitions/light/").body
    )
    assert list_codes(list_problems(make_light("![x](X.png)"))) == [("broken-picture", LIGHT, 5)]
    project = prepare_project(
        {
            **MORE,
            "content/venues/big hall/index.md": "---\nname: 大馆\nregion: "
            "'621121'\n---\n![x](a%20b.svg)\n",
        }
    )
    assert (
        'src="tourbook-root:venues/big%20hall/a%20b.svg"'
        in make_view(project, "venues/big hall/").body
    )


def test_a_link_stays_in_its_language_where_it_can() -> None:
    files = {
        "content/site.yaml": BILINGUAL_SITE,
        "content/exhibitions/light.en.md": "---\nname: Light\n---\n[x](../venues/hall.md) "
        "[y](/venues/hall/) [z](/en/venues/hall/)\n",
    }
    assert (
        make_view(prepare_project(files), "en/exhibitions/light/").body.count(
            '"tourbook-root:en/venues/hall/"'
        )
        == 3
    )


def test_notes_of_the_schedule_are_checked_too() -> None:
    note = TOUR + stop_yaml("a", "open: 2026-11-01", "note: '[x](/venues/nothing/)'")
    assert list_codes(list_problems({"schedule.yaml": note})) == [
        ("broken-link", "schedule.yaml", 9)
    ]
    assert list_codes(list_problems({"schedule.yaml": note.replace("nothing", "hall")})) == []


def test_a_link_to_a_file_with_a_problem_of_its_own_is_no_second_problem() -> None:
    problems = list_problems(
        {
            **make_light("[x](../venues/hall.md)"),
            "content/venues/hall.md": HALL.replace("region", "regoin"),
        }
    )
    assert "broken-link" not in [p.code for p in problems]


@pytest.mark.parametrize(
    "target", ["../venues/a.md", "../venues/a.en.md#x", "/venues/a/", "a/x.png"]
)
def test_a_record_with_a_problem_silences_only_the_links_that_name_it(target: str) -> None:
    """Not every link in whose target its name occurs: "a" is in "/news/nothing-at-all/"."""
    unreadable = {"content/venues/a.md": "---\nname: [\n---\n"}
    text = f"[x]({target}) [y](/news/nothing-at-all/)"
    problems = list_problems({**make_light(text), **unreadable})
    assert [p.message.en for p in problems if p.code == "broken-link"] == [
        "the link leads to “/news/nothing-at-all/”, which does not exist"
    ]


def test_the_line_of_a_link_in_a_long_note_is_the_line_of_the_link() -> None:
    text = TOUR + stop_yaml(
        "a", "open: 2026-11-01", "note: |", "  一", "", "  [x](/venues/nothing/)"
    )
    expected = text[: text.index("/venues/nothing/")].count("\n") + 1
    assert list_codes(list_problems({"schedule.yaml": text})) == [
        ("broken-link", "schedule.yaml", expected)
    ]


@pytest.mark.parametrize("target", ["light.md", "../venues/hall.md#a", "/", "/venues/hall"])
def test_a_page_is_no_picture(target: str) -> None:
    assert list_codes(list_problems(make_light(f"![x]({target})"))) == [
        ("broken-picture", LIGHT, 5)
    ]


@pytest.mark.parametrize(
    "target", ["#没有", "../venues/hall.md#b", "/venues/hall/#B", "light.md#a"]
)
def test_a_link_to_a_section_that_is_not_there_is_a_problem(target: str) -> None:
    assert list_codes(list_problems(make_light(f"## 有\n[x]({target})"))) == [
        ("broken-anchor", LIGHT, 6)
    ]


def test_a_section_is_looked_for_in_the_language_of_the_page() -> None:
    files = {
        "content/site.yaml": BILINGUAL_SITE,
        "content/pages/a.md": "---\ntitle: {zh: 甲, en: A}\n---\n## 地址\n",
        "content/pages/a.en.md": "---\n---\n## Address\n",
        "content/pages/b.md": "---\ntitle: {zh: 乙, en: B}\n---\n[x](a.md#地址)\n",
        "content/pages/b.en.md": "---\n---\n[x](a.md#address)\n\n[y](a.md#地址)\n",
    }
    codes = [c for c in list_codes(list_problems(files)) if c[0] != "translation"]
    assert codes == [("broken-anchor", "content/pages/b.en.md", 5)]


def test_text_in_another_language_says_so_and_is_no_translation() -> None:
    files = {
        "content/site.yaml": BILINGUAL_SITE,
        "content/news/a.md": "---\ntitle: 开幕\ndate: 2026-11-01\n---\n只有中文。\n",
        "content/news/b.md": "---\ntitle: {zh: 甲, en: A}\ndate: 2026-11-01\n---\n只有中文。\n",
    }
    project = prepare_project(files)
    a, b = make_view(project, "en/news/a/"), make_view(project, "en/news/b/")
    assert a.body == b.body == '<div lang="zh-CN"><p>只有中文。</p></div>'
    assert (find_language_tag(a.name), find_language_tag(b.name)) == ("zh-CN", "")
    assert [language.is_translation for language in a.languages] == [True, False]
    assert [language.is_translation for language in b.languages] == [True, True]
    assert make_view(project, "news/a/").body == "<p>只有中文。</p>"
    sitemap = make_file(project, "sitemap.xml").decode()
    assert "en/news/a/" not in sitemap
    assert "en/news/b/" in sitemap
    assert '<entry xml:lang="zh-CN">' in make_file(project, "en/news.atom").decode()
