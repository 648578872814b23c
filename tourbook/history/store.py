"""The history of a project's repository -> its Ledger.

Each commit is read once; its delta is kept in .tourbook/history. A delta depends on nothing but the
commit and its ancestors, so a build without that file comes to the same result.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.common.files import write_atomically

from . import git
from .comparison import compare_facts
from .deltas import (
    CommitDelta,
    ProjectState,
    date_files,
    make_delta,
    replay,
    update_files,
)
from .fact_cache import FactCache
from .facts import CommitFacts
from .file_facts import is_tracked
from .fold import fold_commit
from .histories import History
from .ledger import Ledger
from .repository import GitError, RepositoryState

MAX_TIMESTAMP = 250_000_000_000
"""A time that calendars can still write (their years have four digits)."""
MAX_CLOCK_SKEW = 3 * 86400
"""Seconds; a clock further ahead of the build's day is wrong in any time zone."""
_DIGEST_SIZE = 16


class HistoryMemory:
    """What a process knows of a history from its last look."""

    def __init__(self) -> None:
        self._store: _HistoryStore | None = None

    def read_ledger(
        self,
        root: Path,
        state: RepositoryState,
        path: Path,
        salt: bytes,
        texts: Mapping[str, bytes],
        today_start: int,
        public_since: int = 0,
    ) -> tuple[Ledger, Callable[[], None]]:
        """The ledger of the project as it is in the folder, and a function that saves new deltas.

        - `path`: the file with the deltas; `salt`: what else they depend on, such as the program
        - `texts`: path -> content of the files in the folder, committed or not
        - `today_start`: when the day of the build begins; `public_since`: when the site went public

        Never raises: if Git fails, the ledger has the error.
        """
        if not state.head:
            is_empty = state.is_in_repository and not state.error
            return Ledger(error=state.error, is_empty=is_empty), _do_nothing
        salt = compute_digest(salt, state.prefix.encode("utf-8", "surrogateescape"))
        store = self._open_store(root, path, salt, state.is_shallow)
        with contextlib.closing(store.fact_cache):
            try:
                project = store.load_state(state.head)
                changes = store.list_uncommitted(project, texts, state.hash_algorithm)
                history = store.apply_uncommitted(project, changes, today_start)
            except (GitError, OSError) as e:
                return Ledger(error=str(e)), _do_nothing
        is_future = project.timestamp > today_start + MAX_CLOCK_SKEW
        ledger = Ledger(
            history,
            "shallow" if state.is_shallow else "git",
            min(public_since, today_start),
            future_commit=state.head[:12] if is_future else "",
            today_start=today_start,
        )
        ledger.file_moments = date_files(store.deltas, state.head)
        if changes:
            ledger.uncommitted_at = date_uncommitted(project, today_start)
            ledger.file_moments |= dict.fromkeys(changes, ledger.uncommitted_at)
        return ledger, store.save

    def _open_store(self, root: Path, path: Path, salt: bytes, is_shallow: bool) -> _HistoryStore:
        store = self._store
        is_same = store and (store.root, store.path, store.salt) == (root, path, salt)
        if store is None or not is_same or is_shallow or not store.is_cacheable:
            store = self._store = _HistoryStore(root, path, salt, is_shallow)
        return store


def _do_nothing() -> None:
    pass


