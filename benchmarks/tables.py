"""The tables of docs/performance.md: what `run.py` measured, Tourbook beside Hugo."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from typing import Any

TARGETS = {"cold": 1.0, "same": 0.25, "note": 0.25, "date": 0.25, "rss": 0.5}
"""Tourbook's figure over Hugo's, at most."""
RUN_LABELS = {
    "cold": "cold build",
    "same": "nothing to do",
    "note": "one edit: a note",
    "date": "one edit: a date",
}


def compute_median(runs: list[dict[str, float]], key: str) -> float:
    return statistics.median(r[key] for r in runs)


def format_ratio_row(
    name: str, unit: str, ours: float, theirs: float, target: float | None, digits: int
) -> str:
    ratio = ours / theirs
    said = "" if target is None else f"≤ {target:g}"
    met = "" if target is None else "yes" if ratio <= target else "no"
    return (
        f"| {name} | {unit} | {theirs:.{digits}f} | {ours:.{digits}f} | {ratio:.2f} | {said} "
        f"| {met} |"
    )


def format_comparison(benches: dict[str, Any], name: str) -> list[str]:
    ours, theirs = benches[name], benches["hugo"]
    out = [
        "| | | Hugo | Tourbook | Tourbook / Hugo | target | met |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for kind, said in RUN_LABELS.items():
        a, b = ours.runs[kind], theirs.runs[kind]
        out.append(
            format_ratio_row(
                said,
                "wall, s, median",
                compute_median(a, "wall"),
                compute_median(b, "wall"),
                TARGETS[kind],
                2,
            )
        )
        fastest = [min(r["wall"] for r in runs) for runs in (a, b)]
        out.append(format_ratio_row("", "wall, s, fastest", *fastest, TARGETS[kind], 2))
        out.append(
            format_ratio_row(
                "", "CPU, s, median", compute_median(a, "cpu"), compute_median(b, "cpu"), None, 2
            )
        )
    for kind, target in (("cold", TARGETS["rss"]), ("same", None)):
        a, b = ours.runs[kind], theirs.runs[kind]
        out.append(
            format_ratio_row(
                f"peak memory, {RUN_LABELS[kind]}",
                "largest process, MiB",
                compute_median(a, "rss"),
                compute_median(b, "rss"),
                target,
                0,
            )
        )
        out.append(
            format_ratio_row(
                "", "all processes, MiB", ours.memory[kind], theirs.memory[kind], None, 0
            )
        )
    return out


def format_report(
    results: dict[int, dict[str, Any]],
    profile: dict[int, dict[str, dict[str, float]]],
    sizes: dict[int, tuple[int, int]],
    repeats: int,
    loads: list[float],
    hugo: str,
) -> list[str]:
    """The lines of the page. `results`: stops -> tool -> Bench of run.py; `profile`: stops -> kind
    of run -> stage -> seconds;
    `sizes`: stops -> (pages, calendars); `hugo`: its version."""
    out = [
        f"Run of {dt.date.today()}: {os.cpu_count()} processors, {platform.system()} "
        f"{platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, Hugo {hugo}; medians of {repeats} runs; "
        f"load of the machine {min(loads):.1f} to {max(loads):.1f}.",
    ]
    for stops, found in results.items():
        pages, feeds = sizes[stops]
        out += ["", f"### {stops:,} stops: {pages:,} pages and {feeds:,} calendars", ""]
        out += format_comparison(found, "tourbook")
        if "tourbook-one" in found:
            out += [
                "",
                f"The same with all {stops:,} stops in one `schedule.yaml`:",
                "",
                *format_comparison(found, "tourbook-one"),
            ]
        if "pyfloor" in found:
            runs = found["pyfloor"].runs["cold"]
            wall, cpu, rss = (compute_median(runs, key) for key in ("wall", "cpu", "rss"))
            out += [
                "",
                f"For reference, the floor (`pyfloor`), cold: {wall:.2f} s wall, {cpu:.2f} s "
                f"CPU, {rss:.0f} MiB.",
            ]
    for stops, kinds in profile.items():
        names = dict.fromkeys(name for run in kinds.values() for name in run)
        out += ["", f"### Where Tourbook's time goes at {stops:,} stops", ""]
        out += ["Seconds of wall time of the first process, stage by stage.", ""]
        out += [
            "| Stage | " + " | ".join(RUN_LABELS[k] for k in kinds) + " |",
            "| --- |" + " ---: |" * len(kinds),
        ]
        out += [
            f"| {name} | "
            + " | ".join(f"{run.get(name, 0.0):.3f}" for run in kinds.values())
            + " |"
            for name in names
        ]
        out += [
            "| **all** | "
            + " | ".join(f"**{sum(run.values()):.2f}**" for run in kinds.values())
            + " |"
        ]
    extra = sorted({page for found in results.values() for b in found.values() for page in b.extra})
    if extra:
        out += [
            "",
            f"Pages that Tourbook makes besides (months in which stays only go on): "
            f"{', '.join(extra)}.",
        ]
    return out
