"""A snapshot of a project: every source file, read once. Nothing else reads them.

A large file that is not text, such as a picture, is not even read if nobody has touched it since
its digest was worked out; a text is not, if nobody has since the last snapshot of the same process.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import NamedTuple

from tourbook.common.digests import compute_digest
from tourbook.common.files import digest_file
from tourbook.common.stamps import Stamp, is_settled, make_stamp
from tourbook.common.urls import normalize_path

from .missing_schedule import resembles_schedule
from .own_themes import leads_to_own_themes, list_own_theme_files
from .paths import SCHEDULE_FILE, SOURCE_FILES, SOURCE_FOLDERS, YAML_SUFFIXES, is_hidden
from .refusals import MAX_FILE_SIZE, Refusal

TEXT_SUFFIXES = (".md", ".yaml", ".yml", ".html", ".css", ".js", ".svg", ".txt", ".xml")
MIN_REMEMBERED_SIZE = 65_536
"""Bytes of a file from which it pays to remember its digest."""

KnownDigests = dict[str, tuple[Stamp, bytes]]
"""File -> its digest, and its stamp at that time."""


class Snapshot(NamedTuple):
    """The source files of a project at one moment."""

    root: Path
    digests: dict[str, bytes]
    """File, in NFC -> digest of its bytes; the project's in the order of their names."""
    texts: dict[str, bytes]
    """File -> its bytes, of those that are text."""
    sizes: dict[str, int] = {}
    """File -> its bytes, of those that are not text."""
    refusals: dict[str, Refusal] = {}
    """File or folder that is not read -> why."""
    known_digests: KnownDigests = {}
    """What the next snapshot need not read."""
    text_stamps: dict[str, Stamp] = {}
    """Text -> its stamp, if any later change will show in it."""
    disk_names: dict[str, str] = {}
    """File -> its name on the disk, if that is not in NFC: macOS decomposes names."""

    neighbours: tuple[str, ...] = ()
    """Files beside schedule.yaml that may be meant as such; they are not read."""
    contents: dict[str, bytes] = {}
    """File that is not text -> its bytes, if they are not those on the disk."""
    own_theme_files: dict[str, str] = {}
    """File of a theme that comes with the program -> its path. Git knows nothing of it."""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.digests)

    def read(self, name: str, max_length: int = -1) -> bytes:
        """The first bytes of a file, or all of them. Raises OSError."""
        if name in self.texts:
            return self.texts[name]
        if name in self.contents:
            return self.contents[name][: None if max_length < 0 else max_length]
        with self.get_path(name).open("rb") as f:
            return f.read(max_length)

    def list_texts_on_disk(self) -> dict[str, bytes]:
        """The texts under the names on the disk, which Git knows."""
        if not self.disk_names and not self.own_theme_files:
            return self.texts
        return {
            self.disk_names.get(name, name): raw
            for name, raw in self.texts.items()
            if name not in self.own_theme_files
        }

    def get_path(self, name: str) -> Path:
        own_file = self.own_theme_files.get(name)
        return Path(own_file) if own_file else self.root / self.disk_names.get(name, name)


def take_snapshot(
    root: Path, known_digests: KnownDigests | None = None, last: Snapshot | None = None
) -> Snapshot:
    """Read every source file, except large ones whose digests are known, and texts that nobody has
    touched since the `last` snapshot. Hidden files and folders are left out, and links to the
    themes that come with the program."""
    read_at = time.time_ns()
    files, refusals = _list_source_files(root)
    snapshot = Snapshot(root, {}, {}, {}, refusals, {}, {}, {})
    for disk_name in files:
        name = normalize_path(disk_name)
        if name != disk_name:
            if os.path.lexists(f"{root}/{name}"):
                refusals[disk_name] = Refusal.SAME_NAME
                continue
            snapshot.disk_names[name] = disk_name
        try:
            path = f"{root}/{disk_name}"
            status = os.stat(path)
            if status.st_size > MAX_FILE_SIZE:
                refusals[name] = Refusal.TOO_LARGE
            elif name.endswith(TEXT_SUFFIXES) or name.lower().endswith(".svg"):
                _add_text(snapshot, name, path, make_stamp(status), read_at, last)
            else:
                _digest(snapshot, name, status, read_at, known_digests or {})
        except FileNotFoundError:  # deleted just now
            continue
        except OSError:
            refusals[name] = Refusal.UNREADABLE
    return snapshot._replace(
        refusals=dict(sorted(refusals.items())), neighbours=_list_neighbours(root)
    )


