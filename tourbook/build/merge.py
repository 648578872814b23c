"""Merge the shards of a site: the same files as one build of all of it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from tourbook.common.files import digest_file, share_file
from tourbook.common.problems import Message

from . import manifest as mf
from .file_list import load_manifest
from .manifest import OutputRecord, Reason
from .obstacles import find_obstacles
from .placement import Destination, StagedOutput, open_staging, place_outputs
from .result import PublishResult
from .shards import Origin, ShardRecord, digest_names, read_record, remove_record
from .workspace import SHARD_FILE, STAGING_FOLDER, Workspace

MAX_LISTED_FILES = 5


class MergeError(Exception):
    """Shards that do not make a site; nothing was written."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("; ".join(message.en for message in messages))
        self.messages = messages


class ReadShard(NamedTuple):
    folder: Path
    record: ShardRecord


def find_shard_folders(folders: Iterable[Path]) -> list[Path]:
    """The folders that hold shards: these, or those right within them."""
    shard_folders: list[Path] = []
    for folder in folders:
        inner = sorted(path.parent for path in folder.glob(f"*/{SHARD_FILE}"))
        shard_folders += inner if inner and not (folder / SHARD_FILE).exists() else [folder]
    return shard_folders


def merge_shards(folders: Iterable[Path], workspace: Workspace) -> PublishResult:
    """Bring the output folder up to date with the files of all shards. Files are shared with the
    folders of the shards where the file system can. Raises MergeError."""
    shards = read_shards(find_shard_folders(folders))
    messages = [*_find_contradictions(shards), *_find_gaps(shards)]
    if messages:
        raise MergeError(messages)
    names = [name for shard in shards for name in shard.record.outputs]
    first = shards[0].record
    if len(names) != len(set(names)) or digest_names(names) != first.name_digest:
        raise MergeError([_report_other_plan()])
    destination = Destination(workspace, load_manifest(workspace), first.program_digest)
    with open_staging(destination):
        staged = _stage_shards(destination, shards)
        old_names = destination.previous_manifest.outputs
        obstacles = list(find_obstacles(destination.folder, names, old_names))
        if obstacles:
            raise MergeError([obstacle.message for obstacle in obstacles])
        unlisted = {name for shard in shards for name in shard.record.unlisted_names}
        result = place_outputs(destination, staged, staged.keys() - unlisted, first.fingerprint)
    remove_record(destination.folder)
    return result


def read_shards(folders: Sequence[Path]) -> list[ReadShard]:
    """The shards in the order of their numbers. Raises MergeError if a folder holds none."""
    records = {folder: read_record(folder) for folder in folders}
    strangers = [folder for folder, record in records.items() if record is None]
    if strangers or not records:
        listed = ", ".join(map(str, strangers)) or "-"
        raise MergeError(
            [
                Message(
                    f"没有完好的部分：{listed}。先用同一版本的 tourbook build --shard 生成，"
                    f"再把整个文件夹（连同 {SHARD_FILE}）原样搬来",
                    f"no intact shard here: {listed}. Make it with `tourbook build --shard` of "
                    f"the same version, and bring the whole folder, with its {SHARD_FILE}",
                )
            ]
        )
    shards = [ReadShard(folder, record) for folder, record in records.items() if record]
    return sorted(shards, key=lambda shard: shard.record.number)


# ---- one site ------------------------------------------------------------------------------


def _find_contradictions(shards: Sequence[ReadShard]) -> Iterator[Message]:
    """What shards were not made from the same."""
    first = shards[0].record
    for _, record in shards[1:]:
        if record.inputs_digest != first.inputs_digest:
            yield _compare_origins(first, record)


def _compare_origins(a: ShardRecord, b: ShardRecord) -> Message:
    differences = list(_list_differences(a.origin, b.origin))
    numbers = f"{a.number}/{a.total}", f"{b.number}/{b.total}"
    if not differences:
        return Message(
            f"第 {numbers[0]} 部分和第 {numbers[1]} 部分的源文件不同：都从同一个提交、没有改动的"
            f"文件夹生成",
            f"shards {numbers[0]} and {numbers[1]} were made from different files: build both from "
            f"a clean checkout of one commit",
        )
    return Message(
        f"第 {numbers[0]} 部分和第 {numbers[1]} 部分不是同一个网站："
        + "；".join(difference.zh for difference in differences),
        f"shards {numbers[0]} and {numbers[1]} are not of one site: "
        + "; ".join(difference.en for difference in differences),
    )


