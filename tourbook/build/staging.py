"""Find the outputs that are due, and make each in a file of the staging folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.common.files import copy_file, digest_file, has_content
from tourbook.common.parallel import map_chunks
from tourbook.common.problems import Location, Message, Problem
from tourbook.common.urls import derive_output_file
from tourbook.formats.photographs import PictureError
from tourbook.rendering.render import RenderError
from tourbook.rendering.restrictions import LIMIT_REACHED
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, ViewFile, find_problem

from . import manifest as mf
from .freshness import (
    Freshness,
    PublishJob,
    check_freshness,
    compute_input_digest,
    list_due_outputs,
)
from .manifest import OutputRecord, Reason
from .placement import StagedOutput
from .workspace import STAGING_FOLDER

MAX_FAILURES = 10
"""Outputs that may fail before the rest is not tried any more: nothing will be published."""


MIN_SHARED_OUTPUTS = 64
"""From so many on that are due, it is worth a process of its own to make some of them."""


class OutputError(Exception):
    """An output cannot be made, or is not fit to be published."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def make_bytes(job: PublishJob, output: HtmlPage | RawFile | ViewFile, source: object) -> bytes:
    """The bytes of an output, from what `make_source` gave. Raises OutputError."""
    if isinstance(output, HtmlPage):
        try:
            return job.renderer.render(output.template, source)
        except RenderError as e:
            raise OutputError(_describe_failure(output, e)) from e
    raw = output.write(source) if isinstance(output, ViewFile) else source
    assert isinstance(raw, bytes)
    problem = find_problem(output, raw)
    if problem:
        raise OutputError(problem)
    return raw


def _describe_failure(page: HtmlPage, e: RenderError) -> Problem:
    message, help = e.diagnosis
    what = Message(
        f"生成 /{page.path} 时模板出错：{message.zh}",
        f"the template failed on /{page.path}: {message.en}",
    )
    return Problem(e.code, Location(e.file, line=e.line, column=1), what, help)


def _stage_output(job: PublishJob, output: Output, number: int) -> StagedOutput | None:
    """Make an output and stage it if it is another; None if it is kept as it is."""
    staged = _make_output(job, output, number)
    input_digest = compute_input_digest(job, output)  # now that all is known of a calendar
    if staged:
        record = msgspec.structs.replace(staged.record, input_digest=input_digest)
        return staged._replace(record=record)
    previous = job.destination.previous_manifest.outputs[derive_output_file(output.path)]
    if previous.input_digest == input_digest:
        return None
    return StagedOutput(msgspec.structs.replace(previous, input_digest=input_digest))


def _make_output(job: PublishJob, output: Output, number: int) -> StagedOutput | None:
    """The same, without the digest of what it is made from."""
    freshness = check_freshness(job, output)
    if freshness.reason == Reason.KEPT:
        return None
    if isinstance(output, Asset):
        return _stage_asset(job, output, freshness, f"{STAGING_FOLDER}/{number}")
    try:
        raw = make_bytes(job, output, freshness.source)
    except OutputError as e:
        return StagedOutput(mf.PENDING, problem=e.problem)
    digests = (freshness.template_digest, freshness.content_digest)
    target = job.output_folder / derive_output_file(output.path)
    if freshness.reason not in (Reason.NEW, Reason.MISSING) and has_content(target, raw):
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
            try:
                digest, content = compute_digest(raw), asset.transform(raw)
            except PictureError:
                return StagedOutput(mf.PENDING, problem=_report_damaged_picture(asset))
            if not is_new and digest == asset.digest and has_content(target, content):
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


def _report_damaged_picture(asset: Asset) -> Problem:
    return Problem(
        "picture-format",
        Location(asset.source, line=1, column=1),
        Message("这张图片坏了，解不开", "this picture is damaged: it cannot be unpacked"),
        Message(
            "从相机或原来的软件里重新导出，再放到这里",
            "export it again from the camera or the program that made it",
        ),
    )


def shares_work(output: Output) -> bool:
    """Whether an output is made from the text of the events, or from the index of the search, which
    one process makes for all."""
    if isinstance(output, HtmlPage):
        return output.shows_calendars
    return isinstance(output, RawFile) or output.kind == "search"


def stage_outputs(
    job: PublishJob, outputs: Sequence[Output], jobs: int, on_progress: Callable[[int], None]
) -> dict[str, StagedOutput]:
    """Output file -> what became of it, of those that are not kept as they are. If many are due,
    they are made in several processes, those that share work first; after many failures not all of
    them."""
    due = sorted(list_due_outputs(job, outputs), key=lambda output: not shares_work(output))
    kept_count, main_process = len(outputs) - len(due), os.getpid()
    failure_count = 0

    def stage_chunk(chunk: Sequence[tuple[int, Output]]) -> list[StagedOutput | None]:
        nonlocal failure_count
        if os.getpid() == main_process:  # the other processes are about as far
            on_progress(kept_count + chunk[0][0])
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

    sharing_count = sum(map(shares_work, due))
    staged = map_chunks(
        stage_chunk,
        list(enumerate(due)),
        jobs,
        min_items=MIN_SHARED_OUTPUTS,
        keep_together=sharing_count,
    )
    files = (derive_output_file(output.path) for output in due)
    return {file: each for file, each in zip(files, staged, strict=True) if each}
