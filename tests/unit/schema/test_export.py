"""The JSON Schemas, and the field tables and examples of docs/content.md and docs/content.zh-CN.md,
agree with the reader."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.support.manuals import LANGUAGES, read_manual
from tests.support.projects import REPO
from tourbook import schema
from tourbook.common.problems import Problems
from tourbook.formats.front_matter import split_front_matter
from tourbook.schema import export
from tourbook.sources import reading
from tourbook.sources.paths import parse_content_path

MANUALS = {lang: read_manual("content", lang) for lang in LANGUAGES}
SCHEMAS = {
    name.removesuffix(".json"): json.loads(raw) for name, raw in export.generate_schemas().items()
}
KINDS = {
    "exhibitions": "exhibition",
    "venues": "venue",
    "caravans": "caravan",
    "organisations": "organisation",
    "campaigns": "campaign",
    "news": "news",
    "pages": "page",
}


class Yaml12(yaml.SafeLoader):
    """As editors read YAML: version 1.2, core schema (yes is a text, 010 is ten, dates are
    texts)."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
Yaml12.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)  # 010 is ten


def read_sample(name: str) -> tuple[str, Any]:
    """(schema, what an editor's YAML extension sees)."""
    text = (REPO / name).read_text(encoding="utf-8")
    where = parse_content_path(name)
    if where:
        parts = split_front_matter(text, name, Problems())
        assert parts is not None
        return KINDS[where.folder], yaml.load(parts.front_matter, Yaml12)
    return {"content/site.yaml": "site", "content/regions.yaml": "regions"}.get(
        name, "schedule"
    ), yaml.load(text, Yaml12)


def list_sample_files() -> list[str]:
    found = [
        *(REPO / "content").rglob("*.md"),
        *(REPO / "content").glob("*.yaml"),
        *(REPO / "schedule").rglob("*.yaml"),
        REPO / "schedule.yaml",
    ]
    names = sorted(p.relative_to(REPO).as_posix() for p in found)
    return [n for n in names if not (w := parse_content_path(n)) or not w.language]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_schema_is_valid_and_every_field_is_described_in_two_languages(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for definition in SCHEMAS[name]["$defs"].values():
        for field, said in definition.get("properties", {}).items():
            assert " / " in said.get("description", ""), field
        assert definition.get("additionalProperties") is False, "an unknown key is a mistake"


@pytest.mark.parametrize("name", list_sample_files())
def test_each_file_of_the_sample_site_is_accepted_by_its_schema(name: str) -> None:
    kind, tree = read_sample(name)
    errors = [
        f"{e.json_path}: {e.message}" for e in Draft202012Validator(SCHEMAS[kind]).iter_errors(tree)
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("kind", "tree"),
    [
        ("venue", {"name": "x"}),
        ("venue", {"name": "x", "region": "1", "adress": "y"}),
        ("venue", {"name": "x", "region": "1", "class": "y"}),
        ("exhibition", {"name": ["x"]}),
        ("exhibition", {"name": "x", "duration": -1}),
        ("site", {"name": "x", "base_url": "nowhere"}),
        ("schedule", {"tours": [{"id": "a b", "name": "x"}]}),
        ("schedule", {"tours": {"id": "a"}}),
        ("news", {"title": "x"}),
    ],
)
def test_a_schema_refuses_what_the_reader_refuses(kind: str, tree: Any) -> None:
    assert not Draft202012Validator(SCHEMAS[kind]).is_valid(tree)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(tree, export.DOCUMENTS[kind], strict=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_field_tables_of_the_docs_are_up_to_date(lang: str) -> None:
    """`python build.py schema` writes them."""
    assert export.fill_tables(MANUALS[lang]) == MANUALS[lang]


def test_filling_the_tables_twice_changes_nothing() -> None:
    once = export.fill_tables("<!-- fields:venue:zh -->\nold\n<!-- /fields -->\n")
    assert export.fill_tables(once) == once
    assert "| `region` | 必填 |" in once
    assert "old" not in once


@pytest.mark.parametrize(
    "marker",
    [
        "<!-- fields:nothing:en -->\n<!-- /fields -->",
        "<!-- fields:calendaroptions:zh -->\n<!-- /fields -->",
        "<!-- fields:venue:fr -->\n<!-- /fields -->",
        "<!-- fields:venue:en -->\n",
    ],
)
def test_a_marker_that_no_table_fills_is_an_error(marker: str) -> None:
    with pytest.raises(ValueError, match=r"field table|marker"):
        export.fill_tables(f"<!-- fields:venue:zh -->\n<!-- /fields -->\n{marker}\n")


def test_every_table_has_its_place_in_the_docs_in_both_languages() -> None:
    for name in export.TABLES:
        for lang in ("zh", "en"):
            assert f"<!-- fields:{name}:{lang} -->" in MANUALS[lang], name


EXAMPLES = [
    (m[1], m[2], m[3], f"{lang}-{text.count(chr(10), 0, m.start()) + 1}")
    for lang, text in MANUALS.items()
    for m in re.finditer(r"^```(yaml|md) (\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
]


@pytest.mark.parametrize(
    ("form", "kind", "text", "place"), EXAMPLES, ids=[f"{k}-{place}" for _, k, _, place in EXAMPLES]
)
def test_each_example_of_the_docs_is_read_without_a_problem(
    form: str, kind: str, text: str, place: str
) -> None:
    problems, raw = Problems(), text.encode()
    if form == "md":
        folder = next(f for f, k in KINDS.items() if k == kind)
        found: Any = reading.read_content(f"content/{folder}/x.md", raw, problems)
    else:
        found = {
            "site": lambda: reading.read_site(raw, problems),
            "regions": lambda: reading.read_regions(raw, problems),
            "schedule": lambda: reading.read_schedule("schedule.yaml", raw, problems),
        }[kind]()
    assert found is not None
    assert [(p.code, p.message.en, p.location.path) for p in problems] == []


def test_the_docs_have_an_example_of_each_kind_of_file_in_both_languages() -> None:
    examples = {(kind, place[:2]) for _, kind, _, place in EXAMPLES}
    assert examples == {(kind, lang) for kind in SCHEMAS for lang in LANGUAGES}


def test_every_kind_of_content_has_a_schema() -> None:
    assert set(schema.CONTENT_TYPES) == set(KINDS)
    assert set(KINDS.values()) | {"site", "regions", "schedule"} == set(SCHEMAS)


def test_a_code_of_digits_may_be_written_without_quotes() -> None:
    """An editor's YAML extension takes it for a number; the reader does not mind."""
    for kind, tree in [
        ("venue", {"name": "x", "region": 621121, "contact": {"phone": 1012345678}}),
        (
            "schedule",
            {
                "tours": [
                    {
                        "id": "t",
                        "name": "x",
                        "copy": 1,
                        "stops": [{"id": "a", "venue": "v", "copy": 2}],
                    }
                ]
            },
        ),
    ]:
        assert Draft202012Validator(SCHEMAS[kind]).is_valid(tree)
