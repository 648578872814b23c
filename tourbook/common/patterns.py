"""Regular expressions that are compiled when they are first used: a run uses few of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _LatePattern(Generic[AnyStr]):
    """Stands for an `re.Pattern`, and becomes as quick as one: what it was asked for, it keeps."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, value)
        return value


def compile_late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, at the cost of compiling it only if it is used."""
    return cast("re.Pattern[AnyStr]", _LatePattern(pattern, flags))
