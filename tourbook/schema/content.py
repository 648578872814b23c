"""What authors write in the front matter of the Markdown files under `content/`, kind by kind."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import field

from .fields import (
    WEB,
    Accreditation,
    Contact,
    Coordinates,
    Copy,
    Count,
    CrewMember,
    Described,
    Exhibit,
    Hall,
    Hours,
    Logistics,
    Minutes,
    Text,
    code,
    says,
)

VenueClass = Literal[
    "science-museum",
    "museum",
    "mobile-site",
    "community-hall",
    "education-base",
    "school",
    "library",
    "cultural-centre",
    "stadium",
    "park",
    "other",
]
OrganisationClass = Literal[
    "association",
    "museum",
    "society",
    "centre",
    "pool",
    "team",
    "person",
    "volunteers",
    "company",
    "other",
]
CampaignClass = Literal["theme-day", "week", "contest", "campaign"]


class Exhibition(Described, frozen=True, kw_only=True):
    """schema.org/ExhibitionEvent without its dates: what travels."""

    name: Annotated[Text, says("展览名称", "name of the exhibition")]
    series: Annotated[
        str,
        says("所属系列（另一个展览的编号）", "the series that it belongs to (an exhibition's id)"),
    ] = ""
    organisers: Annotated[
        list[str], says("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    lender: Annotated[str, says("出借单位（机构编号）", "who lends it (organisation id)")] = ""
    ages: Annotated[
        str,
        says(
            "适合年龄，如 6-14 或 6+",
            "ages, such as 6-14 or 6+",
            pattern=r"^\d{1,2}(-\d{1,2}|\+)?$",
        ),
    ] = ""
    languages: Annotated[
        list[str], says("展板语言，如 zh、en、bo", "languages of the labels (BCP 47)")
    ] = []
    duration: Annotated[Count | None, says("参观时长（分钟）", "length of a visit in minutes")] = (
        None
    )
    copies: Annotated[list[Copy], says("实物套数，每套一项", "its physical sets")] = []
    logistics: Annotated[
        Logistics | None, says("布展与运输条件", "what it takes to move and show it")
    ] = None
    exhibits: Annotated[list[Exhibit], says("展品清单", "its exhibits")] = []


class Venue(Described, frozen=True, kw_only=True):
    """schema.org/Place: somewhere that an exhibition or a caravan can stop."""

    name: Annotated[Text, says("场馆名称", "name of the venue")]
    class_: Annotated[VenueClass, says("场馆类别", "class of venue")] = field(
        default="other", name="class"
    )
    region: Annotated[str, code("行政区划代码（6 位）", "GB/T 2260 code or a code of regions.yaml")]
    address: Annotated[Text, says("详细地址", "street address")] = ""
    township: Annotated[
        bool, says("是否在乡镇：true 或 false", "true in a township or village")
    ] = False
    coordinates: Annotated[Coordinates | None, says("经纬度", "position")] = None
    hours: Annotated[
        Hours, says("开放时间，如 wed-sun: 09:00-17:00", "opening hours by weekday or date")
    ] = {}
    last_admission: Annotated[
        Minutes | None, says("闭馆前几分钟停止入场", "last admission, minutes before closing")
    ] = None
    directions: Annotated[Text, says("交通", "how to get there")] = ""
    accessibility: Annotated[Text, says("无障碍设施", "access for disabled visitors")] = ""
    free: Annotated[bool, says("免费开放：true 或 false", "true where admission is free")] = True
    operator: Annotated[str, says("运营单位（机构编号）", "who runs it (organisation id)")] = ""
    contact: Annotated[Contact | None, says("联系方式", "whom to ask")] = None
    halls: Annotated[list[Hall], says("可用展厅", "halls and what they can take")] = []
    accreditations: Annotated[list[Accreditation], says("资质称号", "accreditations")] = []
    exhibits: Annotated[list[Exhibit], says("展品目录", "catalogue of its exhibits")] = []


class Caravan(Described, frozen=True, kw_only=True):
    """A popular-science caravan (科普大篷车): a vehicle with exhibits on board."""

    name: Annotated[Text, says("车辆名称", "name of the vehicle")]
    type: Annotated[Literal["I", "II", "III", "IV"] | None, says("车型", "vehicle type")] = None
    plate: Annotated[str, says("车牌号", "number plate")] = ""
    holder: Annotated[str, says("持有单位（机构编号）", "who holds it (organisation id)")] = ""
    pool: Annotated[
        str, says("区域资源共享中心（机构编号）", "regional pool (organisation id)")
    ] = ""
    region: Annotated[str, code("驻地行政区划代码", "region code of its home")] = ""
    home: Annotated[Text, says("驻地", "where it is based")] = ""
    since: Annotated[dt.date | None, says("启用日期", "in service since")] = None
    odometer: Annotated[Count | None, says("行驶里程（公里）", "distance driven in km")] = None
    contact: Annotated[Contact | None, says("联系方式", "whom to ask")] = None
    exhibits: Annotated[list[Exhibit], says("车载展品", "exhibits on board")] = []
    crew: Annotated[list[CrewMember], says("车组人员", "crew")] = []


class Organisation(Described, frozen=True, kw_only=True):
    """schema.org/Organization, or Person where `class: person`."""

    name: Annotated[Text, says("机构或专家名称", "name of the organisation or person")]
    class_: Annotated[OrganisationClass, says("类别", "class of organisation")] = field(
        default="other", name="class"
    )
    part_of: Annotated[
        str, says("上级或所属单位（机构编号）", "organisation that it belongs to (id)")
    ] = ""
    region: Annotated[str, code("行政区划代码", "region code")] = ""
    address: Annotated[Text, says("地址", "street address")] = ""
    url: Annotated[str, says("网址", "web address", pattern=WEB)] = ""
    contact: Annotated[Contact | None, says("联系方式", "whom to ask")] = None
    topics: Annotated[list[Text], says("专长、可讲主题", "fields, topics of talks")] = []


class Campaign(Described, frozen=True, kw_only=True):
    """A theme day, week, contest or campaign: a layer over the schedule."""

    name: Annotated[Text, says("活动名称", "name of the campaign")]
    class_: Annotated[CampaignClass, says("类别", "class of campaign")] = field(
        default="campaign", name="class"
    )
    start: Annotated[dt.date, says("开始日期", "first day")]
    end: Annotated[
        dt.date | None,
        says("结束日期（含）；只有一天可不写", "last day, inclusive; default: one day"),
    ] = None
    theme: Annotated[Text, says("本年主题", "this year's theme")] = ""
    organisers: Annotated[
        list[str], says("主办单位（机构编号）", "organisers (organisation ids)")
    ] = []
    venue: Annotated[str, says("举办场馆（场馆编号）", "where it is held (venue id)")] = ""


class News(Described, frozen=True, kw_only=True):
    title: Annotated[Text, says("标题", "title")]
    date: Annotated[dt.date, says("发布日期", "date of publication")]


class Page(Described, frozen=True, kw_only=True):
    title: Annotated[Text, says("标题", "title")]
    menu: Annotated[
        Count | None,
        says("在菜单中的顺序；不写则不进菜单", "place in the menu; left out without it"),
    ] = None
