"""Along every line of a history, however it forks and joins, what is published of an event only
rises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import msgspec
import pytest

from tests.support.book_keeper import AmbiguousError, Book
from tests.support.examples import for_seeds
from tests.support.random_history import (
    HOURS,
    Commit,
    Row,
    fold_commits,
    fold_random_history,
    life,
    records,
    resolved,
    successor,
    times,
)
from tourbook.history.facts import CommitFacts, RecordFact
from tourbook.history.fold import fold_commit
from tourbook.history.histories import History
from tourbook.history.keys import Key
from tourbook.history.records import REMOVED, RecordHistory, decode_timing
from tourbook.history.visibility import find_memberships


def list_steps(history: list[Commit]) -> list[tuple[Commit, Commit, Key, Key]]:
    """(parent, child, key of a record in the parent, its key in the child)."""
    return [
        (parent, commit, key, successor(parent.lives, key, commit.lives))
        for commit in history
        for parent in (history[p] for p in commit.parents)
        for key in records(parent.lives)
    ]


@for_seeds(1000)
def test_nothing_that_is_published_of_an_event_ever_falls(seed: int) -> None:
    """Whichever side of a merge was published: it has as many versions at least, and more where its
    time is another."""
    for parent, child, old, new in list_steps(fold_random_history(seed)):
        a, b = life(parent.lives, old), life(child.lives, new)
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
            [resolved(child.lives, r) for r in a.refs.list_keys() if child.lives.has(r)],
        ) == (
            b.visible_digest,
            [resolved(child.lives, r) for r in b.refs.list_keys() if child.lives.has(r)],
        )
        if b.timing != a.timing or not same:
            assert max(b.modified_at, b.removed_at) > max(a.modified_at, a.removed_at), (old, new)
        others = {
            other.slugs[-1]
            for other in child.lives.list_records(new.kind).values()
            if other.is_live and other.slugs
        }
        assert set(a.slugs) <= {*b.slugs, *others}, (
            "a calendar that was published stays under every name that it had"
        )


@for_seeds(1000)
def test_whose_calendar_held_a_record_keeps_it(seed: int) -> None:
    """The venue that a stop was at goes on telling of it, on whichever side of a merge it was
    published."""
    for parent, child, old, new in list_steps(fold_random_history(seed)):
        a, b = life(parent.lives, old), life(child.lives, new)
        before, after = (
            {
                resolved(child.lives, key)
                for key in (*find_memberships(lives, record), *record.former_memberships)
            }
            for lives, record in ((parent.lives, a), (child.lives, b))
        )
        assert before <= after, (old, new)
        if b.is_live:
            assert (
                Key("organisation", str(child.tree[new].name)) in find_memberships(child.lives, b)
                or new.kind == "venue"
            )


@for_seeds(1000)
def test_every_record_of_a_commit_lives_with_what_it_says_and_all_others_are_removed(
    seed: int,
) -> None:
    for commit in fold_random_history(seed, is_wild=bool(seed % 2)):
        live = {
            key: record
            for key in records(commit.lives)
            if (record := life(commit.lives, key)).is_live
        }
        assert live.keys() == commit.tree.keys()
        for key, record in live.items():
            row, fact = commit.tree[key], commit.tree[key].fact
            assert (record.visible_digest, record.file, record.slugs[-1]) == (
                fact.visible_digest,
                row.file,
                row.id,
            )
            time = decode_timing(record.timing)
            assert (time.status, time.start, time.hours) == (
                fact.timing.status,
                fact.timing.start,
                fact.timing.hours,
            )
        for key in records(commit.lives):
            record = life(commit.lives, key)
            assert record.is_live or (
                decode_timing(record.timing).status == REMOVED
                and 0 < record.removed_at <= commit.at
            )


@for_seeds(1000)
def test_a_stay_has_the_hours_of_its_venue_whatever_that_is_called(seed: int) -> None:
    for commit in fold_random_history(seed):
        venues = {
            name: row
            for row in commit.tree.values()
            if row.kind == "venue"
            for name in (row.id, *row.aliases)
        }
        for row in (row for row in commit.tree.values() if row.kind == "stop"):
            if Key("venue", row.venue) in commit.former:  # else it is a name of before the history
                assert (
                    decode_timing(life(commit.lives, row.key).timing).venue_hours
                    == HOURS[venues[row.venue].when]
                )


@for_seeds(1000)
def test_a_record_was_made_when_it_was_first_made_and_is_called_what_it_was_called_then(
    seed: int,
) -> None:
    history = fold_random_history(seed)
    for commit in history:
        before: dict[Key, list[RecordHistory]] = defaultdict(list)
        for parent in (history[p] for p in commit.parents):
            for key in records(parent.lives):
                before[successor(parent.lives, key, commit.lives)].append(life(parent.lives, key))
        for key, sources in before.items():
            record = life(commit.lives, key)
            first = min(source.versions[0].timestamp for source in sources)
            assert record.versions[0].timestamp == first or (
                len(commit.parents) > 1 and record.versions[0].timestamp < first
            )  # two had one id by turns
            assert record.origin in {source.origin for source in sources}


@for_seeds(1000)
def test_no_two_records_have_one_uid(seed: int) -> None:
    for commit in fold_random_history(seed, is_wild=bool(seed % 2)):
        for kind in ("stop", "venue"):
            origins = [
                life(commit.lives, key).origin for key in records(commit.lives) if key.kind == kind
            ]
            assert len(origins) == len(set(origins)), origins


# ---- found by the tests above, or by thinking of them --------------------------------------

HALL = Row("venue", "hall", when=1)
A = Row("stop", "a", venue="hall")


def fold_history(*commits: tuple[tuple[int, ...], tuple[Row, ...]]) -> list[History]:
    """The lives after each commit; the clock goes a second each time."""
    made = [
        Commit(parents, {row.key: row for row in rows}, number + 1)
        for number, (parents, rows) in enumerate(commits)
    ]
    return [commit.lives for commit in fold_commits(made)]


@pytest.mark.parametrize("sides", [(1, 2), (2, 1)])
def test_a_merge_that_does_not_take_a_rename_has_one_event_and_every_address(
    sides: tuple[int, ...],
) -> None:
    """The calendar under the new name may have been published."""
    b = replace(A, id="b", aliases=("a",))
    *_, renamed, _, lives = fold_history(
        ((), (HALL, A)), ((0,), (HALL, b)), ((0,), (HALL, A)), (sides, (HALL, A))
    )
    assert life(renamed, b.key).origin == life(lives, A.key).origin == "a"
    assert [record.is_live for record in lives.list_records("stop").values()] == [True]
    assert set(life(lives, A.key).slugs) == {"a", "b"}


@pytest.mark.parametrize("sides", [(2, 3), (3, 2)])
@pytest.mark.parametrize(("former_id", "id"), [("a", "b"), ("b", "a")])
def test_a_merge_that_removes_what_one_side_renamed_and_removed_tells_of_it(
    sides: tuple[int, ...], former_id: str, id: str
) -> None:
    """The calendars under both names were published, and stay."""
    one, other = replace(A, id=former_id), replace(A, id=id, aliases=(former_id,))
    *_, lives = fold_history(
        ((), (HALL, one)), ((0,), (HALL, other)), ((1,), (HALL,)), ((0,), (HALL, one)),
        (sides, (HALL,)),
    )  # fmt: skip
    (record,) = (r for r in lives.list_records("stop").values() if r.last_record)
    assert not record.is_live and record.origin == former_id
    assert set(record.slugs) == {"a", "b"}


@pytest.mark.parametrize("sides", [(1, 3), (3, 1)])
def test_a_merge_that_keeps_what_one_side_removed_is_a_change_for_that_side(
    sides: tuple[int, ...],
) -> None:
    _, _, _, removed, lives = fold_history(
        ((), (HALL, A)),
        ((0,), (HALL, replace(A, status=1))),
        ((0,), (HALL, A)),
        ((2,), (HALL,)),
        (sides, (HALL, replace(A, status=1))),
    )
    assert life(lives, A.key).modified_at > life(removed, A.key).removed_at
    assert life(lives, A.key).is_live


@pytest.mark.parametrize("sides", [(0, 3), (3, 0)])
def test_a_stay_that_calls_its_venue_by_a_former_name_has_its_hours_whichever_side_knows_the_name(
    sides: tuple[int, ...],
) -> None:
    """A branch in which a venue was made and renamed, merged into one that never had it: nothing is
    another than on the branch."""
    new = replace(HALL, id="new", aliases=("hall",))
    *_, branch, lives = fold_history(
        ((), ()), ((0,), (HALL,)), ((1,), (HALL, A)), ((2,), (new, A)), (sides, (new, A))
    )
    assert life(lives, A.key).versions == life(branch, A.key).versions
    assert decode_timing(life(lives, A.key).timing).venue_hours == HOURS[1]


@pytest.mark.parametrize("sides", [(1, 2), (2, 1)])
def test_a_venue_that_two_sides_gave_two_names_has_its_hours_under_the_first_one_still(
    sides: tuple[int, ...],
) -> None:
    one, two = (replace(HALL, id=name, aliases=("hall",)) for name in ("one", "two"))
    *_, lives = fold_history(((), (HALL, A)), ((0,), (one, A)), ((0,), (two, A)), (sides, (two, A)))
    assert decode_timing(life(lives, A.key).timing).venue_hours == HOURS[1]
    assert len(life(lives, A.key).versions) == 1, "nothing of its time is another"


def test_the_last_of_its_names_in_addresses_is_that_of_now() -> None:
    """A removed event's UID is made of it."""
    b = replace(A, id="b", aliases=("a",))
    *_, lives = fold_history(
        ((), ()), ((0,), (HALL, A)), ((1,), (HALL, b)), ((0, 2), ()), ((1, 3), (HALL, A))
    )
    assert life(lives, A.key).is_live and life(lives, A.key).slugs[-1] == "a"


