"""Checks of calendars just before they are published: what subscribers and their programs rely on.

The writer keeps most of it by construction. The checks read the bytes, so that no theme, setting or
change of the program can break it unnoticed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Message
from tourbook.site.outputs import Fault

MAX_EVENTS = 1_000
MAX_OCTETS = 1_000_000

_EVENT_START = b"BEGIN:VEVENT\r\n"
_CONTROL_CHARACTERS = bytes({*range(32), 127} - {10, 13})
_FOREIGN_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""Line ends to some programs: U+0085, U+2028, U+2029 in UTF-8."""
_UID = compile_late(rb"[^\s,;@\\]+@[^\s,;@\\]+")
_TIME = compile_late(rb"DT(?:START|END);(?:VALUE=DATE:\d{8}|TZID=[^:]+:\d{8}T\d{6})")
_TZID = compile_late(rb"\r\n(?:DTSTART|DTEND|EXDATE);TZID=([^:\r]+):")
_RULE = compile_late(rb"RRULE:[A-Z0-9=;,-]+;UNTIL=\d{8}(T\d{6}Z)?")
_EXCLUDED_DATE = compile_late(rb"EXDATE;(?:VALUE=DATE:\d{8}|TZID=[^:]+:\d{8}T\d{6})")
_IGNORED_PROPERTIES = (b"RDATE", b"RECURRENCE-ID")
"""Several programs do not know them."""
_ZONE = compile_late(rb"\r\nTZID:([^\r]+)")
_EMPTY_SUMMARY = compile_late(rb"SUMMARY(;[^:]*)?:")
_NAME = compile_late(rb"^[^:;\r\n]*", re.MULTILINE)
_REQUIRED_PROPERTIES = (b"UID", b"DTSTAMP", b"SUMMARY", b"STATUS", b"URL")
_PRODID_HELP = Message(
    "改正 content/site.yaml 的 calendar: prodid", "correct calendar: prodid in content/site.yaml"
)
_DOMAIN_HELP = Message(
    "uid_domain 写成 example.org 的样子", "write uid_domain in the form example.org"
)
_DUPLICATE_UID_HELP = Message(
    "给较新的一站换个编号：编号加日期正好是另一站的编号",
    "give the newer stop another id: one stop's id with a date added is the id of the other",
)
_THEME_HELP = Message(
    "检查主题 strings/ 里的文字和记录的名称",
    "check the strings of the theme and the names of the records",
)
_SIZE_HELP = Message(
    "删去 content/site.yaml 的 calendar: whole", "delete calendar: whole from content/site.yaml"
)
_BUG_HELP = Message("这是 Tourbook 的错误，请报告", "this is a bug in Tourbook: please report it")


class CalendarLinter:
    """Checks calendars. An event is checked once, however many calendars contain it, and however
    many builds."""

    def __init__(self) -> None:
        self._valid_events: set[int] = set()
        """Their hashes, which take less memory than they."""

    def trust(self, events: Iterable[bytes | memoryview]) -> None:
        """Take events, as they are written, for faultless: these very bytes were checked before."""
        self._valid_events.update(hash(event[len(_EVENT_START) :]) for event in events)

    def is_faultless(self, event: bytes | memoryview) -> bool:
        """Check an event as it is written."""
        return not any(self._check_event(bytes(event[len(_EVENT_START) :])))

    def find_faults(self, raw: bytes) -> Iterator[Fault]:
        """Those of a calendar that must be small enough for all calendar programs."""
        yield from self.find_faults_of_any_size(raw)
        event_count = raw.count(_EVENT_START)
        if event_count > MAX_EVENTS or len(raw) > MAX_OCTETS:
            message = Message(
                f"太大：{event_count} 项、{len(raw)} 字节",
                f"the calendar is too large: {event_count} events, {len(raw)} bytes",
            )
            yield Fault(message, _SIZE_HELP)

    def find_faults_of_any_size(self, raw: bytes) -> Iterator[Fault]:
        head, *events = raw.split(_EVENT_START)
        last = events.pop() if events else head
        end = b"END:VCALENDAR\r\n"
        start = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"
        if not head.startswith(start) or head.startswith(start + b"\r\n") or not last.endswith(end):
            message = Message(
                "日历的头或尾不对（PRODID 不能为空）",
                "the first or last lines of the calendar are wrong (PRODID must not be empty)",
            )
            yield Fault(message, _PRODID_HELP)
            return
        if raw.count(b"BEGIN:VEVENT"):
            events.append(last.removesuffix(end))
        yield from _check_lines(head)
        yield from _check_calendar_properties(head)
        yield from self._check_events(events, head)
        yield from _check_uids(events)

    def _check_events(self, events: list[bytes], head: bytes) -> Iterator[Fault]:
        zones = set(_ZONE.findall(head))
        for event in events:
            yield from self._check_event(event)
            if not set(_TZID.findall(event)) <= zones:
                message = Message("有时间没有时区", "a time is in a time zone that is not defined")
                yield Fault(message, _BUG_HELP)

    def _check_event(self, event: bytes) -> list[Fault]:
        """The faults of an event without its first line."""
        if hash(event) in self._valid_events:
            return []
        faults = [*_check_lines(event), *_check_properties(event)]
        if not faults:
            self._valid_events.add(hash(event))
        return faults


