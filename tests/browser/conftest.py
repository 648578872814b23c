"""The sample site behind nginx, and a Chromium that looks at it. Nothing is downloaded; what is missing fails."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from tests.browser.browser import Browser
from tests.conftest import copy_of_sample

CONFIG = """
daemon off;
master_process off;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{ worker_connections 64; }}
http {{
  include {mime_types};
  types {{ text/calendar ics; }}
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path {run}/body; proxy_temp_path {run}/proxy; fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location /science/ {{ alias {output}/; error_page 404 /science/404.html; }}
    location /science/en/ {{ alias {output}/en/; error_page 404 /science/en/404.html; }}
    location / {{ return 410; }}
  }}
}}
"""


def program(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/lib/chromium")
        if found:
            return found
    pytest.fail(f"no {' or '.join(names)}: scripts/test-tools.sh installs it")


@dataclass(frozen=True)
class Served:
    base: str
    output: Path

    def files(self) -> list[str]:
        return sorted(p.relative_to(self.output).as_posix() for p in self.output.rglob("*") if p.is_file())


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample site, built for the address at which nginx serves it: a sub-path."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    base, output, run = f"http://127.0.0.1:{port}/science/", folder / "output", folder / "run"
    report = copy_of_sample(folder / "project").build(output, base_url=base)
    assert not report.problems, report.problems
    run.mkdir()
    config = run / "nginx.conf"
    config.write_text(CONFIG.format(run=run, port=port, output=output, mime_types="/etc/nginx/mime.types"))
    server = subprocess.Popen([program("nginx"), "-p", str(run), "-e", str(run / "error.log"), "-c", str(config)])
    try:
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (run / "error.log").read_text()
            time.sleep(0.05)
        else:
            pytest.fail("nginx does not answer")
        yield Served(base, output)
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def _drivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], webdriver.Chrome]]:
    started: list[webdriver.Chrome] = []

    def start() -> webdriver.Chrome:
        if started:
            return started[0]
        options = Options()
        options.binary_location = program("chromium", "chromium-browser", "google-chrome")
        options.page_load_strategy = "normal"
        for argument in (
            "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,900",
            f"--user-data-dir={tmp_path_factory.mktemp('chromium')}", "--lang=zh-CN",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        ):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        started.append(webdriver.Chrome(options=options, service=Service(program("chromedriver"))))
        started[0].set_page_load_timeout(30)
        return started[0]

    yield start
    for driver in started:
        driver.quit()


@pytest.fixture
def browser(_drivers: Callable[[], webdriver.Chrome]) -> Iterator[Browser]:
    """The browser of this test process, with JavaScript, in light colours, 1280 pixels wide."""
    found = Browser(_drivers())
    found.reset()
    yield found
    found.reset()
