"""What a schedule rule is, and how its findings become problems: by its level, unless somebody
waived it in writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from tourbook.common.problems import NO_HELP, Location, Message, Problems, suggest_option
from tourbook.model.entities import Entry, Stop, Trip, localize_text
from tourbook.schedule.agenda import Agenda
from tourbook.schema import Text
from tourbook.sources.paths import SITE_FILE

RuleLevel = Literal["block", "warn", "ignore"]


class Finding(NamedTuple):
    """Something that a rule found. A waiver of the rule on one of the records in `about` settles
    it."""

    location: Location
    message: Message
    help: Message = NO_HELP
    subjects: tuple[Stop | Entry | Trip | None, ...] = ()
    related_location: Location | None = None
    """Where the second record stands, if there are two."""


class ScheduleRule(NamedTuple):
    name: str
    """As it is written in `rules` of site.yaml and in waivers."""
    default_level: RuleLevel
    """Where site.yaml says nothing."""
    find: Callable[[Agenda], Iterable[Finding]]


def apply_rules(rules: Iterable[ScheduleRule], index: Agenda, problems: Problems) -> None:
    """Every finding as an error (block) or a warning (warn); waivers that name no rule, or that
    nothing needs, are told."""
    rules = list(rules)
    levels, known = index.model.site.rules, {r.name for r in rules}
    for name in levels:
        if name not in known:
            _report_unknown_rule(
                name, Location(SITE_FILE).child("rules").at_key(name), known, problems
            )
    waived = list(_iterate_waived_records(index))
    used: set[tuple[int, str]] = set()
    for rule in rules:
        level = levels.get(rule.name, rule.default_level)
        if level == "ignore":
            continue
        for finding in rule.find(index):
            by = [
                (id(record), rule.name)
                for record in _iterate_records(finding.subjects)
                if record.waivers.get(rule.name)
            ]
            used.update(by)
            if not by:
                tell = problems.add_error if level == "block" else problems.add_warning
                tell(
                    rule.name,
                    finding.location,
                    finding.message,
                    finding.help,
                    finding.related_location,
                )
    for at, record in waived:
        for name, why in record.waivers.items():
            here = at.child("waivers").at_key(name)
            if name not in known:
                _report_unknown_rule(name, here, known, problems)
            elif not why.strip():
                problems.add_error(
                    "waiver",
                    here,
                    Message("没有写理由", "a waiver says why"),
                    Message(f"在 {name} 后面写一句理由", f"write the reason after {name}"),
                )
            elif (id(record), name) not in used and levels.get(name) != "ignore":
                what = Message(
                    f"这里没有违反 {name}，不需要豁免",
                    f"nothing here breaks {name}: the waiver is not needed",
                )
                problems.add_warning("waiver", here, what, Message("删去这一行", "delete the line"))


def _report_unknown_rule(
    name: str, location: Location, known: set[str], problems: Problems
) -> None:
    problems.add_error(
        "unknown-rule",
        location,
        Message(f"没有规则 “{name}”", f"there is no rule “{name}”"),
        suggest_option(name, known, max_listed=40),
    )


def _iterate_records(subjects: Iterable[Stop | Entry | Trip | None]) -> Iterator[Any]:
    for thing in subjects:
        if thing is not None:
            yield thing.record
            if isinstance(thing, Stop):
                yield thing.trip.record


def _iterate_waived_records(index: Agenda) -> Iterator[tuple[Location, Any]]:
    model = index.model
    every: list[Entry | Trip | Stop] = [
        e for entries in model.entries.values() for e in entries.values()
    ]
    every += [*model.trips.values(), *model.stops]
    return ((thing.location, thing.record) for thing in every if thing.record.waivers)


# ---- words that the messages share ---------------------------------------------------


def make_bilingual(text: Text, first_language: str) -> Message:
    """A text in Chinese and in English; `first` is the site's first language."""
    return Message(
        localize_text(text, "zh", first_language), localize_text(text, "en", first_language)
    )


def describe_stop(index: Agenda, stop: Stop) -> Message:
    """Where a stop is, with its id, for the editor to find it."""
    name = make_bilingual(stop.place.name, index.model.site.languages[0])
    return Message(f"“{name.zh}”（{stop.id}）", f"“{name.en}” ({stop.id})")


def describe_entry(index: Agenda, entry: Entry) -> Message:
    name = make_bilingual(entry.name, index.model.site.languages[0])
    return Message(f"“{name.zh}”", f"“{name.en}”")


def format_count(n: int, thing: str) -> str:
    """ "1 stop", "2 stops"."""
    return f"{n} {thing}{'' if n == 1 else 's'}"


def is_finished(index: Agenda, stop: Stop) -> bool:
    """True where nobody can change anything any more: it is over or called off."""
    return index.states[stop.id] in ("over", "cancelled")
