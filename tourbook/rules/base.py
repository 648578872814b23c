"""What a schedule rule is, and how its findings become problems: by its level, unless somebody
waived it in writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from tourbook.common.problems import NOTHING, At, Problems, Say, did_you_mean
from tourbook.model.entities import Entry, Stop, Trip, pick
from tourbook.schedule.agenda import Index
from tourbook.schema import Text
from tourbook.sources.paths import SITE

Level = Literal["block", "warn", "ignore"]


class Finding(NamedTuple):
    """Something that a rule found. A waiver of the rule on one of the records in `about` settles
    it."""

    at: At
    what: Say
    mend: Say = NOTHING
    about: tuple[Stop | Entry | Trip | None, ...] = ()
    other: At | None = None
    """Where the second record stands, if there are two."""


class Rule(NamedTuple):
    name: str
    """As it is written in `rules` of site.yaml and in waivers."""
    level: Level
    """Where site.yaml says nothing."""
    find: Callable[[Index], Iterable[Finding]]


def apply(rules: Iterable[Rule], index: Index, problems: Problems) -> None:
    """Every finding as an error (block) or a warning (warn); waivers that name no rule, or that
    nothing needs, are told."""
    rules = list(rules)
    levels, known = index.model.site.rules, {r.name for r in rules}
    for name in levels:
        if name not in known:
            _unknown(name, At(SITE).down("rules").key(name), known, problems)
    waived = list(_waivers(index))
    used: set[tuple[int, str]] = set()
    for rule in rules:
        level = levels.get(rule.name, rule.level)
        if level == "ignore":
            continue
        for finding in rule.find(index):
            by = [
                (id(record), rule.name)
                for record in _records(finding.about)
                if record.waivers.get(rule.name)
            ]
            used.update(by)
            if not by:
                tell = problems.error if level == "block" else problems.warn
                tell(rule.name, finding.at, finding.what, finding.mend, finding.other)
    for at, record in waived:
        for name, why in record.waivers.items():
            here = at.down("waivers").key(name)
            if name not in known:
                _unknown(name, here, known, problems)
            elif not why.strip():
                problems.error(
                    "waiver",
                    here,
                    Say("没有写理由", "a waiver says why"),
                    Say(f"在 {name} 后面写一句理由", f"write the reason after {name}"),
                )
            elif (id(record), name) not in used and levels.get(name) != "ignore":
                what = Say(
                    f"这里没有违反 {name}，不需要豁免",
                    f"nothing here breaks {name}: the waiver is not needed",
                )
                problems.warn("waiver", here, what, Say("删去这一行", "delete the line"))


def _unknown(name: str, at: At, known: set[str], problems: Problems) -> None:
    problems.error(
        "unknown-rule",
        at,
        Say(f"没有规则 “{name}”", f"there is no rule “{name}”"),
        did_you_mean(name, known, show_all=40),
    )


def _records(about: Iterable[Stop | Entry | Trip | None]) -> Iterator[Any]:
    for thing in about:
        if thing is not None:
            yield thing.record
            if isinstance(thing, Stop):
                yield thing.trip.record


def _waivers(index: Index) -> Iterator[tuple[At, Any]]:
    model = index.model
    every: list[Entry | Trip | Stop] = [
        e for entries in model.entries.values() for e in entries.values()
    ]
    every += [*model.trips.values(), *model.stops]
    return ((thing.at, thing.record) for thing in every if thing.record.waivers)


# ---- words that the messages share ---------------------------------------------------


def both(text: Text, first: str) -> Say:
    """A text in Chinese and in English; `first` is the site's first language."""
    return Say(pick(text, "zh", first), pick(text, "en", first))


def place(index: Index, stop: Stop) -> Say:
    """Where a stop is, with its id, for the editor to find it."""
    name = both(stop.where.name, index.model.site.languages[0])
    return Say(f"“{name.zh}”（{stop.id}）", f"“{name.en}” ({stop.id})")


def named(index: Index, entry: Entry) -> Say:
    name = both(entry.name, index.model.site.languages[0])
    return Say(f"“{name.zh}”", f"“{name.en}”")


def counted(n: int, thing: str) -> str:
    """ "1 stop", "2 stops"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"


def over(index: Index, stop: Stop) -> bool:
    """True where nobody can change anything any more: it is over or called off."""
    return index.states[stop.id] in ("over", "cancelled")
