"""Prepare a site, check it, and publish what changed."""

from __future__ import annotations

from functools import partial
from itertools import islice

import msgspec
from msgspec import structs

from tourbook import __version__
from tourbook.common.files import remove_leftovers
from tourbook.common.problems import Problem, Problems, locate_problems
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import HtmlPage, Output, RawFile, find_problem
from tourbook.site.traces import decode_trace, trace_schedule
from tourbook.sources.locating import make_locator

from .freshness import PublishJob, is_known
from .inputs import BuildInputs, compute_inputs_digest, read_inputs
from .manifest import BuildFingerprint, load
from .options import MAKING_PHASE, READING_PHASE, BuildOptions
from .pipeline import PreparedBuild, prepare
from .publish import SECRET_KINDS, publish
from .result import BuildResult
from .shards import Origin, remove_record, write_record
from .staging import MAX_FAILURES


def check(options: BuildOptions) -> BuildResult:
    """Find all the problems that a build would find; write nothing into the site's folder."""
    options.on_progress(READING_PHASE, 0, 0)
    inputs, problems = read_inputs(options), Problems()
    prepared = prepare(options, inputs, problems)
    if prepared and not problems.error_count:
        find_differences(inputs, prepared)
        problems.extend(_find_feed_problems(prepared))
    if prepared is None or _has_failed(options, problems):
        return _make_result(inputs, problems)
    options.workspace.hide_from_git()
    prepared.save_history()
    inputs.cache.save()
    return _make_result(inputs, problems, prepared)


def rebuild(options: BuildOptions, inputs: BuildInputs) -> BuildResult:
    """Publish what has changed since the last build, and remember it for the next one."""
    problems = Problems()
    prepared = prepare(options, inputs, problems)
    if prepared is None or _has_failed(options, problems):
        return _make_result(inputs, problems)
    options.workspace.hide_from_git()
    prepared.save_history()
    trace = find_differences(inputs, prepared)
    result = _make_result(inputs, problems, prepared)
    fingerprint = BuildFingerprint(
        compute_inputs_digest(options, inputs, prepared.days),
        sorted(prepared.days),
        result.page_count,
        result.calendar_count,
        result.problems,
        result.coming_articles,
        prepared.encode_coming_stops(),
        trace,
    )
    new_problems = problems.watch()
    outputs = _select_outputs(options, prepared)
    on_progress = partial(_report_progress, options, len(outputs))
    publish_result = publish(
        prepared.job, outputs, fingerprint, problems, options.jobs, on_progress
    )
    inputs.cache.save()
    remove_leftovers(options.workspace.memory_folder)
    if new_problems():
        return _make_result(inputs, problems, prepared)
    _update_shard_record(options, inputs, prepared, fingerprint)
    return result._replace(publish_result=publish_result)


def find_differences(inputs: BuildInputs, prepared: PreparedBuild) -> msgspec.Raw:
    """Find out which lists of stops differ from those of the last build; the trace of the schedule
    for the next one."""
    job = prepared.job
    last = decode_trace(inputs.previous_manifest.fingerprint.trace)
    present = trace_schedule(list(job.contexts.values()), last)
    if job.destination.has_made_outputs:
        job.differing_lists = last.list_differences(present)
    if job.differing_lists is not None:  # what was not asked for is still of use
        inputs.cache.outcomes.keep_all()
    return msgspec.Raw(msgspec.msgpack.encode(present))


def _update_shard_record(
    options: BuildOptions,
    inputs: BuildInputs,
    prepared: PreparedBuild,
    fingerprint: BuildFingerprint,
) -> None:
    """Tell what the output folder holds if it is not the whole site."""
    folder, days = options.output_folder, prepared.days
    if options.shard is None:
        return remove_record(folder)
    whole = options._replace(shard=None)
    origin = Origin(
        __version__,
        inputs.git_state.head,
        {zone: day.isoformat() for zone, day in sorted(days.items())},
        options.base_url,
        options.include_drafts,
    )
    kinds = {derive_output_file(output.path): output.kind for output in prepared.outputs}
    write_record(
        folder,
        options.shard,
        origin,
        load(options.workspace.manifest_path),
        structs.replace(fingerprint, inputs_digest=compute_inputs_digest(whole, inputs, days)),
        kinds.keys(),
        {name for name, kind in kinds.items() if kind in SECRET_KINDS},
    )
    return None


def _make_result(
    inputs: BuildInputs, problems: Problems, prepared: PreparedBuild | None = None
) -> BuildResult:
    outputs = prepared.outputs if prepared else []
    paths = [(o.path, isinstance(o, HtmlPage)) for o in outputs]
    return BuildResult(
        locate_problems(problems, make_locator(inputs.snapshot)),
        page_count=sum(is_page for _, is_page in paths),
        calendar_count=sum(path.endswith(".ics") for path, _ in paths),
        coming_articles=prepared.list_coming_articles() if prepared else (),
        texts=inputs.snapshot.texts,
    )


def _select_outputs(options: BuildOptions, prepared: PreparedBuild) -> list[Output]:
    """Those of the shard that this build makes, or all."""
    shard = options.shard
    if shard is None:
        return prepared.outputs
    return [o for o in prepared.outputs if shard.holds(derive_output_file(o.path))]


def _has_failed(options: BuildOptions, problems: Problems) -> bool:
    return bool(problems.error_count or (options.strict and len(problems)))


def _find_feed_problems(prepared: PreparedBuild) -> list[Problem]:
    """The first few faults of the feeds, which a build would find while it publishes."""
    feeds = (output for output in prepared.outputs if isinstance(output, RawFile))
    results = (_find_feed_problem(prepared.job, feed) for feed in feeds)
    return list(islice(filter(None, results), MAX_FAILURES))


def _find_feed_problem(job: PublishJob, feed: RawFile) -> Problem | None:
    """None for one that the last build published and that is made from the same."""
    if is_known(job, feed):
        return None
    return find_problem(feed, feed.make_content())


def _report_progress(options: BuildOptions, total: int, count: int) -> None:
    options.on_progress(MAKING_PHASE, count, total)