class _HistoryStore:
    """The deltas of all commits, those of earlier builds and those read now."""

    def __init__(self, root: Path, path: Path, salt: bytes, is_shallow: bool) -> None:
        self.root, self.path, self.salt = root, path, salt
        self.fact_cache = FactCache(root)
        self.is_cacheable = not is_shallow
        """In a shallow clone a commit has no ancestors; once they are fetched, it has."""
        self.has_new_deltas = False
        self.deltas = self._load() if self.is_cacheable else {}
        """Commit -> its delta."""
        self._last_state: tuple[str, ProjectState] | None = None
        """(commit, the project after it)."""

    def _load(self) -> dict[str, CommitDelta]:
        """The deltas in the file; none if it is missing, damaged or of another program."""
        try:
            raw = self.path.read_bytes()
            digest, raw = raw[:_DIGEST_SIZE], raw[_DIGEST_SIZE:]
            if digest == compute_digest(self.salt, raw):
                return msgspec.msgpack.decode(raw, type=dict[str, CommitDelta])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            pass
        return {}

    def save(self) -> None:
        if self.has_new_deltas and self.is_cacheable:
            raw = msgspec.msgpack.encode(self.deltas)
            with contextlib.suppress(OSError):  # the file only saves time
                write_atomically(self.path, compute_digest(self.salt, raw) + raw)
                self.has_new_deltas = False

    # ---- commits -----------------------------------------------------------------------

    def load_state(self, head: str) -> ProjectState:
        """The project after a commit. Reads the commits that are new. Raises GitError."""
        if self._last_state is None or self._last_state[0] != head:
            self._last_state = head, self._find_state(head)
        return self._last_state[1]

    def _find_state(self, head: str) -> ProjectState:
        try:
            return replay(self.deltas, head) if head in self.deltas else self._read_new(head)
        except KeyError:  # the file lacks an ancestor
            self.deltas = {}
            return self._read_new(head)

    def _read_new(self, head: str) -> ProjectState:
        """Read all commits up to `head` that are new, and return the project after that."""
        commits = [
            commit
            for commit in git.list_commits(self.root, head, self._list_tips())
            if commit.id not in self.deltas
        ]
        self.has_new_deltas = True
        unread_children = Counter(parent for commit in commits for parent in commit.parents)
        states: dict[str, ProjectState] = {}
        all_changes = git.iterate_changes(self.root, commits)
        for commit, changes in zip(commits, all_changes, strict=True):
            for parent in commit.parents:
                if parent not in states:
                    states[parent] = replay(self.deltas, parent)
                unread_children[parent] -= 1
            parents = [states[parent] for parent in commit.parents]
            for parent in commit.parents:
                if not unread_children[parent]:
                    states.pop(parent, None)
            is_last = bool(commit.parents) and commit.parents[0] not in states
            states[commit.id] = self._read_commit(commit, dict(changes), parents, is_last)
        return states[head]

    def _list_tips(self) -> set[str]:
        """The commits whose deltas are kept, and those of no child of theirs."""
        parents = {parent for delta in self.deltas.values() for parent in delta.parents}
        return self.deltas.keys() - parents

    def _read_commit(
        self,
        commit: git.Commit,
        changes: dict[str, str],
        parents: list[ProjectState],
        is_last_child: bool,
    ) -> ProjectState:
        """The project after a commit; keeps its delta.

        The state of the first parent of a last child goes over into that of the commit.
        """
        first = parents[0] if parents else ProjectState(History(), {}, 0)
        state = first if is_last_child else first.copy()
        timestamp = max(
            [min(commit.timestamp, MAX_TIMESTAMP), *(parent.timestamp + 1 for parent in parents)]
        )
        facts = compare_facts(self.fact_cache, state.files, changes)
        update_files(state.files, facts.files)
        changed = fold_commit(
            [parent.history for parent in parents],
            CommitFacts(timestamp, facts.new, facts.removed),
        )
        self.deltas[commit.id] = make_delta(
            commit.parents, timestamp, first.history, changed, facts.files
        )
        state.history.update(changed)
        return state._replace(timestamp=timestamp)

    # ---- the folder --------------------------------------------------------------------

    def list_uncommitted(
        self, project: ProjectState, texts: Mapping[str, bytes], algorithm: str
    ) -> dict[str, str]:
        """Path -> blob of the files that are in no commit as they are; empty for deleted ones."""
        tracked = {path: raw for path, raw in texts.items() if is_tracked(path)}
        blobs = {path: _compute_blob_id(raw, algorithm) for path, raw in tracked.items()}
        changes = {path: blob for path, blob in blobs.items() if project.files.get(path) != blob}
        self.fact_cache.uncommitted = {blob: tracked[path] for path, blob in changes.items()}
        return changes | {path: "" for path in project.files if path not in blobs}

    def apply_uncommitted(
        self, project: ProjectState, changes: dict[str, str], today_start: int
    ) -> History:
        """The history with what is not committed as if it had been, on the day of the build."""
        if not changes:
            return project.history
        facts = compare_facts(self.fact_cache, project.files, changes)
        timestamp = date_uncommitted(project, today_start)
        commit = CommitFacts(timestamp, facts.new, facts.removed)
        history = project.history.copy()
        history.update(fold_commit([project.history], commit))
        return history


def date_uncommitted(project: ProjectState, today_start: int) -> int:
    """The moment that counts for what is not committed: later than all that is."""
    return max(today_start, project.timestamp + 1)


def _compute_blob_id(raw: bytes, algorithm: str) -> str:
    """The name that Git gives to a blob."""
    return hashlib.new(algorithm, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
