"""Types of `content/site.yaml` and `content/regions.yaml`."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, field

from .fields import Contact, Coordinates, Count, Id, Link, StrictStruct, Text, describe
from .maps import MapRecord
from .site_options import (
    BASE_URL_PATTERN,
    ArchiveOptions,
    CalendarOptions,
    DistanceUnit,
    EditorOptions,
    FeedKind,
    Folder,
    Footer,
    HistoryOptions,
    Host,
    LookOptions,
    MapService,
    PageKind,
    PlanningOptions,
)


class SiteRecord(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("网站名称", "name of the site")]
    base_url: Annotated[
        str,
        describe(
            "网站网址，可带子目录",
            "address of the site, with its sub-path",
            pattern=BASE_URL_PATTERN,
        ),
    ]
    summary: Annotated[Text, describe("一句话介绍", "one sentence about the site")] = ""
    languages: Annotated[
        list[str],
        describe("语言，第一种为主", "languages; the first is the main one"),
        Meta(min_length=1),
    ] = field(default_factory=lambda: ["zh"])
    timezone: Annotated[str, describe("时区", "IANA time zone")] = "Asia/Shanghai"
    theme: Annotated[Id, describe("主题（themes/ 下的文件夹）", "theme (a folder in themes/)")] = (
        "default"
    )
    organiser: Annotated[
        str, describe("主办单位（机构编号）", "publisher of the site (organisation id)")
    ] = ""
    contact: Annotated[Contact | None, describe("联系方式", "contact")] = None
    uid_domain: Annotated[
        str,
        describe("日历编号用的域名，定了就不要改", "domain used in calendar UIDs; never change it"),
    ] = ""
    maps: Annotated[
        list[MapService],
        describe(
            "地图链接用哪些服务；不写则国内用高德、百度、腾讯、OpenStreetMap，"
            "国外用 OpenStreetMap、谷歌、苹果",
            "map services to link to; default: Amap, Baidu, Tencent and OpenStreetMap in China, "
            "OpenStreetMap, Google and Apple elsewhere",
        ),
    ] = []
    distance_unit: Annotated[
        DistanceUnit | None,
        describe(
            "网页上路程的单位：km 公里、miles 英里；不写则英国、美国用英里，其他国家用公里",
            "unit of distances on pages: km or miles; default: miles in Britain and the United "
            "States, km elsewhere",
        ),
    ] = None
    words: Annotated[
        dict[str, Text],
        describe(
            "换掉主题里的文字：caravan: {zh: 流动图书车}，或 strings/zh.yaml 里的任何一项",
            "words instead of those of the theme: caravan: {en: Mobile library}, or any key of its "
            "strings/en.yaml",
        ),
    ] = {}
    sample: Annotated[
        bool, describe("每页标明“示例数据”", "true: every page says that this is sample data")
    ] = False
    soon: Annotated[Count, describe("“即将”指几天内", "number of days that count as “soon”")] = 30
    holidays: Annotated[
        dict[str, dict[str, Text]],
        describe(
            "公共假日：国家（CN 或 regions.yaml 的最上级代码）→ 日期: 名称；调休上班日写 workday",
            "public holidays: country (CN, or a top-level code of regions.yaml) -> date: name; "
            "workday for a make-up working day",
        ),
    ] = {}
    terms: Annotated[
        dict[Id, str],
        describe(
            "学期：名称: 2026-09-01/2027-01-15",
            "school terms, such as autumn-2026: 2026-09-01/2027-01-15",
        ),
    ] = {}
    rules: Annotated[
        dict[str, Literal["block", "warn", "ignore"]],
        describe(
            "检查规则的级别：block 拦住、warn 提醒、ignore 不查",
            "rule levels: block, warn or ignore (see docs/schedule.md)",
        ),
    ] = {}
    planning: Annotated[PlanningOptions | None, describe("计划用的数字", "planning figures")] = None
    updated: Annotated[
        dt.date | None,
        describe("日程没写修改日期时用它", "default for records without `updated`"),
    ] = None
    host: Annotated[
        Host | None,
        describe(
            "网站放在哪里：只生成它认得的设置文件，旧网址写成它的跳转规则；检查会在接近它的上限以前提醒",
            "where the site is hosted: of settings, only files that it reads are made, and former "
            "addresses become its redirects; the check warns before a limit there",
        ),
    ] = None
    look: Annotated[
        LookOptions | None,
        describe("颜色、标志、首页大图", "colours, logo, picture of the home page"),
    ] = None
    license: Annotated[
        Link | None,
        describe(
            "开放数据按什么许可使用：许可的名称和网址；不写则页面说明没有写明许可",
            "licence of the open data: its name and address; without it, their page says that none "
            "is stated",
        ),
    ] = None
    footer: Annotated[Footer | None, describe("页脚", "footer")] = None
    editor: Annotated[
        EditorOptions | None,
        describe(
            "浏览器里的编辑器（/admin/）；不写就没有",
            "the browser editor (/admin/); without it, there is none",
        ),
    ] = None
    pages: Annotated[
        list[PageKind] | None, describe("只生成这些页面", "build only these kinds of page")
    ] = None
    feeds: Annotated[
        list[FeedKind] | None, describe("只生成这些订阅", "build only these feeds")
    ] = None
    feeds_off: Annotated[
        list[FeedKind], describe("不生成这些订阅，其余不变", "build all feeds but these")
    ] = []
    archive: Annotated[
        ArchiveOptions | None, describe("早已结束的站", "stops that ended long ago")
    ] = None
    folders: Annotated[
        dict[Folder, Id], describe("改网址中的文件夹名", "custom folder names in addresses")
    ] = {}
    calendar: Annotated[CalendarOptions | None, describe("日历选项", "calendar options")] = None
    history: Annotated[
        HistoryOptions | None, describe("Git 记录", "options for the Git history")
    ] = None


class RegionRecord(StrictStruct, frozen=True, kw_only=True):
    name: Annotated[Text, describe("地区名称", "name of the region")] = ""
    coordinates: Annotated[
        Coordinates | None,
        describe(
            "中心的经纬度；检查坐标、估算路程时用",
            "coordinates of its centre, used to check positions and estimate distances",
        ),
    ] = None
    parent: Annotated[
        str,
        describe(
            "上级地区代码（六位代码可不写）",
            "code of the parent region; not needed for GB/T 2260 codes",
        ),
    ] = ""
    timezone: Annotated[
        str,
        describe(
            "时区，如 Asia/Bangkok；不写则同上级地区，再同网站",
            "IANA time zone, such as Asia/Bangkok; default: that of the regions around it, then "
            "that of the site",
        ),
    ] = ""
    slug: Annotated[Id | Literal[""], describe("网址中的名字", "name in the address")] = ""
    map: Annotated[
        MapRecord | None,
        describe("标准地图，放在地区页上", "approved map, shown on the page of the region"),
    ] = None
