"""The server of a preview. The only importer of `livereload`, which brings the script and the web
socket by which browsers are told of changes, and of `tornado`.

The browser that looks at the preview looks at other pages, too. They get nothing: only addresses of
this machine are answered (a stranger's name may lead here, too), and only pages of the preview are
told of changes.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import logging
import mimetypes
import re
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, ErrorHandler, RequestHandler

from tourbook.browser_editor.page import FOLDER as EDITOR_FOLDER
from tourbook.browser_editor.settings import API_PATH
from tourbook.build.live import Change
from tourbook.build.served_site import Answer
from tourbook.common.urls import encode_path, normalize_path
from tourbook.site.feeds.headers import find_file_headers

from .local_editor import EditorFile, LocalEditor
from .overlay import PROBLEMS_PATH, SCRIPT
from .preview import Preview
from .watching import is_remote, read_mounts, watch_sources

_COMMANDS = {
    Change.PAGES: {"path": "", "liveCSS": False},
    Change.STYLES: {"path": "*.css", "liveCSS": True},  # no page has it: all are taken anew
    Change.PROBLEMS: {"path": PROBLEMS_PATH, "liveCSS": False},
}
"""Change -> the command in the protocol of livereload."""
_EMPTY_PAGE = b'<!DOCTYPE html><html><head><meta charset="utf-8"><title>-</title></head></html>'


def tell_browsers(change: Change) -> None:
    for waiter in list(LiveReloadHandler.waiters):
        waiter.send_message({"command": "reload", "liveImg": False, **_COMMANDS[change]})


# ---- who is answered -------------------------------------------------------------------------


def is_own_host(header: str, host: str) -> bool:
    """Whether a Host header names this machine: as localhost, by the name that the server was
    given, or by a number, which no stranger's name server can redirect."""
    try:
        name = urlsplit("//" + header).hostname or ""
    except ValueError:
        return False
    if name in ("localhost", host.lower()):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether it is a name or number of this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_own_origin(origin: str, host_header: str) -> bool:
    """Whether the page of a websocket is one of the preview."""
    return origin.partition("://")[2].lower() == host_header.lower()


class PreviewApplication(Application):
    """The answers of the server that listens on `host`."""

    def __init__(self, preview: Preview, host: str) -> None:
        self._host = host
        preview_options = {"preview": preview}
        editor = LocalEditor(preview) if is_loopback(host) else None
        super().__init__(
            [
                (r"/livereload", PreviewSocket),
                (r"/livereload\.js", LiveReloadJSHandler),
                (r"/livereload/overlay\.js", OverlayHandler),
                (r"/livereload/status", StatusHandler, preview_options),
                (rf"/{API_PATH}", EditorSavingHandler, {"editor": editor}),
                (r"/.*", PageHandler, {"editor": editor, **preview_options}),
            ],
            log_function=lambda _: None,
        )

    def find_handler(self, request: Any, **kwargs: Any) -> Any:
        if not is_own_host(request.host, self._host):
            return self.get_handler_delegate(request, ErrorHandler, {"status_code": 403})
        return super().find_handler(request, **kwargs)


class PreviewSocket(LiveReloadHandler):  # type: ignore[misc]
    def check_origin(self, origin: str) -> bool:
        return is_own_origin(origin, self.request.host)

    def on_message(self, message: str) -> None:
        try:
            super().on_message(message)
        except (ValueError, AttributeError, TypeError):
            self.close()


# ---- answers ---------------------------------------------------------------------------------


class PreviewHandler(RequestHandler):
    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")


