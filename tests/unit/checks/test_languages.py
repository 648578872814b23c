"""Every text in every language of the site, and in no other."""

from __future__ import annotations

from tests.support.in_memory import codes, problems_of
from tests.support.sources import BOTH


def test_each_record_that_lacks_a_translation_is_one_warning() -> None:
    found = problems_of({"content/site.yaml": BOTH})
    assert codes(found) == [
        ("translation", "content/exhibitions/light.md", 2),
        ("translation", "content/site.yaml", 1),
        ("translation", "content/venues/hall.md", 2),
        ("translation", "schedule.yaml", 2),
        ("translation", "schedule.yaml", 6),
    ]
    assert {p.level for p in found} == {"warning"}
    assert found[0].help.en.startswith("write it in content/exhibitions/light.en.md")
    assert found[3].help.en == "write {zh: …, en: …}"


def test_texts_deep_in_lists_are_looked_at_too() -> None:
    light = (
        "---\nname: {zh: 光, en: Light}\nexhibits:\n  - name: {zh: 镜, en: Mirror}\n    "
        'zone: 一区\nlinks:\n  - {name: 更多, url: "https://x.example/"}\n---\n'
    )
    (found,) = [
        p
        for p in problems_of(
            {"content/site.yaml": BOTH, "content/exhibitions/light.md": light, "schedule.yaml": ""}
        )
        if p.location.file == "content/exhibitions/light.md"
    ]
    assert "exhibits[1].zone" in found.message.en
    assert "links[1].name" in found.message.en
    assert "exhibits[1].name" not in found.message.en


def test_a_language_that_the_site_does_not_have_is_an_error() -> None:
    found = problems_of(
        {
            "content/site.yaml": BOTH,
            "content/exhibitions/light.md": "---\nname: "
            "{zh: 光, en: Light, fr: Lumière}\ncopies: [{id: a}]\n---\n",
        }
    )
    assert [p.code for p in found if p.level == "error"] == ["unknown-language"]
