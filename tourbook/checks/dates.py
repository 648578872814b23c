"""Dates in the order in which things happen."""

from __future__ import annotations

from tourbook.common.problems import Message, Problems
from tourbook.model.entities import Model
from tourbook.schema import StopRecord, list_duties

STAGE_NAMES = (
    ("transport", "启运"),
    ("arrive", "到达"),
    ("set_up", "布展"),
    ("open", "开展"),
    ("close", "闭展"),
    ("strike", "撤展"),
    ("leave", "运离"),
)


MAX_STAY_DAYS = 3660
"""Days of a stay, at the most."""


def check_stage_order(model: Model, problems: Problems) -> None:
    """transport <= arrive <= set_up <= open <= close <= strike <= leave, as far as they are
    written."""
    for stop in model.stops:
        r = stop.record
        if not isinstance(r, StopRecord):
            continue
        before, before_zh, latest = "", "", None
        for name, zh in STAGE_NAMES:
            day = getattr(r, name)
            if day is None:
                continue
            if latest is not None and day < latest:
                problems.add_error(
                    "end-before-start",
                    stop.location.child(name),
                    Message(
                        f"{zh}日期 {day} 早于{before_zh}日期 {latest}",
                        f"{name} {day} is before {before} {latest}",
                    ),
                    Message(f"改正 {name} 或 {before}", f"mend {name} or {before}"),
                )
            else:
                before, before_zh, latest = name, zh, day
        if r.open and r.close and (r.close - r.open).days > MAX_STAY_DAYS:
            problems.add_error(
                "long-stay",
                stop.location.child("close"),
                Message(
                    f"从 {r.open} 到 {r.close} 超过十年",
                    f"{r.open} to {r.close} is more than ten years",
                ),
                Message(
                    "检查年份；常设展览写成场馆的内容",
                    "check the years; what stays for good belongs to its venue",
                ),
            )


def check_duty_dates(model: Model, problems: Problems) -> None:
    """Somebody of the crew is there only on days of the stop."""
    for stop in model.stops:
        for i, duty in enumerate(list_duties(stop.record)):
            for j, day in enumerate(duty.dates):
                if stop.spans and not any(start <= day <= end for start, end in stop.spans):
                    problems.add_error(
                        "crew-date",
                        stop.location.child("crew", i, "dates", j),
                        Message(f"{day} 不在这一站的日子里", f"{day} is not a day of this stop"),
                        Message(
                            f"这一站从 {stop.start} 到 {stop.end}；改正 dates",
                            f"the stop is from {stop.start} to {stop.end}: mend `dates`",
                        ),
                    )


def check_campaign_dates(model: Model, problems: Problems) -> None:
    for e in model.entries["campaign"].values():
        r = e.record
        if r.end is not None and r.end < r.start:
            problems.add_error(
                "end-before-start",
                e.location.child("end"),
                Message(
                    f"结束日期 {r.end} 早于开始日期 {r.start}",
                    f"end {r.end} is before start {r.start}",
                ),
                Message("改正 start 或 end", "mend start or end"),
            )
