"""Words of other tools and of plain language lead to the keys of the record."""

from __future__ import annotations

import msgspec
import pytest

from tourbook.common.problems import Location, Problems
from tourbook.schema import ScheduleRecord, schedule
from tourbook.schema.site import RegionRecord, SiteRecord
from tourbook.sources.key_synonyms import _SYNONYMS, find_meant_key
from tourbook.sources.reading import CONTENT_TYPES, read_content, read_schedule

STAY = [field.encode_name for field in msgspec.structs.fields(schedule.StopRecord)]
VISIT = [field.encode_name for field in msgspec.structs.fields(schedule.VisitRecord)]
STOP = "tours:\n  - id: t\n    name: x\n    stops:\n      - id: a\n"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("start", "open"), ("Open", "open"), ("startDate", "open"), ("开幕日期", "open"),
        ("date", "open"), ("end", "close"), ("closing-date", "close"), ("结束日期", "close"),
        ("location", "venue"), ("地点", "venue"), ("place", "venue"), ("description", "note"),
        ("备注", "remark"), ("openingHours", "hours"), ("opening hours", "hours"), ("setup", "set_up"),
        ("ｏｐｅｎ", "open"), ("attendance", "visitors"), ("warranty", None), ("", None),
    ],
)  # fmt: skip
def test_a_word_for_a_key_of_a_stay(word: str, key: str | None) -> None:
    assert find_meant_key(word, "", STAY) == key


def test_the_value_decides_between_keys_of_a_visit() -> None:
    assert find_meant_key("start", "2027-01-06", VISIT) == "date"
    assert find_meant_key("start", "14:00", VISIT) == "time"
    assert find_meant_key("location", "hall", VISIT) == "venue"
    assert find_meant_key("location", {"name": "小学"}, VISIT) == "place"
    assert find_meant_key("location", {"lat": "1"}, ["coordinates", "address"]) == "coordinates"
    assert find_meant_key("location", "人民路1号", ["coordinates", "address"]) == "address"


def iterate_keys(record_type: type) -> set[str]:
    keys: set[str] = set()
    names = msgspec.json.schema(record_type)["$defs"]
    for definition in names.values():
        keys |= set(definition.get("properties", {}))
    return keys


def test_each_key_of_the_table_is_one_of_the_schema() -> None:
    keys: set[str] = set()
    for record_type in (ScheduleRecord, SiteRecord, RegionRecord, *CONTENT_TYPES.values()):
        keys |= iterate_keys(record_type)
    assert {key for line in _SYNONYMS for key in line.split()} <= keys


def list_helps(text: str) -> list[tuple[str, str]]:
    problems = Problems()
    read_schedule("schedule.yaml", (STOP + text).encode(), problems)
    return [(str(p.location.path[-1]), p.help.en) for p in problems]


def test_a_key_with_another_name_is_one_problem_and_keeps_its_value() -> None:
    problems = Problems()
    text = STOP + "        place: hall\n        start: 2027-01-06\n        end: 2027-02-28\n"
    record = read_schedule("schedule.yaml", text.encode(), problems)
    assert [p.location for p in problems] == [
        Location("schedule.yaml", ("tours", 0, "stops", 0)).at_key(key)
        for key in ("place", "start", "end")
    ]
    assert {p.help.en for p in problems} == {
        "it is called “venue” here", "it is called “open” here", "it is called “close” here"
    }  # fmt: skip
    assert record and str(record.tours[0].stops[0].open) == "2027-01-06"


def test_a_mistake_in_the_value_is_told_as_well() -> None:
    assert list_helps("        venue: hall\n        start: 2027/1/6\n") == [
        ("start", "it is called “open” here"),
        ("start", "write 2027-01-06"),
    ]


def test_of_two_names_for_one_key_one_is_too_many() -> None:
    assert list_helps(
        "        venue: hall\n        open: 2027-01-06\n        start: 2027-01-06\n"
    ) == [("start", "it is called “open” here, which is there already: keep one of the two lines")]


def test_a_key_of_an_inner_record_is_written_there() -> None:
    problems = Problems()
    raw = b"---\nname: x\nregion: '621121'\ntel: 0931-1\nlng: 105\n---\n"
    read_content("content/venues/hall.md", raw, problems)
    assert [p.help.en for p in problems] == [
        "write it within contact: contact: {phone: …}",
        "write it within coordinates: coordinates: {lon: …}",
    ]
