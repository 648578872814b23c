"""A position lies in its region."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_rule_problems
from tourbook.model import gazetteer


def find_distances(
    *venues: tuple[str, float, float], regions: str = "{}\n"
) -> list[tuple[str, str]]:
    """(file, message) of what is far from its region; each venue: (region, lat, lon)."""
    files = {
        f"content/venues/v{n}.md": f"---\nname: x\nregion: '{code}'\n"
        f"coordinates: {{lat: {lat}, lon: {lon}}}\n---\n"
        for n, (code, lat, lon) in enumerate(venues)
    }
    problems = list_rule_problems({**files, "content/regions.yaml": regions})
    return [(p.location.file[-5:], p.message.en) for p in problems if p.code == "coordinates-far"]


@pytest.mark.parametrize(
    ("code", "at", "lat_error", "neighbour"),
    [
        ("621121", "621122", 0.0, "陇西县"),
        ("621122", "621121", 0.0, "通渭县"),
        ("621121", "621122", 0.03, "陇西县"),
        ("621121", "621121", 0.0, ""),
        ("621121", "621121", 0.35, ""),
        ("110101", "110105", 0.0, ""),
        ("620000", "620102", 0.0, ""),
    ],
)
def test_a_position_in_the_town_of_another_county(
    code: str, at: str, lat_error: float, neighbour: str
) -> None:
    centre = gazetteer.find_centre(at)
    assert centre
    messages = find_distances((code, centre[0] + lat_error, centre[1]))
    assert [message.split(",")[0] for _, message in messages] == (
        [f"this position is in {neighbour}"] if neighbour else []
    )


YORK = [("york", 53.96 + n / 100, -1.08 + n / 50) for n in range(4)]
REGIONS = "GB: {name: UK}\nyork: {name: York, parent: GB}\n"


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([*YORK, ("york", 53.38, -1.47)], ["v4.md"]),
        ([*YORK, ("york", 54.1, -1.3)], []),
        ([*YORK[:2], ("york", 53.38, -1.47)], []),
        ([("york", 50 + n, -1 - n) for n in range(6)], []),
        ([("york", 53.96, -1.08)] * 5 + [("york", 40.0, -105.0)], []),
    ],
)
def test_abroad_the_other_places_of_a_region_say_where_it_is(
    positions: list[tuple[str, float, float]], expected: list[str]
) -> None:
    assert [file for file, _ in find_distances(*positions, regions=REGIONS)] == expected


def test_a_position_without_a_datum_is_questioned_only_among_those_of_map_services() -> None:
    def find(*datums: str, code: str = "621121") -> list[str]:
        centre = gazetteer.find_centre("621121")
        assert centre
        files = {
            f"content/venues/v{n}.md": f"---\nname: x\nregion: '{code}'\ncoordinates: "
            f"{{lat: {centre[0]}, lon: {centre[1]}{datum and ', datum: '}{datum}}}\n---\n"
            for n, datum in enumerate(datums)
        }
        problems = list_rule_problems({**files, "content/regions.yaml": "TH: {name: 泰国}\n"})
        return [p.location.file[-5:] for p in problems if p.code == "datum-unsaid"]

    assert find("gcj02", "") == ["v1.md"]
    assert find("", "bd09", "wgs84", "gcj02", "") == ["v0.md"], "one position, one message"
    assert find("", "") == find("wgs84", "") == find("gcj02", "wgs84") == []
    assert find("gcj02", "", code="TH") == []
