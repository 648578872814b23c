"""The preview server: serve a folder, rebuild when a source changes, and make the browser reload.

The only importer of `livereload` and `tornado`. livereload serves the folder and injects its
script. Twice a second the digest of all sources is compared, so a burst of saves is one build, and
a new file with an old date is noticed.

The browser that looks at the preview looks at other pages, too. They get nothing: only addresses of
this machine are answered (a stranger's name may lead here, too), and only pages of the preview are
told of reloads.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tornado.web import Application

POLL_INTERVAL_MS = 500


class _Poller:
    """Rebuilds once the sources have changed and then stayed the same for one interval."""

    def __init__(
        self,
        digest_sources: Callable[[], bytes],
        rebuild: Callable[[], None],
        reload_browsers: Callable[[], None],
    ) -> None:
        self._digest_sources, self._rebuild = digest_sources, rebuild
        self._reload_browsers = reload_browsers
        self._built = digest_sources()
        self._latest = b""

    def poll(self) -> None:
        digest = self._digest_sources()
        if digest == self._built:
            return
        if digest != self._latest:
            self._latest = digest
            return
        self._built = digest
        self._rebuild()
        self._reload_browsers()


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


def is_own_origin(origin: str, host_header: str) -> bool:
    """Whether the page of a websocket is one of the preview."""
    return origin.partition("://")[2].lower() == host_header.lower()


def make_application(folder: Path, host: str, port: int) -> Application:
    """The server's answers; without the address that makes all browsers reload."""
    from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
    from livereload.server import LiveScriptInjector
    from tornado.web import Application, ErrorHandler

    class PreviewSocket(LiveReloadHandler):  # type: ignore[misc]
        def check_origin(self, origin: str) -> bool:
            return is_own_origin(origin, self.request.host)

        def on_message(self, message: str) -> None:
            try:
                super().on_message(message)
            except (ValueError, AttributeError, TypeError):
                self.close()

    class PreviewFile(StaticFileHandler):  # type: ignore[misc]
        def set_default_headers(self) -> None:
            self.set_header("Cache-Control", "no-store")
            self.set_header("X-Content-Type-Options", "nosniff")

        def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
            from tornado.web import HTTPError

            try:
                path: str | None = super().validate_absolute_path(root, absolute_path)
            except (ValueError, OSError):  # a path that no system has
                raise HTTPError(404) from None
            return path

    class PreviewApplication(Application):
        def find_handler(self, request: Any, **kwargs: Any) -> Any:
            if not is_own_host(request.host, host):
                return self.get_handler_delegate(request, ErrorHandler, {"status_code": 403})
            return super().find_handler(request, **kwargs)

    class ScriptInjector(LiveScriptInjector):  # type: ignore[misc]
        script = f'<script src="/livereload.js?port={port}"></script>'.encode()

    return PreviewApplication(
        [
            (r"/livereload", PreviewSocket),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/(.*)", PreviewFile, {"path": str(folder), "default_filename": "index.html"}),
        ],
        transforms=[ScriptInjector],
        log_function=lambda _: None,
    )


def serve(
    folder: Path,
    host: str,
    port: int,
    digest_sources: Callable[[], bytes],
    rebuild: Callable[[], None],
) -> None:
    """Serve a folder until interrupted. `rebuild` must not raise. Raises OSError if the port is
    taken."""
    import asyncio
    import logging

    from livereload.handlers import LiveReloadHandler
    from tornado.ioloop import PeriodicCallback

    for name in ("livereload", "tornado"):  # what a stranger sends is not to be printed
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def reload_browsers() -> None:
        message = {"command": "reload", "path": "", "liveCSS": True, "liveImg": True}
        for waiter in list(LiveReloadHandler.waiters):
            waiter.send_message(message)

    async def run() -> None:
        poller = _Poller(digest_sources, rebuild, reload_browsers)
        make_application(folder, host, port).listen(port, address=host)
        PeriodicCallback(poller.poll, POLL_INTERVAL_MS).start()
        await asyncio.Event().wait()

    asyncio.run(run())
