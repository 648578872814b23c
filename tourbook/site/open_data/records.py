"""The types of the rows. A field that says nothing is left out of JSON and empty in CSV."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import msgspec

from tourbook.schema.content import VenueClass
from tourbook.schema.fields import Status, describe
from tourbook.schema.loans import LoanKind

_Region = Annotated[
    str,
    describe(
        "所在地区：六位行政区划代码，或 regions.yaml 里的代码",
        "region: a GB/T 2260 code, or one of regions.yaml",
    ),
]
_RegionNames = Annotated[
    str, describe("所在地区的名称，从大到小", "names of the region and those around it")
]
_Latitude = Annotated[float | None, describe("纬度（度，WGS-84）", "latitude in degrees (WGS 84)")]
_Longitude = Annotated[
    float | None, describe("经度（度，WGS-84）", "longitude in degrees (WGS 84)")
]
_Address = Annotated[str, describe("详细地址", "street address")]
_Postcode = Annotated[str, describe("邮政编码", "postcode")]
_Township = Annotated[bool, describe("是否在乡镇", "whether it is in a township or village")]
_Timezone = Annotated[
    str, describe("日期和时间所用的时区（IANA）", "IANA time zone of the dates and times")
]
_Hours = Annotated[
    str,
    describe(
        "开放时间：星期几、日期或公共假日，各带时间，用分号隔开",
        "opening hours: weekdays, dates or public holidays with their times, between semicolons",
    ),
]
_Free = Annotated[
    bool | None,
    describe("是否免费；不知道则空", "whether admission is free; empty if it is not known"),
]


class OpenRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The fields that the rows of every table have."""

    id: Annotated[str, describe("永久编号，本表内唯一", "permanent id, unique in its table")]
    name: Annotated[str, describe("名称", "name")]
    url: Annotated[str, describe("网页的完整网址", "address of its page")] = ""


class OpenStop(OpenRecord, frozen=True, kw_only=True):
    """The fields that a stay and a visit have in common."""

    status: Annotated[
        Status,
        describe(
            "状态：planned 计划、confirmed 已确认、open 开放中、postponed 延期、cancelled 取消、"
            "done 已结束；日期过了也不自动变",
            "planned, confirmed, open, postponed, cancelled or done, as the editors wrote it; it "
            "does not change by itself when the dates are past",
        ),
    ]
    start: Annotated[
        dt.date | None,
        describe("第一天；日期未定则空", "first day; empty if there are no dates yet"),
    ] = None
    end: Annotated[
        dt.date | None,
        describe("最后一天（含）；未定或长期则空", "last day, inclusive; empty if it is open"),
    ] = None
    tour: Annotated[str, describe("所属巡展或线路", "its tour or route")] = ""
    exhibition: Annotated[str, describe("展览", "exhibition")] = ""
    caravan: Annotated[str, describe("大篷车", "caravan")] = ""
    venue: Annotated[
        str, describe("场馆；没有场馆页的地点则空", "venue; empty for a place without a page")
    ] = ""
    place: Annotated[str, describe("场馆或地点的名称", "name of the venue or place")]
    region: _Region = ""
    regions: _RegionNames = ""
    timezone: _Timezone
    free: _Free = None
    booking_required: Annotated[
        bool | None,
        describe("是否必须预约；没写则空", "whether booking is required; empty if nothing is said"),
    ] = None
    booking_url: Annotated[str, describe("预约网址", "web address for bookings")] = ""
    audience: Annotated[str, describe("对象", "audience")] = ""
    visitors: Annotated[int | None, describe("实际人数（合计）", "actual visitors, in total")] = (
        None
    )


class OpenStay(OpenStop, frozen=True, kw_only=True):
    """An exhibition at a venue, open day after day."""

    until_further_notice: Annotated[
        bool, describe("是否长期开放，没有最后一天", "whether it is open without a last day")
    ] = False
    copy: Annotated[str, describe("第几套（套的编号）", "which copy of the exhibition")] = ""
    round: Annotated[int | None, describe("第几轮", "round of the tour")] = None
    hours: _Hours = ""


