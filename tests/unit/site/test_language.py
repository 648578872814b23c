"""Sites in any languages and any order of them: each text in its language, or marked as another."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.support.in_memory import Files, list_problems, make_view, prepare_project
from tests.support.sources import HALL
from tourbook.common.foreign_texts import find_language_tag
from tourbook.common.languages import get_language_tag, list_language_names
from tourbook.site.outputs import HtmlPage

ORDERS = [
    ["en"], ["fr"], ["th"], ["zh"], ["en-GB", "cy"], ["fr", "en"], ["zh-Hant", "zh"],
    *map(list, permutations(["zh", "en", "bo"], 2)),
    *map(list, permutations(["zh", "en", "bo"])),
]  # fmt: skip
KINDS = {
    "exhibitions": ("name", "copies: [{id: a}]\nexhibits: [{name: TEXT}]\n"),
    "venues": ("name", 'region: "621121"\nhalls: [{name: TEXT}]\n'),
    "caravans": ("name", "crew: [{name: TEXT, role: TEXT}]\n"),
    "organisations": ("name", "class: team\ntopics: [TEXT]\n"),
    "campaigns": ("name", "class: week\nstart: 2026-11-20\ntheme: TEXT\n"),
    "news": ("title", "date: 2026-11-01\n"),
    "pages": ("title", "menu: 1\n"),
}
"""Folder -> (the field with the name, more lines)."""
FORMS = ("files", "inline", "bare", "partial")
"""Translations in files of their own, in the field, none, only some."""


def write_text(languages: list[str], word: str) -> str:
    return "{" + ", ".join(f"{lang}: {word} {lang}" for lang in languages) + "}"


def write_entry(folder: str, form: str, languages: list[str]) -> Files:
    """An entry and its translations; each text ends with its language."""
    first, *others = languages
    field, more = KINDS[folder]
    path = f"content/{folder}/{folder}-{form}"
    names = {
        "files": f"名 {first}",
        "inline": write_text(languages, "名"),
        "bare": f"名 {first}",
        "partial": write_text(languages[-1:], "名"),
    }
    more = more.replace("TEXT", write_text(languages, "Text"))
    main = f"---\n{field}: {names[form]}\n{more}---\n\nBody {first}\n"
    files: dict[str, str | bytes | None] = {f"{path}.md": main}
    if form == "files":
        for lang in others:
            files[f"{path}.{lang}.md"] = f"---\n{field}: 名 {lang}\n---\n\nBody {lang}\n"
    return files


def write_project(languages: list[str]) -> Files:
    entries = [write_entry(f, form, languages).items() for f in KINDS for form in FORMS]
    text = write_text(languages, "Text")
    return {
        "content/exhibitions/light.md": None,
        "content/venues/hall.md": None,
        **{path: raw for items in entries for path, raw in items},
        "content/site.yaml": f"name: {text}\nbase_url: https://small.example/\n"
        f"languages: [{', '.join(languages)}]\nupdated: 2026-11-01\n",
        "schedule.yaml": f"tours:\n  - id: tour\n    name: {text}\n    exhibition: "
        "exhibitions-files\n    stops:\n      - {id: stay, venue: venues-files, open: 2026-11-01, "
        f"close: 2026-12-20, note: {text}}}\nroutes:\n  - id: route\n    name: Route\n    "
        f"caravan: caravans-partial\n    visits:\n      - {{id: visit, date: 2026-12-01, note: "
        f"Text, place: {{name: {text}, region: '621121'}}}}\n",
    }


@pytest.mark.parametrize("languages", ORDERS, ids="-".join)
def test_a_site_in_any_languages_shows_each_text_in_the_right_one(languages: list[str]) -> None:
    project = prepare_project(write_project(languages))
    first = languages[0]
    for lang in languages:
        prefix = "" if lang == first else f"{lang}/"
        for folder in KINDS:
            parent = "" if folder == "pages" else f"{folder}/"
            views = {f: make_view(project, f"{prefix}{parent}{folder}-{f}/") for f in FORMS}
            for form in ("files", "inline"):
                view = views[form]
                assert (view.name, find_language_tag(view.name)) == (f"名 {lang}", ""), (
                    form,
                    folder,
                )
                assert view.tag == get_language_tag(lang)
                assert [x.code for x in view.languages if x.is_translation] == languages
            assert f"Body {lang}" in views["files"].body
            assert "lang=" not in views["files"].body

            tag = "" if lang == first else get_language_tag(first)
            for form in ("inline", "bare"):
                assert f"Body {first}" in views[form].body
                assert (f'lang="{tag}"' in views[form].body) == bool(tag)
            assert find_language_tag(views["bare"].name) == tag
            assert [x.code for x in views["bare"].languages if x.is_translation] == [first]

            last = languages[-1]
            assert views["partial"].name == f"名 {last}"
            assert find_language_tag(views["partial"].name) == (
                "" if lang == last else get_language_tag(last)
            )
        stay = make_view(project, f"{prefix}stops/stay/")
        assert stay.name == f"名 {lang} · 名 {lang}"
        assert f"Text {lang}" in stay.body
    for page in project.outputs:
        if isinstance(page, HtmlPage):
            view = project.job.make_view(page)
            if page.kind != "redirect":
                names = [x.name for x in view.languages]  # type: ignore[attr-defined]
                assert names == list_language_names(languages)


def test_a_file_of_the_first_language_beside_the_main_one_is_one_message() -> None:
    """As in a bilingual project whose order of languages was turned round."""
    site = "name: S\nbase_url: https://s.example/\nlanguages: [en, zh]\n"
    files: Files = {
        "content/site.yaml": site,
        **{
            f"content/{folder}/x.en.md": f"---\n{field}: X\n---\n"
            for folder, (field, _) in KINDS.items()
        },
        "content/venues/x.md": HALL,
    }
    errors = [p for p in list_problems(files) if p.level == "error"]
    assert [(p.code, p.location.file) for p in errors] == [
        ("main-language", f"content/{folder}/x.en.md") for folder in sorted(KINDS)
    ]
    helps = {p.location.file: p.help.en for p in errors}
    assert helps["content/pages/x.en.md"] == "rename it to content/pages/x.md"
    assert "rename this one to content/venues/x.zh.md" in helps["content/venues/x.en.md"]


def test_a_site_in_one_language_tells_which_texts_are_in_another_one() -> None:
    """A text that is there in others, too, is fine: only its own is shown."""
    files: Files = {
        "content/site.yaml": "name: {fr: S, zh: 站}\nbase_url: https://s.example/\n"
        "languages: [fr]\n",
        "content/exhibitions/light.md": "---\nname: {zh: 光}\ncopies: [{id: a}]\n---\n",
    }
    problems = [p for p in list_problems(files) if p.code == "translation"]
    assert [(p.location.file, p.message.en) for p in problems] == [
        ("content/exhibitions/light.md", "not in “fr”: name")
    ]
    assert (
        find_language_tag(make_view(prepare_project(files), "exhibitions/light/").name) == "zh-CN"
    )
