"""The field types that several kinds of record share: texts, contacts, coordinates, logistics.

Every field carries its description in Chinese and English, with its unit (metric): `export` makes
the JSON Schema for editors and the field tables of the manuals from them.
"""

import datetime as dt
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

Text = str | dict[str, str]
"""A text in the site's first language, or language -> text."""

ID_PATTERN = r"^[^\W_][\w-]*$"
MAX_ID_LENGTH = 200
"""Letters of an id: a folder is called after it, and no system allows more than 255 octets.
`urls.is_writable` counts these: Chinese characters have three."""
Id = Annotated[str, Meta(pattern=ID_PATTERN, max_length=MAX_ID_LENGTH)]
URL_PATTERN = r"^(https?://\S+)?$"
Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Amount = Annotated[float, Meta(ge=0, le=1_000_000_000)]  # the limit refuses "inf", too
_FINITE = Meta(ge=-1_000_000_000, le=1_000_000_000)
DayCount = Annotated[float, Meta(ge=0, le=365)]
MinuteCount = Annotated[int, Meta(ge=0, le=600)]
Status = Literal["planned", "confirmed", "open", "postponed", "cancelled", "done"]
UNTIL_FURTHER_NOTICE = "open"
CLOSING_DAY_PATTERN = r"^(open|\d{4}-\d\d-\d\d)$"
ClosingDay = Annotated[str, Meta(pattern=CLOSING_DAY_PATTERN)]
"""A date, or UNTIL_FURTHER_NOTICE: msgspec has no union of a date and a word."""
WrittenHours = dict[str, str]
"""Weekday, range of weekdays, date or range of dates -> opening times (see `timetable/hours`)."""


def describe(zh: str, en: str, **more: Any) -> Meta:
    """The description of a field, in both languages."""
    return Meta(description=f"{zh} / {en}", extra={"zh": zh, "en": en}, **more)


def describe_code(zh: str, en: str) -> Meta:
    """The description of a code of digits, which YAML tools may take for a number.

    `export` reads "x-code", because msgspec does not let the "type" of a schema be overridden.
    """
    return describe(zh, en, extra_json_schema={"x-code": True})


