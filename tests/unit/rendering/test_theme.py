"""Themes: each kind of mistake has a file and a line; one template can be overridden; names are
known before a page is made."""

from __future__ import annotations

from typing import get_args

import pytest
import yaml

from tests.support.in_memory import list_codes, list_problems, make_snapshot, prepare_project
from tests.support.manuals import LANGUAGES, read_manual
from tests.support.projects import REPO, Project
from tests.support.sources import HALL, SITE
from tourbook.common.problems import Problems
from tourbook.rendering.strings import REQUIRED_STRINGS
from tourbook.rendering.theme import Theme, apply_words, check_languages, load_theme
from tourbook.schema.loans import LoanKind
from tourbook.site.outputs import HtmlPage

MINE: dict[str, str | bytes | None] = {
    "content/site.yaml": SITE + "theme: mine\n",
    "themes/mine/theme.yaml": "name: mine\nextends: default\n",
}
VENUE = "themes/mine/templates/venue.html"


def render_page(files: dict[str, str | bytes | None], path: str) -> str:
    project = prepare_project(files)
    page = next(o for o in project.outputs if o.path == path and isinstance(o, HtmlPage))
    return project.job.renderer.render(page.template, project.job.make_view(page)).decode()


def test_one_template_is_overridden_and_the_others_are_inherited() -> None:
    files = MINE | {VENUE: "我的{{ page.name }}"}
    assert render_page(files, "venues/hall/") == "我的县科技馆"
    assert "<main>" in render_page(files, "exhibitions/light/")


def test_an_override_extends_the_template_that_it_overrides() -> None:
    files = MINE | {
        VENUE: '{% extends "default/venue.html" %}{% block main %}({{ super() }}){% endblock %}'
    }
    assert "<main>(<h1>" in render_page(files, "venues/hall/")


def test_a_part_that_is_overridden_changes_every_page_that_includes_it() -> None:
    files = MINE | {"themes/mine/templates/part.html": "我的菜单"}
    assert all(
        "我的菜单" in render_page(files, path)
        for path in ("venues/hall/", "exhibitions/light/", "")
    )


def test_strings_and_static_files_are_overridden_one_by_one() -> None:
    files = MINE | {
        "themes/mine/strings/zh.yaml": "list_venue: 我的场馆\n",
        "themes/mine/static/style.css": "p{}",
        "themes/mine/static/more.css": "a{}",
    }
    project = prepare_project(files)
    assert project.theme.merge_strings("zh", ["zh"]).get("list_venue") == "我的场馆"
    assert project.theme.merge_strings("zh", ["zh"]).get("list_tour") == "list_tour-zh"
    assert project.theme.static == {
        "style.css": "themes/mine/static/style.css",
        "more.css": "themes/mine/static/more.css",
    }


def test_a_text_falls_back_to_english_and_never_to_chinese_in_another_language() -> None:
    theme = load_theme("default", make_snapshot({}).texts, make_snapshot({}).files, Problems())
    theme.strings = {"zh": {"a": "甲", "d": "丁"}, "en": {"a": "A", "b": "B"}, "bo": {"a": "ཀ"}}
    languages = ["zh", "bo"]
    assert [theme.merge_strings(lang, languages)["a"] for lang in ("bo", "mn", "en", "zh")] == [
        "ཀ",
        "A",
        "A",
        "甲",
    ]
    assert theme.merge_strings("bo", ["bo"]).get("b") == "B"
    assert theme.merge_strings("bo", ["bo"]).get("c") is None
    assert theme.merge_strings("fr", ["fr"])["d"] == "丁", "a string must be there"
    assert theme.merge_strings("en-GB", ["en-GB"])["a"] == "A"
    assert theme.merge_strings("zh-Hant-HK", ["zh-Hant-HK"])["a"] == "甲"
    theme.strings["en-GB"] = {"a": "UK"}
    assert theme.merge_strings("en-GB", ["en-GB", "en"])["a"] == "UK"
    assert theme.merge_strings("fr", ["fr"])["weekday_mon"] == "lun."
    theme.strings["fr"] = {"weekday_mon": "lundi"}
    assert theme.merge_strings("fr-CH", ["fr-CH"])["weekday_mon"] == "lundi"


