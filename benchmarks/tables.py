"""The tables of docs/performance.md, from what `run.py` measured."""

from __future__ import annotations

import datetime as dt
import os
import platform
import statistics
from typing import Literal

from benchmarks.bench import BUILD_KINDS, RUN_LABELS, Bench, Profile, Results
from benchmarks.measure import Run

TARGETS = {"cold": 0.8, "same": 0.04, "note": 0.12, "date": 0.12, "rss": 0.5}
"""Tourbook's figure over Hugo's, at most."""

DEFAULT_THEME_TARGETS = {
    "cold": 2.5,
    "same": 0.08,
    "note": 0.15,
    "date": 0.15,
    "check": 0.12,
    "next": 0.5,
}
"""Wall time with the default theme and all calendars over Hugo's, at most, at 10,000 stops."""


def compute_median(runs: list[Run], figure: Literal["wall", "cpu", "rss"]) -> float:
    return statistics.median(float(getattr(run, figure)) for run in runs)


def find_fastest(runs: list[Run]) -> float:
    return min(run.wall for run in runs)


def format_conditions(results: dict[int, Results], repeats: int, programs: str) -> str:
    """When, where and with what the figures were measured."""
    loads = [load for result in results.values() for load in result.loads]
    runs = "one run" if repeats == 1 else f"medians of {repeats} runs"
    kernel = platform.release().split("-")[0]
    return (
        f"Run of {dt.date.today()}: {os.cpu_count()} processors, {platform.system()} {kernel}, "
        f"{programs}; {runs}; load of the machine {min(loads):.1f} to "
        f"{max(loads):.1f}."
    )


def format_heading(scale: str, pages: int, calendars: int) -> list[str]:
    return ["", f"### {scale}: {pages:,} pages and {calendars:,} calendars", ""]


# ---- the museum ------------------------------------------------------------------------


def format_museum_report(results: dict[int, Results], repeats: int) -> list[str]:
    """`results` by number of stops."""
    lines = [format_conditions(results, repeats, f"Python {platform.python_version()}")]
    for stops, result in results.items():
        bench = result.benches["museum"]
        lines += [*format_heading(f"{stops:,} stops", *bench.output_size[:2]), *format_runs(bench)]
        lines += format_profile(result.profile, f"a museum of {stops:,} stops")
    return lines


def format_visits_report(results: dict[int, Results], repeats: int) -> list[str]:
    """`results` by number of visits."""
    lines = [format_conditions(results, repeats, f"Python {platform.python_version()}")]
    for count, result in results.items():
        bench = result.benches["visits"]
        lines += [*format_heading(f"{count:,} visits", *bench.output_size[:2]), *format_runs(bench)]
    return lines


def format_runs(bench: Bench) -> list[str]:
    lines = [
        "| | wall, s, median | wall, s, fastest | CPU, s, median | largest process, MiB "
        "| all processes, MiB |",
        "| --- |" + " ---: |" * 5,
    ]
    for kind, runs in bench.runs.items():
        memory = f"{bench.memory[kind]:.0f}" if kind in bench.memory else ""
        lines.append(
            f"| {RUN_LABELS[kind]} | {compute_median(runs, 'wall'):.2f} "
            f"| {find_fastest(runs):.2f} | {compute_median(runs, 'cpu'):.2f} "
            f"| {compute_median(runs, 'rss'):.0f} | {memory} |"
        )
    return lines


# ---- Tourbook beside Hugo --------------------------------------------------------------


def format_peers_report(
    results: dict[int, Results], sizes: dict[int, tuple[int, int]], repeats: int, hugo: str
) -> list[str]:
    """`results` and `sizes` (pages, calendars) by number of stops; `hugo`: its version."""
    programs = f"Python {platform.python_version()}, Hugo {hugo}"
    lines = [format_conditions(results, repeats, programs)]
    for stops, result in results.items():
        benches = result.benches
        lines += format_heading(f"{stops:,} stops", *sizes[stops])
        lines += format_comparison(benches["tourbook"], benches["hugo"])
        if "tourbook-one" in benches:
            lines += ["", f"The same with all {stops:,} stops in one `schedule.yaml`:", ""]
            lines += format_comparison(benches["tourbook-one"], benches["hugo"])
        if "tourbook-default" in benches:
            lines += format_default_theme(benches["tourbook-default"], benches["hugo"])
        if "pyfloor" in benches:
            lines += ["", format_floor(benches["pyfloor"].runs["cold"])]
    for stops, result in results.items():
        lines += format_profile(result.profile, f"{stops:,} stops")
    return lines


