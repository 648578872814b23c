"""Along every line of a history, however it forks and joins, what subscribers are told of an event
only rises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.book_keeper import Book
from tests.support.random_history import (
    HOURS,
    Commit,
    Row,
    folded,
    histories,
    records,
    resolved,
    successor,
    times,
)
from tourbook.history import fold
from tourbook.history.facts import RecordFact
from tourbook.history.records import REMOVED, Histories, RecordHistory, Timing, decode_timing
from tourbook.history.visibility import find_memberships


def steps(history: list[Commit]) -> list[tuple[Commit, Commit, str, str]]:
    """(parent, child, key of a record in the parent, its key in the child)."""
    return [
        (parent, commit, key, successor(parent.lives, key, commit.lives))
        for commit in history
        for parent in (history[p] for p in commit.parents)
        for key in records(parent.lives)
    ]


def kind(key: str) -> str:
    return key.partition("/")[0]


@settings(max_examples=400)
@given(histories())
def test_nothing_that_is_told_of_an_event_ever_falls(history: list[Commit]) -> None:
    """Whichever side of a merge was published: it has as many versions at least, and more where its
    time is another."""
    for parent, child, old, new in steps(folded(history)):
        a, b = parent.lives[old], child.lives[new]
        assert set(times(a.versions)) <= set(times(b.versions)), (old, new)
        assert len(b.versions) >= len(a.versions) + (b.timing != a.timing), (old, new)
        assert b.modified_at >= a.modified_at and max(b.modified_at, b.removed_at) >= max(
            a.modified_at, a.removed_at
        ), (
            old,
            new,
        )
        same = (
            a.visible_digest,
            [resolved(child.lives, r) for r in a.refs if r in child.lives],
        ) == (
            b.visible_digest,
            [resolved(child.lives, r) for r in b.refs if r in child.lives],
        )
        if b.timing != a.timing or not same:
            assert max(b.modified_at, b.removed_at) > max(a.modified_at, a.removed_at), (old, new)
        others = {
            life.slugs[-1]
            for key, life in child.lives.items()
            if life.is_live and life.slugs and kind(key) == kind(new)
        }
        assert set(a.slugs) <= {*b.slugs, *others}, (
            "a calendar that was published stays under every name that it had"
        )


@settings(max_examples=400)
@given(histories())
def test_whose_calendar_held_a_record_keeps_it(history: list[Commit]) -> None:
    """The venue that a stop was at goes on telling of it, on whichever side of a merge it was
    published."""
    for parent, child, old, new in steps(folded(history)):
        a, b = parent.lives[old], child.lives[new]
        before, after = (
            {
                resolved(child.lives, key) if key in child.lives else key
                for key in (*find_memberships(lives, life), *life.former_memberships)
            }
            for lives, life in ((parent.lives, a), (child.lives, b))
        )
        assert before <= after, (old, new)
        if b.is_live:
            assert f"organisation/{child.tree[new].name}" in find_memberships(
                child.lives, b
            ) or new.startswith("venue/")


@settings(max_examples=400)
@given(st.one_of(histories(), histories(wild=True)))
def test_every_record_of_a_commit_lives_with_what_it_says_and_all_others_are_gone(
    history: list[Commit],
) -> None:
    for commit in folded(history):
        live = {
            key: commit.lives[key] for key in records(commit.lives) if commit.lives[key].is_live
        }
        assert live.keys() == commit.tree.keys()
        for key, life in live.items():
            row, fact = commit.tree[key], commit.tree[key].fact
            assert (life.visible_digest, life.file, life.slugs[-1]) == (
                fact.visible_digest,
                row.file,
                row.id,
            )
            time = decode_timing(life.timing)
            assert (time.status, time.start, time.hours) == (
                fact.timing.status,
                fact.timing.start,
                fact.timing.hours,
            )
        for key in records(commit.lives):
            life = commit.lives[key]
            assert life.is_live or (
                decode_timing(life.timing).status == REMOVED and 0 < life.removed_at <= commit.at
            )


@settings(max_examples=400)
@given(histories())
def test_a_stay_has_the_hours_of_its_venue_whatever_that_is_called(history: list[Commit]) -> None:
    for commit in folded(history):
        venues = {
            name: row
            for row in commit.tree.values()
            if row.kind == "venue"
            for name in (row.id, *row.aliases)
        }
        for row in (row for row in commit.tree.values() if row.kind == "stop"):
            if "venue/" + row.venue in commit.former:  # else it is a name of before the history
                assert (
                    decode_timing(commit.lives[row.key].timing).venue_hours
                    == HOURS[venues[row.venue].when]
                )


@settings(max_examples=400)
@given(histories())
def test_a_record_was_made_when_it_was_first_made_and_is_called_what_it_was_called_then(
    history: list[Commit],
) -> None:
    for commit in folded(history):
        before: dict[str, list[RecordHistory]] = defaultdict(list)
        for parent in (history[p] for p in commit.parents):
            for key in records(parent.lives):
                before[successor(parent.lives, key, commit.lives)].append(parent.lives[key])
        for key, sources in before.items():
            life = commit.lives[key]
            first = min(source.versions[0].timestamp for source in sources)
            assert life.versions[0].timestamp == first or (
                len(commit.parents) > 1 and life.versions[0].timestamp < first
            )  # two had one id by turns
            assert life.origin in {source.origin for source in sources}


@settings(max_examples=400)
@given(st.one_of(histories(), histories(wild=True)))
def test_no_two_records_have_one_uid(history: list[Commit]) -> None:
    for commit in folded(history):
        for kind in ("stop", "venue"):
            origins = [
                commit.lives[key].origin for key in records(commit.lives) if key.startswith(kind)
            ]
            assert len(origins) == len(set(origins)), origins


# ---- found by the tests above, or by thinking of them --------------------------------------

HALL = Row("venue", "hall", when=1)
A = Row("stop", "a", venue="hall")


def history(*commits: tuple[tuple[int, ...], tuple[Row, ...]]) -> list[Histories]:
    """The lives after each commit; the clock goes a second each time."""
    made = [
        Commit(parents, {row.key: row for row in rows}, number + 1)
        for number, (parents, rows) in enumerate(commits)
    ]
    return [commit.lives for commit in folded(made)]


@pytest.mark.parametrize("sides", [(1, 2), (2, 1)])
def test_a_merge_that_does_not_take_a_rename_has_one_event_and_every_address(
    sides: tuple[int, ...],
) -> None:
    """The calendar under the new name may have been published."""
    b = replace(A, id="b", aliases=("a",))
    *_, renamed, _, lives = history(
        ((), (HALL, A)), ((0,), (HALL, b)), ((0,), (HALL, A)), (sides, (HALL, A))
    )
    assert renamed["stop/b"].origin == lives["stop/a"].origin == "a"
    assert [lives[key].is_live for key in records(lives) if key.startswith("stop/")] == [True]
    assert set(lives["stop/a"].slugs) == {"a", "b"}


@pytest.mark.parametrize("sides", [(1, 3), (3, 1)])
def test_a_merge_that_keeps_what_one_side_removed_is_a_change_for_that_side(
    sides: tuple[int, ...],
) -> None:
    _, _, _, removed, lives = history(
        ((), (HALL, A)),
        ((0,), (HALL, replace(A, status=1))),
        ((0,), (HALL, A)),
        ((2,), (HALL,)),
        (sides, (HALL, replace(A, status=1))),
    )
    assert lives["stop/a"].modified_at > removed["stop/a"].removed_at and lives["stop/a"].is_live


@pytest.mark.parametrize("sides", [(0, 3), (3, 0)])
def test_a_stay_that_calls_its_venue_by_a_former_name_has_its_hours_whichever_side_knows_the_name(
    sides: tuple[int, ...],
) -> None:
    """A branch in which a venue was made and renamed, merged into one that never had it: nothing is
    another than on the branch."""
    new = replace(HALL, id="new", aliases=("hall",))
    *_, branch, lives = history(
        ((), ()), ((0,), (HALL,)), ((1,), (HALL, A)), ((2,), (new, A)), (sides, (new, A))
    )
    assert lives["stop/a"].versions == branch["stop/a"].versions
    assert decode_timing(lives["stop/a"].timing).venue_hours == HOURS[1]


@pytest.mark.parametrize("sides", [(1, 2), (2, 1)])
def test_a_venue_that_two_sides_gave_two_names_has_its_hours_under_the_first_one_still(
    sides: tuple[int, ...],
) -> None:
    one, two = (replace(HALL, id=name, aliases=("hall",)) for name in ("one", "two"))
    *_, lives = history(((), (HALL, A)), ((0,), (one, A)), ((0,), (two, A)), (sides, (two, A)))
    assert decode_timing(lives["stop/a"].timing).venue_hours == HOURS[1]
    assert len(lives["stop/a"].versions) == 1, "nothing of its time is another"


def test_the_last_of_its_names_in_addresses_is_that_of_now() -> None:
    """That of what is gone is made of it."""
    b = replace(A, id="b", aliases=("a",))
    *_, lives = history(
        ((), ()), ((0,), (HALL, A)), ((1,), (HALL, b)), ((0, 2), ()), ((1, 3), (HALL, A))
    )
    assert lives["stop/a"].is_live and lives["stop/a"].slugs[-1] == "a"


def test_hours_are_known_under_a_name_of_before_the_history() -> None:
    """The site finds a venue by its aliases; so SEQUENCE rises when the hours of such a one
    change."""
    new = replace(HALL, id="new", aliases=("hall",))
    *_, lives = history(((), (new, A)), ((0,), (replace(new, when=2), A)))
    assert [decode_timing(v.timing).venue_hours for v in lives["stop/a"].versions] == [
        HOURS[1],
        HOURS[2],
    ]


def test_an_id_that_is_given_to_another_record_is_not_its_uid() -> None:
    """Again and again; and where the first one came with a former id of before the history, too."""
    b, c = (replace(A, id=name, aliases=("a",)) for name in "bc")
    *_, lives = history(((), (HALL, b)), ((0,), (HALL, replace(b, aliases=()), A)))
    assert lives["stop/b"].origin == "a" != lives["stop/a"].origin
    *_, lives = history(
        ((), (HALL, A)), ((0,), (HALL, b)), ((1,), (HALL, replace(b, aliases=()), A)), ((2,), (HALL, replace(b, aliases=()), c)),
        ((3,), (HALL, replace(b, aliases=()), replace(c, aliases=()), A)),
    )  # fmt: skip
    assert len({lives[f"stop/{name}"].origin for name in "abc"}) == 3


def test_a_record_in_two_files_for_a_while_is_one() -> None:
    """First written into the new file, then deleted from the old one, in commits of their own."""
    one, two = A.fact, replace(A, file="schedule/new.yaml").fact
    lives: Histories = {}
    fold.apply_commit([], lives, 1, {A.key: one}, {})
    before = lives[A.key]
    fold.apply_commit([dict(lives)], lives, 2, {A.key: two}, {})
    fold.apply_commit([dict(lives)], lives, 3, {}, {A.key: one})
    assert lives[A.key] == msgspec.structs.replace(before, file="schedule/new.yaml")


def test_translations_go_with_their_entry() -> None:
    name, other = (
        RecordFact("exhibition/old", Timing(), b"1"),
        RecordFact("exhibition.en/old", Timing(), b"2"),
    )
    lives: Histories = {}
    fold.apply_commit([], lives, 1, {f.key: f for f in (name, other)}, {})
    new, english = (
        name._replace(key="exhibition/new", aliases=("old",)),
        other._replace(key="exhibition.en/new"),
    )
    fold.apply_commit(
        [dict(lives)],
        lives,
        2,
        {f.key: f for f in (new, english)},
        {f.key: f for f in (name, other)},
    )
    assert (lives["exhibition/new"].modified_at, lives["exhibition.en/new"].modified_at) == (
        1,
        1,
    ), "nothing that is shown is another"


@settings(max_examples=500)
@given(histories(straight=True))
def test_sequence_and_moments_are_exact(history: list[Commit]) -> None:
    book = Book()
    for commit in folded(history):
        book.enter(commit.tree, commit.at)
        for entry in book.entries:
            life = commit.lives[entry.key]
            assert [version.timestamp for version in life.versions] == [
                at for at, _ in entry.times
            ], entry
            assert (life.origin.partition("~")[0], life.modified_at, life.removed_at) == (
                entry.origin,
                entry.modified,
                entry.gone,
            ), entry
