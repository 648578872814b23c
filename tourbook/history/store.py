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

from tourbook.common.digests import digest
from tourbook.common.files import write_atomically
from tourbook.sources.paths import SCHEDULE, included, is_schedule

from . import facts, fold, git
from .facts import Fact
from .ledger import Ledger
from .records import Life, Lives

LATEST = 250_000_000_000
"""Some day that calendars can still write (they have four digits for the year)."""
AHEAD = 3 * 86400
"""A clock that is so many seconds ahead of the build's day is wrong, whatever the time zones."""


class Step(msgspec.Struct, frozen=True, array_like=True):
    """What a commit changed against its first parent."""

    parents: tuple[str, ...]
    at: int
    """Its time, but later than that of any commit that it stands on."""
    lives: dict[str, tuple[int, Life]]
    """How many of the versions that the first parent had are still there, and the life with the
    further ones only."""
    files: dict[str, str]
    """Path -> blob; "" where it is gone. A file that cannot be read stays as it was."""


class Moment(NamedTuple):
    """The whole project after a commit."""

    lives: Lives
    files: dict[str, str]
    """Path -> blob that was read last."""
    at: int


def ledger(
    root: Path,
    state: git.State,
    path: Path,
    salt: bytes,
    texts: Mapping[str, bytes],
    today: int,
    since: int = 0,
) -> tuple[Ledger, Callable[[], None]]:
    """The ledger of the project as it lies in the folder (`texts`), committed or not, and what
    saves what was learnt.

    `state` is how the folder stands to Git, `path` where the memory is kept, `today` is when the
    day of the build begins,
    `since` when the site went public, in seconds since 1970.
    Never raises: where Git cannot be asked, the ledger says so.
    """
    if not state.head:
        return Ledger(why=state.why, empty=state.here and not state.why), _nothing
    with contextlib.closing(_Files(root)) as files:
        store = _Store(
            root,
            path,
            digest(salt, state.prefix.encode("utf-8", "surrogateescape")),
            files,
            state.shallow,
        )
        try:
            moment = store.moment(state.head)
            lives = store.uncommitted(moment, texts, today, state.algorithm)
        except OSError as e:
            return Ledger(why=str(e)), _nothing
    ahead = state.head[:12] if moment.at > today + AHEAD else ""
    found = Ledger(
        lives, "shallow" if state.shallow else "git", min(since, today), ahead=ahead, today=today
    )
    return found, store.save


def _nothing() -> None:
    pass


