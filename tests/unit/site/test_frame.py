"""The menu offers what the site has, in the words of the site."""

from __future__ import annotations

from tests.support.in_memory import list_codes, list_problems, make_view, prepare_project
from tests.support.sources import BILINGUAL_SITE, RICH, SITE, SMALL, VAN


def list_menu(files: dict[str, str | bytes | None], path: str = "") -> list[str]:
    return [link.url for link in make_view(prepare_project(files), path).site.menu]


def test_a_list_without_entries_is_not_in_the_menu() -> None:
    assert list_menu({}) == ["places/", "months/", "exhibitions/", "tours/", "venues/"]
    coming = {"content/news/a.md": "---\ntitle: x\ndate: 2027-01-01\n---\n"}
    assert "news/" not in list_menu(coming)
    assert {"caravans/", "news/", "campaigns/", "organisations/"} <= set(list_menu(RICH))
    assert list_menu({name: None for name in SMALL if "site" not in name}) == []


def test_a_site_has_its_own_words() -> None:
    words = "words: {caravan: {en: Mobile library}, list_caravan: {zh: 图书车, en: Our vans}}\n"
    project = prepare_project({**VAN, "content/site.yaml": BILINGUAL_SITE + words})
    assert make_view(project, "caravans/").title == "图书车"
    assert make_view(project, "en/caravans/").title == "Our vans"
    assert project.find_context("en").language.t("kind_caravan") == "Mobile library"
    assert project.find_context("zh").language.t("kind_caravan") == "kind_caravan-zh"


def test_a_word_that_the_theme_has_not_is_a_problem() -> None:
    problems = list_problems({"content/site.yaml": SITE + "words: {lorry: 车}\n"})
    assert list_codes(problems) == [("unknown-word", "content/site.yaml", 5)]
