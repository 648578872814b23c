"""Types of `schedule.yaml` and the files that it includes: tours and caravan routes."""

import datetime as dt
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from tourbook.common.dates import OPEN_END, PLAUSIBLE_YEARS

from .bases import RecordBase
from .fields import (
    UNTIL_FURTHER_NOTICE,
    URL_PATTERN,
    Booking,
    ClosingDay,
    Count,
    Duty,
    Id,
    MinuteCount,
    Recurrence,
    Status,
    StrictStruct,
    Text,
    VisitPlace,
    Volunteers,
    WrittenHours,
    describe,
    describe_code,
)
from .maps import MapRecord


class StopBase(RecordBase, frozen=True, kw_only=True):
    """The fields that a stay and a visit have in common."""

    id: Annotated[
        Id,
        describe(
            "永久编号，全站唯一，改期也不要改",
            "permanent id, unique in the site; keep it when dates change",
        ),
    ]
    status: Annotated[
        Status,
        describe(
            "状态：planned 计划、confirmed 已确认、open 开放中、postponed 延期、cancelled 取消、"
            "done 已结束",
            "status: planned, confirmed, open, postponed, cancelled or done",
        ),
    ] = "confirmed"
    partners: Annotated[
        list[str], describe("合作单位（机构编号）", "partners (organisation ids)")
    ] = []
    campaigns: Annotated[
        list[str], describe("所属活动（活动编号）", "campaigns (campaign ids)")
    ] = []
    audience: Annotated[Text, describe("对象", "audience")] = ""
    link: Annotated[
        str,
        describe("这一站自己的网页", "web page of this stop or visit", pattern=URL_PATTERN),
    ] = ""
    booking: Annotated[Booking | None, describe("预约", "booking")] = None
    volunteers: Annotated[Volunteers | None, describe("志愿者", "volunteers")] = None
    crew: Annotated[
        list[str | Duty],
        describe(
            "专家与团队（机构编号）；只来几天的写 who 和 dates",
            "people and teams (organisation ids); if only on some days, who and dates",
        ),
    ] = []
    expected: Annotated[
        Count | None,
        describe("预计人数（重复的到访：每次）", "expected visitors (recurring visit: each time)"),
    ] = None
    visitors: Annotated[
        Count | None,
        describe("实际人数（重复的到访：合计）", "actual visitors (recurring visit: in total)"),
    ] = None
    note: Annotated[Text, describe("说明（可用 Markdown）", "note, in Markdown")] = ""


def list_duties(stop: StopBase) -> list[Duty]:
    """The crew of a stay or a visit; a duty without dates is for all days."""
    return [member if isinstance(member, Duty) else Duty(who=member) for member in stop.crew]


