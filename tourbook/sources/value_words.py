"""The values that a key can have, in Chinese, and other words for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tourbook.common.problems import NO_HELP, Message, Remedy
from tourbook.common.suggestions import find_nearest

_MEANINGS = {
    "planned": "计划 计划中 拟定 待定 暂定 tentative provisional scheduled draft tbc",
    "confirmed": "已确认 确认 确定 已确定 confirm definite fixed booked",
    "open": "开放中 开放 进行中 展出中 正在展出 ongoing running active current now",
    "postponed": "延期 已延期 推迟 改期 暂停 delayed deferred suspended",
    "cancelled": "取消 已取消 停办 撤销 canceled cancel off void",
    "done": "已结束 结束 完成 已完成 finished ended completed complete over past closed",
    "science-museum": "科技馆 科学馆 science_centre science_center",
    "museum": "博物馆 陈列馆 gallery",
    "mobile-site": "流动站点 流动点 mobile_stop",
    "community-hall": "社区活动场所 社区 文化礼堂 community_centre community_center village_hall",
    "education-base": "科普教育基地 基地",
    "school": "学校 小学 中学 college university",
    "library": "图书馆",
    "cultural-centre": "文化馆 文化中心 cultural_center arts_centre",
    "stadium": "体育馆 体育场 gymnasium sports_hall",
    "park": "公园 广场 garden square",
    "other": "其他 其它 misc none",
    "association": "协会 科协",
    "council": "地方政府 政府 县政府 local_authority authority government",
    "society": "学会",
    "centre": "中心 center",
    "pool": "区域资源共享中心 共享中心",
    "team": "团队",
    "person": "个人 专家 expert individual",
    "volunteers": "志愿者队伍 志愿者 volunteer",
    "company": "企业 公司 business firm",
    "theme-day": "主题日 day",
    "week": "周 活动周",
    "contest": "竞赛 比赛 大赛 competition",
    "campaign": "主题活动 活动 event",
    "turnkey": "整套含人员 整套带人员 带人员 with_staff staffed",
    "full": "整套 全套 whole set exhibition complete",
    "exhibits": "部分展品 单件展品 展品 展区 modules module single items objects",
    "caravan": "大篷车到访 大篷车 流动科技馆 visit vehicle van",
    "posters": "展板 展板版 海报 挂图 poster panels panel print printed",
    "digital": "数字资源 电子版 资源包 数字展 files file download downloads online virtual",
    "skip": "不来 跳过 停 no off",
    "keep": "照来 照常 yes on",
    "block": "拦住 阻止 禁止 error",
    "warn": "提醒 警告 warning",
    "ignore": "不查 忽略 off none",
    "wgs84": "GPS gps wgs-84 wgs_84 epsg:4326",
    "gcj02": "高德、腾讯 高德 腾讯 gcj-02 amap tencent",
    "bd09": "百度 bd-09 baidu",
    "amap": "高德 gaode",
    "baidu": "百度",
    "tencent": "腾讯 qq",
    "osm": "OpenStreetMap openstreetmap",
    "google": "谷歌",
    "apple": "苹果",
}  # fmt: skip
"""Value -> its meaning in Chinese, then other words for it."""
_BOOLEAN_WORDS = {
    "true": "true yes y t on ok 是 对 有 真 要 需要 必须 免费 √ ✓ ✔ free required",
    "false": "false no n f off none 否 不 不是 无 没有 假 不要 不需要 不必 收费 × ✗ ✘ x paid",
}


def read_boolean(text: str) -> str | None:
    """ "true" or "false" for a word that means it; else None."""
    word = _normalize(text)
    return next((value for value, words in _BOOLEAN_WORDS.items() if word in words.split()), None)


def find_value(text: str, options: Sequence[str]) -> str | None:
    """The value that a word stands for: “confirmed”, “已确认”; None for any other word."""
    word = _normalize(text)
    by_small_letters = {option.lower(): option for option in options if option}
    if word in by_small_letters:
        return by_small_letters[word]
    for option in options:
        if word and word in _MEANINGS.get(option, "").lower().split():
            return option
    return None


def name_value(value: str) -> Message:
    """A value in words: “已确认”, "confirmed"."""
    return Message(_MEANINGS.get(value, value).partition(" ")[0], value)


def suggest_value(text: str, options: Sequence[str]) -> Message:
    """Help for a word that is none of the values: the one that is meant, or all that are possible,
    in Chinese with their meanings."""
    meant_value = _find_meant_value(_normalize(text), options)
    if meant_value is not None:
        zh = _explain(meant_value, quote=True)
        zh, en = f"是不是想写 {zh}？", f"did you mean “{meant_value}”?"
        is_certain = find_value(text, options) is not None
        return Remedy(zh, en, meant_value) if is_certain else Message(zh, en)
    values = sorted(filter(None, options))
    if len(values) > _MAX_LISTED:
        return NO_HELP
    return Message(
        f"可以写：{'、'.join(map(_explain, values))}", f"choose from: {', '.join(values)}"
    )


_MAX_LISTED = 40


def _find_meant_value(word: str, options: Sequence[str]) -> str | None:
    value = find_value(word, options)
    if value is not None:
        return value
    by_small_letters = {option.lower(): option for option in options if option}
    nearest = find_nearest(word, by_small_letters)
    return by_small_letters[nearest] if nearest else None


def _normalize(text: str) -> str:
    """Small half-width letters: ＹＥＳ -> yes; Science museum -> science-museum for a value."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return "-".join(plain.split()) if plain.isascii() else plain


def _explain(value: str, quote: bool = False) -> str:
    """A value with its meaning in Chinese: cancelled（取消）."""
    meaning = _MEANINGS.get(value, "").partition(" ")[0]
    word = f"“{value}”" if quote else value
    return f"{word}（{meaning}）" if meaning else word
