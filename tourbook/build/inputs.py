"""Everything that a build is made from. If its digest is that of the last build, nothing has to be
made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.files import remove_path
from tourbook.history.git import has_tracked_files, read_repository_state
from tourbook.history.repository import GitError, RepositoryState
from tourbook.sources.snapshot import Snapshot, add_own_themes, take_snapshot

from .digest_memory import take_remembered_snapshot
from .editor_files import add_editor_files
from .file_list import load_manifest
from .machine_memory import open_machine_memory
from .manifest import Manifest
from .options import BuildOptions
from .program import compute_program_digest
from .workspace import CACHE_FOLDER

if TYPE_CHECKING:
    from .cache import BuildCache


@dataclass
class BuildInputs:
    """What a build reads before it makes anything."""

    snapshot: Snapshot
    git_state: RepositoryState
    previous_manifest: Manifest
    open_cache: Callable[[], BuildCache]

    @cached_property
    def cache(self) -> BuildCache:
        """Opened when it is first asked for: a build with nothing to do needs none."""
        return self.open_cache()


def read_inputs(options: BuildOptions) -> BuildInputs:
    workspace = options.workspace
    git_state = read_repository_state(options.root)
    if _is_memory_from_elsewhere(options.root, git_state):
        for path in workspace.memory_paths:
            remove_path(path)

    def open_cache() -> BuildCache:
        from .cache import BuildCache  # late: it brings all that reads sources

        program_digest = compute_program_digest()
        machine_memory = open_machine_memory(program_digest)
        return BuildCache(workspace.cache_path, program_digest, options.jobs, machine_memory)

    return BuildInputs(
        _add_program_files(take_remembered_snapshot(options.root, workspace.digests_path)),
        git_state,
        load_manifest(workspace),
        open_cache,
    )


def read_inputs_again(options: BuildOptions, last: BuildInputs) -> BuildInputs:
    """The inputs as they are now, in the process that has read the `last` ones."""
    snapshot = take_snapshot(options.root, last.snapshot.known_digests, last.snapshot)
    return BuildInputs(
        _add_program_files(snapshot),
        read_repository_state(options.root),
        last.previous_manifest,
        last.cache.make_successor,
    )


def _add_program_files(snapshot: Snapshot) -> Snapshot:
    """The snapshot with what is published, and is not of the project's own making."""
    return add_editor_files(add_own_themes(snapshot))


def _is_memory_from_elsewhere(root: Path, git_state: RepositoryState) -> bool:
    """True if the memory of builds may have come with the sources: Git tracks it, or cannot say."""
    if not git_state.is_in_repository or not (root / CACHE_FOLDER).exists():
        return False
    try:
        return has_tracked_files(root, CACHE_FOLDER)
    except (GitError, OSError):
        return True


def compute_inputs_digest(
    options: BuildOptions, inputs: BuildInputs, days: Mapping[str, dt.date]
) -> bytes:
    """Digest of the program, the sources, their history, the options and the day in each time
    zone."""
    snapshot = inputs.snapshot
    return compute_digest(
        compute_program_digest(),
        encode_canonical(
            [
                snapshot.digests,
                snapshot.refusals,
                snapshot.neighbours,
                options.base_url,
                options.include_drafts,
                options.shard,
                {zone: day.isoformat() for zone, day in sorted(days.items())},
                inputs.git_state,
            ]
        ),
    )
