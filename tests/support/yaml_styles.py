"""One schedule written in the many ways in which people and programs write YAML. Every way means
the same."""

from __future__ import annotations

import json
import re
import textwrap
from typing import Any

from hypothesis import strategies as st

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
TAME = st.sampled_from(["请预约", "甲馆", "a: b", "#1", "甲\n乙"])
TEXTS = st.one_of(TAME, st.lists(st.sampled_from(TRAPS), min_size=1, max_size=4).map("\n".join))
COMMENTS = ("", "# 注释", "  # - id: a", "        # stops:", "#")


def schedules() -> st.SearchStrategy[dict[str, Any]]:
    """The tree of a schedule file; ids are there once."""
    return (
        st.lists(st.booleans(), max_size=3)
        .flatmap(lambda kinds: st.tuples(*(_trip(n, k) for n, k in enumerate(kinds))))
        .map(_file)
    )


def _file(trips: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {
        "tours": [t for t in trips if "stops" in t],
        "routes": [t for t in trips if "visits" in t],
        "include": ["schedule/*.yaml"],
    }


def _trip(number: int, is_tour: bool) -> st.SearchStrategy[dict[str, Any]]:
    more = st.fixed_dictionaries({}, optional={
        "exhibition": st.just("light"), "summary": TAME, "slug": st.just(f"s{number}"), "draft": st.sampled_from(["true", "false"]),
        "campaigns": st.just(["week"]), "aliases": st.just([f"old-{number}", "/old/"]),
    })  # fmt: skip
    calls = st.lists(st.just(0), max_size=4).flatmap(
        lambda all_: st.tuples(*(_call(f"c{number}-{n}", is_tour) for n in range(len(all_))))
    )
    return st.tuples(more, calls, TAME).map(
        lambda x: {
            "id": f"t{number}",
            "name": x[2],
            **x[0],
            **({} if is_tour else {"caravan": "van"}),
            "stops" if is_tour else "visits": list(x[1]),
        }
    )


def _call(name: str, is_stop: bool) -> st.SearchStrategy[dict[str, Any]]:
    days = st.sampled_from(["2026-05-01", "2026-05-02", "2026-06-01"])
    common: dict[str, st.SearchStrategy[Any]] = {
        "note": st.one_of(TEXTS, st.fixed_dictionaries({"zh": TEXTS, "en": TEXTS})), "draft": st.sampled_from(["true", "false"]),
        "status": st.sampled_from(["planned", "open", "cancelled"]), "aliases": st.just([f"old-{name}"]), "updated": days,
        "crew": st.just([{"who": "team", "dates": ["2026-05-01"]}]), "waivers": st.just({"transport": "有车"}),
        "booking": st.fixed_dictionaries({"required": st.just("true"), "note": TEXTS}),
    }  # fmt: skip
    own: dict[str, st.SearchStrategy[Any]]
    if is_stop:
        hours = st.just({"wed-sun": "09:00-17:00", "2026-05-01": "closed"})
        own = {"open": days, "close": days, "hours": hours, "hall": TEXTS, "arrive": days}
        return st.fixed_dictionaries(
            {"id": st.just(name), "venue": st.just("hall")}, optional=common | own
        )
    lists = {"skip": st.just(["2026-05-08"]), "also": st.lists(days)}
    repeat = st.fixed_dictionaries({"first": days, "count": st.just("3")}, optional=lists)
    own = {
        "time": st.sampled_from(["09:00-11:30", "09:00-10:00, 14:00-15:00"]),
        "repeat": repeat,
        "audience": TEXTS,
    }
    place = st.just({"name": "小学", "region": "621121"})
    return st.fixed_dictionaries({"id": st.just(name), "place": place}, optional=common | own)


class Style:
    """Writes a tree, each thing in a way that is drawn for it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.after_block = False
        self.calm = draw(st.booleans())
        """As most people write it."""

    def one(self, *ways: Any) -> Any:
        return ways[0] if self.calm else self.draw(st.sampled_from(ways))

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
            items = self.draw(st.permutations(items))
        out: list[str] = []
        for key, value in items:
            out += self.remarks()
            out += self.pair(self.one(key, key, f'"{key}"', f"'{key}'"), value, indent)
        return out

    def remarks(self) -> list[str]:
        """A comment or a blank line; after a text in a block only at the margin, or it would be
        part of that."""
        if self.calm or self.draw(st.integers(0, 3)):
            return []
        return [self.draw(st.sampled_from(COMMENTS[:2] if self.after_block else COMMENTS))]

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


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """The same schedule written twice."""
    tree = draw(schedules())
    return Style(draw).write(tree), Style(draw).write(tree)