def add_own_themes(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the themes that come with the program, after the project's files."""
    files = list_own_theme_files(snapshot.digests)
    contents = {name: Path(path).read_bytes() for name, path in files.items()}
    digests = {name: compute_digest(raw) for name, raw in contents.items()}
    texts = {name: raw for name, raw in contents.items() if name.endswith(TEXT_SUFFIXES)}
    sizes = {name: len(raw) for name, raw in contents.items() if name not in texts}
    return snapshot._replace(
        digests=snapshot.digests | digests,
        texts=snapshot.texts | texts,
        sizes=snapshot.sizes | sizes,
        own_theme_files=files,
    )


def _add_text(
    snapshot: Snapshot, name: str, path: str, stamp: Stamp, read_at: int, last: Snapshot | None
) -> None:
    if last and last.text_stamps.get(name) == stamp:
        raw, digest = last.texts[name], last.digests[name]
    else:
        with open(path, "rb", buffering=0) as f:
            raw = f.read()
        digest = compute_digest(raw)
    snapshot.texts[name], snapshot.digests[name] = raw, digest
    if is_settled(stamp, read_at):
        snapshot.text_stamps[name] = stamp


def _digest(
    snapshot: Snapshot,
    name: str,
    status: os.stat_result,
    read_at: int,
    known_digests: KnownDigests,
) -> None:
    """Add the digest of a file that is not text."""
    stamp = make_stamp(status)
    known_stamp, digest = known_digests.get(name, (None, b""))
    if stamp != known_stamp:
        digest = digest_file(snapshot.get_path(name))
    snapshot.digests[name], snapshot.sizes[name] = digest, status.st_size
    if is_settled(stamp, read_at) and status.st_size >= MIN_REMEMBERED_SIZE:
        snapshot.known_digests[name] = stamp, digest


def _list_source_files(root: Path) -> tuple[list[str], dict[str, Refusal]]:
    """(files to read, sorted; what is not read)."""
    files, folders, refusals = _list_roots(root)
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(f"{root}/{folder}"))
        except OSError:
            refusals[folder] = Refusal.UNREADABLE
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if is_hidden(entry.name) and entry.name != ".git":
                continue
            try:
                reason = _find_refusal(root, entry, name)
            except OSError:
                reason = Refusal.UNREADABLE
            if reason == Refusal.LINK and leads_to_own_themes(entry.path):
                continue
            if reason:
                refusals[name.encode("utf-8", "replace").decode()] = reason
            else:
                (folders if entry.is_dir() else files).append(name)
    return sorted(files, key=normalize_path), refusals


def _list_roots(root: Path) -> tuple[list[str], list[str], dict[str, Refusal]]:
    """(the files to read, the folders, what is not read) of SOURCE_FILES and SOURCE_FOLDERS."""
    files: list[str] = []
    folders: list[str] = []
    refusals: dict[str, Refusal] = {}
    for name in (*SOURCE_FILES, *SOURCE_FOLDERS):
        path = f"{root}/{name}"
        reason = _find_refusal_of_root(path, name)
        if reason == Refusal.LINK and leads_to_own_themes(path):
            continue
        if reason:
            refusals[name] = reason
        elif os.path.lexists(path):
            (folders if name in SOURCE_FOLDERS else files).append(name)
    return files, folders, refusals


def _list_neighbours(root: Path) -> tuple[str, ...]:
    has_schedule = os.path.lexists(f"{root}/{SCHEDULE_FILE}")
    try:
        names = [entry.name for entry in os.scandir(root) if entry.is_file()]
    except OSError:
        return ()
    return tuple(
        name.encode("utf-8", "replace").decode()
        for name in sorted(names)
        if resembles_schedule(name)
        and not is_hidden(name)
        and not (has_schedule and name.lower() == SCHEDULE_FILE)  # on a Mac, it may be the same
    )


def _find_refusal_of_root(path: str, name: str) -> Refusal | None:
    """Why one of SOURCE_FILES and SOURCE_FOLDERS is not read; None if it is, or if there is
    none."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    except OSError:
        return Refusal.UNREADABLE
    if S_ISLNK(mode):
        return Refusal.LINK
    if S_ISDIR(mode):
        return None if name in SOURCE_FOLDERS else Refusal.NOT_A_FILE
    if S_ISREG(mode):
        return None if name in SOURCE_FILES else Refusal.NOT_A_FOLDER
    return Refusal.SPECIAL


def _find_refusal(root: Path, entry: os.DirEntry[str], name: str) -> Refusal | None:
    """Why a file or folder is not read; None if it is."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return Refusal.NAME
    if entry.name == ".git":
        return Refusal.REPOSITORY
    if entry.is_symlink():
        return None if _leads_to_content(root, entry.path) else Refusal.LINK
    if entry.is_dir():
        is_named_as_file = name.endswith((".md", *YAML_SUFFIXES))
        return Refusal.NOT_A_FILE if is_named_as_file else None
    return None if entry.is_file() else Refusal.SPECIAL


def _leads_to_content(root: Path, link: str) -> bool:
    """False for a link that could publish a file from outside content/, or make a loop of
    folders."""
    try:
        target = Path(link).resolve(strict=True)
    except (OSError, RuntimeError):  # it leads nowhere, or to itself
        return False
    content = root.resolve() / "content"
    return (
        target.is_file()
        and target.is_relative_to(content)
        and not any(is_hidden(part) for part in target.relative_to(content).parts)
    )
