"""The places of the site as GeoJSON (RFC 7946): venues, and the places of visits without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .records import OpenVenue, OpenVisit
from .rows import OpenTables


def list_features(tables: OpenTables) -> list[dict[str, Any]]:
    """Those with a position in WGS 84, the only one that GeoJSON knows."""
    names = [name for name in ("venues", "visits") if name in tables.list_names()]
    return [
        _describe_feature(name, row)
        for name in names
        for row in _select_placed(tables.list_rows(name))
    ]


def _select_placed(rows: Iterable[Any]) -> Iterator[OpenVenue | OpenVisit]:
    return (
        row
        for row in rows
        if row.latitude is not None and not (isinstance(row, OpenVisit) and row.venue)
    )


def _describe_feature(table: str, row: OpenVenue | OpenVisit) -> dict[str, Any]:
    properties = {
        "table": table,
        "id": row.id,
        "name": row.name,
        "url": row.url,
        "address": row.address,
        "region": row.region,
        "regions": row.regions,
    }
    return {
        "type": "Feature",
        "id": f"{table}/{row.id}",
        "geometry": {"type": "Point", "coordinates": [row.longitude, row.latitude]},
        "properties": {key: value for key, value in properties.items() if value},
    }
