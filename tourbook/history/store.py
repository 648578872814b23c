"""The history of a project's repository -> its Ledger. Each commit is read once; what it changed is
kept in .tourbook/history.

What is kept of a commit depends on nothing but the commit, so a build with an empty memory says the
same.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from tourbook.common.digests import compute_digest
from tourbook.common.files import write_atomically
from tourbook.sources.paths import SCHEDULE_FILE, is_included, is_schedule

from . import facts, fold, git
from .facts import RecordFact
from .ledger import Ledger
from .records import Histories, RecordHistory

MAX_TIMESTAMP = 250_000_000_000
"""Some day that calendars can still write (they have four digits for the year)."""
MAX_CLOCK_SKEW = 3 * 86400
"""A clock that is so many seconds ahead of the build's day is wrong, whatever the time zones."""


class CommitDelta(msgspec.Struct, frozen=True, array_like=True):
    """What a commit changed against its first parent."""

    parents: tuple[str, ...]
    timestamp: int
    """Its time, but later than that of any commit that it stands on."""
    histories: dict[str, tuple[int, RecordHistory]]
    """How many of the versions that the first parent had are still there, and the life with the
    further ones only."""
    files: dict[str, str]
    """Path -> blob; "" where it is gone. A file that cannot be read stays as it was."""


class ProjectState(NamedTuple):
    """The whole project after a commit."""

    histories: Histories
    files: dict[str, str]
    """Path -> blob that was read last."""
    timestamp: int


def read_ledger(
    root: Path,
    state: git.RepositoryState,
    path: Path,
    salt: bytes,
    texts: Mapping[str, bytes],
    today_start: int,
    public_since: int = 0,
) -> tuple[Ledger, Callable[[], None]]:
    """The ledger of the project as it lies in the folder (`texts`), committed or not, and what
    saves what was learnt.

    `state` is how the folder stands to Git, `path` where the memory is kept, `today` is when the
    day of the build begins,
    `since` when the site went public, in seconds since 1970.
    Never raises: where Git cannot be asked, the ledger says so.
    """
    if not state.head:
        return Ledger(
            error=state.error, is_empty=state.is_in_repository and not state.error
        ), _do_nothing
    with contextlib.closing(_FactCache(root)) as files:
        store = _HistoryStore(
            root,
            path,
            compute_digest(salt, state.prefix.encode("utf-8", "surrogateescape")),
            files,
            state.is_shallow,
        )
        try:
            moment = store.load_state(state.head)
            lives = store.apply_uncommitted(moment, texts, today_start, state.hash_algorithm)
        except (git.GitError, OSError) as e:
            return Ledger(error=str(e)), _do_nothing
    ahead = state.head[:12] if moment.timestamp > today_start + MAX_CLOCK_SKEW else ""
    found = Ledger(
        lives,
        "shallow" if state.is_shallow else "git",
        min(public_since, today_start),
        future_commit=ahead,
        today_start=today_start,
    )
    return found, store.save


def _do_nothing() -> None:
    pass


