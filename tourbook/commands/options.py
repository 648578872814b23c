"""The options that every command takes, and the types of options."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path


def parse_date(text: str) -> dt.date:
    """The type of an option that is a day."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"not a date, write YYYY-MM-DD / 不是日期，写成 2026-05-01: {text!r}"
        ) from None


def parse_count(text: str) -> int:
    """The type of an option that is a number from 1 to 9999."""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:5]) < 10_000 and len(text) < 5):
        raise argparse.ArgumentTypeError(
            f"not a number from 1 to 9999 / 不是 1 到 9999 的整数: {text!r}"
        )
    return int(text)


def parse_measure(text: str) -> float:
    """The type of an option that is a measure."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < 1e9:
        raise argparse.ArgumentTypeError(f"not a number / 不是数字: {text!r}")
    return value


def parse_base_url(text: str) -> str:
    if not text.startswith(("http://", "https://")) or any(c in text for c in " ?#[]"):
        raise argparse.ArgumentTypeError(f"begin with https:// / 以 https:// 开头: {text!r}")
    return text


def make_shared_parser() -> argparse.ArgumentParser:
    """The options that may stand before or after any command; their defaults are set by the
    caller."""
    p = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    p.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the project's folder (default: where build.py is) / 项目文件夹",
    )
    p.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="where the site goes (default: output/) / 输出文件夹",
    )
    p.add_argument(
        "--base-url",
        type=parse_base_url,
        metavar="URL",
        help="instead of base_url in content/site.yaml / 网站网址",
    )
    p.add_argument(
        "--drafts", action="store_true", help="include records with draft: true / 包括草稿"
    )
    p.add_argument(
        "--today",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="build as on that day (default: today) / 按这一天生成",
    )
    p.add_argument(
        "--jobs",
        type=parse_count,
        metavar="N",
        help="processes (default: one for each processor) / 进程数",
    )
    p.add_argument("--strict", action="store_true", help="warnings are errors / 警告也算错误")
    p.add_argument(
        "--format",
        choices=("text", "json", "github"),
        help="how problems are printed (default: text) / 问题的输出格式",
    )
    p.add_argument(
        "--lang",
        choices=("zh", "en"),
        help="language of the messages (default: the system's) / 提示的语言",
    )
    p.add_argument("--quiet", action="store_true", help="print problems only / 只输出问题")
    return p
