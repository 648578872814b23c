"""The page of an exhibition says in which ways hosts can have it."""

from __future__ import annotations

import pytest

from tests.site.pages import Site

LENT = "exhibitions/century-of-innovation/index.html"
WORDS = {
    LENT: ["整套展出（派人布展、撤展）", "8–12 周", "免费 · 至少 4 周", "运费自理", "借展方准备：展厅"],
    "en/" + LENT: [
        "Full exhibition with staff", "8 to 12 weeks", "Free of charge · at least 4 weeks",
        "You pay the transport", "Host provides: One person",
    ],
}  # fmt: skip


@pytest.mark.parametrize("file", WORDS)
def test_the_sheet_for_hosts_lists_the_kinds_of_loan(site: Site, file: str) -> None:
    (sheet,) = site.pages[file].tree.xpath("//*[@id='hosts']")
    text = " ".join(sheet.text_content().split())
    assert [words for words in WORDS[file] if words not in text] == []
    assert "收费" not in text and "For a fee" not in text, "the fee itself is told"


@pytest.mark.parametrize("file", ["availability/index.html", "en/availability/index.html"])
def test_the_page_of_free_dates_names_them_once_for_each_exhibition(site: Site, file: str) -> None:
    text = site.pages[file].tree.text_content()
    assert text.count("单件展品或部分展区") + text.count("Single exhibits or modules") == 1