def _check_calendar_properties(head: bytes) -> Iterator[Fault]:
    properties = head.partition(b"\r\nBEGIN:")[0]
    for name in ("METHOD", "UID"):
        if re.search(rb"\r\n" + name.encode() + rb"[:;]", properties):
            message = Message(f"日历不能有 {name}", f"a published calendar must not have {name}")
            yield Fault(message, _BUG_HELP)


def _check_uids(events: list[bytes]) -> Iterator[Fault]:
    for uid, count in Counter(event[4 : event.find(b"\r\nDTSTAMP")] for event in events).items():
        if count > 1:
            name = uid.replace(b"\r\n ", b"").decode("utf-8", "replace")
            message = Message(
                f"两项日程用了同一个编号 {name}", f"two events have the same UID {name}"
            )
            yield Fault(message, _DUPLICATE_UID_HELP)


def _check_lines(raw: bytes) -> Iterator[Fault]:
    """Check lines (RFC 5545, 3.1) and characters; `raw` ends with the end of a line."""
    lines = raw.split(b"\r\n")
    ends = raw.count(b"\n") == raw.count(b"\r") == len(lines) - 1 and not lines[-1]
    if not ends or b"" in lines[:-1] or max(map(len, lines)) > 75:
        message = Message(
            "有的行太长、是空行或换行不对", "a line is too long, is empty or ends wrongly"
        )
        yield Fault(message, _BUG_HELP)
    has_control_character = len(raw.translate(None, _CONTROL_CHARACTERS)) != len(raw)
    if has_control_character or any(b in raw for b in _FOREIGN_LINE_BREAKS):
        yield Fault(Message("有控制字符", "there is a control character"), _BUG_HELP)


def _check_properties(raw: bytes) -> Iterator[Fault]:
    unfolded = raw.replace(b"\r\n ", b"")
    lines = unfolded.split(b"\r\n")
    uid = lines[0].removeprefix(b"UID:")
    if not _UID.fullmatch(uid):
        name = uid.decode("utf-8", "replace")
        message = Message(
            f"编号 {name} 不对：uid_domain 要写成域名",
            f"{name} is not a valid UID: uid_domain must be a domain",
        )
        yield Fault(message, _DOMAIN_HELP)
    names = Counter(_NAME.findall(unfolded))
    is_incomplete = any(names[name] != 1 for name in _REQUIRED_PROPERTIES)
    if is_incomplete or any(_EMPTY_SUMMARY.fullmatch(line) for line in lines):
        message = Message(
            "有日程缺少编号、标题、状态或网址", "an event lacks a UID, title, status or URL"
        )
        yield Fault(message, _THEME_HELP)
    times = [_TIME.fullmatch(line) for line in lines if line.startswith((b"DTSTART", b"DTEND"))]
    if names[b"DTSTART"] != 1 or names[b"DTEND"] > 1 or not all(times):  # DTEND: RFC 5545, 3.6.1
        message = Message(
            "有时间不对，或没有时区",
            "a DTSTART or DTEND is missing, malformed or without a time zone",
        )
        yield Fault(message, _BUG_HELP)
    if not _has_good_recurrence(lines, names):
        message = Message("重复的规则不对", "an RRULE or EXDATE is malformed, or there is an RDATE")
        yield Fault(message, _BUG_HELP)


def _has_good_recurrence(lines: list[bytes], names: Counter[bytes]) -> bool:
    """Whether an event recurs in the way that all programs understand, if it does."""
    rules = [line for line in lines if line.startswith(b"RRULE")]
    excluded_dates = [line for line in lines if line.startswith(b"EXDATE")]
    return (
        len(rules) <= 1
        and all(map(_RULE.fullmatch, rules))
        and all(map(_EXCLUDED_DATE.fullmatch, excluded_dates))
        and not any(names[name] for name in _IGNORED_PROPERTIES)
    )
