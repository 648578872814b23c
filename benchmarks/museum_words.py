"""Where the invented museum travels, and what it says there: in Chinese and in English."""

from __future__ import annotations

import random
from typing import NamedTuple

from benchmarks.project import Record


class County(NamedTuple):
    code: str
    """GB/T 2260."""
    zh: str
    en: str
    lat: float
    lon: float


AREAS = (
    (
        County("621121", "通渭县", "Tongwei", 35.21, 105.24),
        County("621122", "陇西县", "Longxi", 35.00, 104.63),
        County("621123", "渭源县", "Weiyuan", 35.14, 104.21),
        County("621124", "临洮县", "Lintao", 35.39, 103.86),
        County("621125", "漳县", "Zhangxian", 34.85, 104.47),
        County("621126", "岷县", "Minxian", 34.44, 104.04),
    ),
    (
        County("522622", "黄平县", "Huangping", 26.90, 107.92),
        County("522623", "施秉县", "Shibing", 27.03, 108.12),
        County("522626", "岑巩县", "Cengong", 27.17, 108.82),
        County("522630", "台江县", "Taijiang", 26.67, 108.32),
        County("522632", "榕江县", "Rongjiang", 25.93, 108.52),
        County("522634", "雷山县", "Leishan", 26.38, 108.08),
    ),
)
"""A copy and a caravan stay within one area, so that no journey is too long."""
SUBJECTS = (
    ("光", "Light"),
    ("声音", "Sound"),
    ("水", "Water"),
    ("食物", "Food"),
    ("地震", "Earthquakes"),
    ("星空", "The Night Sky"),
    ("机器人", "Robots"),
    ("健康", "Health"),
)
SENTENCES = (
    (
        "每个展台都有一个问题、一套器材和一张记录表。",
        "Each table has a question, a set of instruments and a sheet for your results.",
    ),
    (
        "先猜一猜结果，再动手做，最后说说为什么。",
        "Guess first, then do the experiment, then say why.",
    ),
    (
        "**六岁以下**的孩子请由大人陪同，一张台前站四个人。",
        "Children **under six** come with an adult; four people fit at a table.",
    ),
    (
        "学校可以带走[学习单](https://museum.example/sheets/)，回到课堂上接着做。",
        "Schools may take the [worksheets](https://museum.example/sheets/) back to their classrooms.",
    ),
    (
        "讲解每小时一场，手语讲解请提前三天说明。",
        "There is a tour every hour; please ask for sign language three days ahead.",
    ),
    (
        "展品是仪器、模型和实物，都可以用手摸。",
        "The exhibits are instruments, models and specimens, and all may be touched.",
    ),
)
"""In Chinese and in English."""


def pick_county(r: random.Random, number: int) -> County:
    """A county in the area of the copy, caravan or venue with this number."""
    return r.choice(AREAS[number % len(AREAS)])


def pick_coordinates(r: random.Random, county: County) -> Record:
    """A place near the county's town."""
    lat = round(county.lat + r.uniform(-0.05, 0.05), 4)
    lon = round(county.lon + r.uniform(-0.05, 0.05), 4)
    return {"lat": lat, "lon": lon, "datum": "gcj02"}


def pick_sentence(r: random.Random) -> Record:
    zh, en = r.choice(SENTENCES)
    return {"zh": zh, "en": en}


def pick_bodies(r: random.Random) -> tuple[str, str]:
    """The same Markdown in Chinese and in English: two paragraphs and a list."""
    parts = [r.sample(SENTENCES, 3) for _ in range(3)]
    chinese, english = ([[s[lang] for s in part] for part in parts] for lang in (0, 1))
    return format_body(chinese, ""), format_body(english, " ")


def format_body(parts: list[list[str]], separator: str) -> str:
    first, second, items = parts
    lines = [separator.join(first), "", separator.join(second), "", *(f"- {s}" for s in items)]
    return "\n".join([*lines, ""])
