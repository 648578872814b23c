"""serve: preview the site while editing it."""

from __future__ import annotations

import argparse
from socket import socket

from tourbook.build.live import Change, LiveSite
from tourbook.common.problems import Message, Problem

from .base import Command, Run, UsageError, print_problems, save_crash
from .preview import Listeners, Preview
from .preview_server import is_loopback, open_port, serve, tell_browsers

DEFAULT_PORT = 8000
MAX_PORT = 65_535
OTHER_PORTS = 20
"""Ports after the default one that are tried if that is taken."""


def run_serve(run: Run) -> int:
    run.check_project()
    run.check_links()
    sockets = _open_port(run)
    host, port = run.args.host, sockets[0].getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    options = run.make_build_options()._replace(
        base_url=run.args.base_url or address,
        include_drafts=not run.args.no_drafts,
    )
    site = LiveSite(options)
    preview = Preview(site, run.args.lang, _make_listeners(run, site))
    preview.start()
    run.print_error(
        f"预览：{address}（按 Ctrl+C 停止）", f"preview: {address} (press Ctrl+C to stop)"
    )
    try:
        serve(preview, sockets, host, run.root)
    finally:
        site.save()
    return 0


def _open_port(run: Run) -> list[socket]:
    """Sockets on the port that was asked for, or else on the first free one from the usual one on.
    Raises UsageError."""
    host, chosen_port = run.args.host, run.args.port
    if not is_loopback(host):
        run.print_error(
            f"{host} 不只是本机：网络里的其他人也能看到预览，包括草稿",
            f"{host} is not this machine alone: others in the network see the preview, too, with "
            f"its drafts",
        )
    last = min(MAX_PORT, (chosen_port or DEFAULT_PORT) + OTHER_PORTS)
    ports = [chosen_port] if chosen_port else range(DEFAULT_PORT, last + 1)
    try:
        sockets = open_port(host, ports)
    except OSError as e:
        raise UsageError(
            f"端口 {ports[0]} 不能用：{e}。换一个，例如 --port {ports[0] % MAX_PORT + 1}",
            f"port {ports[0]} cannot be used: {e}; name another one, such as --port "
            f"{ports[0] % MAX_PORT + 1}",
        ) from e
    return sockets


def _make_listeners(run: Run, site: LiveSite) -> Listeners:
    printed: list[Problem] = []

    def print_change(change: Change, seconds: float) -> None:
        if change != Change.PROBLEMS:
            run.print_status(
                f"有改动，页面已更新，用时 {seconds:.2f} 秒",
                f"pages follow a change, after {seconds:.2f} s",
            )

    def print_new_problems(problems: list[Problem]) -> None:
        if problems != printed:
            printed[:] = problems
            print_problems(run, problems, site.texts)

    def report_crash(e: Exception) -> Message:
        message = save_crash(run, e)
        run.print_error(*message)
        return message

    return Listeners(tell_browsers, print_change, print_new_problems, report_crash)


def parse_port(text: str) -> int:
    """Option type: a port."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= MAX_PORT):
        raise argparse.ArgumentTypeError(
            f"not a port from 1 to {MAX_PORT} / 端口是 1 到 {MAX_PORT} 的整数: {text!r}"
        )
    return int(text)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on / 监听地址")
    parser.add_argument(
        "--port",
        type=parse_port,
        help=f"port (default: {DEFAULT_PORT}, or the next one that is free) / 端口",
    )
    parser.add_argument("--no-drafts", action="store_true", help="leave drafts out / 不显示草稿")


COMMAND = Command(run_serve, _add_arguments)
