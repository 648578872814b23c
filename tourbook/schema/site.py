"""Types of `content/site.yaml` and `content/regions.yaml`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, field

from .fields import Contact, Coordinates, Count, Id, Link, StrictStruct, Text, describe

PageKind = Literal[
    "home", "exhibitions", "exhibition", "tours", "tour", "stop", "venues", "venue", "caravans",
    "caravan", "organisations", "organisation", "campaigns", "campaign", "news", "article",
    "page", "places", "place", "months", "month", "years", "year", "availability", "reports",
    "report", "exhibits", "changes", "subscribe", "search", "near", "data", "embed", "404",
    "redirect",
]  # fmt: skip
FeedKind = Literal[
    "all", "upcoming", "archive", "campaigns", "exhibition", "copy", "tour", "venue", "caravan",
    "organisation", "place", "campaign", "stop", "opening", "crew", "code", "changes", "updates",
    "availability", "report", "cover", "atom", "day", "search", "near", "data", "geojson",
    "sitemap", "robots", "headers", "offline",
]  # fmt: skip
# the ranges are punctuation and symbols of Unicode, some of which stand for / ? # @ or :
BASE_URL_PATTERN = (
    r"^https?://[^\s/?#\[\]\"<>\\^`{|}@\u2000-\u2bff\u3000-\u303f\ufe10-\ufe6f\uff01-\uff0f\uff1a-\uff20]+"
    r"(/[^\s?#\[\]\"<>\\^`{|}]*)?$"
)
COLOUR_PATTERN = r"^#?[0-9A-Fa-f]{6}$"
EventProperty = Literal[
    "CREATED", "LAST-MODIFIED", "SEQUENCE", "DESCRIPTION", "GEO", "X-APPLE-STRUCTURED-LOCATION",
    "CATEGORIES", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "IMAGE",
]  # fmt: skip
DistanceUnit = Literal["km", "miles"]
Host = Literal[
    "github-pages", "gitlab-pages", "cloudflare-pages", "netlify", "oss", "cos", "nginx"
]  # fmt: skip
MapService = Literal["amap", "baidu", "tencent", "osm", "google", "apple"]
EditorBackend = Literal["local", "github", "gitlab", "gitea"]
REPO_PATTERN = r"^([\w.-]+(/[\w.-]+)+)?$"
REPO_FOLDER_PATTERN = r"^([\w.-]+(/[\w.-]+)*)?$"
BRANCH_PATTERN = r"^[\w.-]+(/[\w.-]+)*$"
SERVER_PATTERN = r"^(https?://[A-Za-z0-9.-]+(:\d+)?)?$"
"""A host alone: it stands in the policy of the editor's page."""
Folder = Literal[
    "exhibitions", "tours", "stops", "venues", "caravans", "organisations", "campaigns", "news",
    "places", "months", "years", "availability", "reports",
]  # fmt: skip


class Footer(StrictStruct, frozen=True, kw_only=True):
    copyright: Annotated[Text, describe("版权声明", "copyright line")] = ""
    icp: Annotated[str, describe("ICP 备案号", "ICP filing number (China)")] = ""
    police: Annotated[str, describe("公安备案号", "public-security filing number (China)")] = ""


class LookOptions(StrictStruct, frozen=True, kw_only=True):
    accent: Annotated[
        str,
        describe(
            '主色，如 "7a2048"；浅色和深色页面的其他颜色由它推算',
            'main colour, such as "7a2048"; the other colours of light and dark pages follow',
            pattern=COLOUR_PATTERN,
        ),
    ] = ""
    logo: Annotated[
        str,
        describe(
            "标志，放在 content/ 里的 SVG 或 PNG 文件", "logo: an SVG or PNG file in content/"
        ),
    ] = ""
    logo_alt: Annotated[
        Text,
        describe(
            "标志上的字；写了它，标志就代替网站名称",
            "what is written on the logo; with it, the logo stands in place of the name",
        ),
    ] = ""
    hero: Annotated[
        str,
        describe(
            "首页大图，放在 content/ 里的照片", "picture of the home page: a photo in content/"
        ),
    ] = ""
    hero_alt: Annotated[Text, describe("大图说明（给看不到图的人）", "what that picture shows")] = (
        ""
    )


class CalendarOptions(StrictStruct, frozen=True, kw_only=True):
    prodid: Annotated[
        str, describe("日历产品标识（PRODID）", "PRODID of the calendars (RFC 5545, 3.7.3)")
    ] = "-//Tourbook//Tourbook//ZH"
    properties: Annotated[
        list[EventProperty] | None,
        describe(
            "只写这些可选属性，日历本身也只写名称；不写则全部",
            "write only these optional properties, and of the calendar itself only the name; "
            "default: all",
        ),
    ] = None
    whole: Annotated[
        bool,
        describe(
            "true：日历不限大小（谷歌等不接受过大的日历）",
            "true: no size limit for calendars (Google and others reject large ones)",
        ),
    ] = False
    crew: Annotated[
        Id | Literal[""],
        describe(
            "工作人员日历的文件夹，名字要猜不到；不写则不生成",
            "folder of the crew's calendars, with an unguessable name; built only if given",
        ),
    ] = ""


