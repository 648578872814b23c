"""A history keeps its names apart from its records, and an edit leaves its parent as it is."""

from __future__ import annotations

from tourbook.history.histories import History, HistoryEdit
from tourbook.history.keys import Key
from tourbook.history.records import RecordHistory, Version

A, B, C = (Key("stop", id) for id in "abc")


def make_record(origin: str, timestamp: int = 1) -> RecordHistory:
    return RecordHistory(
        origin=origin,
        versions=(Version(timestamp, b""),),
        modified_at=timestamp,
        shown_at=timestamp,
        visible_digest=b"",
        crew_modified_at=timestamp,
        crew_digest=b"",
    )


def make_history() -> History:
    """The stop `a`, and the stop `b`, which was `c` once."""
    return History({"stop": {"a": make_record("a"), "b": make_record("c")}}, {C: B})


def test_a_key_is_that_of_a_record_or_a_former_one_never_both() -> None:
    history = make_history()
    history.rename(A, B)
    assert history.get(A) is None and history.resolve(A) == history.resolve(C) == B
    history.put(C, make_record("new"))
    assert history.resolve(C) == C and set(history.names) == {A}


def test_an_edit_reads_through_to_the_parent_and_leaves_it_as_it_is() -> None:
    parent = make_history()
    edit = HistoryEdit(parent)
    assert edit.find(C) is parent.records["stop"]["b"]
    edit.rename(A, B)
    edit.put(C, make_record("new"))
    assert edit.get(A) is None and edit.resolve(A) == B and edit.resolve(C) == C
    assert set(edit.list_records("stop")) == {"b", "c"} and edit.list_former_keys() == [A]
    assert parent == make_history()


def test_the_changes_of_an_edit_make_the_parent_what_the_edit_was() -> None:
    history = make_history()
    edit = HistoryEdit(history)
    edit.rename(A, B)
    edit.put(C, make_record("new"))
    expected = edit.list_records("stop")
    history.update(edit.changes)
    assert history.records["stop"] == expected and history.names == {A: B}


def test_what_stays_the_same_is_no_change() -> None:
    edit = HistoryEdit(make_history())
    edit.put(A, make_record("a"))
    edit.rename(C, B)
    assert edit.list_changed_keys() == set()


def test_a_copy_of_a_history_is_one_of_its_own() -> None:
    history = make_history()
    history.copy().put(A, make_record("other"))
    assert history == make_history()
