"""The sites that a server has published: the current one, and some before it.

    FOLDER/
      releases/2026-11-30T00-05-03Z-27809b7a60c1/   a site, whole, and the commit that it is of
      current -> releases/…                         what the web server serves
      taken-back                                    commits that are not published any more

A site is complete before `current` leads to it, and the link changes in one step. So whoever reads
sees one site or the other, also if a build is killed.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from tourbook.common.files import remove_path, share_file, write_atomically

KEPT_COMMITS = 5
"""Of how many commits before the current one the last site is kept."""
COMMIT_LENGTH = 12
"""Letters of a commit's name in that of its sites."""
_UNFINISHED = ".unfinished"


class Releases:
    def __init__(self, folder: Path) -> None:
        self._folder, self._link = folder / "releases", folder / "current"
        self._taken_back_file = folder / "taken-back"

    @property
    def current(self) -> Path | None:
        """The site that is served."""
        return self._link.resolve() if self._link.is_dir() else None

    def list_names(self) -> list[str]:
        """The sites, the oldest first."""
        if not self._folder.is_dir():
            return []
        names = (entry.name for entry in self._folder.iterdir() if entry.is_dir())
        return sorted(name for name in names if name != _UNFINISHED)

    def add(self, site: Path, moment: dt.datetime, commit: str) -> bool:
        """Publish what is in a folder, built from a commit; False if exactly that is published
        already."""
        unfinished = self._folder / _UNFINISHED
        remove_path(unfinished)
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(site, unfinished, copy_function=lambda s, t: share_file(Path(s), Path(t)))
        if self.current and _list_files(unfinished) == _list_files(self.current):
            remove_path(unfinished)
            return False
        name = self._choose_name(moment, commit)
        os.replace(unfinished, self._folder / name)
        self._switch(name)
        self._remove_old_sites()
        return True

    def _choose_name(self, moment: dt.datetime, commit: str) -> str:
        """Names are in the order of time, also if the clock goes back."""
        time = f"{moment:%Y-%m-%dT%H-%M-%S.%fZ}"
        names = self.list_names()
        if names and time <= names[-1]:
            time = f"{names[-1].rpartition('-')[0]}~"
        return f"{time}-{_cut(commit)}"

    def _switch(self, name: str) -> None:
        link = self._link.with_name(self._link.name + _UNFINISHED)
        link.unlink(missing_ok=True)
        link.symlink_to(Path(self._folder.name) / name)
        os.replace(link, self._link)

    def _remove_old_sites(self) -> None:
        names = self.list_names()
        last_sites = {get_commit(name): name for name in names}
        kept_names = {*sorted(last_sites.values())[-KEPT_COMMITS - 1 :], *names[-2:]}
        for name in names:
            if name not in kept_names:  # the last but one may still be read
                remove_path(self._folder / name)

    # ---- commits that are taken back -------------------------------------------------------

    def go_back(self, head: str) -> str:
        """Publish the last site of an earlier commit, and return that commit; "" if there is none.

        The commit of the current site, and `head`, are not published any more.
        """
        if self.current is None:
            return ""
        taken_back = {*self._list_taken_back(), _cut(head), get_commit(self.current.name)}
        names = [name for name in self.list_names() if name < self.current.name]
        name = next((n for n in reversed(names) if get_commit(n) not in taken_back), "")
        if name:
            self._switch(name)
            lines = "".join(f"{commit}\n" for commit in sorted(taken_back))
            write_atomically(self._taken_back_file, lines.encode())
        return get_commit(name)

    def find_replacement(self, head: str) -> str:
        """The commit to build in place of one that was taken back: that of the current site; ""
        for any other."""
        is_taken_back = _cut(head) in self._list_taken_back()
        return get_commit(self.current.name) if is_taken_back and self.current else ""

    def _list_taken_back(self) -> list[str]:
        file = self._taken_back_file
        return file.read_text().split() if file.exists() else []


def _cut(commit: str) -> str:
    return commit[:COMMIT_LENGTH]


def get_commit(name: str) -> str:
    """The commit that a site is of, by its name."""
    return name.rpartition("-")[2]


def _list_files(folder: Path) -> set[tuple[str, int, int]]:
    """(path, size, time of change) of all files, which tell two sites apart."""
    return set(_iterate_files(folder, ""))


def _iterate_files(folder: Path, prefix: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _iterate_files(Path(entry.path), f"{prefix}{entry.name}/")
            else:
                status = entry.stat(follow_symlinks=False)
                yield prefix + entry.name, status.st_size, status.st_mtime_ns
