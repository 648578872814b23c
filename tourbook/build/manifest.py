"""What the last build made, and from what: the memory that lets the next one keep what is good."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from tourbook.common.files import write_atomically
from tourbook.common.problems import Problem

Reason = Literal["new", "tool", "template", "content", "missing", "touched", "kept"]


class OutputRecord(msgspec.Struct, frozen=True, array_like=True):
    """One output file: the digests of its template closure and of its view (or of its bytes), its
    size in bytes, its mtime in ns, and why it was written ("kept" where it was made again with the
    bytes that were there)."""

    template_digest: bytes
    content_digest: bytes
    size: int
    mtime: int
    reason: Reason = "new"


class BuildFingerprint(msgspec.Struct, frozen=True, array_like=True):
    """What a whole build was made from: the same again, and nothing but the output files needs a
    look."""

    inputs_digest: bytes = b""
    """Digest of every source file, the options and the day; b"" where there is none."""
    timezone: str = "UTC"
    """Time zone of the site, in which the day was taken."""
    page_count: int = 0
    calendar_count: int = 0
    problems: list[Problem] = []
    """The warnings that it had, with their places."""


class Manifest(msgspec.Struct):
    program_digest: bytes = b""
    """Digest of the tool, which shapes every output."""
    fingerprint: BuildFingerprint = BuildFingerprint()
    outputs: dict[str, OutputRecord] = {}
    """Output file -> how it was made."""


PENDING = OutputRecord(b"", b"", -1, -1)
"""A file that a build was about to write: it belongs to the build, but nothing is known of it."""


def load(path: Path) -> Manifest:
    """The manifest, or an empty one where there is none that can be read: then everything is made
    again."""
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Manifest()


def save(path: Path, manifest: Manifest) -> None:
    write_atomically(path, msgspec.msgpack.encode(manifest))


def determine_reason(
    record: OutputRecord | None,
    is_same_program: bool,
    template_digest: bytes,
    content_digest: bytes,
    size: int,
    mtime: int,
) -> Reason:
    """Why an output must be made again, or "kept". size and mtime are those of the file now; -1 if
    there is none."""
    if record is None:
        return "new"
    if size < 0:
        return "missing"
    if not is_same_program:
        return "tool"
    if record.template_digest != template_digest:
        return "template"
    if record.content_digest != content_digest:
        return "content"
    if record.size != size or record.mtime != mtime:
        return "touched"
    return "kept"
