"""What the last build made, and from what: the memory that lets the next one keep what is good."""

from __future__ import annotations

import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

import msgspec

from tourbook.common.files import read_sealed, write_sealed
from tourbook.common.problems import Message, Problem

from .workspace import FILE_LIST, STAGING_FOLDER


class Reason(StrEnum):
    """Why an output is made again, or that it is kept."""

    NEW = "new"
    TOOL = "tool"
    TEMPLATE = "template"
    CONTENT = "content"
    MISSING = "missing"
    TOUCHED = "touched"
    KEPT = "kept"


REASON_MESSAGES = {
    Reason.NEW: Message("以前没有生成过", "it was not built before"),
    Reason.TOOL: Message("Tourbook 或它用的库变了", "Tourbook, or a library that it uses, changed"),
    Reason.TEMPLATE: Message(
        "主题的模板、文字或静态文件变了",
        "a template, a string or a static file of the theme changed",
    ),
    Reason.CONTENT: Message("页面要显示的内容变了", "its content changed"),
    Reason.MISSING: Message("文件被删掉了", "the file was deleted"),
    Reason.TOUCHED: Message("文件在生成之后被改动过", "the file was changed after it was built"),
    Reason.KEPT: Message("没有变化", "nothing changed"),
}


class OutputRecord(msgspec.Struct, frozen=True, array_like=True):
    """How one output file was made."""

    template_digest: bytes
    """Of all that its template is made of; b"" for a file without one."""
    content_digest: bytes
    """Of its view, or of its bytes if it has no view."""
    size: int
    """In bytes."""
    mtime: int
    """In nanoseconds."""
    reason: Reason = Reason.NEW
    """Why it was written; KEPT if it was made again with the bytes that it already had."""
    input_digest: bytes = b""
    """Of what it is made from; b"" if that is not known without its view."""


NO_STOPS = msgspec.Raw(msgspec.msgpack.encode({}))
NO_TRACE = msgspec.Raw(msgspec.msgpack.encode([]))


class BuildFingerprint(msgspec.Struct, frozen=True, array_like=True):
    """What a whole build was made from. If that is the same again, only the output files have to be
    checked."""

    inputs_digest: bytes = b""
    """Digest of every source file, the options and the day; b"" if no build has succeeded."""
    timezones: list[str] = []
    """Of the site and of its places: they decide on the days."""
    page_count: int = 0
    calendar_count: int = 0
    problems: list[Problem] = []
    """The warnings of the build, with line and column."""
    coming_articles: tuple[tuple[str, str], ...] = ()
    """As in `BuildResult`."""
    coming_stops: msgspec.Raw = NO_STOPS
    """What `list_coming_stops` of checks.mass_removals returned: decoded only if it is needed."""
    trace: msgspec.Raw = NO_TRACE
    """What `trace_schedule` of site.traces returned."""


class Manifest(msgspec.Struct):
    program_digest: bytes = b""
    """Digest of the program, which shapes every output."""
    fingerprint: BuildFingerprint = BuildFingerprint()
    outputs: dict[str, OutputRecord] = {}
    """Output file -> how it was made."""
    file_list: tuple[int, int] = (-1, -1)
    """(size, mtime in ns) of the list of these files in the output folder."""

    @property
    def sizes(self) -> dict[str, int]:
        """Output file -> bytes."""
        return {name: max(record.size, 0) for name, record in self.outputs.items()}


class _OutputList(msgspec.Struct):
    """The part of a manifest that says which files the builds own."""

    outputs: dict[str, OutputRecord] = {}


PENDING = OutputRecord(b"", b"", -1, -1)
"""A file that a build was about to write: the build owns it, but nothing is known about it."""


def load(path: Path) -> Manifest:
    """The manifest of the last build, or an empty one.

    Of one that another version of Tourbook wrote, at least the outputs: they are made again, and
    those that nothing makes any more are deleted.
    """
    raw = read_sealed(path)
    try:
        manifest = msgspec.msgpack.decode(raw, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        manifest = Manifest(outputs=_load_output_list(path, raw))
    if all(is_within_output(name) for name in manifest.outputs):
        return manifest
    return Manifest()


def _load_output_list(path: Path, raw: bytes) -> dict[str, OutputRecord]:
    """The outputs in a manifest of another version, which may have had no seal."""
    with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.msgpack.decode(raw or path.read_bytes(), type=_OutputList).outputs
    return {}


def is_within_output(name: str) -> bool:
    """False for a name that leads out of the output folder, in any system."""
    parts = name.replace("\\", "/").split("/")
    return not {"", ".", ".."} & set(parts) and ":" not in parts[0] and "\0" not in name


def save(path: Path, manifest: Manifest) -> None:
    write_sealed(path, msgspec.msgpack.encode(manifest))


def determine_reason(
    record: OutputRecord | None,
    is_same_program: bool,
    template_digest: bytes,
    content_digest: bytes,
    size: int,
    mtime: int,
) -> Reason:
    """Why an output must be made again, or KEPT. `size` and `mtime` are those of the file now; -1
    if there is none."""
    if record is None:
        return Reason.NEW
    if size < 0:
        return Reason.MISSING
    if not is_same_program:
        return Reason.TOOL
    if record.template_digest != template_digest:
        return Reason.TEMPLATE
    if record.content_digest != content_digest:
        return Reason.CONTENT
    if record.size != size or record.mtime != mtime:
        return Reason.TOUCHED
    return Reason.KEPT


def measure_file(path: str) -> tuple[int, int]:
    """(size, mtime in ns) of a file; -1 for both if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def is_untouched(output_folder: Path, manifest: Manifest) -> bool:
    """True if every file of the last build is as that build left it, and no build was killed."""
    if os.path.exists(f"{output_folder}/{STAGING_FOLDER}"):
        return False
    if measure_file(f"{output_folder}/{FILE_LIST}") != manifest.file_list:
        return False
    return all(
        record.size >= 0 and measure_file(f"{output_folder}/{name}") == (record.size, record.mtime)
        for name, record in manifest.outputs.items()
    )
