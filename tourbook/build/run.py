"""Run a build: prepare it, publish what changed, and remember it for the next one."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from tourbook.common.files import try_lock
from tourbook.common.problems import Location, Message, Problem, Problems, locate_problems
from tourbook.site.outputs import HtmlPage, Output, RawFile
from tourbook.sources.locating import make_locator
from tourbook.sources.paths import SITE_FILE

from .inputs import BuildInputs, compute_inputs_digest, read_inputs
from .manifest import BuildFingerprint
from .options import MAKING_PHASE, READING_PHASE, BuildOptions
from .pipeline import prepare
from .publish import MAX_FAILURES, PublishResult, is_untouched, publish

BUSY = Problem(
    "busy",
    Location(SITE_FILE, line=1, column=1),
    Message("另一个生成正在写同一个输出文件夹", "another build is writing into the same folder"),
    Message("等它结束，再试一次", "wait until it is done, and try again"),
)


@dataclass
class BuildResult:
    problems: list[Problem]
    """With line and column, in the order of the files. If one is an error, nothing was written."""
    publish_result: PublishResult = field(default_factory=PublishResult)
    page_count: int = 0
    """HTML pages of the whole site, written or kept."""
    calendar_count: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    """Source file -> its bytes, to show lines from."""
    seconds: float = 0

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.problems)


def build(options: BuildOptions) -> BuildResult:
    """Build the site. Two builds do not write into one folder at a time."""
    start = time.perf_counter()
    with _lock_output(options) as has_lock:
        result = _build(options) if has_lock else BuildResult([BUSY])
    result.seconds = time.perf_counter() - start
    return result


def check(options: BuildOptions) -> BuildResult:
    """Find all the problems that a build would find; write nothing into the site's folder."""
    options.on_progress(READING_PHASE, 0, 0)
    inputs, problems = read_inputs(options), Problems()
    prepared = prepare(options, inputs, problems)
    if prepared and not problems.error_count:
        problems.extend(_find_feed_problems(prepared.outputs))
    if prepared is None or _has_failed(options, problems):
        return _make_result(inputs, problems)
    prepared.save_history()
    inputs.cache.save()
    return _make_result(inputs, problems, prepared.outputs)


def _build(options: BuildOptions) -> BuildResult:
    options.on_progress(READING_PHASE, 0, 0)
    inputs, problems = read_inputs(options), Problems()
    if is_up_to_date(options, inputs):
        return _repeat_result(inputs)
    prepared = prepare(options, inputs, problems)
    if prepared is None or _has_failed(options, problems):
        return _make_result(inputs, problems)
    prepared.save_history()
    result = _make_result(inputs, problems, prepared.outputs)
    timezone = prepared.timezone
    fingerprint = BuildFingerprint(
        compute_inputs_digest(options, inputs, timezone),
        timezone,
        result.page_count,
        result.calendar_count,
        result.problems,
    )
    new_problems = problems.watch()
    on_progress = partial(_report_progress, options, len(prepared.outputs))
    result.publish_result = publish(
        prepared.job, prepared.outputs, fingerprint, problems, options.jobs, on_progress
    )
    inputs.cache.save()
    if new_problems():
        result.problems = locate_problems(problems, make_locator(inputs.snapshot))
    return result


def is_up_to_date(options: BuildOptions, inputs: BuildInputs) -> bool:
    """True if the last build had the same inputs and its output is untouched."""
    last = inputs.previous_manifest
    digest = compute_inputs_digest(options, inputs, last.fingerprint.timezone)
    return digest == last.fingerprint.inputs_digest and is_untouched(options.output_folder, last)


def _lock_output(options: BuildOptions) -> AbstractContextManager[bool]:
    if not (options.root / SITE_FILE).exists():  # nothing will be written
        return nullcontext(True)
    return try_lock(options.workspace.lock_path)


def _make_result(
    inputs: BuildInputs, problems: Problems, outputs: Iterable[Output] = ()
) -> BuildResult:
    paths = [(o.path, isinstance(o, HtmlPage)) for o in outputs]
    return BuildResult(
        locate_problems(problems, make_locator(inputs.snapshot)),
        page_count=sum(is_page for _, is_page in paths),
        calendar_count=sum(path.endswith(".ics") for path, _ in paths),
        texts=inputs.snapshot.texts,
    )


def _repeat_result(inputs: BuildInputs) -> BuildResult:
    """What the last build answered, with all files kept."""
    last = inputs.previous_manifest
    return BuildResult(
        last.fingerprint.problems,
        PublishResult(kept_count=len(last.outputs)),
        last.fingerprint.page_count,
        last.fingerprint.calendar_count,
        inputs.snapshot.texts,
    )


def _has_failed(options: BuildOptions, problems: Problems) -> bool:
    return bool(problems.error_count or (options.strict and len(problems)))


def _find_feed_problems(outputs: Iterable[Output]) -> list[Problem]:
    """The first few faults of the feeds, which a build would find while it publishes."""
    found = (o.find_problem(o.make_content()) for o in outputs if isinstance(o, RawFile))
    return list(islice(filter(None, found), MAX_FAILURES))


def _report_progress(options: BuildOptions, total: int, done: int) -> None:
    options.on_progress(MAKING_PHASE, done, total)
