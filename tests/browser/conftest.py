"""The sample site behind nginx, and a Chromium that looks at it. Nothing is downloaded; what is
missing fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.browser.browser import Browser, Served, start_driver
from tests.support.projects import Project, build_once, copy_sample
from tests.support.web import find_free_port, nginx
from tourbook.sources.paths import SITE_FILE

INSIDE = """
include /etc/nginx/mime.types; types {{ text/calendar ics; }}
location /science/ {{ alias {output}/; error_page 404 /science/404.html; }}
location /science/en/ {{ alias {output}/en/; error_page 404 /science/en/404.html; }}
location / {{ return 410; }}
"""
"""The site at a sub-path, and nothing beside it."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample site, built once for the address at which the nginx of each test process serves it."""
    sample = build_once(tmp_path_factory, copy_served_sample)
    port = int((sample.root / "port").read_text())
    inside = INSIDE.format(output=sample.output)
    run = tmp_path_factory.mktemp("nginx")
    with nginx(sample.output, run, inside, shared_port=port) as root:
        yield Served(root + "science/", sample.output)


def copy_served_sample(folder: Path) -> Project:
    """The sample for a free port, which it notes."""
    project, port = copy_sample(folder), str(find_free_port())
    site = (folder / SITE_FILE).read_text(encoding="utf-8")
    changed = site.replace("https://tourbook.example/", f"http://127.0.0.1:{port}/")
    assert changed != site
    project.write({SITE_FILE: changed, "port": port})
    return project


@pytest.fixture(scope="session")
def _drivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], webdriver.Chrome]]:
    started: list[webdriver.Chrome] = []

    def start() -> webdriver.Chrome:
        if started:
            return started[0]
        started.append(start_driver(tmp_path_factory.mktemp("chromium")))
        return started[0]

    yield start
    for driver in started:
        driver.quit()


@pytest.fixture
def browser(_drivers: Callable[[], webdriver.Chrome]) -> Browser:
    """The browser of this test process, with JavaScript, in light colours, 1280 pixels wide."""
    found = Browser(_drivers())
    found.reset()
    return found