def _list_differences(a: Origin, b: Origin) -> Iterator[Message]:
    if a.version != b.version:
        versions = f"{a.version}, {b.version}"
        yield Message(f"Tourbook 版本不同（{versions}）", f"different versions ({versions})")
    if a.commit != b.commit:
        commits = f"{a.commit[:12] or '-'}, {b.commit[:12] or '-'}"
        yield Message(f"提交不同（{commits}）", f"different commits ({commits})")
    if a.days != b.days:
        days = ", ".join(" ".join(sorted(set(origin.days.values()))) for origin in (a, b))
        yield Message(
            f"日期不同（{days}）：给每个部分同一个 --today",
            f"different days ({days}): give every shard the same --today",
        )
    if (a.base_url, a.has_drafts) != (b.base_url, b.has_drafts):
        yield Message("--base-url 或 --drafts 不同", "different --base-url or --drafts")


def _find_gaps(shards: Sequence[ReadShard]) -> Iterator[Message]:
    """Shards that are missing, or there twice."""
    totals = {shard.record.total for shard in shards}
    if len(totals) > 1:
        listed = ", ".join(map(str, sorted(totals)))
        yield Message(
            f"有的网站分成了不同的份数：{listed}", f"the site was divided differently: by {listed}"
        )
        return
    total = totals.pop()
    counts = Counter(shard.record.number for shard in shards)
    missing = ", ".join(f"{n}/{total}" for n in range(1, total + 1) if n not in counts)
    if missing:
        yield Message(f"缺少部分：{missing}", f"missing shards: {missing}")
    double = ", ".join(f"{n}/{total}" for n, times in sorted(counts.items()) if times > 1)
    if double:
        yield Message(f"重复的部分：{double}", f"shards that are there twice: {double}")


def _report_other_plan() -> Message:
    return Message(
        "这些部分合起来，和整个网站的文件清单不符：重新生成所有部分",
        "together, these shards do not hold exactly the files of the site: build all of them again",
    )


# ---- files ---------------------------------------------------------------------------------


def _stage_shards(destination: Destination, shards: Sequence[ReadShard]) -> dict[str, StagedOutput]:
    """Stage every file that the output folder does not have yet. Raises MergeError if one is not
    as its shard was built."""
    staged: dict[str, StagedOutput] = {}
    damaged: list[str] = []
    for shard in shards:
        for name, record in shard.record.outputs.items():
            output = _keep_output(destination, name, record, shard.record.digests[name])
            if output is None:
                output = _stage_file(destination, shard, name, len(staged))
            if output is None:
                damaged.append(str(shard.folder / name))
            else:
                staged[name] = output
    if damaged:
        listed = ", ".join(
            [*damaged[:MAX_LISTED_FILES], *["…"] * (len(damaged) > MAX_LISTED_FILES)]
        )
        raise MergeError(
            [
                Message(
                    f"{len(damaged)} 个文件不见了，或和生成时不一样：{listed}。重新取来这一部分",
                    f"{len(damaged)} files are missing, or not as they were built: {listed}. Fetch "
                    f"the shard again",
                )
            ]
        )
    return staged


def _keep_output(
    destination: Destination, name: str, record: OutputRecord, digest: bytes
) -> StagedOutput | None:
    """The file that is in the output folder already; None if it is another one."""
    path = destination.folder / name
    previous = destination.previous_manifest.outputs.get(name)
    if previous is None or not path.is_file() or digest_file(path) != digest:
        return None
    return StagedOutput(_describe(path, record, Reason.KEPT))


def _stage_file(
    destination: Destination, shard: ReadShard, name: str, number: int
) -> StagedOutput | None:
    """None if the file is not the one that was built."""
    source, record = shard.folder / name, shard.record.outputs[name]
    staged_path = f"{STAGING_FOLDER}/{number}"
    target = destination.folder / staged_path
    if not source.is_file() or source.is_symlink():
        return None
    share_file(source, target)
    if digest_file(target) != shard.record.digests[name]:
        return None
    is_new = name not in destination.previous_manifest.outputs
    return StagedOutput(
        _describe(target, record, Reason.NEW if is_new else Reason.CONTENT), staged_path
    )


def _describe(path: Path, record: OutputRecord, reason: Reason) -> OutputRecord:
    size, mtime = mf.measure_file(str(path))
    return msgspec.structs.replace(record, size=size, mtime=mtime, reason=reason)
