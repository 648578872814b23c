"""Run a build, if there is anything to do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext

from tourbook.common.files import try_lock_folder
from tourbook.common.problems import Message, Problem
from tourbook.sources.paths import SITE_FILE, SITE_FILE_START

from .inputs import BuildInputs, compute_inputs_digest, read_inputs
from .manifest import Manifest, is_untouched, measure_file
from .options import READING_PHASE, BuildOptions
from .result import BuildResult, PublishResult
from .workspace import SHARD_FILE

BUSY = Problem(
    "busy",
    SITE_FILE_START,
    Message("另一个生成正在写同一个输出文件夹", "another build is writing into the same folder"),
    Message("等它结束，再试一次", "wait until it finishes, then try again"),
)


def build(options: BuildOptions) -> BuildResult:
    """Build the site. Two builds do not write into one folder at a time."""
    start = time.perf_counter()
    with _lock_output(options) as has_lock:
        result = _build(options) if has_lock else BuildResult([BUSY])
        measure = measure_file(str(options.workspace.manifest_path))
    return result._replace(seconds=time.perf_counter() - start, manifest_measure=measure)


def _build(options: BuildOptions) -> BuildResult:
    options.on_progress(READING_PHASE, 0, 0)
    inputs = read_inputs(options)
    if is_up_to_date(options, inputs):
        return repeat_result(inputs.previous_manifest, inputs.snapshot.texts)
    from .rebuild import rebuild  # most of the program, which a build with nothing to do skips

    return rebuild(options, inputs)


def is_up_to_date(options: BuildOptions, inputs: BuildInputs) -> bool:
    """True if the last build had the same inputs and its output is untouched."""
    last = inputs.previous_manifest
    if (options.output_folder / SHARD_FILE).exists() != (options.shard is not None):
        return False
    days = {zone: options.get_today(zone) for zone in last.fingerprint.timezones}
    digest = compute_inputs_digest(options, inputs, days)
    return digest == last.fingerprint.inputs_digest and is_untouched(options.output_folder, last)


def _lock_output(options: BuildOptions) -> AbstractContextManager[bool]:
    if not (options.root / SITE_FILE).exists():  # nothing will be written
        return nullcontext(True)
    return try_lock_folder(options.output_folder)


def repeat_result(last: Manifest, texts: Mapping[str, bytes]) -> BuildResult:
    """What the last build answered, with all files kept."""
    return BuildResult(
        last.fingerprint.problems,
        PublishResult(kept_count=len(last.outputs), manifest=last),
        last.fingerprint.page_count,
        last.fingerprint.calendar_count,
        last.fingerprint.coming_articles,
        texts,
    )
