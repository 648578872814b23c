"""A Chromium of a given width and colour scheme, with or without JavaScript."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.web import program

CLOCK = """
(() => { const Real = Date, at = %d;
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(at); }
    static now() { return at; }
  };
})();
"""

FIND_WORDS = """
const isShown = (one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}) && one.getBoundingClientRect().width > 0;
return [...document.querySelectorAll(arguments[0])].find((one) => isShown(one) && one.innerText.includes(arguments[1]));
"""
LIST_LINKS = "return [...document.querySelectorAll(arguments[0])].map((one) => one.href)"
"""One question for all: a page has hundreds of links, and to ask for each takes longer than to load it."""

NEEDLESS = (
    "BackForwardCache", "OnDeviceModelService", "OptimizationHints", "PaintHolding", "RenderDocument",
    "SpareRendererForSitePerProcess", "Translate",
)  # fmt: skip
"""What Chromium does ahead or behind: a fifth of what it takes to load a page."""


@dataclass(frozen=True)
class Served:
    """A site behind a web server, and the folder that it is served from."""

    base: str
    output: Path

    def files(self) -> list[str]:
        return sorted(
            p.relative_to(self.output).as_posix() for p in self.output.rglob("*") if p.is_file()
        )


def start_driver(profile: Path) -> webdriver.Chrome:
    """A Chromium with a folder of its own, which reaches nothing but this machine."""
    options = Options()
    options.binary_location = program("chromium", "chromium-browser", "google-chrome")
    options.page_load_strategy = "normal"
    for argument in (
        "--headless",
        "--kiosk",  # no tabs and no bar of addresses, which would be drawn with each page
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-component-extensions-with-background-pages",
        f"--disable-features={','.join(NEEDLESS)}",
        "--disable-site-isolation-trials",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--window-size=1280,900",
        f"--user-data-dir={profile}",
        "--lang=zh-CN",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(program("chromedriver")))
    driver.set_page_load_timeout(30)
    return driver


class Browser:
    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def cdp(self, command: str, **given: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, given)

    def reset(self) -> None:
        self.driver.get("about:blank")
        self.javascript(True)
        self.look(1280, "light")
        self.cdp("Network.enable")
        self.cdp("Network.setCacheDisabled", cacheDisabled=False)
        self.console()
        self.requests()

    # ---- settings ------------------------------------------------------------------

    def look(self, width: int, scheme: str = "light", height: int = 900) -> None:
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.cdp(
            "Emulation.setEmulatedMedia",
            media="",
            features=[
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ],
        )

    def javascript(self, on: bool) -> None:
        self.cdp("Emulation.setScriptExecutionDisabled", value=not on)

    def forget_places(self, served: Served) -> None:
        """Places that were looked at: lists would be in another order."""
        origin = served.base.removesuffix("/science/")
        self.cdp("Storage.clearDataForOrigin", origin=origin, storageTypes="local_storage")

    # ---- going places --------------------------------------------------------------

    def open(self, url: str) -> None:
        self.driver.get(url)

    def open_at(self, moment: dt.datetime, url: str) -> None:
        """Open a page with the clock of the reader at that moment."""
        script = self.cdp(
            "Page.addScriptToEvaluateOnNewDocument", source=CLOCK % (moment.timestamp() * 1000)
        )
        try:
            self.open(url)
        finally:
            self.cdp("Page.removeScriptToEvaluateOnNewDocument", identifier=script["identifier"])

    @property
    def url(self) -> str:
        return self.driver.current_url

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def one(self, css: str) -> WebElement:
        found = self.all(css)
        assert found, f"{self.url}: no {css}"
        return found[0]

    def find_words(self, css: str, words: str) -> WebElement:
        """The first one that can be seen and says that."""
        found = self.run(FIND_WORDS, css, words)
        assert found, f"{self.url}: no {css} with {words}"
        return found  # type: ignore[no-any-return]

    def list_links(self, css: str) -> list[str]:
        """The whole addresses of links."""
        return list(self.run(LIST_LINKS, css))

    def click(self, element: WebElement) -> None:
        """Click a link as a finger does, and wait for the page behind it."""
        before = self.url
        self.driver.execute_script(
            "arguments[0].scrollIntoView({block: 'center', inline: 'center'})", element
        )
        element.click()
        self.until(lambda: self.url != before, f"nothing happened on {before}")
        self.until(
            lambda: self.run("return document.readyState") == "complete", "the page does not load"
        )

    def until(self, done: Callable[[], bool], message: str, seconds: float = 60) -> None:
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: done(), message)

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    @property
    def kind(self) -> str:
        """Kind of the page that is shown."""
        return str(self.one("body").get_attribute("class")).removeprefix("page-")

    # ---- what happened -------------------------------------------------------------

    def console(self) -> list[str]:
        """Errors and warnings since the last call."""
        return [
            f"{m['level']}: {m['message']}"
            for m in self.driver.get_log("browser")
            if m["level"] in ("SEVERE", "WARNING")
        ]

    def requests(self) -> list[str]:
        """Addresses that pages asked for since the last call."""
        out = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                out.append(message["params"]["request"]["url"])
        return out


def outside(requests: list[str], base: str) -> list[str]:
    own = urlsplit(base).netloc
    return [
        r
        for r in requests
        if urlsplit(r).scheme not in ("data", "blob", "about") and urlsplit(r).netloc != own
    ]