class _HistoryStore:
    def __init__(
        self, root: Path, path: Path, salt: bytes, fact_cache: _FactCache, is_shallow: bool
    ) -> None:
        self.root, self.path, self.salt, self.fact_cache = root, path, salt, fact_cache
        self.deltas: dict[str, CommitDelta] = {}
        self.has_new_deltas, self.is_cacheable = (
            False,
            not is_shallow,
        )  # once the older commits are there, the same commit says something else
        try:
            raw = path.read_bytes()
            if raw[:16] == compute_digest(salt, raw[16:]) and self.is_cacheable:
                self.deltas = msgspec.msgpack.decode(raw[16:], type=dict[str, CommitDelta])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            pass

    def save(self) -> None:
        if self.has_new_deltas and self.is_cacheable:
            raw = msgspec.msgpack.encode(self.deltas)
            with contextlib.suppress(OSError):  # it only saves time
                write_atomically(self.path, compute_digest(self.salt, raw) + raw)

    def load_state(self, head: str) -> ProjectState:
        """The project after a commit, every commit that is new read on the way."""
        try:
            return self.replay(head) if head in self.deltas else self.read_new_commits(head)
        except KeyError:  # something is missing in what was kept
            self.deltas = {}
            return self.read_new_commits(head)

    def replay(self, name: str) -> ProjectState:
        """The project after a commit that has been read, put together from the steps that led
        there."""
        way = []
        at = self.deltas[name].timestamp
        while name:
            step = self.deltas[name]
            way.append(step)
            name = step.parents[0] if step.parents else ""
        lives: Histories = {}
        files: dict[str, str] = {}
        for step in reversed(way):
            for key, (kept, life) in step.histories.items():
                lives[key] = (
                    life
                    if not kept
                    else msgspec.structs.replace(
                        life, versions=(*lives[key].versions[:kept], *life.versions)
                    )
                )
            files.update(step.files)
        return ProjectState(lives, {path: blob for path, blob in files.items() if blob}, at)

    def read_new_commits(self, head: str) -> ProjectState:
        due = [
            c
            for c in git.list_commits(self.root, head, self.list_tips())
            if c.id not in self.deltas
        ]
        self.has_new_deltas = True
        children = Counter(parent for c in due for parent in c.parents)
        moments: dict[str, ProjectState] = {}
        for commit, changes in zip(due, git.iterate_changes(self.root, due), strict=True):
            before = []
            for parent in commit.parents:
                if parent not in moments:
                    moments[parent] = self.replay(parent)
                before.append(moments[parent])
                children[parent] -= 1
            moments[commit.id] = self.read_commit(
                commit, changes, before, len(before) == 1 and not children[commit.parents[0]]
            )
            for parent in commit.parents:
                if not children[parent]:
                    moments.pop(parent, None)
        return moments[head]

    def read_commit(
        self,
        commit: git.Commit,
        changes: list[git.FileChange],
        parents: list[ProjectState],
        is_last: bool,
    ) -> ProjectState:
        """The project after a commit. `last`: nothing else comes after the moment before, so it can
        be taken over."""
        own = parents[0] if parents else ProjectState({}, {}, 0)
        lives, files = (
            (own.histories, own.files) if is_last else (dict(own.histories), dict(own.files))
        )
        at = max([min(commit.timestamp, MAX_TIMESTAMP), *(m.timestamp + 1 for m in parents)])
        now, gone, moved = self.compare_facts(files, dict(changes))
        for path, blob in moved.items():
            if blob:
                files[path] = blob
            else:
                files.pop(path, None)
        lost: dict[str, RecordFact] = {}
        for other in parents[1:]:
            differ = {
                path: files.get(path, "")
                for path in (*other.files, *files)
                if other.files.get(path) != files.get(path)
            }
            lost |= self.compare_facts(other.files, differ)[1]
        old = fold.apply_commit([m.histories for m in parents], lives, at, now, gone, lost)
        self.deltas[commit.id] = CommitDelta(
            commit.parents,
            at,
            {key: _compute_history_delta(old[key], lives[key]) for key in sorted(old)},
            moved,
        )
        return ProjectState(lives, files, at)

    def read_include_patterns(self, blob: str) -> tuple[str, ...] | None:
        """The patterns of the schedule files that a schedule.yaml includes; None where it cannot be
        read, and all count."""
        try:
            return self.fact_cache.read_facts(SCHEDULE_FILE, blob).include_patterns if blob else ()
        except facts.UnreadableError:
            return None

    def list_tips(self) -> set[str]:
        """The commits that nothing known stands on."""
        return self.deltas.keys() - {
            parent for step in self.deltas.values() for parent in step.parents
        }

    def apply_uncommitted(
        self, state: ProjectState, texts: Mapping[str, bytes], today_start: int, algorithm: str
    ) -> Histories:
        """The lives with what lies in the folder as if it had been committed on the day of the
        build."""
        lying = {path: raw for path, raw in texts.items() if facts.is_tracked(path)}
        names = {path: _compute_blob_id(raw, algorithm) for path, raw in lying.items()}
        changes = {path: name for path, name in names.items() if state.files.get(path) != name}
        changes |= {path: "" for path in state.files if path not in names}
        if not changes:
            return state.histories
        self.fact_cache.uncommitted.update(
            {names[path]: lying[path] for path in changes if changes[path]}
        )
        now, gone, _ = self.compare_facts(state.files, changes)
        lives = dict(state.histories)
        fold.apply_commit(
            [state.histories], lives, max(today_start, state.timestamp + 1), now, gone
        )
        return lives

    def compare_facts(
        self, files: Mapping[str, str], changes: Mapping[str, str]
    ) -> tuple[dict[str, RecordFact], dict[str, RecordFact], dict[str, str]]:
        """(facts that are new or different, facts that are no more, the changes that could be
        read)."""
        now: dict[str, RecordFact] = {}
        old: dict[str, RecordFact] = {}
        moved: dict[str, str] = {}
        changes = {path: blob for path, blob in changes.items() if facts.is_tracked(path)}
        before, after = (
            self.read_include_patterns(blob)
            for blob in (
                files.get(SCHEDULE_FILE, ""),
                changes.get(SCHEDULE_FILE, files.get(SCHEDULE_FILE, "")),
            )
        )
        again = (
            {}
            if before == after
            else {path: blob for path, blob in files.items() if is_schedule(path)}
        )
        for path, blob in {**again, **changes}.items():
            lain = files.get(path, "")
            was, blob_now = (
                lain if is_included(path, before) else "",
                blob if is_included(path, after) else "",
            )
            if lain != blob and was == blob_now:  # nothing of it is published, before or after
                moved[path] = blob
            if was == blob_now:
                continue
            try:
                mine, yours = _compare_file_facts(
                    self.fact_cache.read_facts(path, was),
                    self.fact_cache.read_facts(path, blob_now),
                    path,
                )
            except facts.UnreadableError:
                try:
                    mine, yours = (
                        self.fact_cache.read_whole(path, was),
                        self.fact_cache.read_whole(path, blob_now),
                    )
                except facts.UnreadableError:
                    continue
            old |= mine
            now |= yours
            moved[path] = blob
        moved = {path: blob for path, blob in moved.items() if files.get(path, "") != blob}
        gone = {key: fact for key, fact in old.items() if key not in now}
        now = {
            key: fact
            for key, fact in now.items()
            if key not in old or not fact.is_equivalent(old[key])
        }
        return now, gone, moved


