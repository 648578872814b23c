"""The units with which systemd builds a site past midnight, in the time zones of the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tourbook.common.patterns import compile_late

_PLAIN_WORD = compile_late(r"[\w/.:+=@,-]+")
_SERVICE = """\
[Unit]
Description=Build and publish the site in {folder}
Wants=network.target

[Service]
Type=oneshot
User={user}
ExecStart={command}
Nice=10
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={quoted_folder}
"""
_TIMER = """\
[Unit]
Description=The site in {folder} changes past midnight

[Timer]
{calendar}
Persistent=true

[Install]
WantedBy=timers.target
"""


def make_units(
    folder: Path, command: Sequence[str], zones: Sequence[str], user: str
) -> dict[str, str]:
    """File -> text: a service that runs the command, and a timer for it (systemd.service(5),
    systemd.timer(5))."""
    name = "tourbook-" + (re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.name).strip("-") or "site")
    calendar = "\n".join(f"OnCalendar=*-*-* 00:05:00 {zone}" for zone in zones)
    service = _SERVICE.format(
        folder=_escape_specifiers(str(folder)),
        quoted_folder=quote_word(str(folder)),
        user=user,
        command=" ".join(map(quote_word, command)),
    )
    timer = _TIMER.format(folder=_escape_specifiers(str(folder)), calendar=calendar)
    return {f"{name}.service": service, f"{name}.timer": timer}


def quote_word(word: str) -> str:
    """A word of a command line or of a list of paths (systemd.service(5), Command lines)."""
    text = _escape_specifiers(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return text if _PLAIN_WORD.fullmatch(word) else f'"{text}"'


def _escape_specifiers(text: str) -> str:
    return text.replace("%", "%%")
