"""Preview: build, serve, build again when a file changes, and tell the browser to reload.

The only importer of `livereload` and `tornado`. livereload serves the preview folder and injects
its script; what triggers a reload is a digest of all sources, looked at twice a second, so a burst
of saves is one build, and a new file with an old date is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def serve(
    folder: Path,
    host: str,
    port: int,
    digest_sources: Callable[[], bytes],
    rebuild: Callable[[], None],
) -> None:
    """Serve a folder until interrupted. `state` is a digest of the sources, `rebuild` never raises.
    Raises OSError where the port is taken."""
    import asyncio
    import logging

    from livereload import Server
    from livereload.handlers import LiveReloadHandler
    from tornado.ioloop import IOLoop, PeriodicCallback

    logging.getLogger("livereload").setLevel(logging.WARNING)
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    seen = {"built": digest_sources(), "last": b""}

    def rebuild_if_changed() -> None:
        now = digest_sources()
        if now == seen["built"]:
            return
        if now != seen["last"]:  # still changing: wait until it is quiet
            seen["last"] = now
            return
        seen["built"] = now
        rebuild()
        for waiter in list(LiveReloadHandler.waiters):
            waiter.send_message({"command": "reload", "path": "", "liveCSS": True, "liveImg": True})

    try:
        asyncio.get_event_loop()
    except RuntimeError:
        asyncio.set_event_loop(asyncio.new_event_loop())
    server = Server()
    server.setHeader("Cache-Control", "no-store")
    IOLoop.current().add_callback(lambda: PeriodicCallback(rebuild_if_changed, 500).start())
    server.serve(port=port, host=host, root=str(folder), open_url_delay=None, restart_delay=0)
