"""The values and groups of options that site.yaml can have."""

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta

from .fields import Count, Id, StrictStruct, Text, describe

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
