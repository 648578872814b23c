"""A site that several builds make together, each a shard of it: on the machines of a CI matrix, or
of a cluster.

Every build reads, checks and plans the whole site, and makes the outputs of its own shard. With
them it leaves a record: what it was made from, and every file with its digest. By these records,
`merge` sees whether shards are of one site, and that none of its files is missing or damaged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.common.files import digest_file, read_sealed, remove_path, write_sealed

from .manifest import BuildFingerprint, Manifest, OutputRecord, is_within_output
from .options import Shard
from .workspace import SHARD_FILE


class Origin(msgspec.Struct, frozen=True):
    """What a shard was made from, as far as people can tell it."""

    version: str
    """Of Tourbook."""
    commit: str
    days: dict[str, str]
    """Time zone -> the day of the build there."""
    base_url: str
    has_drafts: bool


class ShardRecord(msgspec.Struct, frozen=True):
    number: int
    total: int
    origin: Origin
    program_digest: bytes
    inputs_digest: bytes
    """Of everything that the whole site is made from."""
    fingerprint: BuildFingerprint
    """For the manifest of the whole site."""
    name_digest: bytes
    """Of the names of all files of the site."""
    outputs: dict[str, OutputRecord]
    """File of this shard -> how it was made."""
    digests: dict[str, bytes]
    """File of this shard -> digest of its bytes."""
    unlisted_names: list[str]
    """Files of this shard that the published list of files does not name."""


def digest_names(names: Iterable[str]) -> bytes:
    return compute_digest("\n".join(sorted(names)).encode())


def write_record(
    folder: Path,
    shard: Shard,
    origin: Origin,
    manifest: Manifest,
    fingerprint: BuildFingerprint,
    names: Collection[str],
    unlisted_names: Collection[str],
) -> None:
    """Leave the record of a shard with its files.

    `manifest` is that of the shard, `fingerprint` what that of the whole site will remember, and
    `names` are all its files.
    """
    record = ShardRecord(
        shard.number,
        shard.total,
        origin,
        manifest.program_digest,
        fingerprint.inputs_digest,
        fingerprint,
        digest_names(names),
        manifest.outputs,
        {name: digest_file(folder / name) for name in manifest.outputs},
        sorted(manifest.outputs.keys() & set(unlisted_names)),
    )
    write_sealed(folder / SHARD_FILE, msgspec.msgpack.encode(record))


def read_record(folder: Path) -> ShardRecord | None:
    """The record of the shard in a folder; None if there is none, or if it is damaged."""
    try:
        record = msgspec.msgpack.decode(read_sealed(folder / SHARD_FILE), type=ShardRecord)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return record if all(map(is_within_output, record.outputs)) else None


def remove_record(folder: Path) -> None:
    """The folder holds a whole site from now on."""
    remove_path(folder / SHARD_FILE)
