"""Projects that live in memory only: everything up to the plan is pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from tests.support import tiny_theme
from tests.support.projects import TODAY
from tests.support.sources import SITE, SMALL
from tourbook.build.cache import BuildCache
from tourbook.build.inputs import BuildInputs
from tourbook.build.load import read_sources
from tourbook.build.manifest import Manifest
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import PreparedBuild, prepare
from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.problems import Problem, Problems, locate_problems
from tourbook.common.urls import derive_output_file
from tourbook.history.repository import RepositoryState
from tourbook.model.assemble import assemble
from tourbook.model.model import Model
from tourbook.rendering.theme import Theme
from tourbook.rules import RULES, apply_rules
from tourbook.schedule.agenda import Agenda
from tourbook.site.outputs import HtmlPage, RawFile, ViewFile
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import Snapshot

Files = Mapping[str, "str | bytes | None"]
NO_FILES: Files = {}
NOWHERE = Path("/nonexistent/tourbook-unit-test")
assert isinstance(SITE, str)


def make_snapshot(files: Files, *, small: bool = True) -> Snapshot:
    """A snapshot of SMALL, with the files, and a theme of a few lines."""
    every = {**tiny_theme.list_theme_files("default"), **(SMALL if small else {}), **files}
    texts = {
        name: raw.encode() if isinstance(raw, str) else raw
        for name, raw in sorted(every.items())
        if raw is not None
    }
    return Snapshot(NOWHERE, {name: compute_digest(raw) for name, raw in texts.items()}, texts)


class SharedCache(BuildCache):
    """Checks each theme once in a test process, if there was nothing wrong with it: that takes ten
    times as long as all the rest of `prepare`."""

    good_themes: ClassVar[dict[bytes, dict[str, bytes]]] = {}

    def digest_templates(
        self,
        theme: Theme,
        template_names: set[str],
        static_digests: Mapping[str, bytes],
        problems: Problems,
    ) -> dict[str, bytes]:
        parts = [theme.templates, theme.strings, theme.static, sorted(template_names)]
        key = compute_digest(encode_canonical([*parts, static_digests]))
        if key not in self.good_themes:
            new_problems = problems.watch()
            digests = super().digest_templates(theme, template_names, static_digests, problems)
            if new_problems():
                return digests
            self.good_themes[key] = digests
        return self.good_themes[key]


def make_inputs(snapshot: Snapshot) -> BuildInputs:
    """What the first build of a project reads that is in no repository."""
    return BuildInputs(snapshot, RepositoryState(), Manifest(), lambda: SharedCache(None, b"", 1))


def assemble_model(
    files: Files = NO_FILES, *, drafts: bool = False, small: bool = True
) -> tuple[Model, list[Problem]]:
    snap, problems = make_snapshot(files, small=small), Problems()
    sources = read_sources(snap, BuildCache(None, b"", 1), problems)
    assert sources is not None, list(problems)
    return assemble(sources, drafts, problems), locate_problems(problems, make_locator(snap))


def prepare_project(
    files: Files = NO_FILES, *, today: dt.date = TODAY, **more: Any
) -> PreparedBuild:
    """A project without errors, ready to be published."""
    problems = Problems()
    found = prepare(
        BuildOptions(NOWHERE, NOWHERE / "output", lambda _: today, **more),
        make_inputs(make_snapshot(files)),
        problems,
    )
    assert not problems.error_count, [p for p in problems if p.level == "error"]
    assert found is not None
    return found


def list_problems(files: Files, *, small: bool = True) -> list[Problem]:
    snap, problems = make_snapshot(files, small=small), Problems()
    prepare(BuildOptions(NOWHERE, NOWHERE / "output", lambda _: TODAY), make_inputs(snap), problems)
    return locate_problems(problems, make_locator(snap))


def build_agenda(files: Files = NO_FILES, *, today: dt.date = TODAY) -> tuple[Agenda, Problems]:
    """The schedule with its answers, and the problems of its records."""
    snap, problems = make_snapshot(files), Problems()
    sources = read_sources(snap, BuildCache(None, b"", 1), problems)
    assert sources is not None, list(problems)
    return Agenda(assemble(sources, False, problems), today), problems


def list_rule_problems(files: Files, *, today: dt.date = TODAY) -> list[Problem]:
    """What the schedule rules say, without a theme and a plan."""
    index, problems = build_agenda(files, today=today)
    apply_rules(RULES, index, problems)
    return locate_problems(problems, make_locator(make_snapshot(files)))


def list_codes(found: list[Problem]) -> list[tuple[str, str, int]]:
    return [(p.code, p.location.file, p.location.line) for p in found]


def make_view(project: PreparedBuild, path: str) -> Any:
    """The view of the page at a site path."""
    page = next(o for o in project.outputs if o.path == path)
    assert isinstance(page, HtmlPage)
    return project.job.make_view(page)


def make_file(project: PreparedBuild, path: str) -> bytes:
    found = next(o for o in project.outputs if o.path == path)
    if isinstance(found, ViewFile):
        return found.write(project.job.make_view(found))
    assert isinstance(found, RawFile)
    return found.make_content()


def list_paths(project: PreparedBuild) -> set[str]:
    return {o.path for o in project.outputs}


def list_output_files(project: PreparedBuild) -> set[str]:
    return {derive_output_file(o.path) for o in project.outputs}