class StopRecord(StopBase, frozen=True, kw_only=True):
    """A stay of an exhibition at a venue; its dates are its stages, whole days."""

    venue: Annotated[str, describe("场馆编号", "venue id")]
    exhibition: Annotated[
        str, describe("展览编号；不写则同巡展", "exhibition id; default: the tour's")
    ] = ""
    copy: Annotated[str, describe_code("第几套（套的编号）", "which copy (copy id)")] = ""
    hall: Annotated[Text, describe("展厅", "hall")] = ""
    round: Annotated[Count | None, describe("第几轮", "round number")] = None
    transport: Annotated[
        dt.date | None,
        describe("启运；不写则按路程推算", "transport begins; default: derived from the distance"),
    ] = None
    arrive: Annotated[dt.date | None, describe("到达", "arrival")] = None
    set_up: Annotated[dt.date | None, describe("布展", "set-up begins")] = None
    open: Annotated[dt.date | None, describe("开展日期", "first open day")] = None
    close: Annotated[
        ClosingDay | Literal[""],
        describe(
            "闭展日期（含当天）；未定或长期写 open",
            "last open day (inclusive); open: until further notice",
        ),
    ] = ""
    strike: Annotated[dt.date | None, describe("撤展", "take-down begins")] = None
    leave: Annotated[dt.date | None, describe("运离", "departure")] = None
    hours: Annotated[
        WrittenHours,
        describe(
            "本站开放时间；不写则同场馆，不写星期则增改",
            "opening hours; default: the venue's; without weekdays they add to the venue's",
        ),
    ] = {}
    last_admission: Annotated[
        MinuteCount | None,
        describe(
            "闭馆前几分钟停止入场；不写则同场馆",
            "last admission, minutes before closing; default: the venue's",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Raises ValueError if `close` is no day, or in an implausible year."""
        _parse_closing_day(self.close)

    @property
    def closing_day(self) -> dt.date | None:
        """The last open day; OPEN_END if it is open until further notice, None if none is
        written."""
        return _parse_closing_day(self.close)


@cache
def _parse_closing_day(text: str) -> dt.date | None:
    if text == UNTIL_FURTHER_NOTICE:
        return OPEN_END
    day = dt.date.fromisoformat(text) if text else None
    if day and day.year not in PLAUSIBLE_YEARS:
        raise ValueError(text)
    return day


def format_closing_day(day: dt.date | None) -> str:
    """What `close` says of a stay that ends on a day: the inverse of `StopRecord.closing_day`."""
    if day == OPEN_END:
        return UNTIL_FURTHER_NOTICE
    return day.isoformat() if day else ""


class VisitRecord(StopBase, frozen=True, kw_only=True):
    """A caravan at a venue or place for some hours, once or recurring."""

    venue: Annotated[
        str, describe("场馆编号（与 place 二选一）", "venue id (instead of place)")
    ] = ""
    place: Annotated[
        VisitPlace | None, describe("地点（与 venue 二选一）", "place (instead of venue)")
    ] = None
    exhibition: Annotated[
        str, describe("展览编号；不写则同线路", "exhibition id; default: the route's")
    ] = ""
    date: Annotated[
        dt.date | None, describe("日期（与 repeat 二选一）", "date (instead of repeat)")
    ] = None
    time: Annotated[
        str,
        describe(
            "时间，如 09:00-11:30；只知道开始写 14:00",
            "time, such as 09:00-11:30; 14:00 if the end is unknown",
        ),
    ] = ""
    repeat: Annotated[Recurrence | None, describe("重复", "recurrence")] = None


class TourRecord(RecordBase, frozen=True, kw_only=True):
    """A trip of copies of an exhibition, with stays."""

    id: Annotated[Id, describe("永久编号", "permanent id")]
    name: Annotated[
        Text,
        describe("巡展名称；不写则同展览的", "name of the tour; default: that of its exhibition"),
    ] = ""
    summary: Annotated[Text, describe("简介", "one or two sentences")] = ""
    exhibition: Annotated[str, describe("展览编号", "exhibition id")] = ""
    copy: Annotated[
        str, describe_code("第几套；各站可另写", "which copy; a stop can name another one")
    ] = ""
    caravan: Annotated[
        str, describe("运输车辆（大篷车编号）", "caravan that carries it (caravan id)")
    ] = ""
    organisers: Annotated[
        list[str], describe("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    campaigns: Annotated[
        list[str], describe("所属活动（活动编号）", "campaigns (campaign ids)")
    ] = []
    booking: Annotated[
        Booking | None, describe("预约；各站没写时用它", "booking, for stops that have none")
    ] = None
    note: Annotated[
        Text, describe("说明；各站没写时用它", "note in Markdown, for stops that have none")
    ] = ""
    map: Annotated[
        MapRecord | None,
        describe("底图：经审核的标准地图", "base map: an approved map, shown as it was issued"),
    ] = None
    stops: Annotated[list[StopRecord], describe("各站", "stops")] = []


class RouteRecord(RecordBase, frozen=True, kw_only=True):
    """A trip of a caravan, with visits."""

    id: Annotated[Id, describe("永久编号", "permanent id")]
    name: Annotated[
        Text,
        describe("线路名称；不写则同大篷车的", "name of the route; default: that of its caravan"),
    ] = ""
    summary: Annotated[Text, describe("简介", "one or two sentences")] = ""
    caravan: Annotated[str, describe("大篷车编号", "caravan id")]
    exhibition: Annotated[str, describe("随车展览编号", "exhibition on board (id)")] = ""
    organisers: Annotated[
        list[str], describe("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    campaigns: Annotated[
        list[str], describe("所属活动（活动编号）", "campaigns (campaign ids)")
    ] = []
    region: Annotated[
        str,
        describe_code(
            "行政区划代码；各地点没写时用它", "region code, for places of visits that have none"
        ),
    ] = ""
    booking: Annotated[
        Booking | None, describe("预约；各站没写时用它", "booking, for stops that have none")
    ] = None
    note: Annotated[
        Text, describe("说明；各站没写时用它", "note in Markdown, for stops that have none")
    ] = ""
    map: Annotated[
        MapRecord | None,
        describe("底图：经审核的标准地图", "base map: an approved map, shown as it was issued"),
    ] = None
    visits: Annotated[list[VisitRecord], describe("各次到访", "visits")] = []


class StopDefaults(StrictStruct, frozen=True, kw_only=True):
    """What a trip says for those of its stops that do not say it themselves."""

    booking: Booking | None = None
    note: Text = ""
    region: str = ""
    """Of the places of visits."""


def get_stop_defaults(trip: TourRecord | RouteRecord) -> StopDefaults:
    region = trip.region if isinstance(trip, RouteRecord) else ""
    return StopDefaults(booking=trip.booking, note=trip.note, region=region)


def apply_defaults(
    stop: StopRecord | VisitRecord, defaults: StopDefaults
) -> StopRecord | VisitRecord:
    """A stop with what its trip says for it."""
    changes: dict[str, Any] = {}
    if stop.booking is None and defaults.booking:
        changes["booking"] = defaults.booking
    if not stop.note and defaults.note:
        changes["note"] = defaults.note
    if isinstance(stop, VisitRecord) and stop.place and defaults.region and not stop.place.region:
        changes["place"] = msgspec.structs.replace(stop.place, region=defaults.region)
    return msgspec.structs.replace(stop, **changes) if changes else stop


class ScheduleRecord(StrictStruct, frozen=True, kw_only=True):
    include: Annotated[
        list[str], describe("其他日程文件，可用 *", "further schedule files; * matches any name")
    ] = []
    tours: Annotated[list[TourRecord], describe("巡展", "tours")] = []
    routes: Annotated[list[RouteRecord], describe("大篷车线路", "caravan routes")] = []
