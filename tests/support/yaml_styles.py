"""One schedule written in the many ways in which people and programs write YAML. Every way means
the same."""

from __future__ import annotations

import json
import re
import textwrap
from random import Random
from typing import Any

PLAIN = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff.:/-]*(?<!:)")
TRAPS = (
    "stops:",
    "- id: a",
    "  - id: b",
    "visits:",
    "tours:",
    "# 不是注释",
    "- §0",
    "请预约",
    '他说"好"',
    "it's",
    "x: y",
    "---",
    "",
)
"""Lines of a note that look like what they are not."""
TAME_TEXTS = ("请预约", "甲馆", "a: b", "#1", "甲\n乙")
DAYS = ("2026-05-01", "2026-05-02", "2026-06-01")
COMMENTS = ("", "# 注释", "  # - id: a", "        # stops:", "#")


def make_text(r: Random) -> str:
    if r.random() < 0.5:
        return r.choice(TAME_TEXTS)
    return "\n".join(r.choices(TRAPS, k=r.randint(1, 4)))


def make_schedule(r: Random) -> dict[str, Any]:
    """The tree of a schedule file; every id occurs once."""
    trips = [_make_trip(r, n, r.random() < 0.5) for n in range(r.randint(0, 3))]
    return {
        "tours": [t for t in trips if "stops" in t],
        "routes": [t for t in trips if "visits" in t],
        "include": ["schedule/*.yaml"],
    }


def _choose(r: Random, options: dict[str, Any]) -> dict[str, Any]:
    """Some of the options."""
    return {key: value for key, value in options.items() if r.random() < 0.5}


def _make_trip(r: Random, number: int, is_tour: bool) -> dict[str, Any]:
    options = {
        "exhibition": "light", "summary": r.choice(TAME_TEXTS), "slug": f"s{number}", "draft": r.choice(("true", "false")),
        "campaigns": ["week"], "aliases": [f"old-{number}", "/old/"],
    }  # fmt: skip
    stops = [_make_stop(r, f"c{number}-{n}", is_tour) for n in range(r.randint(0, 4))]
    trip = {"id": f"t{number}", "name": r.choice(TAME_TEXTS), **_choose(r, options)}
    return trip | ({"stops": stops} if is_tour else {"caravan": "van", "visits": stops})


def _make_stop(r: Random, name: str, is_stay: bool) -> dict[str, Any]:
    texts = make_text(r) if r.random() < 0.5 else {"zh": make_text(r), "en": make_text(r)}
    options: dict[str, Any] = {
        "note": texts, "draft": r.choice(("true", "false")), "status": r.choice(("planned", "open", "cancelled")),
        "aliases": [f"old-{name}"], "updated": r.choice(DAYS), "crew": [{"who": "team", "dates": ["2026-05-01"]}],
        "waivers": {"transport": "有车"}, "booking": {"required": "true", "note": make_text(r)},
    }  # fmt: skip
    if is_stay:
        hours = {"wed-sun": "09:00-17:00", "2026-05-01": "closed"}
        options |= {"open": r.choice(DAYS), "close": r.choice(DAYS), "hours": hours}
        options |= {"hall": make_text(r), "arrive": r.choice(DAYS)}
        return {"id": name, "venue": "hall", **_choose(r, options)}
    lists = {"skip": ["2026-05-08"], "also": r.choices(DAYS, k=r.randint(0, 3))}
    options |= {
        "time": r.choice(("09:00-11:30", "09:00-10:00, 14:00-15:00")),
        "repeat": {"first": r.choice(DAYS), "count": "3", **_choose(r, lists)},
        "audience": make_text(r),
    }
    return {"id": name, "place": {"name": "小学", "region": "621121"}, **_choose(r, options)}


