"""What authors write in `schedule.yaml` and the files that it includes: tours and caravan
routes."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from .fields import (
    Booking,
    Count,
    Duty,
    Header,
    Hours,
    Id,
    Minutes,
    Place,
    Repeat,
    Status,
    Strict,
    Text,
    Volunteers,
    code,
    says,
)


class Call(Header, frozen=True, kw_only=True):
    """What a stop of a tour and a visit of a caravan have in common."""

    id: Annotated[
        Id,
        says(
            "永久编号，全站唯一，改期也不要改",
            "lasting id, unique in the site; keep it when dates move",
        ),
    ]
    status: Annotated[
        Status,
        says(
            "状态：planned 计划、confirmed 已确认、open 开放中、postponed 延期、cancelled 取消、"
            "done 已结束",
            "planned, confirmed, open, postponed, cancelled or done",
        ),
    ] = "confirmed"
    partners: Annotated[list[str], says("合作单位（机构编号）", "partners (organisation ids)")] = []
    campaigns: Annotated[list[str], says("所属活动（活动编号）", "campaigns (their ids)")] = []
    booking: Annotated[Booking | None, says("预约", "booking")] = None
    volunteers: Annotated[Volunteers | None, says("志愿者", "volunteers")] = None
    crew: Annotated[
        list[str | Duty],
        says(
            "专家与团队（机构编号）；只来几天的写 who 和 dates",
            "people and teams (organisation ids), or who and dates",
        ),
    ] = []
    expected: Annotated[
        Count | None,
        says("预计人数（重复的到访：每次）", "people expected (a recurring visit: each time)"),
    ] = None
    visitors: Annotated[
        Count | None,
        says("实际人数（重复的到访：合计）", "people who came (a recurring visit: in all)"),
    ] = None
    note: Annotated[Text, says("说明（可用 Markdown）", "note, in Markdown")] = ""


def duties(call: Call) -> list[Duty]:
    """The crew of a stop or visit, each with its days (none: all the time)."""
    return [c if isinstance(c, Duty) else Duty(who=c) for c in call.crew]


class Stop(Call, frozen=True, kw_only=True):
    """A stay of an exhibition at a venue; the dates are its stages, all of them whole days."""

    venue: Annotated[str, says("场馆编号", "venue id")]
    exhibition: Annotated[
        str, says("展览编号；不写则同巡展", "exhibition id; default: the tour's")
    ] = ""
    copy: Annotated[str, code("第几套（套的编号）", "which set (its id)")] = ""
    hall: Annotated[Text, says("展厅", "hall")] = ""
    round: Annotated[Count | None, says("第几轮", "number of the round")] = None
    transport: Annotated[
        dt.date | None, says("启运；不写则按路程推算", "it sets out; default: by the distance")
    ] = None
    arrive: Annotated[dt.date | None, says("到达", "the set arrives")] = None
    set_up: Annotated[dt.date | None, says("布展", "setting up begins")] = None
    open: Annotated[dt.date | None, says("开展日期", "first day open")] = None
    close: Annotated[dt.date | None, says("闭展日期（含当天）", "last day open, inclusive")] = None
    strike: Annotated[dt.date | None, says("撤展", "striking begins")] = None
    leave: Annotated[dt.date | None, says("运离", "the set leaves")] = None
    hours: Annotated[
        Hours,
        says(
            "本站开放时间；不写则同场馆，不写星期则增改",
            "opening hours; without weekdays they add to the venue's",
        ),
    ] = {}
    last_admission: Annotated[
        Minutes | None,
        says(
            "闭馆前几分钟停止入场；不写则同场馆",
            "last admission, minutes before closing; default: the venue's",
        ),
    ] = None


class Visit(Call, frozen=True, kw_only=True):
    """A caravan at a school or a village for some hours, once or again and again."""

    venue: Annotated[str, says("场馆编号（与 place 二选一）", "venue id, or else a place")] = ""
    place: Annotated[Place | None, says("地点（与 venue 二选一）", "place, or else a venue")] = None
    exhibition: Annotated[
        str, says("展览编号；不写则同线路", "exhibition id; default: the route's")
    ] = ""
    date: Annotated[dt.date | None, says("日期（与 repeat 二选一）", "the day, or else repeat")] = (
        None
    )
    time: Annotated[str, says("时间，如 09:00-11:30", "hours, such as 09:00-11:30")] = ""
    repeat: Annotated[Repeat | None, says("重复", "how it recurs")] = None
    audience: Annotated[Text, says("对象", "for whom")] = ""


class Tour(Header, frozen=True, kw_only=True):
    """An exhibition's copies travelling through stops."""

    id: Annotated[Id, says("永久编号", "lasting id")]
    name: Annotated[Text, says("巡展名称", "name of the tour")]
    summary: Annotated[Text, says("简介", "one or two sentences")] = ""
    exhibition: Annotated[str, says("展览编号", "exhibition id")] = ""
    copy: Annotated[str, code("第几套；各站可另写", "which set; a stop may say another")] = ""
    caravan: Annotated[
        str, says("运输车辆（大篷车编号）", "vehicle that carries it (caravan id)")
    ] = ""
    organisers: Annotated[
        list[str], says("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    campaigns: Annotated[list[str], says("所属活动（活动编号）", "campaigns (their ids)")] = []
    stops: Annotated[list[Stop], says("各站", "its stops")] = []


class Route(Header, frozen=True, kw_only=True):
    """A caravan's visits."""

    id: Annotated[Id, says("永久编号", "lasting id")]
    name: Annotated[Text, says("线路名称", "name of the route")]
    summary: Annotated[Text, says("简介", "one or two sentences")] = ""
    caravan: Annotated[str, says("大篷车编号", "caravan id")]
    exhibition: Annotated[str, says("随车展览编号", "exhibition on board (id)")] = ""
    organisers: Annotated[
        list[str], says("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    campaigns: Annotated[list[str], says("所属活动（活动编号）", "campaigns (their ids)")] = []
    visits: Annotated[list[Visit], says("各次到访", "its visits")] = []


class Schedule(Strict, frozen=True, kw_only=True):
    include: Annotated[
        list[str], says("其他日程文件，可用 *", "further files; * stands for any name")
    ] = []
    tours: Annotated[list[Tour], says("巡展", "tours")] = []
    routes: Annotated[list[Route], says("大篷车线路", "caravan routes")] = []
