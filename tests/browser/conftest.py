"""The sample site behind nginx, and a Chromium that looks at it. Nothing is downloaded; what is
missing fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from selenium import webdriver

from tests.browser.browser import Browser, Served, start_driver
from tests.support.projects import copy_sample
from tests.support.web import nginx

INSIDE = """
include /etc/nginx/mime.types; types {{ text/calendar ics; }}
location /science/ {{ alias {output}/; error_page 404 /science/404.html; }}
location /science/en/ {{ alias {output}/en/; error_page 404 /science/en/404.html; }}
location / {{ return 410; }}
"""
"""The site at a sub-path, and nothing beside it."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample site, built for the address at which nginx serves it: a sub-path."""
    folder = tmp_path_factory.mktemp("served")
    output = folder / "output"
    with nginx(output, folder / "run", INSIDE.format(output=output)) as root:
        report = copy_sample(folder / "project").build(output, base_url=root + "science/")
        assert not report.problems, report.problems
        yield Served(root + "science/", output)


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
