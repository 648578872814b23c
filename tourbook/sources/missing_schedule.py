"""A project whose schedule is not where it is read: the file that was probably meant as one."""

from __future__ import annotations

import re

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Location, Message, Problems

from .misnamed import YAML_ENDING, simplify_name, suggest_name
from .paths import SCHEDULE_FILE

_SCHEDULE_NAME = compile_late(r"schedul|shedule|schedual|日程|排期", re.IGNORECASE)


def resembles_schedule(name: str) -> bool:
    """Whether a file in the project's folder may be meant as schedule.yaml."""
    plain = simplify_name(name)
    stem = YAML_ENDING.sub("", plain)
    is_yaml = stem != plain or plain.lower().endswith(".txt")
    return name != SCHEDULE_FILE and is_yaml and bool(_SCHEDULE_NAME.search(plain))


def report_missing_schedule(neighbour: str, problems: Problems) -> None:
    """Report that there is no schedule, but a file beside its place that may be meant as such."""
    problems.add_error(
        "no-schedule",
        Location(neighbour, line=1, column=1),
        Message(
            f"没有日程：{SCHEDULE_FILE} 没有，或是空的；这个文件不会读取",
            f"there is no schedule: {SCHEDULE_FILE} is missing or empty, and this file is not read",
        ),
        suggest_name(neighbour, SCHEDULE_FILE),
    )


def report_missing_main_schedule(file: str, problems: Problems) -> None:
    """Report that nothing includes the files of schedule/."""
    problems.add_error(
        "no-schedule",
        Location(file, line=1, column=1),
        Message(
            f"没有 {SCHEDULE_FILE}，schedule/ 里的文件都不会读取",
            f"there is no {SCHEDULE_FILE}, so no file of schedule/ is read",
        ),
        Message(
            f"恢复 {SCHEDULE_FILE}；或新建一个，里面写 include: [schedule/*.yaml]",
            f"restore {SCHEDULE_FILE}, or make one that says include: [schedule/*.yaml]",
        ),
    )


def report_neighbour(name: str, problems: Problems) -> None:
    """Warn of a file beside schedule.yaml that may be meant as a schedule, too."""
    problems.add_warning(
        "not-read",
        Location(name, line=1, column=1),
        Message(
            f"不读取这个文件：日程只读 {SCHEDULE_FILE} 和它列出的 schedule/ 里的文件",
            f"this file is not read: only {SCHEDULE_FILE} and the files of schedule/ that it "
            "includes are",
        ),
        Message(
            f"不要的就删掉；要用的并进 {SCHEDULE_FILE}，或移到 schedule/",
            f"delete it, or move what you need into {SCHEDULE_FILE} or into schedule/",
        ),
    )