class OpenVisit(OpenStop, frozen=True, kw_only=True):
    """A caravan at a venue or place for some hours, on one date or on several."""

    dates: Annotated[list[dt.date], describe("来的每一天", "every day on which it comes")] = []
    times: Annotated[
        str, describe("当地时间，如 09:00-11:30", "local times, such as 09:00-11:30")
    ] = ""
    changed_times: Annotated[
        list[str],
        describe(
            "时间不同的那几天，如 2026-12-11 19:00-20:00",
            "days with other times, such as 2026-12-11 19:00-20:00",
        ),
    ] = []
    rule: Annotated[
        str,
        describe(
            "重复的规则（RFC 5545 的 RRULE，不含例外）；以 dates 为准",
            "rule of recurrence (RRULE of RFC 5545) without its exceptions; `dates` prevail",
        ),
    ] = ""
    address: _Address = ""
    postcode: _Postcode = ""
    township: _Township = False
    latitude: _Latitude = None
    longitude: _Longitude = None


class OpenTrip(OpenRecord, frozen=True, kw_only=True):
    """A tour of an exhibition, or a route of a caravan."""

    kind: Annotated[str, describe("tour 巡展，route 大篷车线路", "tour, or route of a caravan")]
    summary: Annotated[str, describe("简介", "one or two sentences")] = ""
    exhibition: Annotated[str, describe("展览", "exhibition")] = ""
    caravan: Annotated[str, describe("大篷车", "caravan")] = ""


class OpenExhibition(OpenRecord, frozen=True, kw_only=True):
    """What travels."""

    summary: Annotated[str, describe("简介", "one or two sentences")] = ""
    series: Annotated[str, describe("所属系列", "series to which it belongs")] = ""
    ages: Annotated[str, describe("适合年龄，如 6-14 或 6+", "ages, such as 6-14 or 6+")] = ""
    duration: Annotated[int | None, describe("参观时长（分钟）", "minutes that a visit takes")] = (
        None
    )
    languages: Annotated[
        list[str], describe("展览文字的语言（BCP 47）", "languages of its texts (BCP 47)")
    ] = []
    copies: Annotated[int, describe("实物套数", "number of physical copies")] = 0
    loans: Annotated[
        list[LoanKind],
        describe(
            "借展方式：turnkey 整套含人员、full 整套、exhibits 部分展品、caravan 大篷车到访、"
            "posters 展板、digital 数字资源",
            "ways in which it is lent: turnkey (with those who set it up), full, exhibits (some of "
            "them), caravan (it comes), posters, digital",
        ),
    ] = []


class OpenCaravan(OpenRecord, frozen=True, kw_only=True):
    """A vehicle that makes visits."""

    summary: Annotated[str, describe("简介", "one or two sentences")] = ""
    region: _Region = ""
    regions: _RegionNames = ""


class OpenVenue(OpenRecord, frozen=True, kw_only=True):
    """A place with a page of its own."""

    class_: Annotated[VenueClass, describe("场馆类别", "class of venue")] = msgspec.field(
        name="class"
    )
    summary: Annotated[str, describe("简介", "one or two sentences")] = ""
    region: _Region = ""
    regions: _RegionNames = ""
    address: _Address = ""
    postcode: _Postcode = ""
    township: _Township = False
    latitude: _Latitude = None
    longitude: _Longitude = None
    timezone: _Timezone
    hours: _Hours = ""
    free: _Free = None


class OpenRegion(OpenRecord, frozen=True, kw_only=True):
    """A region that has a venue or a stop, or one around it. Its id is its code."""

    parent: Annotated[
        str, describe("上级地区；最上级则空", "region around it; empty at the top")
    ] = ""


TABLES: dict[str, type[OpenRecord]] = {
    "stays": OpenStay,
    "visits": OpenVisit,
    "tours": OpenTrip,
    "exhibitions": OpenExhibition,
    "caravans": OpenCaravan,
    "venues": OpenVenue,
    "regions": OpenRegion,
}
"""Name of a table -> the type of its rows."""
REFERENCES = {
    "tour": "tours",
    "exhibition": "exhibitions",
    "series": "exhibitions",
    "caravan": "caravans",
    "venue": "venues",
    "region": "regions",
    "parent": "regions",
}
"""Field -> the table in which its value is an id."""
