"""A warning before a site has grown too large for its host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from tourbook.common.problems import NO_HELP, Diagnosis, Location, Message, Problems
from tourbook.common.urls import derive_output_file
from tourbook.schema.site_options import Host
from tourbook.sources.paths import SITE_FILE

from .hosts import HOSTS, HostProfile
from .outputs import Asset, Output
from .savings import Saving

WARNING_SHARE = 0.8
"""Of a limit."""
MAX_LISTED_KINDS = 3
_HOST_LOCATION = Location(SITE_FILE).child("host")


Proposer = Callable[[Sequence[Output], Sequence[int]], Saving | None]
"""Finds what saves so many of the outputs; see `propose_saving`."""


def _propose_nothing(_outputs: Sequence[Output], _excesses: Sequence[int]) -> Saving | None:
    return None


def check_host(
    host: Host | None,
    outputs: Sequence[Output],
    sizes: Mapping[str, int],
    problems: Problems,
    propose: Proposer = _propose_nothing,
) -> None:
    """Warn of a site that comes near a limit of its host. `sizes`: output file -> bytes, of those
    that are known."""
    if host is None:
        return
    profile = HOSTS[host]
    for message, help in _find_excesses(profile, outputs, sizes, propose):
        problems.add_warning("host-limit", _HOST_LOCATION, message, help or _advise(outputs))
    if profile.max_file_bytes:
        _check_file_sizes(profile.name, profile.max_file_bytes, outputs, sizes, problems)


def _find_excesses(
    profile: HostProfile,
    outputs: Sequence[Output],
    sizes: Mapping[str, int],
    propose: Proposer,
) -> Iterator[Diagnosis]:
    """What of the whole site is too much."""
    name, limit = profile.name, profile.max_files
    count = len(outputs) + (_count_folders(outputs) if profile.counts_folders else 0)
    if limit and _is_near(count, limit):
        message = Message(
            f"{name.zh} 最多收 {limit} 个文件，这个网站有 {count} 个",
            f"{name.en} takes at most {limit:,} files; this site has {count:,}",
        )
        saving = propose(outputs, (count - int(WARNING_SHARE * limit), count - limit))
        yield Diagnosis(message, _describe(saving, name, count, limit) if saving else NO_HELP)
    limit, (folder, count) = profile.max_files_in_folder, _find_fullest_folder(outputs)
    if _is_near(count, limit):
        message = Message(
            f"{name.zh} 的一个文件夹最多收 {limit} 个文件，{folder} 有 {count} 个",
            f"{name.en} takes at most {limit:,} files in a folder; {folder} has {count:,}",
        )
        yield Diagnosis(message, NO_HELP)
    limit = profile.max_bytes
    count = sum(sizes.get(derive_output_file(output.path), 0) for output in outputs)
    if _is_near(count, limit):
        size, most = _format_size(count), _format_size(limit)
        message = Message(
            f"{name.zh} 最多收 {most}，这个网站上次生成有 {size}",
            f"{name.en} takes at most {most}; this site had {size} at the last build",
        )
        yield Diagnosis(message, NO_HELP)


def _describe(saving: Saving, name: Message, count: int, limit: int) -> Message:
    """What to write, and what it saves of `count` files."""
    rest = count - saving.file_count
    zh = f"在 content/site.yaml 写 {'、'.join(saving.lines)}："
    zh += f"少 {saving.file_count} 个文件，还有 {rest} 个"
    en = f"write {' and '.join(saving.lines)} in content/site.yaml: "
    en += f"{saving.file_count:,} files fewer, {rest:,} left"
    if rest > limit:
        zh += f"；{name.zh} 还是放不下，要换一个托管，或用自己的服务器"
        en += f"; that is still too many for {name.en}: use another host, or a server of your own"
    return Message(zh, en)


def _is_near(count: int, limit: int | None) -> bool:
    return limit is not None and count > WARNING_SHARE * limit


def _format_size(count: int | None) -> str:
    return f"{(count or 0) / 1_000_000:.0f} MB"


def _count_folders(outputs: Sequence[Output]) -> int:
    """With the root, and with those that hold nothing but folders."""
    folders = {""}
    for output in outputs:
        folder = output.path.rpartition("/")[0]
        while folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return len(folders)


def _find_fullest_folder(outputs: Sequence[Output]) -> tuple[str, int]:
    """(its path, the files that are directly in it)"""
    counts = Counter(derive_output_file(output.path).rpartition("/")[0] for output in outputs)
    folder, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return f"/{folder}", count


def _check_file_sizes(
    name: Message,
    limit: int,
    outputs: Sequence[Output],
    sizes: Mapping[str, int],
    problems: Problems,
) -> None:
    for output in outputs:
        count = sizes.get(derive_output_file(output.path), 0)
        if not _is_near(count, limit):
            continue
        size, most = _format_size(count), _format_size(limit)
        problems.add_warning(
            "host-limit",
            Location(output.source, line=1, column=1)
            if isinstance(output, Asset)
            else _HOST_LOCATION,
            Message(
                f"{name.zh} 不收 {most} 以上的文件，/{output.path} 有 {size}",
                f"{name.en} takes no file of more than {most}; /{output.path} has {size}",
            ),
            Message(
                "压缩它，或放到别处，这里写链接；或换一个托管",
                "make it smaller, or put it elsewhere and link to it; or choose another host",
            ),
        )


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