def _compute_history_delta(
    old: RecordHistory | None, new: RecordHistory
) -> tuple[int, RecordHistory]:
    """What a step keeps of a life: a record that was changed a thousand times is not to be written
    down a thousand times in full."""
    pairs = zip(old.versions if old else (), new.versions, strict=False)
    kept = next(
        (n for n, (a, b) in enumerate(pairs) if a != b),
        min(len(old.versions), len(new.versions)) if old else 0,
    )
    return kept, msgspec.structs.replace(new, versions=new.versions[kept:]) if kept else new


def _compare_file_facts(
    before: facts.FileFacts, after: facts.FileFacts, path: str
) -> tuple[dict[str, RecordFact], dict[str, RecordFact]]:
    old, new = (
        facts.split_into_pieces(before.lists - after.lists),
        facts.split_into_pieces(after.lists - before.lists),
    )

    def of(
        found: tuple[RecordFact, ...], pieces: frozenset[facts.SchedulePiece]
    ) -> dict[str, RecordFact]:
        every = [*found, *(fact for piece in pieces for fact in facts.parse_piece(piece, path))]
        return {fact.key: fact for fact in every}

    return of(before.facts, old - new), of(after.facts, new - old)


class _FactCache:
    """Facts of files by their blobs; the last ones stay at hand, as what a commit has is what the
    next one changes."""

    CACHE_SIZE = 512

    def __init__(self, root: Path) -> None:
        self.root = root
        self.uncommitted: dict[str, bytes] = {}
        """Files of the folder that are in no commit."""
        self._blob_reader: git.BlobReader | None = None
        self._facts_by_blob: dict[tuple[str, str], facts.FileFacts] = {}

    def close(self) -> None:
        if self._blob_reader:
            self._blob_reader.close()
            self._blob_reader = None

    def read_raw(self, blob: str) -> bytes:
        if blob in self.uncommitted:
            return self.uncommitted[blob]
        self._blob_reader = self._blob_reader or git.BlobReader(self.root)
        return self._blob_reader.read(blob)

    def read_facts(self, path: str, blob: str) -> facts.FileFacts:
        if not blob:
            return facts.FileFacts()
        key = (path, blob)
        found = self._facts_by_blob.pop(key, None)
        if found is None:
            found = facts.read_facts(path, self.read_raw(blob))
        self._facts_by_blob[key] = found
        while len(self._facts_by_blob) > self.CACHE_SIZE:
            self._facts_by_blob.pop(next(iter(self._facts_by_blob)))
        return found

    def read_whole(self, path: str, blob: str) -> dict[str, RecordFact]:
        """A schedule file read at once. Raises UnreadableError."""
        return (
            {fact.key: fact for fact in facts.parse_whole(path, self.read_raw(blob)).facts}
            if blob
            else {}
        )


def _compute_blob_id(raw: bytes, algorithm: str) -> str:
    """The name that Git gives to a blob."""
    return hashlib.new(algorithm, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