def test_hours_are_known_under_a_name_of_before_the_history() -> None:
    """The site finds a venue by its aliases; so SEQUENCE rises when the hours of such a one
    change."""
    new = replace(HALL, id="new", aliases=("hall",))
    *_, lives = fold_history(((), (new, A)), ((0,), (replace(new, when=2), A)))
    assert [decode_timing(v.timing).venue_hours for v in life(lives, A.key).versions] == [
        HOURS[1],
        HOURS[2],
    ]


def test_an_id_that_is_given_to_another_record_is_not_its_uid() -> None:
    """Again and again; and where the first one came with a former id of before the history, too."""
    b, c = (replace(A, id=name, aliases=("a",)) for name in "bc")
    *_, lives = fold_history(((), (HALL, b)), ((0,), (HALL, replace(b, aliases=()), A)))
    assert life(lives, b.key).origin == "a" != life(lives, A.key).origin
    *_, lives = fold_history(
        ((), (HALL, A)), ((0,), (HALL, b)), ((1,), (HALL, replace(b, aliases=()), A)), ((2,), (HALL, replace(b, aliases=()), c)),
        ((3,), (HALL, replace(b, aliases=()), replace(c, aliases=()), A)),
    )  # fmt: skip
    assert len({life(lives, Key("stop", name)).origin for name in "abc"}) == 3


