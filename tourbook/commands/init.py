"""init: begin a site with the smallest project that builds."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import locale
from pathlib import Path
from typing import Any

from tourbook import __version__
from tourbook.common.files import write_atomically
from tourbook.common.problems import Message, format_count
from tourbook.schema.export import generate_schemas
from tourbook.starter.answers import QUESTIONS, AnswerError, Answers, Question
from tourbook.starter.project import make_project_files
from tourbook.starter.sample import read_sample_files
from tourbook.timetable.holidays import CHINA

from .asking import ask
from .base import Command, Run, UsageError, list_files

SCHEMAS = ("site.json", "regions.json", "schedule.json")
"""Those of files without front matter, which editors of code can use."""
SHARED_OPTION = "base-url"
"""The question whose answer is an option of all commands."""
SAMPLE_ANSWERS: Answers = {
    "name": {"zh": "科学在路上", "en": "Science on the Road"},
    "languages": ("zh", "en"),
    "country": "CN",
    "timezone": "Asia/Shanghai",
    "region": "110101",
    "base-url": "https://tourbook.example/science/",
    "kinds": "both",
    "host": "none",
}
"""What content/site.yaml of the sample says."""
PACKAGE = "tourbook"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="folder of the project (default: this one) / 项目文件夹",
    )
    parser.add_argument(
        "--yes",
        action="store_true",
        help="ask nothing: options and defaults are the answers / 不提问",
    )
    parser.add_argument(
        "--sample",
        action="store_true",
        help="begin with the sample site instead of examples / 用示例网站开始",
    )
    for question in QUESTIONS:
        if question.key == SHARED_OPTION:
            continue
        parser.add_argument(
            f"--{question.key}",
            dest=question.key,
            metavar=question.key.upper(),
            help=f"{question.text.en} / {question.text.zh}",
        )


def run_init(run: Run) -> int:
    folder = run.args.folder.resolve()
    answers = SAMPLE_ANSWERS if run.args.sample else _collect_answers(run)
    lang = "zh" if answers["languages"][0].startswith("zh") else "en"
    requirements = find_requirement(lang)
    if answers["country"] == CHINA:
        requirements += "\n" + make_holiday_requirement(lang)
    files = make_project_files(answers, run.get_today(answers["timezone"]), requirements)
    contents = {path: text.encode() for path, text in files.items()}
    if run.args.sample:
        contents = {path: raw for path, raw in contents.items() if not _is_content(path)}
        contents |= read_sample_files()
    schemas = generate_schemas()
    contents |= {f"schemas/{name}": schemas[name] for name in SCHEMAS}
    _check_folder(folder, list(contents))
    for path, raw in contents.items():
        write_atomically(folder / path, raw)
    _print_next_steps(run, folder, len(contents))
    return 0


def _is_content(path: str) -> bool:
    return path.startswith(("content/", "schedule"))


def _collect_answers(run: Run) -> Answers:
    """Raises UsageError if an option cannot be used, or if an answer is needed and nobody is
    asked."""
    answers: dict[str, Any] = {
        "messages": run.args.lang,
        "locale_country": _find_locale_country(),
    }
    for question in QUESTIONS:
        option = _find_option(run, question)
        default = question.find_default(answers)
        if option is None and not run.args.yes and question.is_asked(answers):
            answers[question.key] = _ask(run, question, default, answers)
            continue
        answer = option or default
        if not answer:
            raise UsageError(
                f"请用 --{question.key} 写明：{question.text.zh}",
                f"--{question.key} is needed: {question.text.en}",
            )
        try:
            answers[question.key] = question.parse(answer.strip(), answers)
        except AnswerError as e:
            raise UsageError(
                f"--{question.key}：{e.message.zh}", f"--{question.key}: {e.message.en}"
            ) from None
    return answers


def _find_option(run: Run, question: Question) -> str | None:
    if question.key == SHARED_OPTION:
        return run.args.base_url or None
    option: str | None = getattr(run.args, question.key)
    return option


def _ask(run: Run, question: Question, default: str, answers: Answers) -> Any:
    nobody = Message(
        f"没有人回答。脚本里用 --yes，并用 --{question.key} 等写明",
        f"nobody answers. In scripts, write --yes, and --{question.key} and the like",
    )
    text = run.localize(*question.text)
    return ask(run, text, default, lambda answer: question.parse(answer, answers), nobody)


def _find_locale_country() -> str:
    """The country of the system's settings (GB of en_GB); "" if it is unknown."""
    try:
        name = locale.setlocale(locale.LC_ALL, "") and locale.getlocale(locale.LC_CTYPE)[0]
    except (ValueError, locale.Error):
        return ""
    country = (name or "").partition("_")[2]
    return country if len(country) == 2 else ""


def find_requirement(lang: str) -> str:
    """The lines of requirements.txt that install this program from where it came (PEP 610)."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return f"{PACKAGE}=={__version__}"
    origin = json.loads(distribution.read_text("direct_url.json") or "{}")
    vcs = origin.get("vcs_info")
    if vcs:
        return f"{PACKAGE} @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"
    requirement = f"{PACKAGE}=={distribution.version}"
    if not origin:
        return requirement
    comment = Message(
        f"这台机器上是从 {origin['url']} 装的；别的机器从哪里装，就把地址写在这里",
        f"Installed here from {origin['url']}; write where other machines get it from",
    )
    return f"# {comment.in_language(lang)}\n{requirement}"


def make_holiday_requirement(lang: str) -> str:
    """The lines that name the library of China's public holidays, from which the history knows when
    those of another year were announced."""
    comment = Message(
        "公共假日的数据：提交新版本号的那天，就是日历里假日变动的日期",
        "public holidays: calendars date their changes by the commit of a new version",
    )
    version = importlib.metadata.version("chinesecalendar")
    return f"# {comment.in_language(lang)}\nchinesecalendar=={version}"


def _check_folder(folder: Path, names: list[str]) -> None:
    """Raises UsageError if a file would be overwritten."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} 不是文件夹", f"{folder} is not a folder")
    present = sorted(
        name for name in names if (folder / name).is_symlink() or (folder / name).exists()
    )
    if present:
        listed = list_files(present)
        raise UsageError(
            f"{folder} 里已有 {listed}，没有改动：换一个空文件夹",
            f"{folder} has {listed} already, and nothing was changed: choose an empty folder",
        )


def _print_next_steps(run: Run, folder: Path, count: int) -> None:
    run.print_status(
        f"在 {folder} 写入了 {count} 个文件。接着：",
        f"wrote {format_count(count, 'file')} into {folder}. Next:",
    )
    if folder != Path.cwd():
        run.print_status(f"  cd {folder}", f"  cd {folder}")
    steps = (
        ("git init -b main", "记下历史，日历要用", "keep the history, which calendars need"),
        ("git add . && git commit -m 1", "", ""),
        ("tourbook serve", "在浏览器里预览", "preview it in a browser"),
        ("tourbook build", "生成网站，放在 output/", "build the site into output/"),
    )
    for command, zh, en in steps:
        run.print_status(f"  {command:<32}{zh}".rstrip(), f"  {command:<32}{en}".rstrip())


COMMAND = Command(run_init, add_arguments)
