"""Without a network: what was visited is there and says of which day it is, the coming stops of a
caravan too once they were kept; with one, nothing comes from the browser's store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest

from tests.browser.browser import Browser, Served
from tourbook.site.feeds.offline import LAST_WORKER

CARAVAN = "caravans/longzhong-1/"
CONTROLLED = "return navigator.serviceWorker && Boolean(navigator.serviceWorker.controller)"


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


class Host:
    """A web server that can be stopped, with the site in a folder."""

    def __init__(self, root: Path) -> None:
        self.root, self.port = root, 0
        self.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/science/"

    def start(self) -> None:
        handler = partial(_Handler, directory=str(self.root))
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host(served: Served, tmp_path: Path) -> Iterator[Host]:
    copytree(served.output, tmp_path / "science")
    host = Host(tmp_path)
    yield host
    host.stop()


def visit(browser: Browser, url: str) -> None:
    browser.open(url)
    browser.until(lambda: browser.run(CONTROLLED), "no service worker")


ARE_KEPT = """
const done = arguments[arguments.length - 1];
const files = [...document.querySelectorAll("link[rel=stylesheet], script[src], img[src]")].map((e) => e.href || e.src);
Promise.all([location.href, ...files].map((url) => caches.match(url.split(/[?#]/)[0])))
  .then((copies) => done(copies.every(Boolean)));
"""
"""Whether this page and all that it shows are in the browser's store."""


def wait_until_kept(browser: Browser) -> None:
    browser.until(
        lambda: bool(browser.driver.execute_async_script(ARE_KEPT)), "the page was not kept"
    )


def has_worker(browser: Browser) -> bool:
    script = "navigator.serviceWorker.getRegistration().then((one) => arguments[0](Boolean(one)))"
    return bool(browser.driver.execute_async_script(script))


def count_kept(browser: Browser, word: str, end: str = "/") -> int:
    """How many addresses that end so are kept: pages, or files."""
    script = """
    const done = arguments[arguments.length - 1];
    (async () => {
      let count = 0;
      for (const name of await caches.keys()) {
        if (!name.includes(arguments[0])) continue;
        count += (await (await caches.open(name)).keys()).filter((one) => one.url.endsWith(arguments[1])).length;
      }
      return count;
    })().then(done);"""
    return int(browser.driver.execute_async_script(script, word, end))


@pytest.mark.parametrize(("page", "words"), [("", "没有网络"), ("en/", "There is no network")])
def test_a_visited_page_is_there_without_a_network(
    browser: Browser, host: Host, page: str, words: str
) -> None:
    visit(browser, host.base + page)
    wait_until_kept(browser)
    assert count_kept(browser, "visited") == 1
    title = browser.driver.title
    host.stop()
    browser.open(host.base + page)
    notice = browser.one(".notice.kept").text
    assert browser.driver.title == title and notice.startswith(words)
    assert re.search(r"20\d\d", notice), "it says of which day it is"
    assert browser.run("return getComputedStyle(document.body).marginTop") == "0px", "no style"
    browser.open(host.base + page + "venues/")
    assert words.split()[-1] in browser.one("h1").text.lower() or words in browser.one("h1").text
    assert [a.get_attribute("href") for a in browser.all("li a")] == [host.base + page]
    host.start()


def test_with_a_network_every_page_is_new(browser: Browser, host: Host) -> None:
    visit(browser, host.base)
    wait_until_kept(browser)
    file = host.root / "science/index.html"
    file.write_text(file.read_text().replace("<h1", "<h1 data-new"))
    browser.open(host.base)
    assert browser.all("[data-new]") and not browser.all(".kept")


def test_the_stops_of_a_caravan_are_kept_at_a_touch(browser: Browser, host: Host) -> None:
    browser.look(360, height=800)
    visit(browser, host.base + CARAVAN)
    browser.one("[data-keep] button").click()
    browser.until(lambda: "已存" in browser.one("[data-keep] button").text, "not kept")
    stops = [a.get_attribute("href") for a in browser.all(".row:not(.is-over) a")]
    assert count_kept(browser, "kept") == len(set(stops)) + 1 > 3
    host.stop()
    for url in (stops[0], stops[-1], host.base + CARAVAN):
        browser.open(str(url))
        assert browser.all(".notice.kept") and browser.all("h1"), url
    browser.until(
        lambda: browser.run("return document.querySelector('main .picture img').complete"),
        "no picture",
    )
    assert browser.run("return document.querySelector('main .picture img').naturalWidth > 0")
    host.start()


def test_switched_off_it_goes_with_all_that_it_kept(browser: Browser, host: Host) -> None:
    visit(browser, host.base)
    wait_until_kept(browser)
    (host.root / "science/sw.js").write_text(LAST_WORKER)
    for file in (host.root / "science").rglob("*.html"):
        file.write_text(re.sub(r' data-worker="[^"]*"', "", file.read_text()))
    browser.open(host.base)
    wait_until_kept(browser)  # what the worker has begun to keep would come after its end
    browser.run("navigator.serviceWorker.getRegistration().then((one) => one && one.update())")
    browser.until(lambda: not has_worker(browser), "the worker is still there")
    browser.open(host.base)
    assert not browser.run(CONTROLLED)
    browser.until(lambda: count_kept(browser, "visited") == 0, "it left something behind")


def test_nothing_is_wrong_from_a_disk(browser: Browser, served: Served) -> None:
    browser.console()
    browser.open((served.output / CARAVAN / "index.html").as_uri())
    errors = [line for line in browser.console() if "site." in line or "sw.js" in line]
    assert errors == []
