"""Examples by their seed: which files, and how they fail."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache

from tests.fuzz.laws import check_project
from tests.fuzz.mutations import Files, mutate
from tests.support import tiny_theme
from tests.support.sources import RICH, SMALL

BASES: tuple[Mapping[str, str | bytes | None], ...] = (
    SMALL,
    {
        **SMALL,
        **RICH,
        "content/news/open.md": "---\ntitle: {zh: 开幕, en: Opening}\ndate: 2026-11-01\n---\n正文\n",
        "content/regions.yaml": "county:\n  name: {zh: 县, en: County}\n  parent: '620000'\n",
        "content/exhibitions/light.en.md": "---\nname: Light\n---\nWhat is light?\n",
        "content/venues/town/cover.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
        "content/venues/town/index.md": (
            "---\nname: {zh: 县科技馆, en: County Museum}\nregion: county\n"
            "hours: {wed-sun: 09:00-17:00, holidays: closed, 2026-12-05: closed}\n"
            "halls: [{name: 一号厅, area: 300}]\ncoordinates: {lat: 35.2, lon: 105.2}\n"
            "picture: cover.svg\n---\n![图](cover.svg)\n"
        ),
    },
)
"""What is damaged: the smallest project, and one with something of nearly everything."""


@cache
def make_base(number: int) -> Files:
    files = {**tiny_theme.list_theme_files("default"), **BASES[number]}
    return {n: f.encode() if isinstance(f, str) else f for n, f in files.items() if f is not None}


class Example:
    """A damaged project; the same seed makes the same."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        draw = random.Random(seed)
        self.base = make_base(draw.choice((0, 1, 1)))
        self.files = dict(self.base)
        self.mutations = mutate(self.files, draw, draw.choice((1, 1, 2, 4, 8, 16)))

    def check(self) -> None:
        self.check_files(self.files)

    def check_files(self, files: Mapping[str, bytes]) -> None:
        check_project(files, random.Random(self.seed))

    def describe(self) -> str:
        lines = [f"python -m tests.fuzz --seed {self.seed}", *self.mutations]
        return "\n".join(lines)


def describe_failure(check: Callable[[], None]) -> str:
    """The kind of the exception and the line that raised it; "" if nothing is wrong."""
    try:
        check()
    except Exception as error:
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        line = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return f"{type(error).__name__} {line} {str(error).partition(':')[0][:40]}"
    return ""


def minimize(example: Example) -> Files:
    """The smallest files found that fail in the same way: files as they were, then without lines."""
    failure = describe_failure(example.check)
    best = dict(example.files)

    def fails(files: Files) -> bool:
        return describe_failure(lambda: example.check_files(files)) == failure

    for name in sorted(best.keys() | example.base.keys()):
        trial = {n: f for n, f in best.items() if n != name}
        for candidate in ({**trial, name: example.base.get(name, b"")}, trial):
            if (
                (name in example.base or candidate is trial)
                and candidate != best
                and not name.startswith("themes/")
                and fails(candidate)
            ):
                best = candidate
    for name in [n for n in best if best[n] != example.base.get(n)]:
        lines = best[name].splitlines(keepends=True)
        size = max(1, len(lines) // 2)
        while size:
            start = 0
            while start < len(lines):
                fewer = lines[:start] + lines[start + size :]
                if fails({**best, name: b"".join(fewer)}):
                    lines = fewer
                else:
                    start += size
            size //= 2
        best[name] = b"".join(lines)
    return {name: raw for name, raw in best.items() if not name.startswith("themes/")}
