"""Dates in the order in which things happen."""

from __future__ import annotations

from tourbook.common.problems import Problems, Say
from tourbook.model.entities import Model
from tourbook.schema import Stop, duties

STAGES = (
    ("transport", "启运"),
    ("arrive", "到达"),
    ("set_up", "布展"),
    ("open", "开展"),
    ("close", "闭展"),
    ("strike", "撤展"),
    ("leave", "运离"),
)


LONGEST = 3660
"""Days of a stay, at the most."""


def in_order(model: Model, problems: Problems) -> None:
    """transport <= arrive <= set_up <= open <= close <= strike <= leave, as far as they are
    written."""
    for stop in model.stops:
        r = stop.record
        if not isinstance(r, Stop):
            continue
        before, before_zh, latest = "", "", None
        for name, zh in STAGES:
            day = getattr(r, name)
            if day is None:
                continue
            if latest is not None and day < latest:
                problems.error(
                    "end-before-start",
                    stop.at.down(name),
                    Say(
                        f"{zh}日期 {day} 早于{before_zh}日期 {latest}",
                        f"{name} {day} is before {before} {latest}",
                    ),
                    Say(f"改正 {name} 或 {before}", f"mend {name} or {before}"),
                )
            else:
                before, before_zh, latest = name, zh, day
        if r.open and r.close and (r.close - r.open).days > LONGEST:
            problems.error(
                "long-stay",
                stop.at.down("close"),
                Say(
                    f"从 {r.open} 到 {r.close} 超过十年",
                    f"{r.open} to {r.close} is more than ten years",
                ),
                Say(
                    "检查年份；常设展览写成场馆的内容",
                    "check the years; what stays for good belongs to its venue",
                ),
            )


def duty_dates(model: Model, problems: Problems) -> None:
    """Somebody of the crew is there only on days of the stop."""
    for stop in model.stops:
        for i, duty in enumerate(duties(stop.record)):
            for j, day in enumerate(duty.dates):
                if stop.spans and not any(start <= day <= end for start, end in stop.spans):
                    problems.error(
                        "crew-date",
                        stop.at.down("crew", i, "dates", j),
                        Say(f"{day} 不在这一站的日子里", f"{day} is not a day of this stop"),
                        Say(
                            f"这一站从 {stop.start} 到 {stop.end}；改正 dates",
                            f"the stop is from {stop.start} to {stop.end}: mend `dates`",
                        ),
                    )


def campaign_dates(model: Model, problems: Problems) -> None:
    for e in model.entries["campaign"].values():
        r = e.record
        if r.end is not None and r.end < r.start:
            problems.error(
                "end-before-start",
                e.at.down("end"),
                Say(
                    f"结束日期 {r.end} 早于开始日期 {r.start}",
                    f"end {r.end} is before start {r.start}",
                ),
                Say("改正 start 或 end", "mend start or end"),
            )
