"""What has to be moved to a host, and in which order: what pages need comes before them, and what
no page needs any more goes last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tourbook.site.feeds.headers import find_file_headers

STORED_HEADERS = ("Content-Type", "Cache-Control")
"""What object stores (OSS, COS, S3) keep with a file. Whatever else they send, such as
Access-Control-Allow-Origin, is a setting of the bucket or the domain."""
PAGE_HEADERS = ("Cache-Control: public, max-age=0, must-revalidate",)
"""Else browsers keep a page for as long as they like."""


class Batch(NamedTuple):
    """Files that are moved together."""

    paths: tuple[str, ...]
    headers: tuple[str, ...] = ()
    """HTTP headers with which the host is to send them."""
    is_deletion: bool = False


def plan_deployment(files: Mapping[str, bytes], deployed: Mapping[str, bytes]) -> list[Batch]:
    """The batches that turn what was deployed into the site; both are path -> digest."""
    changed = sorted(path for path, digest in files.items() if deployed.get(path) != digest)
    batches = [Batch(tuple(paths), headers) for headers, paths in _group_by_headers(changed)]
    stale_paths = tuple(sorted(deployed.keys() - files.keys()))
    return [*batches, Batch(stale_paths, is_deletion=True)] if stale_paths else batches


def _group_by_headers(paths: list[str]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Files that never change first, pages last."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in paths:
        headers = filter(_is_stored, find_file_headers(path) or PAGE_HEADERS)
        groups[tuple(headers)].append(path)
    yield from sorted(groups.items(), key=lambda group: _rank(group[0]))


def _is_stored(header: str) -> bool:
    return header.partition(":")[0] in STORED_HEADERS


def _rank(headers: tuple[str, ...]) -> tuple[bool, bool, tuple[str, ...]]:
    return headers == PAGE_HEADERS, not any("immutable" in header for header in headers), headers