@pytest.mark.parametrize(
    ("languages", "indexes"),
    [
        (["zh", "en"], []),
        (["en-GB", "en-US", "zh-CN"], []),
        (["fr"], [0]),
        (["en", "th", "cy"], [1, 2]),
        (["zh-Hant"], [0]),
        (["zh-Hans"], [0]),
    ],
)
def test_a_language_without_strings_is_reported(languages: list[str], indexes: list[int]) -> None:
    theme, problems = prepare_project().theme, Problems()
    check_languages(theme, languages, problems)
    assert [p.location.path for p in problems] == [("languages", i) for i in indexes]


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("\n{% if page.free %}", "template-syntax", 2),
        ("\n\n{{ page.name", "template-syntax", 3),
        ("{% nothing %}", "template-syntax", 1),
        ("\n{{ pge.name }}", "unknown-name", 2),
        ("\n{{ page.nmae }}", "unknown-attribute", 2),
        ("\n\n{{ page.where.adress }}", "unknown-attribute", 3),
        ("{{ page.site.nmae }}", "unknown-attribute", 1),
        ('\n{{ t("nothing") }}', "unknown-string", 2),
        ('\n{{ asset("nothing.css") }}', "unknown-string", 2),
        ('\n{% include "nothing.html" %}', "unknown-template", 2),
        ('{% extends "nothing.html" %}', "unknown-template", 1),
        ('\n{% from "nothing.html" import x %}', "unknown-template", 2),
        ("\n{% include page.label %}", "dynamic-template", 2),
        ('{% extends page.label ~ ".html" %}', "dynamic-template", 1),
        ("\n{% import page.label as x %}", "dynamic-template", 2),
        ('\n{% include ["a.html", "b.html"] %}', "dynamic-template", 2),
        ("\n{{ page.__class__ }}", "unsafe-template", 2),
        ("\n{{ cycler.__init__.__globals__ }}", "unsafe-template", 2),
        ("\n{{ self._TemplateReference__context }}", "unsafe-template", 2),
        ("\n{{ lipsum() }}", "unknown-name", 2),
        pytest.param(
            "\n" + "{% if 1 %}\n" * 200 + "{% endif %}" * 200, "template-syntax", 100, id="if"
        ),
        pytest.param("\n{{ " + "(" * 5000 + ")" * 5000 + " }}", "template-syntax", 1, id="("),
        pytest.param("\n{{ 1" + "+1" * 5000 + " }}", "template-syntax", 2, id="+"),
    ],
)
def test_each_mistake_of_a_template_has_its_line(source: str, code: str, line: int) -> None:
    problems = list_problems(MINE | {VENUE: source})
    assert (code, VENUE, line) in list_codes(problems)
    assert {p.code for p in problems} == {code}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n{{ page.where.lat + 1 }}", 2),
        ("\n\n{{ [][0].x }}", 3),
        ("{{ page.halls[0].name }}", 1),
        ('\n{{ t("class_" ~ page.url) }}', 2),
        ("\n{{ 1 / 0 }}", 2),
        ('{% extends "base.html" %}\n{% block main %}\n\n{{ {}.x.y }}{% endblock %}', 4),
    ],
)
def test_a_template_that_fails_on_a_page_is_named_with_its_line(
    project: Project, source: str, line: int
) -> None:
    """And nothing is written."""
    project.write(MINE | {VENUE: source})
    report = project.build()
    assert list_codes(report.problems) == [("template-error", VENUE, line)]
    assert project.read_tree() == {}


ATTEMPTS = [
    "{{ page|attr('__class__') }}",
    "{{ page['__class__'] }}",
    "{{ '{0.__class__}'.format(page) }}",
    "{{ ('{x.__cl' ~ 'ass__}').format_map({'x': page}) }}",
    "{{ [page]|map(attribute='__class__')|join }}",
    "{{ (['x']|map('upper')).gi_frame }}",
    "{% set x = {} %}{{ x.update(a=1) }}",
    "{% set x = [] %}{% for i in [1] %}{{ x.append(i) }}{% endfor %}",
]


