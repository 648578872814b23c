"""The straight line of a build, from what was read to the outputs that can be published:

read -> history -> assemble -> agenda -> check -> theme -> plan -> links

`prepare` is the whole of it. A preview takes its parts one by one: pages need only that the project
is read and the site planned, and checks can follow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import msgspec

from tourbook.checks import CHECKS, TEXT_CHECKS, check_trips
from tourbook.checks.far_dates import check_far_dates
from tourbook.checks.mass_removals import ComingStop, check_mass_removals, list_coming_stops
from tourbook.checks.removals import check_early_removals
from tourbook.checks.texts import check_texts
from tourbook.common.problems import Problem, Problems
from tourbook.common.urls import derive_output_file
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.model.assemble import Sources, assemble
from tourbook.model.attachments import Attachment
from tourbook.model.mentions import find_mentions
from tourbook.model.texts import MarkdownText, iterate_markdown, list_distinct_texts
from tourbook.rendering.render import HtmlRenderer
from tourbook.rendering.theme import Theme, apply_words, check_languages, load_theme
from tourbook.rules import RULES, apply_rules
from tourbook.schedule.agenda import Agenda
from tourbook.site.address_checks import check_addresses, check_lost_calendars
from tourbook.site.addresses import make_output_settings
from tourbook.site.assets import Assets, plan_assets, report_unused_files
from tourbook.site.calendars import Calendars
from tourbook.site.calendars.retention import RETENTION
from tourbook.site.context import Context, make_context
from tourbook.site.edition import make_editions
from tourbook.site.editor import check_editor, plan_editor
from tourbook.site.faces import Faces
from tourbook.site.file_sizes import check_file_sizes
from tourbook.site.host_files import fit_to_host
from tourbook.site.host_limits import check_host
from tourbook.site.link_checks import check_links
from tourbook.site.links import Linker, make_linker
from tourbook.site.outputs import HtmlPage, Output
from tourbook.site.plan import Plan, plan_outputs
from tourbook.site.savings import list_old_stops, propose_saving

from .freshness import PublishJob
from .inputs import BuildInputs
from .load import list_schedule_files, list_unreadable_names, read_history, read_sources
from .options import CHECKING_PHASE, BuildOptions
from .placement import Destination
from .program import compute_program_digest


class Project(NamedTuple):
    """What the files and the history say, before any theme."""

    sources: Sources
    agenda: Agenda
    texts: list[MarkdownText]
    html: dict[str, ConvertedMarkdown]
    """Markdown text -> its HTML."""
    save_history: Callable[[], None]
    """Saves what was read from Git."""


@dataclass
class PreparedBuild:
    """A build up to the point at which something would be written."""

    job: PublishJob
    plan: Plan
    """All outputs."""
    published: Plan
    """Those that the host of the site needs."""
    theme: Theme
    assets: Assets
    linker: Linker
    save_history: Callable[[], None]
    """Saves what was read from Git."""

    @cached_property
    def outputs(self) -> list[Output]:
        """What is published."""
        return self.published.list_outputs()

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
    project = read_project(options, inputs, problems)
    return check_whole(options, inputs, project, problems) if project else None


def check_whole(
    options: BuildOptions, inputs: BuildInputs, project: Project, problems: Problems
) -> PreparedBuild | None:
    """All checks of a project that was read; the plan, or None if there is none."""
    schedule_problems = find_schedule_problems(inputs, project, is_whole=not problems.error_count)
    prepared = plan_site(options, inputs, project, problems)
    if prepared:
        check_site(inputs, project, prepared, problems)
    problems.extend(schedule_problems)
    if prepared and not problems.error_count:
        check_lost_outputs(inputs, project, prepared, problems)
    return prepared


def read_project(options: BuildOptions, inputs: BuildInputs, problems: Problems) -> Project | None:
    """The project as its files say it, with the checks of single records; None if there are no
    records to make a site of."""
    snapshot, cache, memory = inputs.snapshot, inputs.cache, inputs.cache.process_memory
    sources = read_sources(snapshot, cache, problems)
    if sources is None:
        return None
    options.on_progress(CHECKING_PHASE, 0, 0)
    today = options.get_today(sources.site.timezone)
    ledger, save_history = read_history(options, inputs, sources.site, today)
    model = assemble(sources, options.include_drafts, problems, ledger, memory.assembly)
    texts = list(iterate_markdown(model, memory.texts))
    html = cache.convert_texts(list_distinct_texts(model, texts))
    mentions = find_mentions(model, texts, html)
    facts = cache.examine_files(list(mentions), snapshot.digests, snapshot.read)
    model.attachments = tuple(Attachment(f, tuple(mentions[f]), facts[f]) for f in mentions)
    for check_model in CHECKS:
        check_model(model, problems)
    check_trips(model, memory.assembly, problems)
    agenda = Agenda(model, today, RETENTION, options.get_today, memory.agenda)
    memory.agenda = agenda
    return Project(sources, agenda, texts, html, save_history)


def find_schedule_problems(
    inputs: BuildInputs, project: Project, *, is_whole: bool
) -> list[Problem]:
    """What the checks and rules of the schedule as a whole find, and those of texts. `is_whole`:
    whether everything could be read, and no stop is missing that is only badly written."""
    problems = Problems()
    _check_removed_stops(inputs, project, problems, is_whole=is_whole)
    check_far_dates(project.agenda, problems)
    apply_rules(RULES, project.agenda, problems, inputs.cache.outcomes)
    for check_model in TEXT_CHECKS:
        check_model(project.agenda.model, problems)
    return problems.items


def plan_site(
    options: BuildOptions, inputs: BuildInputs, project: Project, problems: Problems
) -> PreparedBuild | None:
    """The plan, and what outputs are made with; None after a fatal error. The templates are not
    checked, and have no digests yet."""
    snapshot, cache, agenda, html = inputs.snapshot, inputs.cache, project.agenda, project.html
    site = agenda.model.site
    theme = load_theme(site.theme, snapshot.texts, snapshot.files, problems)
    if problems.has_fatal_error:
        return None
    check_languages(theme, site.languages, problems)
    apply_words(theme, site.words, site.languages[0], problems)
    settings = make_output_settings(site, options.base_url, agenda.members_with_hours)
    assets = plan_assets(
        agenda, theme, snapshot.digests, snapshot.texts, problems, cache.machine_memory
    )
    editions = make_editions(agenda, theme, settings, html, assets.pictures)
    faces = Faces(editions[0], snapshot.digests, cache.outcomes)
    calendars = {e.lang: Calendars(e, faces, cache.outcomes) for e in editions}
    editor_files = list(plan_editor(agenda, snapshot.digests))
    plan = Plan(plan_outputs(editions, assets, calendars, editor_files))
    published = plan
    if site.host:
        published = Plan(fit_to_host(site.host, settings.base_url, plan.iterate_outputs()))
    linker = make_linker(editions, assets.pictures, plan)
    job = PublishJob(
        Destination(options.workspace, inputs.previous_manifest, compute_program_digest()),
        {},
        HtmlRenderer(theme, site.languages, assets.static, cache.machine_memory),
        {
            e.lang: make_context(e, linker, calendars[e.lang], faces, cache.outcomes)
            for e in editions
        },
        snapshot.get_path,
    )
    return PreparedBuild(job, plan, published, theme, assets, linker, project.save_history)


def check_site(
    inputs: BuildInputs, project: Project, prepared: PreparedBuild, problems: Problems
) -> None:
    """The checks of addresses, texts, files, links and templates. The templates get their
    digests."""
    snapshot = inputs.snapshot
    agenda, outputs, assets = project.agenda, prepared.outputs, prepared.assets
    site, settings = agenda.model.site, prepared.find_context("").addresses.settings
    planned = prepared.plan.list_outputs()
    check_addresses(settings.base_url, planned, _list_known_files(inputs), problems)
    check_texts(project.texts, project.html, problems)
    check_editor(site, snapshot.digests, problems)
    check_file_sizes(assets.outputs, snapshot.sizes, problems, site.host is not None)
    unreadable = list_unreadable_names(project.sources)
    first_edition = prepared.find_context("")
    check_links(prepared.linker, project.texts, project.html, unreadable, first_edition, problems)
    propose = partial(propose_saving, site, partial(list_old_stops, agenda, settings, project.html))
    check_host(site.host, outputs, _list_known_sizes(inputs, assets), problems, propose)
    digest_templates(inputs, prepared, problems)


def digest_templates(inputs: BuildInputs, prepared: PreparedBuild, problems: Problems) -> None:
    """Check the templates of all pages, and give them their digests."""
    templates = {o.template for o in prepared.outputs if isinstance(o, HtmlPage)}
    static_digests = {name: path.encode() for name, path in prepared.assets.static.items()}
    prepared.job.template_digests = inputs.cache.digest_templates(
        prepared.theme, templates, static_digests, problems
    )


def check_lost_outputs(
    inputs: BuildInputs, project: Project, prepared: PreparedBuild, problems: Problems
) -> None:
    """The checks that nothing is missing. Of a project without errors, for else records may be
    missing that are only badly written."""
    previous = inputs.previous_manifest
    check_lost_calendars(
        project.agenda.model,
        previous.outputs,
        prepared.outputs,
        problems,
        is_upgrade=previous.program_digest != compute_program_digest(),
    )
    report_unused_files(project.agenda, prepared.assets, problems)


def _list_known_files(inputs: BuildInputs) -> AbstractSet[str]:
    """The output files of the last build, whose addresses this version checked."""
    previous = inputs.previous_manifest
    is_same = previous.program_digest == compute_program_digest()
    return previous.outputs.keys() if is_same else frozenset()


def _list_known_sizes(inputs: BuildInputs, assets: Assets) -> dict[str, int]:
    """Output file -> bytes: those of the last build, and of what is published as it is."""
    return inputs.previous_manifest.sizes | {
        derive_output_file(asset.path): inputs.snapshot.sizes.get(asset.source, 0)
        for asset in assets.outputs
        if asset.kind != "rendition"
    }


def _check_removed_stops(
    inputs: BuildInputs, project: Project, problems: Problems, *, is_whole: bool
) -> None:
    """Report stops that were taken off the schedule: all at once, or else one by one."""
    coming_stops, agenda = inputs.previous_manifest.fingerprint.coming_stops, project.agenda
    if not is_whole or not check_mass_removals(
        agenda.model,
        msgspec.msgpack.decode(coming_stops, type=dict[str, ComingStop]),
        list_schedule_files(project.sources),
        agenda.today,
        problems,
    ):
        check_early_removals(agenda.model, problems)
