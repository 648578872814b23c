"""Making the outputs that are due, then putting them in place: files first, manifest last.

Everything new is written into a staging folder inside the output folder. Only when all of it is
there are the files moved to their places, so an error leaves the last good site as it was; a build
that is killed while moving is repaired by the next, because the manifest names every file first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.files import remove_tree
from tourbook.common.parallel import map_chunks
from tourbook.common.problems import Location, Message, Problem, Problems
from tourbook.common.urls import derive_output_file
from tourbook.rendering.render import HtmlRenderer, RenderError
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile

from . import manifest as mf
from .manifest import Manifest, OutputRecord, Reason

STAGING_FOLDER = ".tourbook-staging"
MAX_FAILURES = 10
"""Pages that a template may fail on before the rest is not tried any more: nothing will be
published."""


class StagedOutput(NamedTuple):
    """What became of one output; `staged` names the new file, "" where the old one is kept."""

    record: OutputRecord
    staged_path: str
    problem: Problem | None


@dataclass
class PublishResult:
    written_files: dict[str, Reason] = field(default_factory=dict)
    """Output file -> why."""
    kept_count: int = 0
    deleted_files: list[str] = field(default_factory=list)


@dataclass
class PublishJob:
    """Everything that making an output needs, besides the output itself."""

    root: Path
    output_folder: Path
    template_digests: dict[str, bytes]
    """Template name -> digest of all that it is made of."""
    renderer: HtmlRenderer
    previous_manifest: Manifest
    program_digest: bytes
    fingerprint: mf.BuildFingerprint


def check_freshness(job: PublishJob, output: Output) -> tuple[Reason, bytes, bytes, object]:
    """(why it is due or "kept", digest of its templates, digest of its content, what it is made
    from)."""
    source: object
    if isinstance(output, HtmlPage):
        source = output.make_view()
        template, content = (
            job.template_digests.get(output.template, b""),
            compute_digest(encode_canonical(source)),
        )
    elif isinstance(output, ViewFile):
        source = output.make_view()
        template, content = b"", compute_digest(encode_canonical(source))
    elif isinstance(output, RawFile):
        source = output.make_content()
        template, content = b"", compute_digest(source)
    else:
        source, template, content = None, b"", output.digest
    name = derive_output_file(output.path)
    try:
        found = os.stat(f"{job.output_folder}/{name}")
        size, mtime = found.st_size, found.st_mtime_ns
    except OSError:
        size = mtime = -1
    same = job.previous_manifest.program_digest == job.program_digest
    return (
        mf.determine_reason(
            job.previous_manifest.outputs.get(name), same, template, content, size, mtime
        ),
        template,
        content,
        source,
    )


def _stage_output(job: PublishJob, output: Output, number: int) -> StagedOutput | None:
    """Make an output and stage it where it is due; None where it is kept as it is."""
    reason, template, content, source = check_freshness(job, output)
    name = derive_output_file(output.path)
    if reason == "kept":
        return None
    if isinstance(output, RawFile) and isinstance(source, bytes):
        wrong = output.find_problem(source)
        if wrong:
            return StagedOutput(mf.PENDING, "", wrong)
    try:
        raw = _make_bytes(job, output, source)
    except RenderError as e:
        what = Message(
            f"生成 /{output.path} 时模板出错：{e.message}",
            f"the template failed on /{output.path}: {e.message}",
        )
        return StagedOutput(
            mf.PENDING, "", Problem("template-error", Location(e.file, line=e.line, column=1), what)
        )
    target = job.output_folder / name
    if reason not in ("new", "missing"):  # a file with these very bytes keeps its date
        try:
            if target.read_bytes() == raw:
                found = os.stat(target)
                return StagedOutput(
                    OutputRecord(template, content, found.st_size, found.st_mtime_ns, "kept"),
                    "",
                    None,
                )
        except OSError:
            pass
    staged = f"{STAGING_FOLDER}/{number}"
    with open(f"{job.output_folder}/{staged}", "wb", buffering=0) as f:
        f.write(raw)
        found = os.fstat(f.fileno())
    return StagedOutput(
        OutputRecord(template, content, found.st_size, found.st_mtime_ns, reason), staged, None
    )


def _make_bytes(job: PublishJob, output: Output, source: object) -> bytes:
    if isinstance(output, HtmlPage):
        return job.renderer.render(output.template, source)
    if isinstance(output, ViewFile):
        return output.write(source)
    if isinstance(output, Asset):
        return (job.root / output.source).read_bytes()
    assert isinstance(source, bytes)
    return source


def publish(
    job: PublishJob,
    outputs: Sequence[Output],
    manifest_path: Path,
    jobs: int,
    problems: Problems,
    on_progress: Callable[[int], None] = lambda _: None,
) -> PublishResult:
    """Bring the output folder up to date; where a template fails there is a problem and nothing
    changes.

    `progress` is told now and then how many outputs have been looked at.
    """
    staging = job.output_folder / STAGING_FOLDER
    remove_tree(staging)
    staging.mkdir(parents=True)
    try:
        # the feeds first and together: they share the text of the events
        outputs = sorted(outputs, key=lambda o: not isinstance(o, RawFile))
        feeds = sum(isinstance(o, RawFile) for o in outputs)
        here, lost = os.getpid(), 0

        def make_outputs(part: Sequence[tuple[int, Output]]) -> list[StagedOutput | None]:
            nonlocal lost
            out: list[StagedOutput | None] = []
            if os.getpid() == here:  # the other processes are about as far
                on_progress(part[0][0])
            for n, output in part:
                done = _stage_output(job, output, n) if lost < MAX_FAILURES else None
                lost += done is not None and done.problem is not None
                out.append(done)
            return out

        made = map_chunks(make_outputs, list(enumerate(outputs)), jobs, keep_together=feeds)
        failed = [d.problem for d in made if d and d.problem]
        if failed:
            problems.items += failed
            return PublishResult()
        old = job.previous_manifest.outputs
        names = [derive_output_file(o.path) for o in outputs]
        return _move_into_place(
            job,
            {n: d or StagedOutput(old[n], "", None) for n, d in zip(names, made, strict=True)},
            manifest_path,
        )
    finally:
        remove_tree(staging)


def is_untouched(output_folder: Path, manifest: Manifest) -> bool:
    """True where every file of the last build is there as it was left, and nothing half done beside
    it."""
    if os.path.exists(f"{output_folder}/{STAGING_FOLDER}"):
        return False
    for name, made in manifest.outputs.items():
        try:
            found = os.stat(f"{output_folder}/{name}")
        except OSError:
            return False
        if found.st_size != made.size or found.st_mtime_ns != made.mtime:
            return False
    return True


def _move_into_place(
    job: PublishJob, staged_outputs: dict[str, StagedOutput], manifest_path: Path
) -> PublishResult:
    result = PublishResult()
    old = job.previous_manifest.outputs
    moves = {name: d.staged_path for name, d in staged_outputs.items() if d.staged_path}
    result.deleted_files = sorted(old.keys() - staged_outputs.keys())
    result.kept_count = len(staged_outputs) - len(moves)
    if moves:
        pending = {name: mf.PENDING for name in moves if name not in old}
        if pending:
            mf.save(
                manifest_path, Manifest(job.previous_manifest.program_digest, outputs=old | pending)
            )
    for name in (
        result.deleted_files
    ):  # first: a file may stand where a folder is wanted, or differ in case only
        prune(job.output_folder, name)
    made_folders: set[str] = set()
    for name, staged in moves.items():
        folder = name.rpartition("/")[0]
        if folder not in made_folders:
            os.makedirs(f"{job.output_folder}/{folder}", exist_ok=True)
            made_folders.add(folder)
        os.replace(f"{job.output_folder}/{staged}", f"{job.output_folder}/{name}")
        result.written_files[name] = staged_outputs[name].record.reason
    new = Manifest(
        job.program_digest, job.fingerprint, {name: d.record for name, d in staged_outputs.items()}
    )
    if new != job.previous_manifest:
        mf.save(manifest_path, new)
    return result


def prune(root: Path, name: str) -> None:
    """Delete a file that the build owns, and the folders that this leaves empty."""
    target = root / name
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
