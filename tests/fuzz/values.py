"""Values for YAML: what the schema asks for, and what it does not expect."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any, NamedTuple

from tests.support.projects import REPO


class Raw(NamedTuple):
    """YAML to be written as it is, without quotes."""

    text: str


DOCUMENTS = {
    "content/site.yaml": "site",
    "content/regions.yaml": "regions",
    "schedule.yaml": "schedule",
    "schedule/": "schedule",
    "content/exhibitions/": "exhibition",
    "content/venues/": "venue",
    "content/caravans/": "caravan",
    "content/organisations/": "organisation",
    "content/campaigns/": "campaign",
    "content/news/": "news",
    "content/pages/": "page",
}
"""Beginning of a path -> the schema of the file."""

IDS = (
    *("light", "set", "hall", "van", "org", "team", "week", "open", "visit", "tour", "route"),
    *(
        "one",
        "two",
        "gone",
        "fridays",
        "a",
        "b",
        "county",
        "621121",
        "620000",
        "110000",
        "zh",
        "en",
    ),
)
DATES = (
    *("2026-11-20", "2026-11-24", "2026-12-31", "2027-02-28", "2028-02-29", "2026-01-01"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "1900-01-01", "2100-01-01", "2026-11-24T10:00"),
    *("2026年11月24日", "24.11.2026", "20261124", "2026-11", "２０２６-11-24", "明天"),
)
TIMES = (
    *("09:00-17:00", "9:00-12:00, 13:00-17:00", "00:00-24:00", "22:00-02:00", "09:00", "closed"),
    *("9点", "25:00-26:00", "17:00-09:00", "09:00-09:00", "09:00-10:00," * 60, "usual"),
)
HOSTILE_TEXTS = (
    *(
        "",
        " ",
        "\u3000",
        "\u200b",
        "\u202eabc",
        "\u2028",
        "e\u0301",
        "👩‍👩‍👧",
        "𠮷",
        "\ufeff",
        "ﬀ",
        "İ",
        "ß",
    ),
    *("x" * 100, "长" * 90, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"', "'"),
    *(
        "{{ 7*7 }}",
        "{% raw %}",
        "]]>",
        "-->",
        "&#x1;",
        "&amp;",
        "a\\b",
        "a;b,c:d",
        "a\nb",
        "a\r\nEND:VEVENT",
    ),
    *(
        "../../etc/passwd",
        "/",
        "//",
        "..",
        ".",
        "a/b",
        "a/../b",
        "CON",
        "aux.md",
        "a.",
        "a b",
        "%2e%2e/",
    ),
    *(
        "javascript:alert(1)",
        "http://",
        "https://x.example/a b",
        "https://[::1",
        "mailto:a@b.example",
    ),
    *(
        "=1+1",
        "@SUM(A1)",
        "-",
        "+",
        "13812345678",
        "010-12345678",
        "null",
        "~",
        "true",
        "no",
        "0",
        "-1",
    ),
    *(
        "1e999",
        "inf",
        "nan",
        "-0.0",
        "1_000",
        "0x1F",
        "1" * 400,
        "1" * 5000,
        "x " * 3000,
        "９",
        "٣",
        "½",
        "::error::x",
        "##[error]",
    ),
)
NUMBERS = (
    0,
    1,
    -1,
    2,
    7,
    100,
    10**6,
    10**9,
    10**9 + 1,
    2**63,
    2**64,
    10**40,
    0.5,
    -0.5,
    1e300,
    90.0,
    180.0,
)
RAW = tuple(
    Raw(text)
    for text in (
        *(".inf", "-.inf", ".nan", "1e400", "0o17", "1:30", "yes", "NO", "~", "", "2026-02-30"),
        *('"\\x39999-12-31"', '"\\u202e"', '"\\ud800"', '"\\x00"', '"\\n"', "'it''s'", '"open'),
        *("&x y", "*x", "!!python/object/apply:os.system [id]", "!!binary aGk=", "!x y", "<<: *x"),
        *(
            "[",
            "]",
            "{",
            "}",
            "[[[[]]]]",
            "{a: {b: {c: {}}}}",
            "[" * 50,
            "[" * 3000,
            "{a: " * 60,
            "- - - x",
        ),
        *(
            "|\n    a\n    b",
            ">-\n   a",
            "%YAML 1.2",
            "--- x",
            "...",
            "@x",
            "`x`",
            "# c",
            "a: b: c",
            "？",
            "：x",
        ),
        *("{first: 2026-11-01, count: 999999}", "{first: 0001-01-01, until: 9999-12-31}", "\t- x"),
    )
)


class Sampler:
    """Values as the JSON Schemas describe them, and now and then others."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw

    def sample_hostile(self) -> Any:
        draw = self.draw
        return draw.choice(
            (
                lambda: draw.choice(HOSTILE_TEXTS),
                lambda: draw.choice(RAW),
                lambda: draw.choice(NUMBERS),
                lambda: draw.choice(DATES),
                lambda: draw.choice(TIMES),
                lambda: draw.choice(IDS),
                lambda: draw.choice((True, False, None, [], {}, [[]], [None], {"": ""}, [{}])),
                lambda: {draw.choice(("zh", "en", "fr", "*", "1")): draw.choice(HOSTILE_TEXTS)},
                lambda: [draw.choice(HOSTILE_TEXTS), draw.choice(IDS)],
                lambda: dict.fromkeys(draw.sample(HOSTILE_TEXTS, 3), draw.choice(DATES)),
            )
        )()

    def sample_text(self) -> str:
        pool: tuple[str, ...] = self.draw.choice(
            (IDS, IDS, DATES, TIMES, HOSTILE_TEXTS, ("名称", "Name"))
        )
        return self.draw.choice(pool)

    def sample(self, node: Any, document: Any, depth: int = 0) -> Any:
        """A value for a node of a JSON Schema."""
        draw = self.draw
        if draw.random() < 0.06 or depth > 8:
            return self.sample_hostile()
        if "$ref" in node:
            return self.sample(document["$defs"][node["$ref"].rpartition("/")[2]], document, depth)
        if "anyOf" in node:
            return self.sample(draw.choice(node["anyOf"]), document, depth)
        if "enum" in node:
            return draw.choice(node["enum"])
        match node.get("type"):
            case "object":
                return self.sample_object(node, document, depth)
            case "array":
                count = draw.choice((0, 1, 1, 2, 3))
                return [
                    self.sample(node.get("items", {}), document, depth + 1) for _ in range(count)
                ]
            case "boolean":
                return draw.choice((True, False))
            case "integer":
                return draw.choice((1, 2, 3, 30, 365))
            case "number":
                return draw.choice((1, 0.5, 35.2, 104.6))
            case "string" if node.get("format") == "date":
                return draw.choice(DATES[:6])
        return self.sample_text()

    def sample_object(self, node: Any, document: Any, depth: int) -> dict[str, Any]:
        draw, properties = self.draw, node.get("properties", {})
        share = draw.choice((0.1, 0.3, 0.9)) if depth < 3 else 0.2
        names = [n for n in properties if n in node.get("required", ()) or draw.random() < share]
        value = {name: self.sample(properties[name], document, depth + 1) for name in names}
        further = node.get("additionalProperties")
        if isinstance(further, dict):
            keys = node.get("propertyNames", {}).get("enum") or (
                *IDS[-4:],
                *DATES[:3],
                "mon",
                "holidays",
            )
            value |= {
                draw.choice(keys): self.sample(further, document, depth + 1) for _ in range(2)
            }
        return value


@cache
def load_schema(path: str) -> Any:
    """The JSON Schema of a source file."""
    for start, name in DOCUMENTS.items():
        if path.startswith(start):
            return json.loads((REPO / f"schemas/{name}.json").read_text(encoding="utf-8"))
    return {"$defs": {}}


def find_object_schema(path: str, keys: set[str]) -> Any:
    """The object of the file's schema that has most of these keys."""
    objects = [*load_schema(path)["$defs"].values()]
    return max(objects, key=lambda o: len(keys & o.get("properties", {}).keys()), default={})
