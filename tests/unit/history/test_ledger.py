"""What the rest of the program asks about the past, and from when on the past counts."""

from __future__ import annotations

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.history.histories import History
from tourbook.history.keys import Key
from tourbook.history.ledger import Ledger
from tourbook.history.records import (
    REMOVED,
    RecordHistory,
    StoredRecord,
    Timing,
    Version,
    decode_timing,
)


def make_life(*times: tuple[int, Timing], **more: object) -> RecordHistory:
    versions = tuple(Version(at, encode_canonical(time)) for at, time in times)
    given: dict[str, object] = {
        "origin": "a",
        "versions": versions,
        "modified_at": times[-1][0],
        "shown_at": times[-1][0],
        "visible_digest": b"",
        "crew_modified_at": 0,
        "crew_digest": b"",
    }
    return RecordHistory(**given | more)  # type: ignore[arg-type]


PLANNED, MOVED, GONE = (Timing(status) for status in ("planned", "confirmed", REMOVED))
RECORD = msgspec.msgpack.encode(StoredRecord("schedule.yaml", "tour", b""))


def test_without_a_repository_nothing_is_known() -> None:
    ledger = Ledger()
    assert (
        not ledger.is_available
        and ledger.find_history("stop", "a") is None
        and ledger.find_modified_at("stop", "a") == 0
        and list(ledger.iterate_removed("stop")) == []
    )


def make_history(**records: RecordHistory) -> History:
    return History({"stop": records})


def test_changes_before_the_site_was_public_count_as_none() -> None:
    """What it was at the beginning is what it always was; when it was made is as it is."""
    lives = make_history(a=make_life((10, PLANNED), (20, MOVED), (40, PLANNED)))
    for since, expected in (
        (0, [10, 20, 40]),
        (20, [10, 20, 40]),
        (21, [10, 40]),
        (41, [10]),
        (1000, [10]),
    ):
        found = Ledger(lives, "git", since).find_history("stop", "a")
        assert found and [v.timestamp for v in found.versions] == expected
        assert found.timing == lives.records["stop"]["a"].timing
    first = Ledger(lives, "git", 21).find_history("stop", "a")
    assert first and decode_timing(first.versions[0].timing) == MOVED


def test_what_was_taken_away_before_the_site_was_public_was_never_there() -> None:
    lives = make_history(a=make_life((10, PLANNED), (20, GONE), removed_at=20, last_record=RECORD))
    assert [name for name, _, _ in Ledger(lives, "git", 20).iterate_removed("stop")] == ["a"]
    assert list(Ledger(lives, "git", 21).iterate_removed("stop")) == []


def test_what_a_sample_site_showed_was_no_schedule() -> None:
    """The commit that ends the sample begins the history; before, and while it is one, nothing is
    lost by it."""
    sample, real = Timing(address_settings={"sample": "true"}), Timing(address_settings={})
    stop = make_life((10, PLANNED), (20, MOVED), (40, PLANNED))
    for site, expected in (
        (make_life((5, sample)), [10, 20, 40]), (make_life((5, sample), (30, real)), [10, 40]), (make_life((5, real)), [10, 20, 40]),
        (make_life((5, real), (15, sample), (25, real)), [10, 40]),
    ):  # fmt: skip
        found = Ledger(History({"site": {"": site}, "stop": {"a": stop}}), "git").find_history(
            "stop", "a"
        )
        assert found and [v.timestamp for v in found.versions] == expected


def test_a_former_id_leads_to_the_record_of_now_and_a_ring_ends() -> None:
    a, b, c = (Key("stop", name) for name in "abc")
    ledger = Ledger(History({"stop": {"c": make_life((1, PLANNED))}}, {a: b, b: c}), "git")
    assert (
        ledger.resolve_key(a) == c
        and ledger.find_history("stop", "a") is ledger.find_history("stop", "c") is not None
    )
    ring = Ledger(History({}, {a: b, b: a}), "git")
    assert ring.resolve_key(a) in (a, b) and ring.find_history("stop", "a") is None


def test_an_entry_was_changed_when_one_of_its_translations_was() -> None:
    lives = History(
        {
            "venue": {"a": make_life((1, Timing()))},
            "venue.en": {"a": make_life((7, Timing())), "b": make_life((9, Timing()))},
            "venue.fr": {"a": make_life((5, Timing()))},
        },
        {Key("venue", "old"): Key("venue", "a")},
    )
    ledger = Ledger(lives, "git")
    assert [ledger.find_modified_at("venue", name) for name in ("a", "old", "b", "c")] == [
        7,
        7,
        9,
        0,
    ]


def test_removed_records_are_listed_by_kind_in_order_and_under_one_name_only() -> None:
    removed = make_life((1, GONE), removed_at=5, last_record=RECORD)
    lives = History(
        {
            "stop": {
                "b": removed,
                "a": removed,
                "c": make_life((1, PLANNED)),
                "e": make_life((1, GONE), removed_at=5),
            },
            "trip": {"t": removed},
        },
        {Key("stop", "d"): Key("stop", "a")},
    )
    assert [name for name, _, _ in Ledger(lives, "git").iterate_removed("stop")] == ["a", "b"], (
        "the last one has no record"
    )
