"""Make the outputs that are due, then put them in place: files first, manifest last.

Everything new is written into a staging folder inside the output folder. Only when all of it is
made are the files moved to their places, so an error leaves the last good site as it was; a build
that is killed while moving is repaired by the next, because every file is named first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.files import copy_file, digest_file, remove_path
from tourbook.common.parallel import map_chunks
from tourbook.common.problems import Location, Message, Problem, Problems
from tourbook.common.urls import derive_output_file
from tourbook.rendering.render import HtmlRenderer, RenderError
from tourbook.rendering.restrictions import LIMIT_REACHED
from tourbook.site.context import Context
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile, find_problem
from tourbook.views import View

from . import manifest as mf
from .file_list import find_foreign_files, format_file_list, read_file_list
from .manifest import BuildFingerprint, Manifest, OutputRecord, Reason
from .obstacles import find_obstacles
from .result import PublishResult
from .workspace import FILE_LIST, STAGING_FOLDER, Workspace

SECRET_KINDS = ("crew",)
"""Kinds of outputs whose addresses nothing that is published may name."""
MAX_FAILURES = 10
"""Outputs that may fail before the rest is not tried any more: nothing will be published."""


@dataclass
class PublishJob:
    """All that making an output takes, besides the output itself."""

    workspace: Workspace
    template_digests: dict[str, bytes]
    """Template name -> digest of all that it is made of."""
    renderer: HtmlRenderer
    contexts: dict[str, Context]
    """Language -> what its views are made with."""
    previous_manifest: Manifest
    program_digest: bytes
    find_source: Callable[[str], Path]
    """Where a source file is on the disk."""

    @property
    def output_folder(self) -> Path:
        return self.workspace.output_folder

    def make_view(self, output: HtmlPage | ViewFile) -> View:
        return output.make_view(self.contexts[output.lang])


class Freshness(NamedTuple):
    """What decides whether an output is due, and what it is made from."""

    reason: Reason
    template_digest: bytes
    content_digest: bytes
    source: object
    """The view, or the bytes; None for a file that is published as it is."""


class StagedOutput(NamedTuple):
    """What became of one output."""

    record: OutputRecord
    staged_path: str = ""
    """The new file; "" if the old one is kept."""
    problem: Problem | None = None


def check_freshness(job: PublishJob, output: Output) -> Freshness:
    """Whether an output must be made again, and why. Makes its view to find out."""
    source: object = None
    template_digest = b""
    if isinstance(output, HtmlPage):
        source = job.make_view(output)
        template_digest = job.template_digests.get(output.template, b"")
        content_digest = compute_digest(encode_canonical(source))
    elif isinstance(output, ViewFile):
        source = job.make_view(output)
        content_digest = compute_digest(encode_canonical(source))
    elif isinstance(output, RawFile):
        source = output.make_content()
        content_digest = compute_digest(source)
    else:
        content_digest = output.digest
    name = derive_output_file(output.path)
    previous = job.previous_manifest
    reason = mf.determine_reason(
        previous.outputs.get(name),
        previous.program_digest == job.program_digest,
        template_digest,
        content_digest,
        *mf.measure_file(f"{job.output_folder}/{name}"),
    )
    return Freshness(reason, template_digest, content_digest, source)


def _stage_output(job: PublishJob, output: Output, number: int) -> StagedOutput | None:
    """Make an output and stage it if it is due; None if it is kept as it is."""
    freshness = check_freshness(job, output)
    if freshness.reason == Reason.KEPT:
        return None
    if isinstance(output, Asset):
        return _stage_asset(job, output, freshness, f"{STAGING_FOLDER}/{number}")
    try:
        raw = _make_bytes(job, output, freshness.source)
    except RenderError as e:
        message, help = e.diagnosis
        what = Message(
            f"生成 /{output.path} 时模板出错：{message.zh}",
            f"the template failed on /{output.path}: {message.en}",
        )
        at = Location(e.file, line=e.line, column=1)
        return StagedOutput(mf.PENDING, problem=Problem(e.code, at, what, help))
    problem = find_problem(output, raw) if isinstance(output, RawFile | ViewFile) else None
    if problem:
        return StagedOutput(mf.PENDING, problem=problem)
    digests = (freshness.template_digest, freshness.content_digest)
    target = job.output_folder / derive_output_file(output.path)
    if freshness.reason not in (Reason.NEW, Reason.MISSING) and _holds(target, raw):
        status = os.stat(target)  # a file with these very bytes keeps its date
        record = OutputRecord(*digests, status.st_size, status.st_mtime_ns, Reason.KEPT)
        return StagedOutput(record)
    staged_path = f"{STAGING_FOLDER}/{number}"
    with open(f"{job.output_folder}/{staged_path}", "wb", buffering=0) as f:
        f.write(raw)
        status = os.fstat(f.fileno())
    record = OutputRecord(*digests, status.st_size, status.st_mtime_ns, freshness.reason)
    return StagedOutput(record, staged_path)


def _stage_asset(
    job: PublishJob, asset: Asset, freshness: Freshness, staged_path: str
) -> StagedOutput:
    """Copy a file in blocks. A problem if it is no longer the one that the build has seen."""
    target = job.output_folder / derive_output_file(asset.path)
    reason, is_new = freshness.reason, freshness.reason in (Reason.NEW, Reason.MISSING)
    with suppress(OSError):
        if not is_new and not asset.transform and digest_file(target) == asset.digest:
            return StagedOutput(_describe_asset(target, asset, Reason.KEPT))
    try:
        source = job.find_source(asset.source).open("rb", buffering=0)
    except OSError:
        return StagedOutput(mf.PENDING, problem=_report_changed_source(asset))
    staged_file = job.output_folder / staged_path
    with source:
        if asset.transform:
            raw = source.read()
            digest, content = compute_digest(raw), asset.transform(raw)
            if not is_new and digest == asset.digest and _holds(target, content):
                return StagedOutput(_describe_asset(target, asset, Reason.KEPT))
            staged_file.write_bytes(content)
        else:
            digest = copy_file(source, staged_file)
        if digest != asset.digest:
            return StagedOutput(mf.PENDING, problem=_report_changed_source(asset))
    return StagedOutput(_describe_asset(staged_file, asset, reason), staged_path)


def _describe_asset(file: Path, asset: Asset, reason: Reason) -> OutputRecord:
    status = file.stat()
    return OutputRecord(b"", asset.digest, status.st_size, status.st_mtime_ns, reason)


def _report_changed_source(asset: Asset) -> Problem:
    return Problem(
        "file-changed",
        Location(asset.source, line=1, column=1),
        Message(
            "生成网站的时候，这个文件变了或不见了",
            "this file changed, or went away, while the site was being built",
        ),
        Message("等它保存或复制完，再生成一次", "build again once it is saved or copied"),
    )


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.read_bytes() == raw
    except OSError:
        return False


def _make_bytes(job: PublishJob, output: Output, source: object) -> bytes:
    if isinstance(output, HtmlPage):
        return job.renderer.render(output.template, source)
    if isinstance(output, ViewFile):
        return output.write(source)
    assert isinstance(source, bytes)
    return source


def publish(
    job: PublishJob,
    outputs: Sequence[Output],
    fingerprint: BuildFingerprint,
    problems: Problems,
    jobs: int = 1,
    on_progress: Callable[[int], None] = lambda _: None,
) -> PublishResult:
    """Bring the output folder up to date; if an output fails, report it and change nothing.

    `fingerprint` is what the manifest remembers of the build; `on_progress` is called now and then
    with the number of outputs done.
    """
    staging = job.output_folder / STAGING_FOLDER
    remove_path(staging)
    staging.mkdir(parents=True)
    try:
        # the feeds first and together: they share the text of the events
        outputs = sorted(outputs, key=lambda o: not isinstance(o, RawFile))
        staged = _stage_outputs(job, outputs, jobs, on_progress)
        old = job.previous_manifest.outputs
        names = [derive_output_file(o.path) for o in outputs]
        new_names = [name for name, s in zip(names, staged, strict=True) if s]
        failures = [s.problem for s in staged if s and s.problem]
        failures += find_obstacles(job.output_folder, new_names, old)
        if failures:
            problems.extend(failures)
            return PublishResult()
        return _move_into_place(
            job,
            {n: s or StagedOutput(old[n]) for n, s in zip(names, staged, strict=True)},
            {n for n, o in zip(names, outputs, strict=True) if o.kind not in SECRET_KINDS},
            fingerprint,
        )
    finally:
        remove_path(staging)


def _stage_outputs(
    job: PublishJob, outputs: Sequence[Output], jobs: int, on_progress: Callable[[int], None]
) -> list[StagedOutput | None]:
    """Make all outputs that are due, in several processes; after many failures not all of them."""
    main_process = os.getpid()
    failure_count = 0

    def stage_chunk(chunk: Sequence[tuple[int, Output]]) -> list[StagedOutput | None]:
        nonlocal failure_count
        if os.getpid() == main_process:  # the other processes are about as far
            on_progress(chunk[0][0])
        out: list[StagedOutput | None] = []
        for number, output in chunk:
            staged = None
            if failure_count < MAX_FAILURES:
                staged = _stage_output(job, output, number)
            if staged and staged.problem:
                is_last = staged.problem.code == LIMIT_REACHED
                failure_count += MAX_FAILURES if is_last else 1
            out.append(staged)
        return out

    feed_count = sum(isinstance(o, RawFile) for o in outputs)
    return map_chunks(stage_chunk, list(enumerate(outputs)), jobs, keep_together=feed_count)


def _move_into_place(
    job: PublishJob,
    staged_outputs: dict[str, StagedOutput],
    listed_names: set[str],
    fingerprint: BuildFingerprint,
) -> PublishResult:
    previous, folder = job.previous_manifest, job.output_folder
    moves = {name: s.staged_path for name, s in staged_outputs.items() if s.staged_path}
    _claim_files(job, moves.keys() - previous.outputs.keys(), listed_names)
    result = PublishResult(kept_count=len(staged_outputs) - len(moves))
    if not previous.outputs:
        result.foreign_files = find_foreign_files(folder, staged_outputs.keys())
    result.deleted_files = sorted(previous.outputs.keys() - staged_outputs.keys())
    # deleted first: a new folder may have the name of an old file, or differ in case only
    for name in result.deleted_files:
        prune(folder, name)
    for parent in {name.rpartition("/")[0] for name in moves}:
        _make_folder(folder, parent)
    for name, staged_path in moves.items():
        _move_file(f"{folder}/{staged_path}", f"{folder}/{name}")
        result.written_files[name] = staged_outputs[name].record.reason
    _write_file_list(folder, listed_names)
    manifest = Manifest(
        job.program_digest,
        fingerprint,
        {name: s.record for name, s in staged_outputs.items()},
        mf.measure_file(f"{folder}/{FILE_LIST}"),
    )
    if manifest != previous:
        mf.save(job.workspace.manifest_path, manifest)
    return result


def _claim_files(job: PublishJob, new_names: Set[str], listed_names: Set[str]) -> None:
    """Say of files that no build made so far that they will be of this one, before the first of
    them is there: if this build is killed, the next one knows whose they are."""
    if not new_names:
        return
    previous = job.previous_manifest
    pending = dict.fromkeys(new_names, mf.PENDING)
    mf.save(
        job.workspace.manifest_path,
        Manifest(previous.program_digest, outputs=previous.outputs | pending),
    )
    listed_before = read_file_list(job.output_folder / FILE_LIST)
    _write_file_list(job.output_folder, listed_names | set(listed_before))


def _write_file_list(output_folder: Path, names: Set[str]) -> None:
    """Write the list of files, unless it has these very bytes."""
    raw = format_file_list(names)
    if not _holds(output_folder / FILE_LIST, raw):
        staged_path = output_folder / STAGING_FOLDER / "files"
        staged_path.write_bytes(raw)
        if (output_folder / FILE_LIST).is_dir():
            remove_path(output_folder / FILE_LIST)
        os.replace(staged_path, output_folder / FILE_LIST)


def _move_file(source: str, target: str) -> None:
    """Move a file into place, of empty folders too, which a killed build may have left."""
    try:
        os.replace(source, target)
    except OSError:
        if not os.path.isdir(target):
            raise
        for folder, _, _ in os.walk(target, topdown=False):
            os.rmdir(folder)
        os.replace(source, target)


def _make_folder(root: Path, name: str) -> None:
    """Make a folder of the output. A link in its place is taken away, not followed. Raises OSError
    if a file is in its place, which the build did not make."""
    path = root
    for part in name.split("/"):
        path /= part
        if path.is_symlink():
            path.unlink()
        path.mkdir(exist_ok=True)


def prune(root: Path, name: str) -> None:
    """Delete a file that the build owns, and the folders that this leaves empty."""
    target = root / name
    if not target.parent.resolve().is_relative_to(root.resolve()):
        return  # a link took the place of a folder: what lies there is not of the build
    if target.is_dir() and not target.is_symlink():
        return  # a file of this name was to be written, or another build made way for a folder
    try:
        target.unlink()
    except (FileNotFoundError, NotADirectoryError):
        pass
    parent = target.parent
    while parent != root:
        try:
            parent.rmdir()
        except OSError:
            break
        parent = parent.parent
