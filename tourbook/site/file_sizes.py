"""Files that are published as they are, and too large for those who are to see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tourbook.common.problems import Diagnosis, Location, Message, Problems
from tourbook.formats.file_contents import SHOWN_SUFFIXES

from .outputs import Asset

MAX_PICTURE_SIZE = 2_000_000
"""Bytes: ten seconds of a slow mobile connection. A photograph for a whole screen takes a
quarter."""
MAX_HOSTED_SIZE = 25 << 20
"""Bytes of a file that every common host takes; Cloudflare Pages refuses a larger one."""

_SMALLER_SHEET = Message(
    "下载开本小一些的同一幅地图；不要自己缩小、裁切，改动过的地图要重新送审",
    "download a smaller sheet of the same map; do not make it smaller or cut it yourself: a map "
    "that was changed has to be approved again",
)


def check_file_sizes(
    assets: Iterable[Asset],
    sizes: Mapping[str, int],
    problems: Problems,
    has_known_host: bool = False,
) -> None:
    """Warn of large files. `sizes` are the bytes of each file of the project. What a known host
    takes says `host_limits`."""
    for asset in assets:
        if asset.kind == "rendition":
            continue
        diagnosis = _diagnose_size(asset, sizes.get(asset.source, 0), has_known_host)
        if diagnosis:
            problems.add_warning("large-file", Location(asset.source, line=1, column=1), *diagnosis)


def _diagnose_size(asset: Asset, size: int, has_known_host: bool) -> Diagnosis | None:
    megabytes = f"{size / 1_000_000:.1f} MB"
    if asset.source.lower().endswith(SHOWN_SUFFIXES) and size > MAX_PICTURE_SIZE:
        return Diagnosis(
            Message(
                f"这张图片有 {megabytes}，在手机上要等很久",
                f"this picture has {megabytes}, which takes long on a phone",
            ),
            _SMALLER_SHEET
            if asset.kind == "map"
            else Message(
                "缩小到 2 MB 以内：宽 2000 像素的 JPEG 或 WebP 就够了",
                "make it smaller than 2 MB: a JPEG or WebP that is 2000 pixels wide is enough",
            ),
        )
    if size > MAX_HOSTED_SIZE and not has_known_host:
        return Diagnosis(
            Message(
                f"这个文件有 {megabytes}，有的托管服务不收 25 MB 以上的文件",
                f"this file has {megabytes}, and some hosts refuse files of more than 25 MB",
            ),
            Message(
                "压缩它，或放到别处，这里写链接",
                "make it smaller, or put it elsewhere and link to it",
            ),
        )
    return None
