"""Whether a calendar, as it is about to be published, keeps what is promised to those who subscribe
to it.

The writer keeps most of it by construction; this looks at the bytes, so that no theme, setting or
change of the program can break it unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tourbook.common.problems import Say
from tourbook.site.outputs import Fault

MOST_EVENTS = 1_000
MOST_OCTETS = 1_000_000

_CONTROL = bytes({*range(32), 127} - {10, 13})
_BREAKS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""What some readers take for the end of a line: U+0085, U+2028, U+2029."""
_UID = re.compile(rb"[^\s,;@\\]+@[^\s,;@\\]+")
_TIME = re.compile(rb"DT(?:START|END);(?:VALUE=DATE:\d{8}|TZID=[^:]+:\d{8}T\d{6})")
_TZID = re.compile(rb"\r\nDT(?:START|END);TZID=([^:\r]+):")
_ZONE = re.compile(rb"\r\nTZID:([^\r]+)")
_NAMELESS = re.compile(rb"SUMMARY(;[^:]*)?:")
_NEEDED = (b"UID", b"DTSTAMP", b"SUMMARY", b"STATUS", b"URL")


_PRODID = Say(
    "改正 content/site.yaml 的 calendar: prodid", "mend calendar: prodid in content/site.yaml"
)
_DOMAIN = Say("uid_domain 写成 example.org 的样子", "write uid_domain as in example.org")
_IDS = Say(
    "给较新的一站换个编号：编号加日期正好是另一站的编号",
    "give the newer stop another id: an id and a date make the id of another",
)
_THEME = Say(
    "检查主题 strings/ 里的文字和记录的名称",
    "look at the strings of the theme and the names of the records",
)
_LARGE = Say(
    "删去 content/site.yaml 的 calendar: whole", "delete calendar: whole from content/site.yaml"
)
_TOOL = Say("这是 Tourbook 的错误，请报告", "this is a fault of Tourbook: please report it")


class Linter:
    """`limited`: whether calendars have to be as small as programs want them. An event is looked at
    once, in however many calendars it is."""

    def __init__(self, limited: bool = True) -> None:
        self.limited = limited
        self._good: set[bytes] = set()

    def faults(self, raw: bytes) -> Iterator[Fault]:
        """What is wrong with a calendar."""
        head, *events = raw.split(b"BEGIN:VEVENT\r\n")
        last = events.pop() if events else head
        end = b"END:VCALENDAR\r\n"
        start = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"
        if not head.startswith(start) or head.startswith(start + b"\r\n") or not last.endswith(end):
            yield Fault(
                Say(
                    "日历的头或尾不对（PRODID 不能为空）",
                    "its head or its end is wrong (PRODID must not be empty)",
                ),
                _PRODID,
            )
            return
        if raw.count(b"BEGIN:VEVENT"):
            events.append(last.removesuffix(end))
        yield from _bytes(head)
        top = head.partition(b"\r\nBEGIN:")[0]
        for name in (b"METHOD", b"UID"):
            if re.search(rb"\r\n" + name + rb"[:;]", top):
                yield Fault(
                    Say(
                        f"日历不能有 {name.decode()}",
                        f"a calendar that is published has no {name.decode()}",
                    ),
                    _TOOL,
                )
        zones = set(_ZONE.findall(head))
        for event in events:
            if event not in self._good:
                found = [*_bytes(event), *_event(event)]
                yield from found
                if not found:
                    self._good.add(event)
            if not set(_TZID.findall(event)) <= zones:
                yield Fault(Say("有时间没有时区", "a time has no time zone"), _TOOL)
        for uid, count in Counter(
            event[4 : event.find(b"\r\nDTSTAMP")] for event in events
        ).items():
            if count > 1:
                yield Fault(
                    Say(
                        f"两项日程用了同一个编号 {_shown(uid)}",
                        f"two events have the same UID {_shown(uid)}",
                    ),
                    _IDS,
                )
        if self.limited and (len(events) > MOST_EVENTS or len(raw) > MOST_OCTETS):
            size = len(events), len(raw)
            yield Fault(
                Say(
                    "太大：{} 项、{} 字节".format(*size),
                    "it is too large: {} events, {} octets".format(*size),
                ),
                _LARGE,
            )


def _bytes(raw: bytes) -> Iterator[Fault]:
    """What is wrong with lines (RFC 5545, 3.1) and characters; `raw` ends with the end of a
    line."""
    lines = raw.split(b"\r\n")
    ends = raw.count(b"\n") == raw.count(b"\r") == len(lines) - 1 and not lines[-1]
    if not ends or b"" in lines[:-1] or max(map(len, lines)) > 75:
        yield Fault(
            Say(
                "有的行太长、是空行或换行不对", "a line is too long, is empty or has the wrong end"
            ),
            _TOOL,
        )
    if len(raw.translate(None, _CONTROL)) != len(raw) or any(b in raw for b in _BREAKS):
        yield Fault(Say("有控制字符", "it holds a control character"), _TOOL)


def _event(raw: bytes) -> Iterator[Fault]:
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")
    uid = lines[0].removeprefix(b"UID:")
    if not _UID.fullmatch(uid):
        shown = uid.decode("utf-8", "replace")
        yield Fault(
            Say(
                f"编号 {shown} 不对：uid_domain 要写成域名",
                f"{shown} is no UID: uid_domain has to be a domain",
            ),
            _DOMAIN,
        )
    names = Counter(re.split(rb"[:;]", line, maxsplit=1)[0] for line in lines)
    if any(names[name] != 1 for name in _NEEDED) or any(
        _NAMELESS.fullmatch(line) for line in lines
    ):
        yield Fault(
            Say(
                "有日程缺少编号、标题、状态或网址",
                "an event lacks its UID, title, status or address",
            ),
            _THEME,
        )
    times = [_TIME.fullmatch(line) for line in lines if line.startswith((b"DTSTART", b"DTEND"))]
    if len(times) != 2 or not all(times):
        yield Fault(Say("有时间不对，或没有时区", "a time is none, or has no time zone"), _TOOL)


def _shown(uid: bytes) -> str:
    return uid.replace(b"\r\n ", b"").decode("utf-8", "replace")
