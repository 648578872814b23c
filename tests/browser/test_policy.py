"""The Content-Security-Policy of the default theme, in a browser."""

from __future__ import annotations

from tests.browser.browser import Browser, Served


def test_a_page_runs_no_script_and_no_style_of_a_text(browser: Browser, served: Served) -> None:
    """The policy of the page holds, while its own script works."""
    browser.open(served.base)
    assert browser.all("[role=status]"), "the script of the theme has run"
    bad = '<img src="no.svg" onerror="document.title = 1"><p id="p" style="color: red">x</p>'
    browser.run("document.querySelector('main').insertAdjacentHTML('beforeend', arguments[0])", bad)
    browser.until(
        lambda: browser.run("return getComputedStyle(p).color") != "rgb(255, 0, 0)", "it is red"
    )
    refused = [line for line in browser.console() if "Content Security Policy" in line]
    assert len(refused) == 2, refused
    assert browser.driver.title != "1"