class OverlayHandler(PreviewHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(SCRIPT.read_bytes())


class StatusHandler(PreviewHandler):
    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def get(self) -> None:
        self.finish(self.preview.get_status())


class PageHandler(PreviewHandler):
    """Whatever the site has at an address, and the browser editor, if site.yaml turns it on."""

    def initialize(self, preview: Preview, editor: LocalEditor | None) -> None:
        self.preview, self.editor = preview, editor

    def get(self) -> None:
        path = parse_path(self.request.path)
        if file := self._find_editor_file(path):
            self.set_header("Content-Type", file.content_type)
            self.set_header("Content-Security-Policy", f"{file.policy}; frame-ancestors 'none'")
            self.finish(file.content)
            return
        number = self.get_query_argument("draft", "")
        if number and self.editor and (draft := self.editor.find_draft(path, number)):
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(draft)
            return
        answer = self.preview.find(path)
        if answer is None and path and self.preview.find(path + "/"):
            self.redirect(f"/{encode_path(path)}/")
            return
        if answer is None:
            self.set_status(404)
            answer = self.preview.find_missing_page(path)
        self._finish_with(answer)

    head = get

    def _find_editor_file(self, path: str) -> EditorFile | None:
        if self.editor is None or not path.startswith(EDITOR_FOLDER):
            return None
        return self.editor.find_file(path.removeprefix(EDITOR_FOLDER))

    def _finish_with(self, answer: Answer) -> None:
        content, content_type = answer.content, find_content_type(answer.path)
        if not (content or answer.is_whole):
            self.set_status(500)
        self.set_header("Content-Type", content_type)
        if content_type.startswith("text/html"):
            port = urlsplit("//" + self.request.host).port or 80
            content = inject_scripts(content or _EMPTY_PAGE, self.preview.version, port)
        elif part := parse_range(self.request.headers.get("Range", ""), len(content)):
            self.set_status(206)
            self.set_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{len(content)}")
            content = content[part]
        self.finish(content)


class EditorSavingHandler(PreviewHandler):
    """Takes what the browser editor saves: from the editor's own page on this machine alone."""

    def initialize(self, editor: LocalEditor | None) -> None:
        self.editor = editor

    def post(self) -> None:
        if self.editor is None or not self._comes_from_editor():
            self.set_status(403)
            self.finish({"error": "only the editor of this preview may save"})
            return
        reply = self.editor.answer(self.request.body)
        self.set_status(reply.status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(reply.content))

    def _comes_from_editor(self) -> bool:
        """Pages of other sites cannot send this type without being asked, nor another origin; a
        stranger's name that leads here is none of this machine."""
        request = self.request
        origin, media_type = (request.headers.get(n, "") for n in ("Origin", "Content-Type"))
        return (
            is_loopback(urlsplit("//" + request.host).hostname or "")
            and is_loopback(request.remote_ip or "")
            and is_own_origin(origin, request.host)
            and media_type.partition(";")[0].strip().lower() == "application/json"
        )


def parse_path(raw: str) -> str:
    """The site path of an address."""
    return normalize_path(unquote_to_bytes(raw).decode(errors="replace").removeprefix("/"))


def parse_range(header: str, length: int) -> slice | None:
    """The part of a file that a player of films asks for; None for the whole."""
    match = re.fullmatch(r"bytes=(\d{1,18})-(\d{0,18})", header)
    if not match:
        return None
    start = int(match[1])
    stop = min(int(match[2]) + 1, length) if match[2] else length
    return slice(start, stop) if start < stop else None


def find_content_type(path: str) -> str:
    """The type of what lies at a site path, as hosts give it."""
    if path == "" or path.endswith("/"):
        return "text/html; charset=utf-8"
    for header in find_file_headers(path):
        name, _, value = header.partition(": ")
        if name == "Content-Type":
            return value
    guess = mimetypes.guess_type(path)[0] or "application/octet-stream"
    is_text = guess.startswith("text/") or guess.endswith(("javascript", "json", "xml"))
    return f"{guess}; charset=utf-8" if is_text else guess


def inject_scripts(page: bytes, version: str, port: int) -> bytes:
    """The page with the scripts of the preview at the end of its head."""
    scripts = (
        f'<script defer src="/livereload/overlay.js?version={version}"></script>'
        f'<script defer src="/livereload.js?port={port}"></script>'
    )
    head, end, rest = page.partition(b"</head>")
    return head + scripts.encode() + end + rest


# ---- the server ------------------------------------------------------------------------------


def open_port(host: str, ports: Iterable[int]) -> list[socket]:
    """Sockets that listen on the first of the ports that is free. Raises OSError if none is."""
    failure = OSError()
    for port in ports:
        try:
            return bind_sockets(port, host)
        except OSError as e:
            failure = e
    raise failure


def serve(preview: Preview, sockets: list[socket], host: str, root: Path) -> None:
    """Answer, and follow the files below `root`. Raises KeyboardInterrupt once interrupted or
    terminated."""
    for name in ("livereload", "tornado"):  # what a stranger sends is not to be printed
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    async def run() -> None:
        _follow_termination()
        HTTPServer(PreviewApplication(preview, host)).add_sockets(sockets)
        preview.check_when_idle()
        is_polling = is_remote(root, read_mounts())
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(preview.follow_clock())
            tasks.create_task(watch_sources(root, preview.follow, is_polling=is_polling))

    try:
        asyncio.run(run())
    except asyncio.CancelledError as e:
        raise KeyboardInterrupt from e


def _follow_termination() -> None:
    """Cancel this task once the process is terminated, as `asyncio.run` does once it is
    interrupted: between two steps, for an exception in the midst of one may be lost."""
    if task := asyncio.current_task():
        with suppress(NotImplementedError):  # Windows has no such signal
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
