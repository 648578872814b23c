"""The preview answers its own pages, and no page or name of a stranger; over real sockets."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tornado.httpserver import HTTPServer

from tests.support import tiny_theme
from tests.support.projects import TODAY, Project
from tests.support.sources import SITE, SMALL
from tourbook.build.live import LiveSite
from tourbook.build.options import BuildOptions
from tourbook.commands.preview import Listeners, Preview
from tourbook.commands.preview_server import (
    PreviewApplication,
    find_content_type,
    inject_scripts,
    is_own_host,
    open_port,
    parse_range,
    serve,
    tell_browsers,
)
from tourbook.common.problems import Message

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' width='1'/>"
FILES: dict[str, str | bytes | None] = {
    **SMALL,
    **tiny_theme.list_theme_files(),
    "content/site.yaml": SITE + "theme: tiny\nlanguages: [zh, en]\n",
    "content/pages/岗位/index.md": "---\ntitle: 岗位\naliases: [/old/]\n---\n![](图.svg)\n",
    "content/pages/岗位/图.svg": PICTURE,
}


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    root = tmp_path_factory.mktemp("preview")
    (root / "secret.txt").write_text("secret")
    Project(root).write(FILES)
    site = LiveSite(BuildOptions(root, root / "output", lambda _zone: TODAY))
    listeners = Listeners(
        tell_browsers,
        lambda _change, _seconds: None,
        lambda _problems: None,
        lambda e: Message(str(e), str(e)),
    )
    preview = Preview(site, "zh", listeners)
    preview.start()
    return preview


@pytest.fixture(scope="module")
def port(preview: Preview) -> Iterator[int]:
    """A server of a small site, beside a file that is none of it."""
    sockets = open_port("127.0.0.1", [0])
    loops: list[asyncio.AbstractEventLoop] = []
    is_ready = threading.Event()

    def run() -> None:
        async def listen() -> None:
            HTTPServer(PreviewApplication(preview, "127.0.0.1")).add_sockets(sockets)
            loops.append(asyncio.get_running_loop())
            is_ready.set()

        loop = asyncio.new_event_loop()
        loop.run_until_complete(listen())
        loop.run_forever()

    logging.getLogger("tornado").setLevel(logging.CRITICAL + 1)
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert is_ready.wait(5)
    yield sockets[0].getsockname()[1]
    loops[0].call_soon_threadsafe(loops[0].stop)
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
    for path in ("/", "/stops/first/"):
        status, raw = ask(port, path)
        assert status == 200 and f"/livereload.js?port={port}".encode() in raw
        assert b"nosniff" in raw and b"no-store" in raw
    assert ask(port, "/livereload.js")[0] == ask(port, "/livereload/overlay.js")[0] == 200
    assert b"livereload" not in ask(port, "/all.ics")[1]


def test_a_page_is_that_of_a_build_but_for_the_scripts(port: int, preview: Preview) -> None:
    page = preview.site.find("stops/first/")
    assert page
    _, _, body = ask(port, "/stops/first/")[1].partition(b"\r\n\r\n")
    assert inject_scripts(page.content, preview.version, port) == body
    scripts = inject_scripts(b"", preview.version, port)
    assert scripts and body.replace(scripts, b"") == page.content
    assert inject_scripts(b"<head></head>x", "1", 1).endswith(b"</script></head>x")


def test_addresses_are_those_of_a_host(port: int) -> None:
    for path, status, inside in (
        ("/stops/first", 302, "Location: /stops/first/"),
        ("/%E5%B2%97%E4%BD%8D", 302, "Location: /%E5%B2%97%E4%BD%8D/"),
        ("/%E5%B2%97%E4%BD%8D/", 200, "岗位"),
        ("/%E5%B2%97%E4%BD%8D/%E5%9B%BE.svg", 200, PICTURE.decode()),
        ("/old/", 200, "岗位"),
        ("/stops/first/calendar.ics", 200, "text/calendar; charset=utf-8"),
        ("/news.atom", 200, "application/atom+xml; charset=utf-8"),
        ("/nowhere/", 404, "overlay.js"),
        ("/stops/first?x=1", 302, "Location: /stops/first/"),
        ("/schedule.yaml", 404, ""),
    ):
        found, raw = ask(port, path)
        assert (found, inside in raw.decode()) == (status, True), (path, raw)


def test_a_missing_page_speaks_the_language_of_its_address(preview: Preview) -> None:
    for path, expected in (("x/", "404.html"), ("en/x/", "en/404.html"), ("en", "404.html")):
        assert preview.find_missing_page(path).path == expected


def test_types_and_parts_of_files() -> None:
    assert find_content_type("a/b.css") == "text/css; charset=utf-8"
    assert find_content_type("a/b.js").endswith("javascript; charset=utf-8")
    assert (find_content_type("a.webp"), find_content_type("a")) == (
        "image/webp",
        "application/octet-stream",
    )
    assert parse_range("bytes=2-", 5) == slice(2, 5) and parse_range("bytes=1-9", 5) == slice(1, 5)
    for header in ("", "bytes=5-", "bytes=3-2", "bytes=-1", "pages=1-2", "bytes=0-1,3-4"):
        assert parse_range(header, 5) is None


def test_part_of_a_file(port: int) -> None:
    status, raw = ask(port, "/%E5%B2%97%E4%BD%8D/%E5%9B%BE.svg", Range="bytes=1-3")
    assert status == 206 and raw.endswith(b"\r\n\r\nsvg")
    assert f"Content-Range: bytes 1-3/{len(PICTURE)}".encode() in raw


def test_an_error_of_tourbooks_own_is_shown_like_others(
    preview: Preview, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("</script><b>no")

    with monkeypatch.context() as broken:
        broken.setattr(LiveSite, "find", fail)
        assert ask(port, "/")[0] == 500
        errors = preview.get_status()["errors"]
        assert errors == {"title": "Tourbook 自身出错", "text": "</script><b>no"}
    preview._crash = None
    assert ask(port, "/")[0] == 200
    assert preview.get_status()["errors"] is None


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8000", "192.168.1.7:8000"])
def test_names_of_this_machine_are_answered(port: int, host: str) -> None:
    assert ask(port, "/", host=host)[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:1", "[", "x@evil:9"])
def test_a_strangers_name_that_leads_here_is_refused(port: int, host: str) -> None:
    for path in ("/", "/livereload.js", "/livereload"):
        status, raw = ask(port, path, host=host)
        assert status in (400, 403)
        assert "光影".encode() not in raw


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


def test_a_signal_in_the_midst_of_a_step_is_not_lost(tmp_path: Path) -> None:
    class BusyPreview(Preview):
        """One whose first step meets the signal where no exception gets out."""

        def __init__(self) -> None: ...

        def follow(self) -> None: ...

        def check_when_idle(self) -> None:
            with suppress(KeyboardInterrupt):
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(0.01)

        async def follow_clock(self) -> None:
            await asyncio.sleep(10)
            raise AssertionError("the signal was lost")

    with pytest.raises(KeyboardInterrupt):
        serve(BusyPreview(), open_port("127.0.0.1", [0]), "127.0.0.1", tmp_path)


# ---- the browser editor ----------------------------------------------------------------------


def save(port: int, body: str = '{"action": "info"}', **headers: str) -> int:
    """The status of what the editor's page asks for; other headers replace its own."""
    own = {
        "Host": f"127.0.0.1:{port}",
        "Origin": f"http://127.0.0.1:{port}",
        "Content_Type": "application/json; charset=utf-8",
    }
    lines = ["POST /admin/api HTTP/1.1", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{n.replace('_', '-')}: {v}" for n, v in {**own, **headers}.items() if v]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        return int(connection.recv(65536).split(b" ", 2)[1])


def test_the_editor_is_off_unless_it_is_turned_on(port: int) -> None:
    assert ask(port, "/admin/")[0] == 404 and ask(port, "/admin/settings.json")[0] == 404


def test_only_the_page_of_the_editor_may_save(port: int) -> None:
    assert save(port, '{"action": "nothing"}') == 422
    strangers: list[dict[str, str]] = [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": f"http://127.0.0.1:{port + 1}"},
        {"Origin": f"http://localhost:{port}"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": "192.0.2.1", "Origin": "http://192.0.2.1"},
        {"Content_Type": "text/plain"},
        {"Content_Type": "application/x-www-form-urlencoded"},
        {"Content_Type": ""},
    ]
    for headers in strangers:
        assert save(port, **headers) == 403, headers


def test_nothing_is_saved_before_the_editor_is_turned_on(port: int) -> None:
    assert save(port) == 422


def test_a_preview_for_others_in_the_network_has_no_editor(preview: Preview) -> None:
    application = PreviewApplication(preview, "0.0.0.0")
    handlers = [rule.target_kwargs for rule in application.wildcard_router.rules]
    assert [kwargs["editor"] for kwargs in handlers if "editor" in kwargs] == [None, None]