@pytest.mark.parametrize("source", ATTEMPTS)
def test_a_template_reaches_nothing_but_the_data_of_its_page(project: Project, source: str) -> None:
    project.write(MINE | {VENUE: "\n" + source})
    report = project.build()
    assert list_codes(report.problems) == [("unsafe-template", VENUE, 2)]
    (problem,) = report.problems
    assert "模板不能使用" in problem.message.zh
    assert "templates cannot use" in problem.message.en
    assert project.read_tree() == {}


HOGS = [
    "{{ 'a' * 10**9 }}",
    "{{ [0] * 10**9 }}",
    "{{ 10 ** (10**8) }}",
    "{{ range(10**9)|list }}",
    "{{ 'a'|center(10**10) }}",
    "{{ '%9999999999d' % 1 }}",
    "{{ 'a'.ljust(10**10) }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{{ m(n-1) if n }}{{ m(n-1) if n }}{% endmacro %}{{ m(40) }}",
    "{% set t = namespace(x='a' * 100) %}{% for i in range(99) %}{% set t.x = t.x ~ t.x %}{% endfor %}",
]


@pytest.mark.parametrize("source", HOGS)
def test_a_template_takes_only_so_much_time_and_memory(
    project: Project, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tourbook.rendering.restrictions.MAX_SECONDS", 0.2)
    monkeypatch.setattr("tourbook.rendering.restrictions.MAX_MEMORY", 1 << 26)
    project.write(MINE | {VENUE: "\n" + source})
    report = project.build()
    (problem,) = report.problems
    assert problem.code in ("template-limit", "template-error")
    assert (problem.location.file, problem.location.line) == (VENUE, 2)
    assert project.read_tree() == {}


@pytest.mark.parametrize(
    "source",
    ['{% include "venue.html" %}', '{% extends "venue.html" %}', '{% from "x.html" import y %}'],
)
def test_templates_that_use_each_other_without_end_are_a_problem_and_no_crash(
    project: Project, source: str
) -> None:
    project.write(
        MINE
        | {
            "content/site.yaml": SITE + "theme: mine\npages: [venue]\n",
            VENUE: '{% include "x.html" %}',
            "themes/mine/templates/x.html": source,
        }
    )
    report = project.build()
    assert {p.code for p in report.problems} <= {"template-error", "template-loop"}
    assert report.error_count
    assert project.read_tree() == {}


def test_a_mistake_in_a_part_is_named_in_the_part() -> None:
    problems = list_problems(MINE | {"themes/mine/templates/part.html": "\n{{ pge.x }}"})
    assert list_codes(problems) == [("unknown-name", "themes/mine/templates/part.html", 2)]


@pytest.mark.parametrize(
    ("files", "code", "file"),
    [
        ({"content/site.yaml": SITE + "theme: nothing\n"}, "unknown-theme", "content/site.yaml"),
        (
            MINE | {"themes/mine/theme.yaml": "name: mine\nextends: nothing\n"},
            "unknown-theme",
            "themes/mine/theme.yaml",
        ),
        (
            MINE | {"themes/mine/theme.yaml": "name: mine\nextends: mine\n"},
            "theme-loop",
            "themes/mine/theme.yaml",
        ),
        (
            MINE | {"themes/mine/theme.yaml": "name: mine\nauthor: x\n"},
            "theme",
            "themes/mine/theme.yaml",
        ),
        (
            MINE | {"themes/mine/theme.yaml": "extends: default\n"},
            "theme",
            "themes/mine/theme.yaml",
        ),
        (MINE | {"themes/mine/theme.yaml": None, VENUE: ""}, "theme", "themes/mine/theme.yaml"),
        (
            MINE | {"themes/mine/theme.yaml": "name: mine\n"},
            "missing-string",
            "themes/mine/strings/zh.yaml",
        ),
        (
            MINE | {"themes/mine/strings/zh.yaml": "skip: [x]\n"},
            "wrong-type",
            "themes/mine/strings/zh.yaml",
        ),
    ],
)
def test_each_mistake_of_a_theme_is_one_problem(
    files: dict[str, str | bytes | None], code: str, file: str
) -> None:
    problems = [p for p in list_problems(files) if p.level == "error"]
    assert [(p.code, p.location.file) for p in problems] == [(code, file)]


def test_a_theme_of_its_own_needs_every_template() -> None:
    files: dict[str, str | bytes | None] = MINE | {
        "themes/mine/theme.yaml": "name: mine\n",
        "themes/mine/strings/zh.yaml": "".join(f"{key}: x\n" for key in REQUIRED_STRINGS),
    }
    problems = list_problems(files)
    assert {p.code for p in problems} == {"missing-template"}
    assert all("extends: default" in p.help.en for p in problems)


def test_a_string_that_one_language_lacks_is_a_warning() -> None:
    problems = list_problems(MINE | {"themes/mine/strings/zh.yaml": "only_here: x\n"})
    assert [(p.code, p.level) for p in problems] == [("missing-string", "warning")]


def test_the_digest_of_a_template_follows_all_that_it_uses_and_nothing_else() -> None:
    first = prepare_project(MINE | {VENUE: "a"}).job.template_digests
    other = prepare_project(MINE | {VENUE: "b"}).job.template_digests
    assert {name for name in first if first[name] != other[name]} == {"venue"}
    part = prepare_project(
        MINE | {VENUE: "a", "themes/mine/templates/part.html": "x"}
    ).job.template_digests
    assert {name for name in first if first[name] == part[name]} == {"venue", "redirect"} & set(
        first
    )
    assert (
        prepare_project(
            MINE | {VENUE: "a", "themes/mine/templates/unused.html": "x"}
        ).job.template_digests
        == first
    )


def test_templates_escape_what_they_print_and_know_no_undefined_value() -> None:
    hall = HALL.replace("县科技馆", '"<script>alert(1)</script>"')
    assert "<script>alert(1)" not in render_page(
        MINE | {"content/venues/hall.md": hall, VENUE: "{{ page.name }}"}, "venues/hall/"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_of_loan_has_its_words(lang: str) -> None:
    strings = yaml.safe_load(
        (REPO / f"themes/default/strings/{lang}.yaml").read_text(encoding="utf-8")
    )
    assert {f"loan_{kind}" for kind in get_args(LoanKind)} <= strings.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_few_words_make_a_mobile_library_of_a_science_caravan(lang: str) -> None:
    """The example of the manual, with the strings of the default theme."""
    example = read_manual("content", lang).partition("```yaml\nwords:\n")[2].partition("```")[0]
    words = yaml.safe_load(example)
    theme, problems = Theme(["default"]), Problems()
    for code in ("zh", "en"):
        raw = (REPO / f"themes/default/strings/{code}.yaml").read_text(encoding="utf-8")
        theme.strings[code] = yaml.safe_load(raw)
    apply_words(theme, words, "en", problems)
    assert not list(problems)
    assert "Caravan" not in str(list(theme.strings["en"].values())).title()
    assert "大篷车" not in str(list(theme.strings["zh"].values()))
    strings = theme.merge_strings("en-GB", ["en-GB"])
    assert [strings[key] for key in ("kind_caravan", "caravans", "list_caravan", "kind_visit")] == [
        "Mobile library", "Mobile libraries", "Mobile libraries", "Library stop",
    ]  # fmt: skip


def test_the_list_of_a_kind_can_have_a_word_of_its_own() -> None:
    for words in ({"caravans": "A", "list_caravan": "B"}, {"list_caravan": "B", "caravans": "A"}):
        theme = Theme(["x"], strings={"en": {"caravans": "", "list_caravan": ""}})
        apply_words(theme, words, "en", Problems())
        assert theme.strings["en"] == {"caravans": "A", "list_caravan": "B"}


def test_english_words_name_no_level_that_only_some_countries_have() -> None:
    raw = (REPO / "themes/default/strings/en.yaml").read_text(encoding="utf-8")
    text = " ".join(map(str, yaml.safe_load(raw).values())).lower()
    assert not [word for word in ("provinc", "county", "counties", "prefecture") if word in text]


@pytest.mark.parametrize(
    ("setting", "expected"), [("", b"a{b:c}"), ("minify: false\n", b"a { b: c }")]
)
def test_a_theme_may_have_its_scripts_and_styles_published_as_they_are(
    setting: str, expected: bytes
) -> None:
    text = f"name: mine\nextends: default\n{setting}"
    files = MINE | {"themes/mine/theme.yaml": text, "themes/mine/static/own.css": b"a { b: c }"}
    asset = next(a for a in prepare_project(files).assets.outputs if "/own." in a.path)
    assert (asset.transform or bytes)(b"a { b: c }") == expected
