"""What authors write in `content/site.yaml` and `content/regions.yaml`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, field

from .fields import Contact, Count, Id, Strict, Text, says

PageKind = Literal[
    "home", "exhibitions", "exhibition", "tours", "tour", "stop", "venues", "venue", "caravans", "caravan",
    "organisations", "organisation", "campaigns", "campaign", "news", "article", "page", "places", "place",
    "months", "month", "years", "year", "subscribe", "404", "redirect",
]
FeedKind = Literal[
    "all", "exhibition", "tour", "venue", "caravan", "organisation", "place", "campaign", "stop",
    "atom", "sitemap", "robots",
]
EventProperty = Literal["DESCRIPTION", "GEO", "CATEGORIES", "TRANSP", "SEQUENCE"]
Folder = Literal[
    "exhibitions", "tours", "stops", "venues", "caravans", "organisations", "campaigns", "news", "places", "months", "years"
]


class Footer(Strict, frozen=True, kw_only=True):
    copyright: Annotated[Text, says("版权声明", "copyright line")] = ""
    icp: Annotated[str, says("ICP 备案号", "ICP filing number (China)")] = ""
    police: Annotated[str, says("公安备案号", "public-security filing number (China)")] = ""


class CalendarOptions(Strict, frozen=True, kw_only=True):
    prodid: Annotated[str, says("日历产品标识（PRODID）", "PRODID of the calendars (RFC 5545, 3.7.3)")] = "-//Tourbook//Tourbook//ZH"
    properties: Annotated[
        list[EventProperty] | None, says("只写这些可选属性；不写则全部", "write only these optional properties; default: all")
    ] = None


class Site(Strict, frozen=True, kw_only=True):
    name: Annotated[Text, says("网站名称", "name of the site")]
    base_url: Annotated[
        str,
        says("网站网址，可带子目录", "address of the site, with its sub-path", pattern=r"^https?://[^\s/?#\[\]]+(/[^\s?#]*)?$"),
    ]
    summary: Annotated[Text, says("一句话介绍", "one sentence about the site")] = ""
    languages: Annotated[list[str], says("语言，第一种为主", "languages; the first one leads"), Meta(min_length=1)] = field(
        default_factory=lambda: ["zh"]
    )
    timezone: Annotated[str, says("时区", "IANA time zone")] = "Asia/Shanghai"
    theme: Annotated[Id, says("主题（themes/ 下的文件夹）", "theme: a folder of themes/")] = "default"
    organiser: Annotated[str, says("主办单位（机构编号）", "who publishes the site (organisation id)")] = ""
    contact: Annotated[Contact | None, says("联系方式", "whom to ask")] = None
    uid_domain: Annotated[str, says("日历编号用的域名，定了就不要改", "domain in calendar UIDs; never change it")] = ""
    sample: Annotated[bool, says("每页标明“示例数据”", "say on every page that this is sample data")] = False
    soon: Annotated[Count, says("“即将”指几天内", "how many days ahead count as soon")] = 30
    updated: Annotated[dt.date | None, says("日程没写修改日期时用它", "stands in for records without `updated`")] = None
    footer: Annotated[Footer | None, says("页脚", "footer")] = None
    pages: Annotated[list[PageKind] | None, says("只生成这些页面", "make only these kinds of page")] = None
    feeds: Annotated[list[FeedKind] | None, says("只生成这些订阅", "make only these feeds")] = None
    folders: Annotated[dict[Folder, Id], says("改网址中的文件夹名", "other folder names in addresses")] = {}
    calendar: Annotated[CalendarOptions | None, says("日历选项", "options of the calendars")] = None


class Region(Strict, frozen=True, kw_only=True):
    name: Annotated[Text, says("地区名称", "name of the region")] = ""
    parent: Annotated[str, says("上级地区代码（六位代码可不写）", "code of the region above; not needed for GB/T 2260")] = ""
    slug: Annotated[Id | Literal[""], says("网址中的名字", "name in the address")] = ""