class _Store:
    def __init__(self, root: Path, path: Path, salt: bytes, files: _Files, shallow: bool) -> None:
        self.root, self.path, self.salt, self.files = root, path, salt, files
        self.steps: dict[str, Step] = {}
        self.fresh, self.lasting = (
            False,
            not shallow,
        )  # once the older commits are there, the same commit says something else
        try:
            raw = path.read_bytes()
            if raw[:16] == digest(salt, raw[16:]) and self.lasting:
                self.steps = msgspec.msgpack.decode(raw[16:], type=dict[str, Step])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            pass

    def save(self) -> None:
        if self.fresh and self.lasting:
            raw = msgspec.msgpack.encode(self.steps)
            with contextlib.suppress(OSError):  # it only saves time
                write_atomically(self.path, digest(self.salt, raw) + raw)

    def moment(self, head: str) -> Moment:
        """The project after a commit, every commit that is new read on the way."""
        try:
            return self.recalled(head) if head in self.steps else self.advance(head)
        except KeyError:  # something is missing in what was kept
            self.steps = {}
            return self.advance(head)

    def recalled(self, name: str) -> Moment:
        """The project after a commit that has been read, put together from the steps that led
        there."""
        way = []
        at = self.steps[name].at
        while name:
            step = self.steps[name]
            way.append(step)
            name = step.parents[0] if step.parents else ""
        lives: Lives = {}
        files: dict[str, str] = {}
        for step in reversed(way):
            for key, (kept, life) in step.lives.items():
                lives[key] = (
                    life
                    if not kept
                    else msgspec.structs.replace(
                        life, versions=(*lives[key].versions[:kept], *life.versions)
                    )
                )
            files.update(step.files)
        return Moment(lives, {path: blob for path, blob in files.items() if blob}, at)

    def advance(self, head: str) -> Moment:
        due = [c for c in git.commits(self.root, head, self.tips()) if c.name not in self.steps]
        self.fresh = True
        children = Counter(parent for c in due for parent in c.parents)
        moments: dict[str, Moment] = {}
        for commit, changes in zip(due, git.changes(self.root, due), strict=True):
            before = []
            for parent in commit.parents:
                if parent not in moments:
                    moments[parent] = self.recalled(parent)
                before.append(moments[parent])
                children[parent] -= 1
            moments[commit.name] = self.step(
                commit, changes, before, len(before) == 1 and not children[commit.parents[0]]
            )
            for parent in commit.parents:
                if not children[parent]:
                    moments.pop(parent, None)
        return moments[head]

    def step(
        self, commit: git.Commit, changes: list[git.Change], before: list[Moment], last: bool
    ) -> Moment:
        """The project after a commit. `last`: nothing else comes after the moment before, so it can
        be taken over."""
        own = before[0] if before else Moment({}, {}, 0)
        lives, files = (own.lives, own.files) if last else (dict(own.lives), dict(own.files))
        at = max([min(commit.time, LATEST), *(m.at + 1 for m in before)])
        now, gone, moved = self.compared(files, dict(changes))
        for path, blob in moved.items():
            if blob:
                files[path] = blob
            else:
                files.pop(path, None)
        lost: dict[str, Fact] = {}
        for other in before[1:]:
            differ = {
                path: files.get(path, "")
                for path in (*other.files, *files)
                if other.files.get(path) != files.get(path)
            }
            lost |= self.compared(other.files, differ)[1]
        old = fold.step([m.lives for m in before], lives, at, now, gone, lost)
        self.steps[commit.name] = Step(
            commit.parents, at, {key: _added(old[key], lives[key]) for key in sorted(old)}, moved
        )
        return Moment(lives, files, at)

    def included(self, blob: str) -> tuple[str, ...] | None:
        """The patterns of the schedule files that a schedule.yaml includes; None where it cannot be
        read, and all count."""
        try:
            return self.files.facts(SCHEDULE, blob).include if blob else ()
        except facts.UnreadableError:
            return None

    def tips(self) -> set[str]:
        """The commits that nothing known stands on."""
        return self.steps.keys() - {
            parent for step in self.steps.values() for parent in step.parents
        }

    def uncommitted(
        self, moment: Moment, texts: Mapping[str, bytes], today: int, algorithm: str
    ) -> Lives:
        """The lives with what lies in the folder as if it had been committed on the day of the
        build."""
        lying = {path: raw for path, raw in texts.items() if facts.wanted(path)}
        names = {path: _name(raw, algorithm) for path, raw in lying.items()}
        changes = {path: name for path, name in names.items() if moment.files.get(path) != name}
        changes |= {path: "" for path in moment.files if path not in names}
        if not changes:
            return moment.lives
        self.files.lying.update({names[path]: lying[path] for path in changes if changes[path]})
        now, gone, _ = self.compared(moment.files, changes)
        lives = dict(moment.lives)
        fold.step([moment.lives], lives, max(today, moment.at + 1), now, gone)
        return lives

    def compared(
        self, files: Mapping[str, str], changes: Mapping[str, str]
    ) -> tuple[dict[str, Fact], dict[str, Fact], dict[str, str]]:
        """(facts that are new or different, facts that are no more, the changes that could be
        read)."""
        now: dict[str, Fact] = {}
        old: dict[str, Fact] = {}
        moved: dict[str, str] = {}
        changes = {path: blob for path, blob in changes.items() if facts.wanted(path)}
        before, after = (
            self.included(blob)
            for blob in (files.get(SCHEDULE, ""), changes.get(SCHEDULE, files.get(SCHEDULE, "")))
        )
        again = (
            {}
            if before == after
            else {path: blob for path, blob in files.items() if is_schedule(path)}
        )
        for path, blob in {**again, **changes}.items():
            lain = files.get(path, "")
            was, blob_now = (
                lain if included(path, before) else "",
                blob if included(path, after) else "",
            )
            if lain != blob and was == blob_now:  # nothing of it is published, before or after
                moved[path] = blob
            if was == blob_now:
                continue
            try:
                mine, yours = _difference(
                    self.files.facts(path, was), self.files.facts(path, blob_now), path
                )
            except facts.UnreadableError:
                try:
                    mine, yours = self.files.whole(path, was), self.files.whole(path, blob_now)
                except facts.UnreadableError:
                    continue
            old |= mine
            now |= yours
            moved[path] = blob
        moved = {path: blob for path, blob in moved.items() if files.get(path, "") != blob}
        gone = {key: fact for key, fact in old.items() if key not in now}
        now = {key: fact for key, fact in now.items() if key not in old or not fact.like(old[key])}
        return now, gone, moved


def _added(old: Life | None, new: Life) -> tuple[int, Life]:
    """What a step keeps of a life: a record that was changed a thousand times is not to be written
    down a thousand times in full."""
    pairs = zip(old.versions if old else (), new.versions, strict=False)
    kept = next(
        (n for n, (a, b) in enumerate(pairs) if a != b),
        min(len(old.versions), len(new.versions)) if old else 0,
    )
    return kept, msgspec.structs.replace(new, versions=new.versions[kept:]) if kept else new


def _difference(
    before: facts.Read, after: facts.Read, path: str
) -> tuple[dict[str, Fact], dict[str, Fact]]:
    old, new = facts.pieces(before.lists - after.lists), facts.pieces(after.lists - before.lists)

    def of(found: tuple[Fact, ...], pieces: frozenset[facts.Piece]) -> dict[str, Fact]:
        every = [*found, *(fact for piece in pieces for fact in facts.of(piece, path))]
        return {fact.key: fact for fact in every}

    return of(before.facts, old - new), of(after.facts, new - old)


class _Files:
    """Facts of files by their blobs; the last ones stay at hand, as what a commit has is what the
    next one changes."""

    MOST = 512

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lying: dict[str, bytes] = {}
        """Files of the folder that are in no commit."""
        self._git: git.Blobs | None = None
        self._facts: dict[tuple[str, str], facts.Read] = {}

    def close(self) -> None:
        if self._git:
            self._git.close()
            self._git = None

    def raw(self, blob: str) -> bytes:
        if blob in self.lying:
            return self.lying[blob]
        self._git = self._git or git.Blobs(self.root)
        return self._git.read(blob)

    def facts(self, path: str, blob: str) -> facts.Read:
        if not blob:
            return facts.Read()
        key = (path, blob)
        found = self._facts.pop(key, None)
        if found is None:
            found = facts.read(path, self.raw(blob))
        self._facts[key] = found
        while len(self._facts) > self.MOST:
            self._facts.pop(next(iter(self._facts)))
        return found

    def whole(self, path: str, blob: str) -> dict[str, Fact]:
        """A schedule file read at once. Raises UnreadableError."""
        return {fact.key: fact for fact in facts.whole(path, self.raw(blob)).facts} if blob else {}


def _name(raw: bytes, algorithm: str) -> str:
    """The name that Git gives to a blob."""
    return hashlib.new(algorithm, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
