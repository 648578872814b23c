"""The straight line of a build, from what was read to the outputs that can be published:

read -> history -> assemble -> agenda -> check -> theme -> plan -> links
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import msgspec

from tourbook.checks import CHECKS
from tourbook.checks.far_dates import check_far_dates
from tourbook.checks.mass_removals import ComingStop, check_mass_removals, list_coming_stops
from tourbook.checks.removals import check_early_removals
from tourbook.checks.texts import check_texts
from tourbook.common.problems import Problems
from tourbook.common.urls import derive_output_file
from tourbook.model.assemble import Sources, assemble
from tourbook.model.attachments import Attachment
from tourbook.model.mentions import find_mentions
from tourbook.model.texts import iterate_markdown, list_distinct_texts
from tourbook.rendering.render import HtmlRenderer
from tourbook.rendering.theme import Theme, apply_words, check_languages, load_theme
from tourbook.rules import RULES, apply_rules
from tourbook.schedule.agenda import Agenda
from tourbook.site.addresses import make_output_settings
from tourbook.site.assets import plan_assets, report_unused_files
from tourbook.site.calendars import Calendars
from tourbook.site.calendars.retention import RETENTION
from tourbook.site.context import Context, make_context
from tourbook.site.edition import Edition, make_editions
from tourbook.site.file_sizes import check_file_sizes
from tourbook.site.host_files import fit_to_host
from tourbook.site.host_limits import check_host
from tourbook.site.links import check_links, make_linker
from tourbook.site.outputs import Asset, HtmlPage, Output
from tourbook.site.plan import check_lost_calendars, plan_outputs
from tourbook.site.savings import OldStops, list_old_stops, propose_saving

from .inputs import BuildInputs, compute_program_digest
from .load import list_schedule_files, list_unreadable_names, read_history, read_sources
from .options import CHECKING_PHASE, BuildOptions
from .placement import Destination
from .staging import PublishJob


@dataclass
class PreparedBuild:
    """A build up to the point at which something would be written."""

    job: PublishJob
    outputs: list[Output]
    theme: Theme
    save_history: Callable[[], None]
    """Saves what was read from Git."""

    @property
    def days(self) -> dict[str, dt.date]:
        """Time zone -> the day of the build there."""
        return self.find_context("").agenda.days

    def list_coming_articles(self) -> tuple[tuple[str, str], ...]:
        """(date, file) of the news of days to come."""
        articles = self.find_context("").agenda.coming_articles
        return tuple((a.record.date.isoformat(), a.location.file) for a in articles)

    def encode_coming_stops(self) -> msgspec.Raw:
        """The stops that the next build compares with its own."""
        agenda = self.find_context("").agenda
        return msgspec.Raw(msgspec.msgpack.encode(list_coming_stops(agenda.model, agenda.today)))

    def find_context(self, lang: str) -> Context:
        """That of a language, or that of the site's first one if it has no such language."""
        contexts = self.job.contexts
        return contexts.get(lang) or next(iter(contexts.values()))


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
    texts = list(iterate_markdown(model))
    html = cache.convert_texts(list_distinct_texts(model))
    mentions = find_mentions(model, texts, html)
    facts = cache.examine_files(list(mentions), snapshot.digests, snapshot.read)
    model.attachments = tuple(Attachment(f, tuple(mentions[f]), facts[f]) for f in mentions)
    agenda = Agenda(model, today, RETENTION, options.get_today)
    for check_model in CHECKS:
        check_model(model, problems)
    _check_removed_stops(inputs, sources, agenda, problems)
    check_far_dates(agenda, problems)
    apply_rules(RULES, agenda, problems)
    theme = load_theme(model.site.theme, snapshot.texts, snapshot.files, problems)
    if problems.has_fatal_error:
        return None
    check_languages(theme, model.site.languages, problems)
    apply_words(theme, model.site.words, model.site.languages[0], problems)
    check_texts(texts, html, problems)
    settings = make_output_settings(model.site, options.base_url, agenda.members_with_hours)
    assets = plan_assets(agenda, theme, snapshot.digests, snapshot.texts, problems)
    check_file_sizes(assets.outputs, snapshot.sizes, problems, model.site.host is not None)
    editions = make_editions(agenda, theme, settings, html, assets.pictures)
    calendars = {
        e.lang: Calendars(e, cache.open_event_cache(e.lang, e.language.strings)) for e in editions
    }
    outputs = plan_outputs(editions, assets, calendars, problems)
    linker = make_linker(editions, assets.pictures, [o.path for o in outputs])
    check_links(linker, texts, html, list_unreadable_names(sources), editions[0], problems)
    outputs = _fit_to_host(
        editions[0], outputs, inputs, partial(list_old_stops, agenda, settings, html), problems
    )
    templates = {o.template for o in outputs if isinstance(o, HtmlPage)}
    static_digests = {name: snapshot.digests[file] for name, file in theme.static.items()}
    template_digests = cache.digest_templates(theme, templates, static_digests, problems)
    previous = inputs.previous_manifest
    if not problems.error_count:  # else records may be missing that are only badly written
        check_lost_calendars(
            model,
            previous.outputs,
            outputs,
            problems,
            is_upgrade=previous.program_digest != compute_program_digest(),
        )
        report_unused_files(agenda, assets, problems)
    job = PublishJob(
        Destination(options.workspace, previous, compute_program_digest()),
        template_digests,
        HtmlRenderer(theme, model.site.languages, assets.static),
        {e.lang: make_context(e, linker, calendars[e.lang].find_cut) for e in editions},
        snapshot.get_path,
    )
    return PreparedBuild(job, outputs, theme, save_history)


def _fit_to_host(
    edition: Edition,
    outputs: list[Output],
    inputs: BuildInputs,
    find_old_stops: Callable[[int], OldStops],
    problems: Problems,
) -> list[Output]:
    """The outputs that the host of the site needs; reports if they are near a limit there."""
    host = edition.model.site.host
    fitted_outputs = fit_to_host(host, edition.addresses.settings.base_url, outputs)
    sizes = inputs.previous_manifest.sizes | {
        derive_output_file(output.path): inputs.snapshot.sizes.get(output.source, 0)
        for output in outputs
        if isinstance(output, Asset)
    }
    propose = partial(propose_saving, edition.model.site, find_old_stops)
    check_host(host, fitted_outputs, sizes, problems, propose)
    return fitted_outputs


def _check_removed_stops(
    inputs: BuildInputs, sources: Sources, agenda: Agenda, problems: Problems
) -> None:
    """Report stops that were taken off the schedule: all at once, or else one by one."""
    coming_stops = inputs.previous_manifest.fingerprint.coming_stops
    is_whole = not problems.error_count  # else stops may be missing that are only badly written
    if not is_whole or not check_mass_removals(
        agenda.model,
        msgspec.msgpack.decode(coming_stops, type=dict[str, ComingStop]),
        list_schedule_files(sources),
        agenda.today,
        problems,
    ):
        check_early_removals(agenda.model, problems)
