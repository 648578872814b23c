"""Whether a calendar, as it is about to be published, keeps what is promised to those who subscribe
to it.

The writer keeps most of it by construction; this looks at the bytes, so that no theme, setting or
change of the program can break it unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tourbook.common.problems import Message
from tourbook.site.outputs import Fault

MAX_EVENTS = 1_000
MAX_OCTETS = 1_000_000

_CONTROL_CHARACTERS = bytes({*range(32), 127} - {10, 13})
_FOREIGN_LINE_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""What some readers take for the end of a line: U+0085, U+2028, U+2029."""
_UID = re.compile(rb"[^\s,;@\\]+@[^\s,;@\\]+")
_TIME = re.compile(rb"DT(?:START|END);(?:VALUE=DATE:\d{8}|TZID=[^:]+:\d{8}T\d{6})")
_TZID = re.compile(rb"\r\nDT(?:START|END);TZID=([^:\r]+):")
_ZONE = re.compile(rb"\r\nTZID:([^\r]+)")
_EMPTY_SUMMARY = re.compile(rb"SUMMARY(;[^:]*)?:")
_REQUIRED_PROPERTIES = (b"UID", b"DTSTAMP", b"SUMMARY", b"STATUS", b"URL")


_PRODID_HELP = Message(
    "改正 content/site.yaml 的 calendar: prodid", "mend calendar: prodid in content/site.yaml"
)
_DOMAIN_HELP = Message("uid_domain 写成 example.org 的样子", "write uid_domain as in example.org")
_DUPLICATE_UID_HELP = Message(
    "给较新的一站换个编号：编号加日期正好是另一站的编号",
    "give the newer stop another id: an id and a date make the id of another",
)
_THEME_HELP = Message(
    "检查主题 strings/ 里的文字和记录的名称",
    "look at the strings of the theme and the names of the records",
)
_SIZE_HELP = Message(
    "删去 content/site.yaml 的 calendar: whole", "delete calendar: whole from content/site.yaml"
)
_BUG_HELP = Message("这是 Tourbook 的错误，请报告", "this is a fault of Tourbook: please report it")


class CalendarLinter:
    """`limited`: whether calendars have to be as small as programs want them. An event is looked at
    once, in however many calendars it is."""

    def __init__(self, has_size_limit: bool = True) -> None:
        self.has_size_limit = has_size_limit
        self._valid_events: set[bytes] = set()

    def find_faults(self, raw: bytes) -> Iterator[Fault]:
        """What is wrong with a calendar."""
        head, *events = raw.split(b"BEGIN:VEVENT\r\n")
        last = events.pop() if events else head
        end = b"END:VCALENDAR\r\n"
        start = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"
        if not head.startswith(start) or head.startswith(start + b"\r\n") or not last.endswith(end):
            yield Fault(
                Message(
                    "日历的头或尾不对（PRODID 不能为空）",
                    "its head or its end is wrong (PRODID must not be empty)",
                ),
                _PRODID_HELP,
            )
            return
        if raw.count(b"BEGIN:VEVENT"):
            events.append(last.removesuffix(end))
        yield from _check_lines(head)
        top = head.partition(b"\r\nBEGIN:")[0]
        for name in (b"METHOD", b"UID"):
            if re.search(rb"\r\n" + name + rb"[:;]", top):
                yield Fault(
                    Message(
                        f"日历不能有 {name.decode()}",
                        f"a calendar that is published has no {name.decode()}",
                    ),
                    _BUG_HELP,
                )
        zones = set(_ZONE.findall(head))
        for event in events:
            if event not in self._valid_events:
                found = [*_check_lines(event), *_check_event(event)]
                yield from found
                if not found:
                    self._valid_events.add(event)
            if not set(_TZID.findall(event)) <= zones:
                yield Fault(Message("有时间没有时区", "a time has no time zone"), _BUG_HELP)
        for uid, count in Counter(
            event[4 : event.find(b"\r\nDTSTAMP")] for event in events
        ).items():
            if count > 1:
                yield Fault(
                    Message(
                        f"两项日程用了同一个编号 {_format_uid(uid)}",
                        f"two events have the same UID {_format_uid(uid)}",
                    ),
                    _DUPLICATE_UID_HELP,
                )
        if self.has_size_limit and (len(events) > MAX_EVENTS or len(raw) > MAX_OCTETS):
            size = len(events), len(raw)
            yield Fault(
                Message(
                    "太大：{} 项、{} 字节".format(*size),
                    "it is too large: {} events, {} octets".format(*size),
                ),
                _SIZE_HELP,
            )


def _check_lines(raw: bytes) -> Iterator[Fault]:
    """What is wrong with lines (RFC 5545, 3.1) and characters; `raw` ends with the end of a
    line."""
    lines = raw.split(b"\r\n")
    ends = raw.count(b"\n") == raw.count(b"\r") == len(lines) - 1 and not lines[-1]
    if not ends or b"" in lines[:-1] or max(map(len, lines)) > 75:
        yield Fault(
            Message(
                "有的行太长、是空行或换行不对", "a line is too long, is empty or has the wrong end"
            ),
            _BUG_HELP,
        )
    if len(raw.translate(None, _CONTROL_CHARACTERS)) != len(raw) or any(
        b in raw for b in _FOREIGN_LINE_BREAKS
    ):
        yield Fault(Message("有控制字符", "it holds a control character"), _BUG_HELP)


def _check_event(raw: bytes) -> Iterator[Fault]:
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")
    uid = lines[0].removeprefix(b"UID:")
    if not _UID.fullmatch(uid):
        shown = uid.decode("utf-8", "replace")
        yield Fault(
            Message(
                f"编号 {shown} 不对：uid_domain 要写成域名",
                f"{shown} is no UID: uid_domain has to be a domain",
            ),
            _DOMAIN_HELP,
        )
    names = Counter(re.split(rb"[:;]", line, maxsplit=1)[0] for line in lines)
    if any(names[name] != 1 for name in _REQUIRED_PROPERTIES) or any(
        _EMPTY_SUMMARY.fullmatch(line) for line in lines
    ):
        yield Fault(
            Message(
                "有日程缺少编号、标题、状态或网址",
                "an event lacks its UID, title, status or address",
            ),
            _THEME_HELP,
        )
    times = [_TIME.fullmatch(line) for line in lines if line.startswith((b"DTSTART", b"DTEND"))]
    if len(times) != 2 or not all(times):
        yield Fault(
            Message("有时间不对，或没有时区", "a time is none, or has no time zone"), _BUG_HELP
        )


def _format_uid(uid: bytes) -> str:
    return uid.replace(b"\r\n ", b"").decode("utf-8", "replace")
