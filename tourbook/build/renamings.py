"""What is called otherwise in another state of a project: files and records that go on under new
names, so that their problems are the same ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Problem
from tourbook.model.entries import ENTRY_CLASSES, Entry, Exhibition
from tourbook.model.model import Model
from tourbook.model.trips import Stop, Trip
from tourbook.sources.paths import SITE_FILE, get_folder, is_schedule, parse_content_path
from tourbook.sources.snapshot import Snapshot

MIN_SIMILARITY = 0.5
"""Share of lines that a file and the one that took its place have in common."""
_WORD = compile_late(r"[\w-]+")
_MAX_COMPARED = 200
"""Files that came, up to which they are compared with those that went."""


class Renaming:
    """Former names and present ones. Both sides of a comparison are read with it."""

    def __init__(self, files: Mapping[str, str], ids: Iterable[tuple[str, str]]) -> None:
        """Former -> present, of files; (former, present) of ids."""
        self.files = files
        self._names = _join_names([*files.items(), *ids])

    @cached_property
    def _words(self) -> re.Pattern[str] | None:
        words = sorted(self._names, key=len, reverse=True)
        listed = "|".join(map(re.escape, words))
        return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])") if words else None

    def identify(self, problem: Problem) -> tuple[str, ...]:
        """What stays the same if lines are put before a problem, or names are others. One of the
        whole site sums up what is wrong in many places, so its words do not count."""
        file, text = problem.location.file, problem.message.en
        if file == SITE_FILE:
            return problem.code, file, ""
        if self._words:
            text = self._words.sub(lambda match: self._names[match[0]], text)
            text = " ".join(sorted(_WORD.findall(text)))  # two stops are told in the order of ids
        return problem.code, self.files.get(file, file), text

    def identify_anywhere(self, problem: Problem) -> tuple[str, ...]:
        """The same, if a problem is one of the schedule in whichever of its files."""
        code, file, text = self.identify(problem)
        return code, "schedule" if is_schedule(file) else file, text


def _join_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each name -> the one that stands for all of its kin. An exhibition may have had the id of a
    set, so that one former name leads to two."""
    names: dict[str, str] = {}
    for former, present in pairs:
        kin = {names.get(former, former), names.get(present, present)}
        joined = {name for name, leader in names.items() if leader in kin}
        names |= dict.fromkeys((*joined, former, present), present)
    return names


NO_RENAMING = Renaming({}, ())


def find_renaming(
    old: Snapshot, new: Snapshot, old_model: Model | None, new_model: Model | None
) -> Renaming:
    """What the second state of a project calls otherwise than the first one."""
    files = dict(_iterate_moves(old, new))
    ids = list(_iterate_stems(files))
    if old_model and new_model:
        ids += _iterate_ids(old_model, new_model)
    return Renaming(files, ids)


def _iterate_moves(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """(former, present) name of each file: one with the same bytes or, of a text, many of the same
    lines, in a place for the same things."""
    former_files = sorted(old.digests.keys() - new.digests.keys())
    candidates = sorted(new.digests.keys() - old.digests.keys())
    by_digest = {new.digests[name]: name for name in candidates}
    for name in former_files:
        best = by_digest.get(old.digests[name]) or _find_similar(name, old, new, candidates)
        if best in candidates:
            candidates.remove(best)
            yield name, best


def _find_similar(name: str, old: Snapshot, new: Snapshot, candidates: list[str]) -> str:
    raw = old.texts.get(name)
    if raw is None or len(candidates) > _MAX_COMPARED:
        return ""
    lines, place = Counter(raw.splitlines()), _describe_place(name)
    best, best_similarity = "", MIN_SIMILARITY
    for candidate in candidates:
        other = new.texts.get(candidate, b"").splitlines()
        if _describe_place(candidate) != place or not other:
            continue
        common = (lines & Counter(other)).total()
        similarity = common / max(len(other), lines.total())
        if similarity >= best_similarity:
            best, best_similarity = candidate, similarity
    return best


def _describe_place(file: str) -> tuple[str, str]:
    """What lies in it: two files of one place can be the same one."""
    path = parse_content_path(file)
    if path:
        return path.folder, path.language
    return get_folder(file).partition("/")[0], file.rpartition(".")[2]


def _iterate_stems(moves: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(former, present) id of each entry that is called after its file."""
    for former, present in moves.items():
        old_path, new_path = parse_content_path(former), parse_content_path(present)
        if old_path and new_path and old_path.stem != new_path.stem:
            yield old_path.stem, new_path.stem


def _iterate_ids(old: Model, new: Model) -> Iterator[tuple[str, str]]:
    """(former, present) id of each record that names its former one."""
    for kind in ENTRY_CLASSES.values():
        yield from _pair_ids(old.entries[kind].values(), new.entries[kind].values())
    yield from _pair_ids(old.trips.values(), new.trips.values())
    yield from _pair_ids(old.stops, new.stops)
    for exhibition in new.entries[Exhibition].values():
        present = {copy.id for copy in exhibition.record.copies}
        for copy in exhibition.record.copies:
            yield from ((alias, copy.id) for alias in copy.aliases if alias not in present)


def _pair_ids(
    old: Iterable[Entry | Trip | Stop], new: Iterable[Entry | Trip | Stop]
) -> Iterator[tuple[str, str]]:
    records = list(new)
    former_ids = {record.id for record in old} - {record.id for record in records}
    for record in records:
        yield from ((alias, record.id) for alias in record.record.aliases if alias in former_ids)
