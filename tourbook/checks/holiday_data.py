"""The library of public holidays is the one whose changes the history dates."""

from __future__ import annotations

from collections.abc import Mapping

from tourbook.common.problems import Location, Message, Problems
from tourbook.history.file_facts import find_holiday_pins
from tourbook.sources.paths import REQUIREMENTS_FILE


def check_holiday_data(
    requirements: bytes, library_versions: Mapping[str, str], problems: Problems
) -> None:
    """Report that requirements.txt names another version than the one that is installed."""
    pins = find_holiday_pins(requirements)
    installed_version = library_versions.get("chinesecalendar", "")
    if not pins or not installed_version or installed_version.encode() in pins:
        return
    pin = pins[0].decode()
    line = requirements[: requirements.index(pins[0])].count(b"\n") + 1
    problems.add_warning(
        "holiday-data",
        Location(REQUIREMENTS_FILE, line=line, column=1),
        Message(
            f"这里写的是 chinesecalendar {pin}，装的却是 {installed_version}：公共假日按装好的算，"
            "日历因此改了什么，订阅者看不出来",
            f"this names chinesecalendar {pin}, but {installed_version} is installed: public "
            "holidays follow that one, and subscribers are not told what it changes in calendars",
        ),
        Message(
            f"写成 chinesecalendar=={installed_version} 并提交；或者装这里写的版本："
            f"pip install -r {REQUIREMENTS_FILE}",
            f"write chinesecalendar=={installed_version} and commit that, or install what this "
            f"file says: pip install -r {REQUIREMENTS_FILE}",
        ),
    )
