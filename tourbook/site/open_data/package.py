"""The description of the tables for machines: datapackage.json (Data Package 2.0,
datapackage.org)."""

from __future__ import annotations

from typing import Any

from tourbook.rendering.jsonld import DATA_TYPES

from .fields import DataField, list_fields
from .records import TABLES

LIST_DELIMITER = ";"
"""Between the values of a list in CSV."""


def describe_package(
    names: list[str], lang: str, *, has_places: bool, about: dict[str, Any]
) -> dict[str, Any]:
    """`about`: what the site says of it all; `lang`: the language of the meanings."""
    resources = [resource for name in names for resource in _list_resources(name, lang)]
    if has_places:
        resources.append(_describe_file("places", "geojson"))
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        **about,
        "resources": resources,
    }


def _list_resources(name: str, lang: str) -> list[dict[str, Any]]:
    fields = list_fields(TABLES[name])
    references = [f for f in fields if f.reference]
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_describe_field(field, lang) for field in fields],
        "primaryKey": ["id"],
        "missingValues": [""],
    }
    if references:
        schema["foreignKeys"] = [
            {
                "fields": [field.name],
                "reference": {"resource": field.reference, "fields": ["id"]},
            }
            for field in references
        ]
    table = _describe_file(name, "csv") | {"type": "table", "encoding": "utf-8", "schema": schema}
    return [table, _describe_file(name, "json", f"{name}-json")]


def _describe_file(name: str, ending: str, resource: str = "") -> dict[str, Any]:
    return {
        "name": resource or name,
        "path": f"{name}.{ending}",
        "format": ending,
        "mediatype": DATA_TYPES[ending],
    }


def _describe_field(field: DataField, lang: str) -> dict[str, Any]:
    out: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.type == "list":
        out |= {"itemType": field.item_type, "delimiter": LIST_DELIMITER}
    out["description"] = field.descriptions[lang]
    constraints: dict[str, Any] = {"required": True} if field.is_required else {}
    if field.choices:
        constraints["enum"] = list(field.choices)
    return out | ({"constraints": constraints} if constraints else {})
