"""What other tools and plain language call the keys of our records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from tourbook.common.patterns import compile_late
from tourbook.formats.yaml_source import Tree

_SYNONYMS = {
    "date": "published pubdate publish_date publication_date published_at posted 发布日期 "
    "发布时间 日期",
    "open start first from date": "begin begins starts opens opening start_date begin_date "
    "open_date opening_date opening_day first_day date_start dtstart 开始 开始日期 开幕 "
    "开幕日期 开展 开展日期 开展时间 开放日期 起始日期 日期",
    "close end until to": "finish finishes ends closes closing end_date finish_date "
    "close_date closing_date closing_day last_day date_end dtend till thru through 结束 "
    "结束日期 闭幕 闭幕日期 闭展 闭展日期 闭展时间 截止 截止日期 终止日期 最后日期",
    "time hours": "times clock session sessions 时间 时段",
    "hours time": "opening_hours opening_times open_hours open_times business_hours "
    "visiting_hours 开放时间 营业时间 开馆时间",
    "last_admission": "last_entry last_entrance 停止入场 最晚入场",
    "venue place": "location site where hall_id museum 地点 场馆 场地 展馆 地址 场馆编号",
    "coordinates": "coords coordinate position geo gps latlng latlon lat_lng location 坐标 "
    "经纬度 位置",
    "address": "street street_address addr location 地址 详细地址",
    "lat": "latitude 纬度",
    "lon": "lng long longitude 经度",
    "datum": "crs coordinate_system 坐标系",
    "region": "county city district province region_code area_code 地区 区县 行政区划 "
    "行政区划代码 区划代码",
    "timezone": "tz time_zone zone 时区",
    "name title": "heading label caption 名称 标题 名字 题目",
    "summary note text": "description desc intro introduction abstract excerpt about 简介 "
    "介绍 摘要 描述",
    "note summary": "notes 说明 附注",
    "remark": "remarks comment comments memo 备注",
    "text": "content value 内容",
    "phone": "tel telephone phone_number telephone_number 电话 联系电话 座机 电话号码",
    "email": "mail e_mail email_address 邮箱 电子邮箱 电子邮件",
    "url": "website web web_site homepage home_page link href uri 网址 链接 网站 官网",
    "contact": "contacts contact_person 联系方式 联系人",
    "base_url": "url site_url root_url website domain 网址 域名",
    "picture": "image img photo cover thumbnail pic featured_image file 图片 照片 封面 文件",
    "picture_alt": "alt alt_text image_alt photo_alt picture_caption 图片说明",
    "picture_credit": "credit photo_credit copyright photographer 图片来源 摄影 图源",
    "picture_focus": "focus focal_point object_position crop 焦点",
    "links": "urls related 相关链接 链接",
    "class type": "kind category 类别 类型 分类 种类",
    "id": "identifier key code 编号",
    "slug": "permalink url_name",
    "aliases": "redirects redirect_from old_urls 旧编号",
    "draft": "hidden unpublished 草稿",
    "updated": "lastmod modified last_modified date_modified last_updated 更新日期 修改日期",
    "menu": "weight order position sort 顺序 排序",
    "status": "state 状态",
    "exhibition": "show exposition exhibition_id 展览",
    "copy": "copy_id set 套",
    "copies": "sets 套数",
    "exhibits": "items objects 展品",
    "map": "base_map basemap map_picture 地图 底图 标准地图",
    "number": "approval approval_number map_number 审图号 图号",
    "loans": "loan hire rental lending formats 借展 借展方式 出借 出借方式 租借",
    "fee": "price cost charge rent hire_fee rental_fee 费用 收费 租金 价格",
    "weeks": "week period term loan_period 借期 期限 周数",
    "needs": "requirements required_of_host host_provides bring 借展方准备 自备 要求",
    "hall": "room gallery 展厅",
    "halls": "rooms galleries 展厅",
    "caravan": "vehicle van truck bus car 车辆 大篷车",
    "organisers organiser": "organizers organizer hosts host 主办 主办单位 主办方",
    "organiser": "publisher owner",
    "partners": "coorganisers 协办 协办单位 合作单位",
    "campaigns": "events themes 活动 主题活动",
    "booking": "reservation reservations registration tickets 预约 报名",
    "required": "mandatory 必须预约",
    "free": "free_admission is_free admission_free 免费",
    "audience": "target target_group for_whom public 对象 受众 面向",
    "ages": "age age_range age_group 年龄 适合年龄",
    "duration": "length 时长 参观时长",
    "expected": "estimated estimate expected_visitors 预计人数",
    "visitors": "attendance visitor_count actual actual_visitors 人数 参观人数 实际人数",
    "area": "size floor_area 面积",
    "height": "ceiling ceiling_height 净高 高度",
    "repeat": "recurrence recurring rrule repeats repetition 重复",
    "every": "interval frequency freq 间隔 频率",
    "days": "byday weekdays weekday on 星期",
    "count": "number occurrences repetitions 次数",
    "skip": "except exceptions exdate exdates exclude excluded 除外 跳过",
    "also": "rdate rdates extra additional 另加",
    "transport": "dispatch shipping 启运 运输",
    "arrive": "arrival arrives arrival_date 到达",
    "set_up": "setup install installation build_up 布展",
    "strike": "take_down takedown dismantle dismantling 撤展",
    "leave": "departure depart departs departure_date 运离 离开",
    "round": "round_number 轮次",
    "stops": "stations stays venues 各站",
    "visits": "stops stations 到访",
    "tours": "tour 巡展",
    "routes": "route 线路",
    "include": "includes files import imports",
    "crew": "staff team people 人员 专家 团队",
    "directions": "getting_there how_to_get_there transit travel 交通",
    "accessibility": "access wheelchair barrier_free 无障碍",
    "operator": "operated_by run_by 运营单位",
    "part_of": "parent 上级 上级单位",
    "languages": "language lang langs locale locales 语言",
    "plate": "number_plate licence_plate license_plate registration 车牌 车牌号",
}  # fmt: skip
"""Keys of the schema, the likeliest first -> other words for what they hold. The keys of a line are
words for each other, too."""
_CLOCK_TIME = compile_late(r"\s*\d{1,2}[:：点时]")


@cache
def _list_targets() -> dict[str, list[str]]:
    """A word -> the keys of the schema that it may stand for."""
    targets: dict[str, list[str]] = {}
    for keys, words in _SYNONYMS.items():
        for word in [*keys.split(), *words.split()]:
            targets.setdefault(word, []).extend(keys.split())
    return targets


def find_meant_key(key: str, value: Tree, record_keys: Collection[str]) -> str | None:
    """The key of a record that an author meant by another word; None if there is none.

    "start" is "open" of a stay and "date" of a visit, and "time" if its value is a time.
    """
    word = _normalize(key)
    if word in record_keys:
        return word
    targets = [target for target in _list_targets().get(word, ()) if target in record_keys]
    if "date" in targets and isinstance(value, str) and _CLOCK_TIME.match(value):
        targets = ["time"] if "time" in record_keys else []
    if {"venue", "place"}.issubset(targets):
        targets = ["place" if isinstance(value, dict) else "venue"]
    if "coordinates" in targets and not isinstance(value, dict):
        targets.remove("coordinates")
    return targets[0] if targets else None


def _normalize(key: str) -> str:
    """opening-hours, openingHours, Opening hours -> opening_hours."""
    plain = unicodedata.normalize("NFKC", key).strip()
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain)
    return re.sub(r"[\s-]+", "_", words).lower()
