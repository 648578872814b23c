"""What hosts take at most, and a warning before a site has grown so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems
from tourbook.schema.site import Host
from tourbook.sources.paths import SITE_FILE

from .outputs import Output

WARNING_SHARE = 0.8
"""Of a limit."""
MAX_LISTED_KINDS = 3
_HOST_LOCATION = Location(SITE_FILE).child("host")


class HostLimits(NamedTuple):
    """None: the host names no limit."""

    name: str
    max_files: int | None = None
    max_bytes: int | None = None
    """Of the whole site."""
    counts_folders: bool = False
    """Whether a folder counts as a file."""


HOST_LIMITS: dict[Host, HostLimits] = {
    # docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits, 2026-11
    "github-pages": HostLimits("GitHub Pages", max_bytes=1 << 30),
    # developers.cloudflare.com/pages/platform/limits, 2026-11; for those who pay 100,000
    "cloudflare-pages": HostLimits("Cloudflare Pages", max_files=20_000),
    # gitlab.com/gitlab-org/gitlab/-/issues/405048 and 500273, 2026-11: of gitlab.com
    "gitlab-pages": HostLimits("GitLab Pages", 200_000, 1 << 30, counts_folders=True),
}


def check_host(
    host: Host | None, outputs: Sequence[Output], byte_count: int, problems: Problems
) -> None:
    """Warn of a site that comes near a limit of its host. `byte_count` is that of the last
    build."""
    if host is None:
        return
    limits = HOST_LIMITS[host]
    file_count = len(outputs) + (_count_folders(outputs) if limits.counts_folders else 0)
    if limits.max_files and file_count > WARNING_SHARE * limits.max_files:
        problems.add_warning(
            "host-limit",
            _HOST_LOCATION,
            Message(
                f"{limits.name} 最多收 {limits.max_files} 个文件，这个网站有 {file_count} 个",
                f"{limits.name} takes at most {limits.max_files:,} files; this site has "
                f"{file_count:,}",
            ),
            _advise(outputs),
        )
    if limits.max_bytes and byte_count > WARNING_SHARE * limits.max_bytes:
        size, limit = (f"{count / 1_000_000:.0f} MB" for count in (byte_count, limits.max_bytes))
        problems.add_warning(
            "host-limit",
            _HOST_LOCATION,
            Message(
                f"{limits.name} 最多收 {limit}，这个网站上次生成有 {size}",
                f"{limits.name} takes at most {limit}; this site had {size} at the last build",
            ),
            _advise(outputs),
        )


def _count_folders(outputs: Sequence[Output]) -> int:
    folders = {parent for output in outputs for parent in PurePosixPath(output.path).parents}
    return len(folders)


def _advise(outputs: Sequence[Output]) -> Message:
    """What there is most of, by its name in `pages` and `feeds` of site.yaml."""
    counts = Counter(output.kind for output in outputs).most_common(MAX_LISTED_KINDS)
    zh = "、".join(f"{kind} {count} 个" for kind, count in counts)
    en = ", ".join(f"{kind} {count:,}" for kind, count in counts)
    return Message(
        f"最多的是 {zh}；用 site.yaml 的 pages 和 feeds 只生成需要的，或换一个托管",
        f"most are {en}; build only what is needed, with `pages` and `feeds` of site.yaml, or "
        f"choose another host",
    )
