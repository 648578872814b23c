"""What a change of source files would mean: the project with it, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from tourbook.common.digests import compute_digest
from tourbook.common.problems import Problem, Problems
from tourbook.sources.snapshot import Snapshot

from .inputs import BuildInputs
from .options import BuildOptions
from .pipeline import Project, check_whole, find_schedule_problems, read_project
from .renamings import NO_RENAMING, Renaming, find_renaming

_NO_MOVES: Mapping[str, str] = {}


class ReadProject(NamedTuple):
    """A project without its pages, and what is wrong with it."""

    inputs: BuildInputs
    project: Project | None
    """None if there are no records to make a site of."""
    problems: list[Problem]
    """Not located yet."""


def read_with_problems(
    options: BuildOptions, inputs: BuildInputs, *, with_pages: bool = False
) -> ReadProject:
    """The records of a project, checked one by one and as a schedule. `with_pages`: addresses and
    links are checked, too."""
    problems = Problems()
    project = read_project(options, inputs, problems)
    if project:
        if with_pages:
            check_whole(options, inputs, project, problems)
        else:
            is_whole = not problems.error_count
            problems.extend(find_schedule_problems(inputs, project, is_whole=is_whole))
    return ReadProject(inputs, project, problems.items)


def read_changed(
    options: BuildOptions,
    last: BuildInputs,
    files: Mapping[str, bytes | None],
    moves: Mapping[str, str] = _NO_MOVES,
    *,
    with_pages: bool = False,
) -> ReadProject:
    """The project as it would be with other bytes in some of its files; these may be new, or gone.
    `moves`: file that is not text -> its new name."""
    inputs = replace_inputs(last, files, moves)
    return read_with_problems(options, inputs, with_pages=with_pages)


def replace_inputs(
    last: BuildInputs, files: Mapping[str, bytes | None], moves: Mapping[str, str] = _NO_MOVES
) -> BuildInputs:
    snapshot = move_files(replace_files(last.snapshot, files), moves)
    return BuildInputs(snapshot, last.git_state, last.previous_manifest, last.cache.make_successor)


def list_new_problems(
    old: Iterable[Problem], new: ReadProject, renaming: Renaming = NO_RENAMING
) -> list[Problem]:
    """The problems that a change brings."""
    return subtract_problems(new.problems, old, renaming)


def subtract_problems(
    new: Iterable[Problem], old: Iterable[Problem], renaming: Renaming = NO_RENAMING
) -> list[Problem]:
    """The new problems without those that are among the old ones, on whatever line. A stop may have
    moved to another schedule file."""
    new, old = list(new), list(old)
    mended = _subtract(old, new, renaming.identify)
    return _subtract(_subtract(new, old, renaming.identify), mended, renaming.identify_anywhere)


def _subtract(
    problems: list[Problem], known_problems: list[Problem], identify: Callable[[Problem], Hashable]
) -> list[Problem]:
    counts = Counter(map(identify, known_problems))
    rest = []
    for problem in problems:
        key = identify(problem)
        counts[key] -= 1
        if counts[key] < 0:
            rest.append(problem)
    return rest


def compare_names(old: ReadProject, new: ReadProject) -> Renaming:
    """What the second state of a project calls otherwise than the first one."""
    models = (read.project.agenda.model if read.project else None for read in (old, new))
    return find_renaming(old.inputs.snapshot, new.inputs.snapshot, *models)


def replace_files(snapshot: Snapshot, files: Mapping[str, bytes | None]) -> Snapshot:
    """A snapshot with other bytes in some of its files; None for files that are not there."""
    texts = {name: raw for name, raw in files.items() if raw is not None}
    digests = snapshot.digests | {name: compute_digest(raw) for name, raw in texts.items()}
    return snapshot._replace(
        digests={name: digests[name] for name in sorted(digests.keys() - (files.keys() - texts))},
        texts={
            n: raw
            for n, raw in {**snapshot.texts, **texts}.items()
            if files.get(n, b"") is not None
        },
        text_stamps={},
    )


def move_files(snapshot: Snapshot, moves: Mapping[str, str]) -> Snapshot:
    """A snapshot in which files that are not text have other names than on the disk."""
    disk_names = {new: snapshot.disk_names.get(old, old) for old, new in moves.items()}
    digests = {moves.get(name, name): digest for name, digest in snapshot.digests.items()}
    return snapshot._replace(
        digests={name: digests[name] for name in sorted(digests)},
        sizes={moves.get(name, name): size for name, size in snapshot.sizes.items()},
        disk_names=snapshot.disk_names | disk_names,
    )