class ArchiveOptions(StrictStruct, frozen=True, kw_only=True):
    """What is left of stops that ended long ago."""

    pages: Annotated[
        Annotated[int, Meta(ge=1, le=100)] | None,
        describe(
            "结束多少年以后，一站不再有自己的网页，只是所属网页上的一行；旧网址转到那一行",
            "years after its end from which a stop has no page of its own, but only its row on "
            "other pages, to which its address leads",
        ),
    ] = None
    calendars: Annotated[
        Annotated[int, Meta(ge=1, le=100)] | None,
        describe(
            "结束多少年以后，不再生成单站的日历文件；不写则一直保留",
            "years after its end from which the calendar file of a single stop is no longer made; "
            "default: it stays",
        ),
    ] = None
    redirect_pages: Annotated[
        bool,
        describe(
            "false：旧网址不再各占一个文件，由 404 页转到那一行（托管要会显示 404.html）",
            "false: instead of a file at each former address, the page 404.html leads on (the host "
            "must show it for missing addresses)",
        ),
    ] = True


class EditorOptions(StrictStruct, frozen=True, kw_only=True):
    """The browser editor at /admin/ (Decap CMS), and where it saves."""

    backend: Annotated[
        EditorBackend,
        describe(
            "改动存到哪里：local 只在本机预览时，github、gitlab、gitea 存到代码仓库",
            "where changes are saved: local (only in the preview on one's own machine), github, "
            "gitlab or gitea",
        ),
    ]
    repo: Annotated[
        str,
        describe("仓库，如 kexie/xunzhan", "repository, such as owner/name", pattern=REPO_PATTERN),
    ] = ""
    branch: Annotated[str, describe("分支", "branch", pattern=BRANCH_PATTERN)] = "main"
    folder: Annotated[
        str,
        describe(
            "项目在仓库里的文件夹；在最上层就不写",
            "folder of the project in the repository; default: the top",
            pattern=REPO_FOLDER_PATTERN,
        ),
    ] = ""
    server: Annotated[
        str,
        describe(
            "自建 GitLab、Gitea 的网址；不写则用 gitlab.com、gitea.com",
            "address of one's own GitLab or Gitea; default: gitlab.com, gitea.com",
            pattern=SERVER_PATTERN,
        ),
    ] = ""
    app: Annotated[
        str,
        describe(
            "在 GitLab、Gitea 登记的应用编号（Application ID、Client ID）",
            "id of the application registered with GitLab or Gitea",
        ),
    ] = ""
    sign_in: Annotated[
        str,
        describe(
            "GitHub 的登录服务网址（GitHub 需要一个，见 docs/editing.zh-CN.md）",
            "address of the sign-in service, which GitHub needs (see docs/editing.md)",
            pattern=SERVER_PATTERN,
        ),
    ] = ""


class HistoryOptions(StrictStruct, frozen=True, kw_only=True):
    since: Annotated[
        dt.date | None,
        describe(
            "网站公开的日期：此前的改动不算改期或取消",
            "date on which the site went public; earlier changes do not count",
        ),
    ] = None
    forget: Annotated[
        list[Id],
        describe(
            "已删除、日历和网页也不再提起的记录（编号）",
            "removed records of which calendars and pages no longer tell (ids)",
        ),
    ] = []
    removals_confirmed: Annotated[
        dt.date | None,
        describe(
            "到这一天为止，从日程里成批撤下的站都是有意的",
            "stops taken off the schedule together until this day are meant to be gone",
        ),
    ] = None


class PlanningOptions(StrictStruct, frozen=True, kw_only=True):
    """Figures that the planner's rules calculate with."""

    speed: Annotated[
        Annotated[float, Meta(ge=5, le=1000)],
        describe("运输车速（公里/小时）", "driving speed in km/h"),
    ] = 50
    hours: Annotated[
        Annotated[float, Meta(ge=1, le=24)], describe("每天行车几小时", "driving hours per day")
    ] = 8
    road_factor: Annotated[
        Annotated[float, Meta(ge=1, le=10)],
        describe("道路与直线距离之比", "ratio of road length to straight line"),
    ] = 1.3
    township_share: Annotated[
        Annotated[float, Meta(ge=0, le=100)] | None,
        describe("乡镇到访比例的目标（%）", "target share of visits in townships, in per cent"),
    ] = None
    renewal_years: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        describe("车辆更新年限", "years after which a caravan is due for renewal"),
    ] = 10
    renewal_km: Annotated[
        Count, describe("车辆更新里程（公里）", "km after which a caravan is due for renewal")
    ] = 100_000
    coverage: Annotated[
        list[str],
        describe(
            "年报要覆盖的地区代码；不写则到过的各市",
            "region codes that the report should cover; default: every city that has had a stop",
        ),
    ] = []


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