class Style:
    """Writes a tree, each thing in a way of its own."""

    def __init__(self, r: Random) -> None:
        self.random = r
        self.after_block = False
        self.calm = r.random() < 0.5
        """As most people write it."""

    def one(self, *ways: Any) -> Any:
        return ways[0] if self.calm else self.random.choice(ways)

    def write(self, tree: dict[str, Any]) -> bytes:
        text: str = (
            self.one("", "---\n", "# 日程\n\n")
            + "\n".join(self.mapping(tree, 0))
            + self.one("\n", "", "\n\n", "\n# 完\n")
        )
        raw: bytes = text.replace("\n", self.one("\n", "\r\n")).encode()
        mark: bytes = self.one(b"", b"\xef\xbb\xbf")
        return mark + raw

    def mapping(self, tree: dict[str, Any], indent: int) -> list[str]:
        items = list(tree.items())
        if not self.calm:
            self.random.shuffle(items)
        out: list[str] = []
        for key, value in items:
            out += self.remarks()
            out += self.pair(self.one(key, key, f'"{key}"', f"'{key}'"), value, indent)
        return out

    def remarks(self) -> list[str]:
        """A comment or a blank line; after a text in a block only at the margin, or it would be
        part of that."""
        if self.calm or self.random.randint(0, 3):
            return []
        return [self.random.choice(COMMENTS[:2] if self.after_block else COMMENTS)]

    def pair(self, key: str, value: Any, indent: int) -> list[str]:
        margin, end = " " * indent, self.one("", "", " # 见邮件")
        if isinstance(value, str):
            return self.lines(f"{margin}{key}: ", value, indent, end)
        if not value or self.one(False, False, False, True):
            return [f"{margin}{key}: {self.flow(value, indent)}{end}"]
        if isinstance(value, dict):
            return [f"{margin}{key}:{end}", *self.mapping(value, indent + self.one(2, 1, 4))]
        return [
            f"{margin}{key}{self.one('', '', ' ')}:{end}",
            *self.sequence(value, indent + self.one(2, 0, 4)),
        ]

    def sequence(self, items: list[Any], indent: int) -> list[str]:
        out: list[str] = []
        dash = "-" + " " * self.one(1, 1, 3)
        for item in items:
            out += self.remarks()
            inner = indent + len(dash)
            if isinstance(item, str):
                out += self.lines(" " * indent + dash, item, indent, "")
            elif self.one(False, False, False, True):
                out.append(" " * indent + dash + self.flow(item, indent))
            else:
                lines = self.mapping(item, inner)
                at = next(
                    n
                    for n, line in enumerate(lines)
                    if line.strip() and not line.lstrip().startswith("#")
                )
                if self.one(False, False, True):
                    out += [" " * indent + "-", *lines]
                else:
                    out += [*lines[:at], " " * indent + dash + lines[at][inner:], *lines[at + 1 :]]
        return out

    def flow(self, value: Any, indent: int) -> str:
        self.after_block = False
        text = json.dumps(value, ensure_ascii=False, indent=self.one(None, 1))
        return textwrap.indent(text, " " * (indent + 2)).lstrip()

    def lines(self, head: str, value: str, indent: int, end: str) -> list[str]:
        """A text after its key or dash, in one of the five ways."""
        double = json.dumps(value, ensure_ascii=False)
        ways = [double + end]
        if PLAIN.fullmatch(value):
            ways.insert(0, value + end)
        if "\n" not in value:
            ways.append("'" + value.replace("'", "''") + "'" + end)
        if " " in value:
            broken = re.sub(
                " (?=[^ ])", lambda _: " \\\n" + " " * (indent + 2), double, count=1
            )  # white space that begins a line is lost
            ways.append(broken + end)
        if value.strip() and value[0] not in " \n" and not value.endswith("\n"):
            margin = "\n" + " " * (indent + self.one(2, 1, 5))
            block = (
                "|-" + end + "".join(margin + line if line else "\n" for line in value.split("\n"))
            )
            ways.append(block)
            if "\n" in value and self.calm:
                ways.insert(0, block)
        chosen: str = self.one(*ways)
        self.after_block = chosen.startswith("|")
        return (head + chosen).split("\n")


def write_twice(r: Random) -> tuple[bytes, bytes]:
    """The same schedule written in two ways."""
    tree = make_schedule(r)
    return Style(r).write(tree), Style(r).write(tree)
