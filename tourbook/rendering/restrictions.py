"""What templates may not do, and what is said if they do."""

from __future__ import annotations

from contextlib import AbstractContextManager

from tourbook.common.limits import limit_work
from tourbook.common.problem_codes import ProblemCode
from tourbook.common.problems import Diagnosis, Message

UNSAFE: ProblemCode = "unsafe-template"
"""The code of problems with what is refused."""
LIMIT_REACHED: ProblemCode = "template-limit"
"""The code of problems with pages that take too much; no other page need be tried."""
MAX_SECONDS = 10
"""That a page may take; the largest page of a large site takes one."""
MAX_MEMORY = 1 << 30


def limit_page() -> AbstractContextManager[None]:
    """Raises WorkLimitError or MemoryError if the templates of a page take too much."""
    return limit_work(MAX_SECONDS, MAX_MEMORY)


LIMIT_DIAGNOSIS = Diagnosis(
    Message("模板耗费的时间或内存太多", "the template takes too much time or memory"),
    Message(
        f"一页最多 {MAX_SECONDS} 秒、{MAX_MEMORY >> 30} GB：检查循环和宏，看有没有不会结束的重复",
        f"a page may take {MAX_SECONDS} s and {MAX_MEMORY >> 30} GB: look for loops and macros "
        f"that repeat without end",
    ),
)


def explain_refusal(name: str) -> Diagnosis:
    return Diagnosis(
        Message(f"模板不能使用 “{name}”", f"templates cannot use “{name}”"),
        Message(
            "模板只能显示页面的数据，不能接触程序内部，也不能改动数据",
            "templates show the data of a page; they do not change it, nor reach into the program",
        ),
    )
