"""The preview answers its own pages, and no page or name of a stranger; over real sockets."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator

import pytest

from tourbook.commands.preview import is_own_host, make_application

PAGE = "<!DOCTYPE html><html><head></head><body>x</body></html>"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of a folder with one page, beside a file that is none of it."""
    root = tmp_path_factory.mktemp("preview")
    (root / "secret.txt").write_text("secret")
    folder = root / "site"
    (folder / "a").mkdir(parents=True)
    for name in ("index.html", "a/index.html"):
        (folder / name).write_text(PAGE)
    started: list[tuple[int, asyncio.AbstractEventLoop]] = []
    is_ready = threading.Event()

    def run() -> None:
        async def listen() -> None:
            server = make_application(folder, "127.0.0.1", 80).listen(0, "127.0.0.1")
            sockets = server._sockets.values()
            started.append((next(iter(sockets)).getsockname()[1], asyncio.get_running_loop()))
            is_ready.set()

        loop = asyncio.new_event_loop()
        loop.run_until_complete(listen())
        loop.run_forever()

    logging.getLogger("tornado").setLevel(logging.CRITICAL + 1)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert is_ready.wait(5)
    yield started[0][0]
    started[0][1].call_soon_threadsafe(started[0][1].stop)
    thread.join(5)


def ask(port: int, path: str, *, host: str = "", **headers: str) -> tuple[int, bytes]:
    """The status and the beginning of the answer."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}"]
    headers = {"Connection": "close", **headers}
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        raw = connection.recv(65536)
        is_closed = headers["Connection"] == "close"
        while len(raw) < 65536 and is_closed and (more := connection.recv(65536)):
            raw += more
    return int(raw.split(b" ", 2)[1]), raw


def ask_for_socket(port: int, origin: str) -> int:
    return ask(
        port,
        "/livereload",
        Connection="Upgrade",
        Upgrade="websocket",
        Origin=origin,
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
        Sec_WebSocket_Version="13",
    )[0]


def test_pages_come_with_the_script_that_reloads_them(port: int) -> None:
    for path in ("/", "/a/"):
        status, raw = ask(port, path)
        assert (status, b"/livereload.js?port=80" in raw, b"nosniff" in raw) == (200, True, True)
    assert ask(port, "/livereload.js")[0] == 200


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8000", "192.168.1.7:8000"])
def test_names_of_this_machine_are_answered(port: int, host: str) -> None:
    assert ask(port, "/", host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:1", "[", "x@evil:9"])
def test_a_strangers_name_that_leads_here_is_refused(port: int, host: str) -> None:
    for path in ("/", "/livereload.js", "/livereload"):
        status, raw = ask(port, path, host=host)
        assert status in (400, 403)
        assert b"<body>x" not in raw


def test_a_bound_name_is_a_name_of_this_machine() -> None:
    assert is_own_host("Preview.museum:8000", "preview.museum")
    assert not is_own_host("", "127.0.0.1")


def test_only_pages_of_the_preview_are_told_of_reloads(port: int) -> None:
    assert ask_for_socket(port, f"http://127.0.0.1:{port}") == 101
    for origin in ("http://evil.example", "null", f"http://localhost:{port}.evil.example"):
        assert ask_for_socket(port, origin) == 403
    assert ask(port, "/forcereload")[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/%00", "/a%00b", "/..", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"),
        *("/a/../../secret.txt", "/" + "x" * 5000, "/%ff", "/\x1b[31m", "//etc/passwd"),
        "/%0a::error",
    ],
)
def test_odd_paths_are_not_found_and_leave_no_trace(
    port: int, path: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    status, raw = ask(port, path)
    assert status in (400, 403, 404)
    assert b"secret" not in raw.partition(b"\r\n\r\n")[2]
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")
