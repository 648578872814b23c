"""A real web server over an output folder, for tests that ask for files as the world does."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.projects import REPO

_MAIN = """
daemon off;
master_process off;
pid {run}/nginx.pid;
error_log {run}/error.log;
events {{ worker_connections 64; }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path {run}/body; proxy_temp_path {run}/proxy; fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
  server {{
    listen 127.0.0.1:{port}{shared};
    root {output};
    {inside}
  }}
}}
"""
PUBLISHED = (REPO / "docs/hosting/nginx.conf").read_text(encoding="utf-8")
"""The lines that the documentation gives to webmasters."""


def program(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(
            name, path="/usr/sbin:/usr/local/sbin:/usr/lib/chromium"
        )
        if found:
            return found
    pytest.fail(f"no {' or '.join(names)}: scripts/test-tools.sh installs it")


def find_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_answering(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def preview(root: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """`tourbook serve` of a project, for the time of the block; gives the address."""
    port = find_free_port()
    command = [sys.executable, str(REPO / "build.py"), "serve", "--root", str(root), *options]
    server = subprocess.Popen(
        [*command, "--port", str(port)],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            if is_answering(port):
                break
            assert server.poll() is None, "the preview has ended"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def nginx(
    output: Path, run: Path, inside: str = PUBLISHED, shared_port: int | None = None
) -> Iterator[str]:
    """nginx with `output` as its root and `inside` in its server block, for the time of the block;
    gives the address. What it writes of its own goes to the folder `run`. Several that serve the same
    can share a port."""
    run.mkdir(parents=True, exist_ok=True)
    port = shared_port or find_free_port()
    shared = " reuseport" if shared_port else ""
    config = run / "nginx.conf"
    config.write_text(_MAIN.format(run=run, port=port, shared=shared, output=output, inside=inside))
    errors = run / "error.log"
    server = subprocess.Popen(
        [program("nginx"), "-p", str(run), "-e", str(errors), "-c", str(config)]
    )
    try:
        for _ in range(100):
            if is_answering(port):
                break
            assert server.poll() is None, errors.read_text()
            time.sleep(0.05)
        else:
            pytest.fail("nginx does not answer")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(10)
