"""The preview server: serve a folder, rebuild when a source changes, and make the browser reload.

The only importer of `livereload` and `tornado`. livereload serves the folder and injects its
script. Twice a second the digest of all sources is compared, so a burst of saves is one build, and
a new file with an old date is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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

    from livereload import Server
    from livereload.handlers import LiveReloadHandler
    from tornado.ioloop import IOLoop, PeriodicCallback

    logging.getLogger("livereload").setLevel(logging.WARNING)
    logging.getLogger("tornado.access").setLevel(logging.ERROR)

    def reload_browsers() -> None:
        message = {"command": "reload", "path": "", "liveCSS": True, "liveImg": True}
        for waiter in list(LiveReloadHandler.waiters):
            waiter.send_message(message)

    try:
        asyncio.get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
    poller = _Poller(digest_sources, rebuild, reload_browsers)
    server = Server()
    server.setHeader("Cache-Control", "no-store")
    IOLoop.current().add_callback(lambda: PeriodicCallback(poller.poll, POLL_INTERVAL_MS).start())
    server.serve(port=port, host=host, root=str(folder), open_url_delay=None, restart_delay=0)
