"""The straight line of a build, from files to pages:

read -> history -> assemble -> agenda -> check -> theme -> plan -> links -> publish
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import islice

from tourbook.common.files import try_lock
from tourbook.common.problems import Location, Message, Problem, Problems, locate_problems
from tourbook.model.assemble import assemble
from tourbook.model.texts import iterate_markdown, list_distinct_texts
from tourbook.rendering.render import HtmlRenderer
from tourbook.rendering.theme import Theme, load_theme
from tourbook.rules import CHECKS, RULES, apply_rules
from tourbook.schedule.agenda import Agenda
from tourbook.site.addresses import make_output_settings
from tourbook.site.calendars.retention import RETENTION
from tourbook.site.context import Context, make_context
from tourbook.site.edition import make_editions
from tourbook.site.links import check_links, make_linker
from tourbook.site.outputs import HtmlPage, Output, RawFile
from tourbook.site.plan import check_lost_calendars, plan_assets, plan_outputs
from tourbook.sources.locating import make_locator
from tourbook.sources.paths import SITE_FILE

from .inputs import BuildInputs, compute_inputs_digest, compute_program_digest, read_inputs
from .load import list_unreadable_names, read_history, read_sources
from .manifest import BuildFingerprint
from .options import CHECKING_PHASE, MAKING_PHASE, READING_PHASE, BuildOptions
from .publish import MAX_FAILURES, PublishJob, PublishResult, is_untouched, publish
from .result import BuildResult

BUSY = Problem(
    "busy",
    Location(SITE_FILE, line=1, column=1),
    Message("另一个生成正在写同一个输出文件夹", "another build is writing into the same folder"),
    Message("等它结束，再试一次", "wait until it is done, and try again"),
)


@dataclass
class PreparedBuild:
    """A build up to the point at which something would be written."""

    job: PublishJob
    outputs: list[Output]
    theme: Theme
    save_history: Callable[[], None]
    """Saves what was read from Git."""

    @property
    def timezone(self) -> str:
        """The time zone of the site."""
        return self.find_context("").model.site.timezone

    def find_context(self, lang: str) -> Context:
        """That of a language, or that of the site's first one if it has no such language."""
        contexts = self.job.contexts
        return contexts.get(lang) or next(iter(contexts.values()))


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


def prepare(options: BuildOptions, inputs: BuildInputs, problems: Problems) -> PreparedBuild | None:
    """Everything up to the plan, with all checks; None if not even a plan can be made."""
    snapshot, cache = inputs.snapshot, inputs.cache
    sources = read_sources(snapshot, cache, problems)
    if sources is None:
        return None
    options.on_progress(CHECKING_PHASE, 0, 0)
    today = options.get_today(sources.site.timezone)
    ledger, save_history = read_history(options, inputs, sources.site, today)
    model = assemble(sources, options.include_drafts, problems, ledger)
    agenda = Agenda(model, today, RETENTION)
    for check_model in CHECKS:
        check_model(model, problems)
    apply_rules(RULES, agenda, problems)
    theme = load_theme(model.site.theme, snapshot.texts, snapshot.files, problems)
    if problems.has_fatal_error:
        return None
    texts = list(iterate_markdown(model))
    html = cache.convert_texts(list_distinct_texts(model))
    settings = make_output_settings(model.site, options.base_url)
    assets = plan_assets(model, theme, snapshot.digests)
    editions = make_editions(agenda, theme, settings, html, assets.pictures)
    events = {e.lang: cache.open_event_cache(e.lang, e.language.strings) for e in editions}
    outputs = plan_outputs(editions, assets, events, problems)
    linker = make_linker(editions[0], assets.pictures, [o.path for o in outputs])
    check_links(linker, texts, html, list_unreadable_names(snapshot, sources), problems)
    templates = {o.template for o in outputs if isinstance(o, HtmlPage)}
    static_digests = {name: snapshot.digests[file] for name, file in theme.static.items()}
    template_digests = cache.digest_templates(theme, templates, static_digests, problems)
    previous = inputs.previous_manifest
    if not problems.error_count:  # else records may be missing that are only badly written
        check_lost_calendars(model, previous.outputs, outputs, problems)
    job = PublishJob(
        options.workspace,
        template_digests,
        HtmlRenderer(theme, model.site.languages, assets.static),
        {e.lang: make_context(e, linker) for e in editions},
        previous,
        compute_program_digest(),
    )
    return PreparedBuild(job, outputs, theme, save_history)


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
