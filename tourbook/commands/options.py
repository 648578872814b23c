"""The options that every command takes, and the types of options."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path

from tourbook.common.patterns import compile_late

_DATE = compile_late(r"\d{4}-\d\d?-\d\d?", re.ASCII)


def parse_date(text: str) -> dt.date:
    """Option type: a day, in any notation that has one meaning."""
    try:
        return _read_date(text)
    except ValueError:
        from tourbook.timetable.date_readings import list_dates  # late: mostly, none is needed

        days = set(list_dates(text))
        if len(days) == 1:
            return days.pop()
        raise argparse.ArgumentTypeError(
            f"not a date, write YYYY-MM-DD / 不是日期，写成 2026-05-01: {text!r}"
        ) from None


def _read_date(text: str) -> dt.date:
    """Raises ValueError."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    return dt.date(*map(int, text.split("-")))


def parse_today(text: str) -> str:
    """Option type: a day, or a moment, which is a day in each time zone."""
    try:
        read_today(text, "UTC")
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"not a date, write YYYY-MM-DD, or a moment such as 2026-05-01T00:05Z / 不是日期，"
            f"写成 2026-05-01，或 2026-05-01T00:05+08:00 这样的时刻: {text!r}"
        ) from None
    return text


def read_today(text: str, zone_name: str) -> dt.date:
    """The day that `--today` means in a time zone. Raises ValueError."""
    if "T" not in text:
        return _read_date(text)
    from tourbook.common.zones import find_day

    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has an offset from UTC")
    return find_day(int(moment.timestamp()), zone_name)


def parse_count(text: str) -> int:
    """Option type: a number from 1 to 9999."""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:5]) < 10_000 and len(text) < 5):
        raise argparse.ArgumentTypeError(
            f"not a number from 1 to 9999 / 不是 1 到 9999 的整数: {text!r}"
        )
    return int(text)


def parse_measure(text: str) -> float:
    """Option type: a measure in any unit."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"not a number / 不是数字: {text!r}")
    return value


def parse_base_url(text: str) -> str:
    # late: a build with nothing to do reads none
    from tourbook.schema.site_options import BASE_URL_PATTERN

    if not re.search(BASE_URL_PATTERN, text):
        raise argparse.ArgumentTypeError(
            f"must be a URL such as https://example.org/tour/ / 写成 https://… 的网址: {text!r}"
        )
    return text


HALL_UNITS = {"area": "M2", "height": "M", "power": "KW", "floor_load": "KG/M2"}
"""Measure of a hall -> its unit."""


def add_period_arguments(parser: argparse.ArgumentParser) -> None:
    """`first` and `last`; None if they are not given."""
    parser.add_argument(
        "--from",
        dest="first",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="first day of the period in question (default: today) / 从这天起，不写就是今天",
    )
    parser.add_argument(
        "--until",
        "--to",
        dest="last",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="last day of the period in question / 到这天为止",
    )


def add_hall_arguments(parser: argparse.ArgumentParser, help: str) -> None:
    """An option for each measure of a hall."""
    for name, unit in HALL_UNITS.items():
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, type=parse_measure, metavar=unit, help=help)


def read_hall_measures(args: argparse.Namespace) -> dict[str, float]:
    """The measures that are given."""
    values = {name: getattr(args, name) for name in HALL_UNITS}
    return {name: value for name, value in values.items() if value is not None}


def make_shared_parser() -> argparse.ArgumentParser:
    """The options that may come before or after any command; `cli` sets their defaults."""
    p = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    p.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="project folder (default: that of build.py, or the current one) / 项目文件夹",
    )
    p.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="output folder (default: output/) / 输出文件夹",
    )
    p.add_argument(
        "--base-url",
        type=parse_base_url,
        metavar="URL",
        help="URL of the site; replaces base_url of content/site.yaml / 网站网址",
    )
    p.add_argument(
        "--drafts", action="store_true", help="include records with draft: true / 包括草稿"
    )
    p.add_argument(
        "--today",
        type=parse_today,
        metavar="YYYY-MM-DD",
        help="build as if it were this day, or this moment, such as 2026-05-01T00:05Z (default: "
        "now) / 按这一天或这一刻生成",
    )
    p.add_argument(
        "--jobs",
        type=parse_count,
        metavar="N",
        help="number of processes (default: one per processor) / 进程数",
    )
    p.add_argument("--strict", action="store_true", help="treat warnings as errors / 警告也算错误")
    p.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        help="format of problems (default: text) / 问题的输出格式",
    )
    p.add_argument(
        "--lang",
        choices=("zh", "en"),
        help="language of the messages (default: the system's) / 提示的语言",
    )
    p.add_argument("--quiet", action="store_true", help="print problems only / 只输出问题")
    return p