class StrictStruct(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A mapping in which an unknown key is a mistake."""


class Coordinates(StrictStruct, frozen=True, kw_only=True):
    # `checks/coordinates` has the exact limits; these keep "inf" and "nan" out
    lat: Annotated[float, describe("纬度（度）", "latitude in degrees"), _FINITE]
    lon: Annotated[float, describe("经度（度）", "longitude in degrees"), _FINITE]
    datum: Annotated[
        Literal["wgs84", "gcj02", "bd09"] | None,
        describe(
            "坐标系：GPS 用 wgs84，高德、腾讯用 gcj02，百度用 bd09；不写当作 wgs84",
            "datum: wgs84 for GPS, gcj02 for Amap and Tencent, bd09 for Baidu; wgs84 if not given",
        ),
    ] = None


class Contact(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("联系部门", "office or role")] = ""
    phone: Annotated[
        str, describe_code("座机电话（不要写手机号）", "office phone number, never a private one")
    ] = ""
    email: Annotated[str, describe("电子邮箱", "e-mail address")] = ""
    url: Annotated[str, describe("网址", "web address", pattern=URL_PATTERN)] = ""


class Booking(StrictStruct, frozen=True, kw_only=True):
    required: Annotated[
        bool, describe("必须预约：true 或 false", "true if booking is required")
    ] = False
    url: Annotated[str, describe("预约网址", "web address for bookings", pattern=URL_PATTERN)] = ""
    phone: Annotated[str, describe_code("预约电话（座机）", "office phone number for bookings")] = (
        ""
    )
    note: Annotated[Text, describe("预约说明", "notes on booking")] = ""


class Link(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("链接文字", "text of the link")]
    url: Annotated[str, describe("网址", "web address", pattern=URL_PATTERN)]


class FactRecord(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("名称，如“停车”", "label, such as “Parking”")]
    text: Annotated[Text, describe("内容", "text")]


PictureFile = Annotated[
    str, describe("图片文件，放在同一文件夹", "picture file in the same folder")
]
PictureAlt = Annotated[Text, describe("图片说明（给看不到图的人）", "what the picture shows")]


class Exhibit(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("展品名称", "name of the exhibit")]
    id: Annotated[str, describe("展品编号", "catalogue number")] = ""
    zone: Annotated[Text, describe("所在展区", "zone of the exhibition")] = ""
    summary: Annotated[Text, describe("一句话说明", "one sentence about it")] = ""
    area: Annotated[Amount | None, describe("占地（平方米）", "floor area in m²")] = None
    picture: PictureFile = ""
    picture_alt: PictureAlt = ""


class CopyRecord(StrictStruct, frozen=True, kw_only=True):
    """A physical copy of an exhibition: it can be in one place at a time."""

    id: Annotated[
        Id, describe("套的编号，本展览内唯一", "id of the copy, unique in its exhibition")
    ]
    aliases: Annotated[
        list[Id],
        describe("旧编号：旧日历继续有效", "former ids, under which calendars go on"),
    ] = []
    name: Annotated[Text, describe("套的名称", "name of the copy")] = ""
    home: Annotated[
        str, describe("存放单位（机构编号）", "organisation that stores it (organisation id)")
    ] = ""


class Logistics(StrictStruct, frozen=True, kw_only=True):
    area: Annotated[Amount | None, describe("展厅面积（平方米）", "floor area in m²")] = None
    height: Annotated[Amount | None, describe("净高（米）", "clear ceiling height in m")] = None
    power: Annotated[Amount | None, describe("用电功率（千瓦）", "electric power in kW")] = None
    floor_load: Annotated[
        Amount | None, describe("地面荷载（千克/平方米）", "floor load in kg/m²")
    ] = None
    crates: Annotated[Count | None, describe("包装箱数", "number of crates")] = None
    volume: Annotated[Amount | None, describe("运输体积（立方米）", "volume in m³")] = None
    weight: Annotated[Amount | None, describe("总重（千克）", "weight in kg")] = None
    set_up_days: Annotated[DayCount | None, describe("布展天数", "days of set-up")] = None
    set_up_people: Annotated[Count | None, describe("布展人数", "people needed for set-up")] = None
    strike_days: Annotated[DayCount | None, describe("撤展天数", "days of take-down")] = None
    note: Annotated[Text, describe("其他要求", "other information")] = ""


class Hall(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("展厅名称", "name of the hall")]
    area: Annotated[Amount | None, describe("面积（平方米）", "floor area in m²")] = None
    height: Annotated[Amount | None, describe("净高（米）", "clear ceiling height in m")] = None
    power: Annotated[Amount | None, describe("可用电功率（千瓦）", "electric power in kW")] = None
    floor_load: Annotated[
        Amount | None, describe("地面荷载（千克/平方米）", "floor load in kg/m²")
    ] = None


class Accreditation(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("称号，如“全国科普教育基地”", "name of the accreditation")]
    until: Annotated[dt.date | None, describe("有效期至（年-月-日）", "valid until")] = None


class CrewMember(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("姓名或称呼", "name")]
    role: Annotated[Text, describe("岗位，如司机、辅导员", "role, such as driver or guide")] = ""
    person: Annotated[
        str,
        describe(
            "在 organisations/ 里的编号；写了就检查是否撞期",
            "organisation id; with it, clashes are reported",
        ),
    ] = ""


class Duty(StrictStruct, frozen=True, kw_only=True):
    """A person or team that is present only on some days of a stop."""

    who: Annotated[str, describe("专家或团队（机构编号）", "person or team (organisation id)")]
    dates: Annotated[
        list[dt.date], describe("哪几天在；不写则全程", "days of presence; default: all days")
    ] = []


class Volunteers(StrictStruct, frozen=True, kw_only=True):
    count: Annotated[Count, describe("需要志愿者人数", "number of volunteers needed")]
    by: Annotated[
        str, describe("组织单位（机构编号）", "organisation that provides them (organisation id)")
    ] = ""
    note: Annotated[Text, describe("服务内容", "what they do")] = ""


StreetAddress = Annotated[Text, describe("详细地址", "street address")]
Postcode = Annotated[str, describe_code("邮政编码", "postcode, in the form of the country")]
IsTownship = Annotated[
    bool, describe("是否在乡镇：true 或 false", "true if it is in a township or village")
]
PlaceTimezone = Annotated[
    str,
    describe(
        "时区，如 Asia/Bangkok；不写则同所在地区，再同网站",
        "IANA time zone, such as Asia/Bangkok; default: that of its region, then that of the site",
    ),
]


class VisitPlace(StrictStruct, frozen=True, kw_only=True):
    """A place of a visit that needs no file of its own: a school, a village square."""

    name: Annotated[Text, describe("地点名称", "name of the place")]
    region: Annotated[
        str, describe_code("行政区划代码（6 位）", "GB/T 2260 code, or a code of regions.yaml")
    ] = ""
    address: StreetAddress = ""
    postcode: Postcode = ""
    township: IsTownship = False
    coordinates: Annotated[Coordinates | None, describe("经纬度", "coordinates")] = None
    timezone: PlaceTimezone = ""


class MovedDateRecord(StrictStruct, frozen=True, kw_only=True):
    """A date of a recurring visit moved to another day or time (RFC 5545, 3.8.4.4)."""

    from_: Annotated[dt.date, describe("原来的日期", "original date")] = field(name="from")
    to: Annotated[dt.date, describe("改到的日期", "new date")]
    time: Annotated[str, describe("改到的时间；不写则不变", "new time; default: unchanged")] = ""


class Recurrence(StrictStruct, frozen=True, kw_only=True):
    """A recurring visit, with the meaning of RRULE, EXDATE and RDATE (RFC 5545, 3.8.5)."""

    first: Annotated[dt.date, describe("第一次的日期", "date of the first visit")]
    every: Annotated[
        str,
        describe(
            "间隔：1 week、4 weeks、1 month、10 days、1 year；不写 days 时，按月与第一次同为该月"
            "第几个星期几",
            "interval: 1 week, 4 weeks, 1 month, 10 days, 1 year (without `days`, a month has the "
            "same weekday of the month as the first)",
            pattern=r"^([1-9]\d? )?(days?|weeks?|months?|years?)$",
        ),
    ] = "1 week"
    days: Annotated[
        list[Annotated[str, Meta(extra_json_schema={"x-code": True})]],
        describe(
            "星期几：mon、thu；按月写 1st fri、last fri，或几号：15、last（最后一天）",
            "weekdays: mon, thu; of a month: 1st fri, last fri, or its days: 15, last (the last "
            "day)",
        ),
    ] = []
    until: Annotated[dt.date | None, describe("最后日期（含）", "last date, inclusive")] = None
    count: Annotated[
        Annotated[int, Meta(ge=1, le=1000)] | None,
        describe(
            "次数（skip、学期和假日去掉的也算在内）",
            "number of dates, including those removed by skip, terms and holidays",
        ),
    ] = None
    during: Annotated[
        list[str],
        describe(
            "只在这些学期（site.yaml 的 terms）",
            "only in these school terms (`terms` of site.yaml)",
        ),
    ] = []
    holidays: Annotated[
        Literal["skip", "keep"] | None,
        describe(
            "遇公共假日：skip 不来，keep 照来；不写则检查时会问",
            "on public holidays: skip or keep; if it is missing, the check asks",
        ),
    ] = None
    skip: Annotated[list[dt.date], describe("不来的日期", "dates to leave out (EXDATE)")] = []
    also: Annotated[list[dt.date], describe("另外增加的日期", "extra dates (RDATE)")] = []
    moved: Annotated[
        list[MovedDateRecord],
        describe("改期的个别日期", "individual moved dates (RECURRENCE-ID)"),
    ] = []
