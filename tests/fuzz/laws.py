"""What holds for any project: every problem can be read and found, and what can be built is sound."""

from __future__ import annotations

import json
import random
import re
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import lxml.html

from tests.support.in_memory import NOWHERE, SharedCache
from tests.support.projects import TODAY
from tourbook.build.inputs import BuildInputs
from tourbook.build.manifest import Manifest
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import PreparedBuild, prepare
from tourbook.common.digests import compute_digest
from tourbook.common.printable import make_printable
from tourbook.common.problem_formats import format_problems
from tourbook.common.problems import Location, Problem, Problems, locate_problems
from tourbook.common.urls import compute_collision_key, derive_output_file, is_writable
from tourbook.formats.source_text import decode_for_display
from tourbook.history.facts import UnreadableError
from tourbook.history.file_facts import is_tracked, read_facts
from tourbook.history.repository import RepositoryState
from tourbook.site.outputs import Asset, HtmlPage, Output, RawFile, find_problem
from tourbook.sources.locating import make_locator
from tourbook.sources.snapshot import Snapshot

MAX_SECONDS = 20
"""Of this process's own time, for one project: a thousand times what it takes."""
SAMPLE_SIZE = 4
"""Outputs of one kind that are made of each project without errors."""


class HangError(Exception):
    """A project took longer than MAX_SECONDS."""


@contextmanager
def limit_time() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise HangError

    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)


def check_project(files: Mapping[str, bytes], draw: random.Random) -> list[Problem]:
    """Check, and make outputs if there are no errors. Raises AssertionError, or whatever the program
    does. Returns the problems."""
    ordered = dict(sorted(files.items()))
    digests = {name: compute_digest(raw) for name, raw in ordered.items()}
    snapshot = Snapshot(NOWHERE, digests, ordered)
    problems = Problems()
    inputs = BuildInputs(snapshot, RepositoryState(), Manifest(), lambda: SharedCache(None, b"", 1))
    options = BuildOptions(NOWHERE, NOWHERE / "output", lambda _: TODAY)
    with limit_time():
        prepared = prepare(options, inputs, problems)
        located = locate_problems(problems, make_locator(snapshot))
        check_problems(located, ordered)
        check_history_reads(ordered)
        if prepared and not problems.error_count:
            check_outputs(prepared, draw)
    return located


def check_history_reads(files: Mapping[str, bytes]) -> None:
    """The history reads old commits, with any mistakes that they had."""
    for name, raw in files.items():
        if is_tracked(name) and not name.startswith("themes/"):
            try:
                read_facts(name, raw)
            except UnreadableError:
                pass


# ---- problems ----------------------------------------------------------------------------------


def check_problems(problems: Sequence[Problem], files: Mapping[str, bytes]) -> None:
    lines: dict[str, list[str]] = {}

    def find_lines(file: str) -> list[str]:
        if file not in lines:
            lines[file] = decode_for_display(files.get(file, b"")).split("\n")
        return lines[file]

    for problem in problems:
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", problem.code), problem
        assert problem.level in ("error", "warning"), problem
        check_text(problem, problem.message.zh, problem.message.en)
        assert problem.help, f"no help for {problem.code}: {problem}"
        check_text(problem, problem.help.zh, problem.help.en)
        check_place(problem.location, files, find_lines(problem.location.file))
        if related := problem.related_location:
            check_place(related, files, find_lines(related.file))
    for lang in ("zh", "en"):
        text = format_problems(problems, find_lines, lang)
        assert_printable(text)
        rows = format_problems(problems, find_lines, lang, "json")
        assert_printable(rows)
        assert len(json.loads(rows)) == len(problems)
        commands = format_problems(problems, find_lines, lang, "github")
        assert_printable(commands)
        assert all(re.match("::(error|warning|notice)[ :]", c) for c in commands.splitlines())


def check_text(problem: Problem, zh: str, en: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", zh), f"not Chinese: {problem}"
    assert re.search(r"[A-Za-z]", en), f"not English: {problem}"


def check_place(location: Location, files: Mapping[str, bytes], lines: list[str]) -> None:
    assert location.line >= 1 and location.column >= 1, location
    if location.file in files:
        assert location.line <= len(lines), f"{location} of {len(lines)} lines"
        line = lines[location.line - 1]
        assert location.column <= len(line) + 1, f"{location} in {line!r}"
    else:  # what is missing, or a folder
        assert (location.line, location.column) == (1, 1), location


def assert_printable(text: str) -> None:
    for line in text.split("\n"):
        assert line == make_printable(line), repr(line)
        assert len(line) < 2500, line
    text.encode()


# ---- outputs -----------------------------------------------------------------------------------


def check_outputs(prepared: PreparedBuild, draw: random.Random) -> None:
    outputs = prepared.outputs
    assert all(is_writable(o.path) for o in outputs)
    keys = [compute_collision_key(o.path) for o in outputs]
    assert len(keys) == len(set(keys))
    kinds: dict[str, list[Output]] = {}
    for output in outputs:
        suffix = derive_output_file(output.path).rpartition(".")[2]
        kinds.setdefault(suffix, []).append(output)
    for suffix, all_of_kind in sorted(kinds.items()):
        for output in draw.sample(all_of_kind, min(SAMPLE_SIZE, len(all_of_kind))):
            if not isinstance(output, Asset):
                check_output(prepared, output, suffix)


def check_output(prepared: PreparedBuild, output: Any, suffix: str) -> None:
    job = prepared.job
    if isinstance(output, HtmlPage):
        check_html(job.renderer.render(output.template, job.make_view(output)))
        return
    if isinstance(output, RawFile):
        raw = output.make_content()
    else:
        raw = output.write(job.make_view(output))
    problem = find_problem(output, raw)
    if problem:  # nothing would be published
        check_text(problem, problem.message.zh, problem.message.en)
        return
    if suffix == "ics":
        check_calendar(raw)
    elif suffix in ("atom", "xml", "svg"):
        ET.fromstring(raw)
    elif suffix == "yaml":
        raw.decode()


def check_calendar(raw: bytes) -> None:
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar.name == "VCALENDAR" and not calendar.errors
    uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert len(uids) == len(set(uids))
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        assert event["DTSTART"].dt < event["DTEND"].dt
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def check_html(raw: bytes) -> None:
    """No script but data, no handler of an event, no address that runs."""
    for element in lxml.html.document_fromstring(raw.decode()).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            assert element.get("type") == "application/ld+json", element.attrib
            json.loads(element.text or "")
        assert element.tag not in ("iframe", "object", "embed", "base", "style", "form"), (
            element.tag
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "srcdoc"), (name, value)
            compact = re.sub(r"[\x00-\x20]", "", value).lower()
            assert not compact.startswith(("javascript:", "vbscript:", "data:")), (name, value)
