"""Types of the front matter of the Markdown files under `content/`, one for each kind."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import field

from .bases import DescribedRecord
from .fields import (
    URL_PATTERN,
    Accreditation,
    Contact,
    Coordinates,
    CopyRecord,
    Count,
    CrewMember,
    Exhibit,
    Hall,
    IsTownship,
    Logistics,
    MinuteCount,
    PlaceTimezone,
    Postcode,
    StreetAddress,
    Text,
    WrittenHours,
    describe,
    describe_code,
)
from .loans import LoanRecord

VenueClass = Literal[
    "science-museum", "museum", "mobile-site", "community-hall", "education-base", "school",
    "library", "cultural-centre", "stadium", "park", "other",
]  # fmt: skip
OrganisationClass = Literal[
    "association", "museum", "library", "school", "council", "society", "centre", "pool", "team",
    "person", "volunteers", "company", "other",
]  # fmt: skip
CampaignClass = Literal["theme-day", "week", "contest", "campaign"]


class ExhibitionRecord(DescribedRecord, frozen=True, kw_only=True):
    """What travels: schema.org/ExhibitionEvent, without dates."""

    name: Annotated[Text, describe("展览名称", "name of the exhibition")]
    series: Annotated[
        str,
        describe("所属系列（另一个展览的编号）", "series to which it belongs (exhibition id)"),
    ] = ""
    organisers: Annotated[
        list[str], describe("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    lender: Annotated[str, describe("出借单位（机构编号）", "lender (organisation id)")] = ""
    ages: Annotated[
        str,
        describe(
            "适合年龄，如 6-14 或 6+",
            "ages, such as 6-14 or 6+",
            pattern=r"^\d{1,2}(-\d{1,2}|\+)?$",
        ),
    ] = ""
    languages: Annotated[
        list[str], describe("展板语言，如 zh、en、bo", "languages of the labels (BCP 47)")
    ] = []
    duration: Annotated[
        Count | None, describe("参观时长（分钟）", "length of a visit in minutes")
    ] = None
    copies: Annotated[list[CopyRecord], describe("实物套数，每套一项", "physical copies")] = []
    logistics: Annotated[
        Logistics | None, describe("布展与运输条件", "requirements for display and transport")
    ] = None
    loans: Annotated[
        list[LoanRecord], describe("借展方式，每种一项", "kinds of loan, each an item")
    ] = []
    exhibits: Annotated[list[Exhibit], describe("展品清单", "exhibits")] = []


class VenueRecord(DescribedRecord, frozen=True, kw_only=True):
    """A place for exhibitions and caravans: schema.org/Place."""

    name: Annotated[Text, describe("场馆名称", "name of the venue")]
    class_: Annotated[VenueClass, describe("场馆类别", "class of venue")] = field(
        default="other", name="class"
    )
    region: Annotated[
        str, describe_code("行政区划代码（6 位）", "GB/T 2260 code, or a code of regions.yaml")
    ]
    address: StreetAddress = ""
    postcode: Postcode = ""
    township: IsTownship = False
    coordinates: Annotated[Coordinates | None, describe("经纬度", "coordinates")] = None
    timezone: PlaceTimezone = ""
    hours: Annotated[
        WrittenHours,
        describe("开放时间，如 wed-sun: 09:00-17:00", "opening hours by weekday or date"),
    ] = {}
    last_admission: Annotated[
        MinuteCount | None,
        describe("闭馆前几分钟停止入场", "last admission, minutes before closing"),
    ] = None
    directions: Annotated[Text, describe("交通", "how to get there")] = ""
    accessibility: Annotated[Text, describe("无障碍设施", "access for disabled visitors")] = ""
    free: Annotated[
        bool | None,
        describe(
            "是否免费：免费写 true，收费写 false；不写则页面不提",
            "free admission: true, or false if not; if it is missing, pages say nothing about it",
        ),
    ] = None
    operator: Annotated[str, describe("运营单位（机构编号）", "operator (organisation id)")] = ""
    contact: Annotated[Contact | None, describe("联系方式", "contact")] = None
    halls: Annotated[list[Hall], describe("可用展厅", "halls and their capacity")] = []
    accreditations: Annotated[list[Accreditation], describe("资质称号", "accreditations")] = []
    exhibits: Annotated[list[Exhibit], describe("展品目录", "exhibits")] = []


class CaravanRecord(DescribedRecord, frozen=True, kw_only=True):
    """A popular-science caravan (科普大篷车): a vehicle with exhibits on board."""

    name: Annotated[Text, describe("车辆名称", "name of the caravan")]
    type: Annotated[Literal["I", "II", "III", "IV"] | None, describe("车型", "vehicle type")] = None
    plate: Annotated[str, describe("车牌号", "number plate")] = ""
    holder: Annotated[str, describe("持有单位（机构编号）", "holder (organisation id)")] = ""
    pool: Annotated[
        str, describe("区域资源共享中心（机构编号）", "regional pool (organisation id)")
    ] = ""
    region: Annotated[str, describe_code("驻地行政区划代码", "region code of its base")] = ""
    home: Annotated[Text, describe("驻地", "base")] = ""
    since: Annotated[dt.date | None, describe("启用日期", "date of entry into service")] = None
    odometer: Annotated[Count | None, describe("行驶里程（公里）", "odometer reading in km")] = None
    contact: Annotated[Contact | None, describe("联系方式", "contact")] = None
    exhibits: Annotated[list[Exhibit], describe("车载展品", "exhibits on board")] = []
    crew: Annotated[list[CrewMember], describe("车组人员", "crew")] = []


class OrganisationRecord(DescribedRecord, frozen=True, kw_only=True):
    """schema.org/Organization; with `class: person`, schema.org/Person."""

    name: Annotated[Text, describe("机构或专家名称", "name of the organisation or person")]
    class_: Annotated[OrganisationClass, describe("类别", "class of organisation")] = field(
        default="other", name="class"
    )
    part_of: Annotated[str, describe("上级或所属单位（机构编号）", "parent organisation (id)")] = ""
    region: Annotated[str, describe_code("行政区划代码", "region code")] = ""
    address: Annotated[Text, describe("地址", "street address")] = ""
    url: Annotated[str, describe("网址", "web address", pattern=URL_PATTERN)] = ""
    contact: Annotated[Contact | None, describe("联系方式", "contact")] = None
    topics: Annotated[
        list[Text], describe("专长、可讲主题", "fields of expertise, topics for talks")
    ] = []


class CampaignRecord(DescribedRecord, frozen=True, kw_only=True):
    """A theme day, week, contest or campaign, to which stops of several trips belong."""

    name: Annotated[Text, describe("活动名称", "name of the campaign")]
    class_: Annotated[CampaignClass, describe("类别", "class of campaign")] = field(
        default="campaign", name="class"
    )
    start: Annotated[dt.date, describe("开始日期", "first day")]
    end: Annotated[
        dt.date | None,
        describe("结束日期（含）；只有一天可不写", "last day, inclusive; default: one day"),
    ] = None
    theme: Annotated[Text, describe("本年主题", "this year's theme")] = ""
    organisers: Annotated[
        list[str], describe("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    venue: Annotated[str, describe("举办场馆（场馆编号）", "venue (venue id)")] = ""


class ArticleRecord(DescribedRecord, frozen=True, kw_only=True):
    title: Annotated[Text, describe("标题", "title")]
    date: Annotated[dt.date, describe("发布日期", "date of publication")]


class PageRecord(DescribedRecord, frozen=True, kw_only=True):
    title: Annotated[Text, describe("标题", "title")]
    menu: Annotated[
        Count | None,
        describe(
            "在菜单中的顺序；不写则不进菜单",
            "position in the menu; without it, the page is not in the menu",
        ),
    ] = None
