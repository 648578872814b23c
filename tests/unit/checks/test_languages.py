"""Every text in every language of the site, and in no other."""

from __future__ import annotations

from tests.support.in_memory import list_codes, list_problems
from tests.support.sources import BILINGUAL_SITE


def test_each_record_that_lacks_a_translation_is_one_warning() -> None:
    problems = list_problems({"content/site.yaml": BILINGUAL_SITE})
    assert list_codes(problems) == [
        ("translation", "content/exhibitions/light.md", 2),
        ("translation", "content/site.yaml", 1),
        ("translation", "content/venues/hall.md", 2),
        ("translation", "schedule.yaml", 2),
        ("translation", "schedule.yaml", 6),
    ]
    assert {p.level for p in problems} == {"warning"}
    assert problems[0].help.en.startswith("write it in content/exhibitions/light.en.md")
    assert problems[3].help.en == "write {zh: …, en: …}"


def test_texts_deep_in_lists_are_checked_too() -> None:
    light = (
        "---\nname: {zh: 光, en: Light}\nexhibits:\n  - name: {zh: 镜, en: Mirror}\n    "
        'zone: 一区\nlinks:\n  - {name: 更多, url: "https://x.example/"}\n---\n'
    )
    (problem,) = [
        p
        for p in list_problems(
            {
                "content/site.yaml": BILINGUAL_SITE,
                "content/exhibitions/light.md": light,
                "schedule.yaml": "",
            }
        )
        if p.location.file == "content/exhibitions/light.md"
    ]
    assert "exhibits[1].zone" in problem.message.en
    assert "links[1].name" in problem.message.en
    assert "exhibits[1].name" not in problem.message.en


def test_a_language_that_the_site_does_not_have_is_an_error() -> None:
    problems = list_problems(
        {
            "content/site.yaml": BILINGUAL_SITE,
            "content/exhibitions/light.md": "---\nname: "
            "{zh: 光, en: Light, fr: Lumière}\ncopies: [{id: a}]\n---\n",
        }
    )
    assert [p.code for p in problems if p.level == "error"] == ["unknown-language"]


def test_what_lacks_the_first_language_is_answered_with_it_and_another() -> None:
    for site, lang, pair in (
        (BILINGUAL_SITE, "en", "{zh: …, en: …}"),
        (BILINGUAL_SITE.replace("[zh, en]", "[en, zh]"), "zh", "{en: …, zh: …}"),
    ):
        light = f"---\nname: {{{lang}: Light}}\ncopies: [{{id: a}}]\n---\n"
        problems = list_problems({"content/site.yaml": site, "content/exhibitions/light.md": light})
        missing = [p for p in problems if p.location.file.endswith("light.md")]
        assert missing[0].help.en == f"write {pair}"
        assert "原文" in missing[0].message.zh