def format_comparison(tourbook: Bench, hugo: Bench) -> list[str]:
    lines = [
        "| | | Hugo | Tourbook | Tourbook / Hugo | target | met |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for kind in BUILD_KINDS:
        label = RUN_LABELS[kind]
        ours, theirs, target = tourbook.runs[kind], hugo.runs[kind], TARGETS[kind]
        medians = compute_median(ours, "wall"), compute_median(theirs, "wall")
        lines.append(format_ratio_row(label, "wall, s, median", *medians, target))
        fastest = find_fastest(ours), find_fastest(theirs)
        lines.append(format_ratio_row("", "wall, s, fastest", *fastest, target))
        cpu = compute_median(ours, "cpu"), compute_median(theirs, "cpu")
        lines.append(format_ratio_row("", "CPU, s, median", *cpu))
    for kind in ("cold", "same"):
        label = f"peak memory, {RUN_LABELS[kind]}"
        limit = TARGETS["rss"] if kind == "cold" else None
        ours, theirs = tourbook.runs[kind], hugo.runs[kind]
        rss = compute_median(ours, "rss"), compute_median(theirs, "rss")
        lines.append(format_ratio_row(label, "largest process, MiB", *rss, limit, digits=0))
        total = tourbook.memory[kind], hugo.memory[kind]
        lines.append(format_ratio_row("", "all processes, MiB", *total, digits=0))
    return lines


def format_default_theme(tourbook: Bench, hugo: Bench) -> list[str]:
    """The same data with the default theme and all its calendars, beside Hugo's page set: a cold
    build beside a cold one, all others beside Hugo's second build, which makes everything anew."""
    pages, calendars, octets = tourbook.output_size
    lines = [
        "",
        f"The same data with the default theme and all its calendars ({pages:,} pages, "
        f"{calendars:,} calendars, {octets / 1e6:.0f} MB), beside Hugo's smaller "
        "page set:",
        "",
        "| | wall, s | CPU, s | largest process, MiB | wall / Hugo's | target | met |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for kind, runs in tourbook.runs.items():
        wall, cpu = compute_median(runs, "wall"), compute_median(runs, "cpu")
        rss = compute_median(runs, "rss")
        ratio = wall / compute_median(hugo.runs["cold" if kind == "cold" else "same"], "wall")
        target = DEFAULT_THEME_TARGETS[kind]
        lines.append(
            f"| {RUN_LABELS[kind]} | {wall:.2f} | {cpu:.2f} | {rss:.0f} | {ratio:.2f} "
            f"| ≤ {target:g} | {'yes' if ratio <= target else 'no'} |"
        )
    return lines


def format_ratio_row(
    label: str, unit: str, ours: float, theirs: float, target: float | None = None, digits: int = 2
) -> str:
    ratio = ours / theirs
    figures = f"| {label} | {unit} | {theirs:.{digits}f} | {ours:.{digits}f} | {ratio:.2f} |"
    if target is None:
        return figures + "  |  |"
    return figures + f" ≤ {target:g} | {'yes' if ratio <= target else 'no'} |"


def format_floor(runs: list[Run]) -> str:
    wall, cpu = compute_median(runs, "wall"), compute_median(runs, "cpu")
    rss = compute_median(runs, "rss")
    return (
        f"For reference, the floor (`pyfloor`), cold: {wall:.2f} s wall, {cpu:.2f} s CPU, "
        f"{rss:.0f} MiB."
    )


# ---- stage by stage --------------------------------------------------------------------


def format_profile(profile: Profile, site: str) -> list[str]:
    """Stages as rows, kinds of runs as columns."""
    stages = dict.fromkeys(stage for seconds in profile.values() for stage in seconds)
    lines = [
        "",
        f"### Where Tourbook's time goes at {site}",
        "",
        "Seconds of wall time of the first process, stage by stage.",
        "",
        "| Stage | " + " | ".join(RUN_LABELS[kind] for kind in profile) + " |",
        "| --- |" + " ---: |" * len(profile),
    ]
    for stage in stages:
        cells = [f"{seconds.get(stage, 0.0):.3f}" for seconds in profile.values()]
        lines.append(f"| {stage} | " + " | ".join(cells) + " |")
    totals = [f"**{sum(seconds.values()):.2f}**" for seconds in profile.values()]
    return [*lines, "| **all** | " + " | ".join(totals) + " |"]
