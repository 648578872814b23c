"""What a schedule rule is, how its findings become problems, and words that messages share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Literal, NamedTuple

from tourbook.common.dates import OPEN_END
from tourbook.common.l10n import localize_text
from tourbook.common.problem_codes import RuleName
from tourbook.common.problems import NO_HELP, Location, Message, Problems
from tourbook.common.suggestions import Suggester
from tourbook.model.entries import Entry
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schema import Text
from tourbook.sources.paths import SITE_FILE

RuleLevel = Literal["block", "warn", "ignore"]
Subject = Stop | Entry | Trip
Waiver = tuple[Location, str]
"""(location of the record, name of the rule)."""


MAX_FIT_STEPS = 20_000
"""Records that one rule looks at in search of days on which others would fit. That is more than
anybody reads the answers of; without one, help is more general."""


class Finding(NamedTuple):
    """A violation of a rule. A waiver in the record of any subject, or of a stop's trip, settles
    it."""

    location: Location
    message: Message
    help: Message = NO_HELP
    subjects: tuple[Subject | None, ...] = ()
    related_location: Location | None = None
    """The second record, if two conflict."""


class ScheduleRule(NamedTuple):
    name: RuleName
    """As in `rules` of site.yaml and in waivers."""
    default_level: RuleLevel
    """The level unless site.yaml sets another."""
    find: Callable[[Agenda], Iterable[Finding]]


class RuleGroup(NamedTuple):
    """Records that a rule looks at by themselves, such as all visits of a caravan."""

    inputs: bytes | None
    """Digest of all that decides on whether there is a finding; None: it is looked at each time."""
    find: Callable[[], Iterable[Finding]]


class GroupRule(NamedTuple):
    """A rule that looks again only at groups that are not as they were."""

    name: RuleName
    default_level: RuleLevel
    list_groups: Callable[[Agenda], Iterable[RuleGroup]]


Rule = ScheduleRule | GroupRule


def apply_rules(
    rules: Iterable[Rule],
    agenda: Agenda,
    problems: Problems,
    memory: MutableMapping[bytes, bytes] | None = None,
) -> None:
    """Report each finding as an error (level block) or a warning (level warn), unless waived.

    Then check the settings and waivers themselves: unknown rules, missing reasons, waivers
    without effect. `memory` tells one build of the groups in which the last one found nothing.
    """
    rules = list(rules)
    memory = {} if memory is None else memory
    levels = agenda.model.site.rules
    used_waivers: set[Waiver] = set()
    for rule in rules:
        level = levels.get(rule.name, rule.default_level)
        if level == "ignore":
            continue
        for finding in _find(rule, agenda, memory):
            waivers = [
                (subject.location, rule.name)
                for subject in _iterate_waiving_subjects(finding)
                if subject.record.waivers.get(rule.name)
            ]
            used_waivers.update(waivers)
            if not waivers:
                _report_finding(rule.name, level, finding, problems)
    _check_settings({rule.name for rule in rules}, used_waivers, agenda, problems)


def _find(rule: Rule, agenda: Agenda, memory: MutableMapping[bytes, bytes]) -> Iterable[Finding]:
    if isinstance(rule, ScheduleRule):
        return rule.find(agenda)
    return _find_in_groups(rule, agenda, memory)


def _find_in_groups(
    rule: GroupRule, agenda: Agenda, memory: MutableMapping[bytes, bytes]
) -> Iterator[Finding]:
    for group in rule.list_groups(agenda):
        if group.inputs is None:
            yield from group.find()
            continue
        key = rule.name.encode() + b" " + group.inputs
        if memory.get(key) is None:
            findings = list(group.find())
            if not findings:
                memory[key] = b""
            yield from findings


def _report_finding(name: RuleName, level: RuleLevel, finding: Finding, problems: Problems) -> None:
    report = problems.add_error if level == "block" else problems.add_warning
    report(name, finding.location, finding.message, finding.help, finding.related_location)


def _iterate_waiving_subjects(finding: Finding) -> Iterator[Subject]:
    """The records that can waive a finding: its subjects, and the trips of its stops."""
    for subject in finding.subjects:
        if subject is not None:
            yield subject
            if isinstance(subject, Stop):
                yield subject.trip


def _check_settings(
    names: set[str], used_waivers: set[Waiver], agenda: Agenda, problems: Problems
) -> None:
    levels, suggester = agenda.model.site.rules, Suggester()
    for name in levels:
        if name not in names:
            location = Location(SITE_FILE).child("rules").at_key(name)
            _report_unknown_rule(name, location, suggester, names, problems)
    for subject in _iterate_subjects(agenda):
        for name, reason in subject.record.waivers.items():
            location = subject.location.child("waivers").at_key(name)
            if name not in names:
                _report_unknown_rule(name, location, suggester, names, problems)
            elif not reason.strip():
                message = Message("没有写理由", "this waiver gives no reason")
                help = Message(f"在 {name} 后面写一句理由", f"write the reason after {name}")
                problems.add_error("waiver", location, message, help)
            elif (subject.location, name) not in used_waivers and levels.get(name) != "ignore":
                message = Message(
                    f"这里没有违反 {name}，不需要豁免",
                    f"this waiver is unnecessary: the record does not violate {name}",
                )
                help = Message("删去这一行", "delete the line")
                problems.add_warning("waiver", location, message, help)


def _report_unknown_rule(
    name: str, location: Location, suggester: Suggester, names: set[str], problems: Problems
) -> None:
    message = Message(f"没有规则 “{name}”", f"there is no rule “{name}”")
    help = suggester.suggest(name, "rules", lambda: names, max_listed=40)
    problems.add_error("unknown-rule", location, message, help)


def _iterate_subjects(agenda: Agenda) -> Iterator[Subject]:
    """All records that can hold waivers."""
    yield from agenda.model.entries
    yield from agenda.model.trips.values()
    yield from agenda.model.stops


# ---- words that the messages share ---------------------------------------------------


def make_bilingual(agenda: Agenda, text: Text) -> Message:
    """A text of the site in Chinese and in English, each with the usual fallback."""
    first = agenda.model.site.languages[0]
    return Message(localize_text(text, "zh", first), localize_text(text, "en", first))


def describe_stop(agenda: Agenda, stop: Stop) -> Message:
    """The stop's place, and its id for the editor to search for: “City Library” (spring-3)."""
    name = make_bilingual(agenda, stop.place.name)
    return Message(f"“{name.zh}”（{stop.id}）", f"“{name.en}” ({stop.id})")


def describe_entry(agenda: Agenda, entry: Entry | None) -> Message:
    """The entry's name in quotation marks; empty for None."""
    if entry is None:
        return Message("", "")
    name = make_bilingual(agenda, entry.name)
    return Message(f"“{name.zh}”", f"“{name.en}”")


def format_span(start: dt.date, end: dt.date) -> Message:
    """ "2026-10-14 to 2026-12-20", or that there is no end."""
    if end >= OPEN_END:
        return Message(f"{start} 起", f"from {start} on")
    return Message(f"{start} 至 {end}", f"{start} to {end}")


def format_repeats(n: int) -> Message:
    """How often the same thing is found, if more than once: " (3 times)"."""
    return Message(f"（共 {n} 次）", f" ({n} times)") if n > 1 else Message("", "")