def test_a_record_in_two_files_for_a_while_is_one() -> None:
    """First written into the new file, then deleted from the old one, in commits of their own."""
    one, two = A.fact, replace(A, file="schedule/new.yaml").fact
    lives = History()
    lives.update(fold_commit([], CommitFacts(1, {A.key: one}, {})))
    before = life(lives, A.key)
    lives.update(fold_commit([lives], CommitFacts(2, {A.key: two}, {})))
    lives.update(fold_commit([lives], CommitFacts(3, {}, {A.key: one})))
    assert life(lives, A.key) == msgspec.structs.replace(before, file="schedule/new.yaml")


def test_translations_go_with_their_entry() -> None:
    name = RecordFact(Key("exhibition", "old"), visible_digest=b"1")
    english = RecordFact(Key("exhibition", "old", "en"), visible_digest=b"2")
    new = name._replace(key=Key("exhibition", "new"), aliases=("old",))
    new_english = english._replace(key=Key("exhibition", "new", "en"))
    first, second = ({f.key: f for f in facts} for facts in ((name, english), (new, new_english)))
    lives = History()
    lives.update(fold_commit([], CommitFacts(1, first, {})))
    lives.update(fold_commit([lives], CommitFacts(2, second, first)))
    modified = [life(lives, key).modified_at for key in second]
    assert modified == [1, 1], "nothing that is shown is another"


@for_seeds(1500)
def test_sequence_and_moments_are_exact(seed: int) -> None:
    """In a straight history: a simple book-keeper, who knows nothing of merges, comes to the same."""
    book = Book()
    for commit in fold_random_history(seed, is_straight=True):
        try:
            book.enter(commit.tree, commit.at)
        except AmbiguousError:
            return
        for entry in book.entries:
            record = life(commit.lives, entry.key)
            assert [version.timestamp for version in record.versions] == [
                at for at, _ in entry.times
            ], entry
            assert (record.origin.partition("~")[0], record.modified_at, record.removed_at) == (
                entry.origin,
                entry.modified,
                entry.removed_at,
            ), entry
