"""A checker of GeoJSON by RFC 7946, as far as points go."""

from __future__ import annotations

import json
from typing import Any


def read_points(raw: bytes) -> dict[str, dict[str, Any]]:
    """Id of each feature -> its properties, with `lon` and `lat`. Raises AssertionError."""
    document = json.loads(raw)
    assert document["type"] == "FeatureCollection"  # 3.3
    assert "crs" not in document, "WGS 84 always (4)"
    assert not {"coordinates", "geometries", "geometry", "properties"} & document.keys()  # 7.1
    points = {}
    for feature in document["features"]:
        assert feature["type"] == "Feature" and feature.keys() >= {"geometry", "properties"}  # 3.2
        geometry = feature["geometry"]
        assert geometry.keys() == {"type", "coordinates"} and geometry["type"] == "Point"  # 3.1.2
        longitude, latitude = geometry["coordinates"]  # in this order (3.1.1)
        assert all(isinstance(number, float | int) for number in (longitude, latitude))
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90
        assert isinstance(feature["id"], str) and feature["id"] not in points
        points[feature["id"]] = feature["properties"] | {"lon": longitude, "lat": latitude}
    return points
