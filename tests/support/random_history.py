"""Random histories of a schedule, as facts: branches, merges, removals, returns, renames. What fold
makes of them is judged elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.history.facts import CommitFacts, RecordFact
from tourbook.history.fold import fold_commit
from tourbook.history.histories import History
from tourbook.history.keys import Key
from tourbook.history.records import RecordHistory, Refs, StoredRecord, Timing, Version

IDS = ("a", "b", "c", "d")
DAYS = [dt.date(2026, 5, 1) + dt.timedelta(days=n) for n in range(3)]
HOURS: tuple[dict[str, str], ...] = ({}, {"daily": "09:00-17:00"}, {"wed-sun": "09:00-17:00"})


@dataclass(frozen=True)
class Row:
    """A stop or a venue as it is written; every field is a small number or an id."""

    kind: str
    id: str
    when: int = 0
    """Which dates of a stop, which hours of a venue."""
    status: int = 0
    name: int = 0
    """What is shown besides."""
    venue: str = ""
    aliases: tuple[str, ...] = ()
    file: str = "schedule.yaml"

    @property
    def key(self) -> Key:
        return Key(self.kind, self.id)

    @property
    def fact(self) -> RecordFact:
        shown = compute_digest(encode_canonical(self.name))
        record = StoredRecord(self.file, "tour", b"")
        if self.kind == "venue":
            return RecordFact(
                self.key,
                Timing(hours=HOURS[self.when]),
                shown,
                aliases=self.aliases,
                slugs=(self.id,),
                regions=("621121",),
                record=record,
            )
        status = ("confirmed", "planned", "cancelled")[self.status]
        return RecordFact(
            self.key,
            Timing(status, DAYS[self.when], DAYS[self.when], is_stay=True),
            shown,
            refs=Refs(venue=self.venue, trip="tour"),
            aliases=self.aliases,
            slugs=(self.id,),
            memberships=(Key("organisation", str(self.name)),),
            record=record,
        )


Tree = dict[Key, Row]
"""All rows of a commit by their keys."""


@dataclass
class Commit:
    parents: tuple[int, ...]
    tree: Tree
    time: int
    """What the clock of whoever made it said."""
    lives: History = field(default_factory=History)
    at: int = 0
    former: Tree = field(default_factory=dict)
    """All rows that were ever there, as they were last."""

    def __str__(self) -> str:
        """For whoever looks at a history that fails: `print(*make_history(Random(seed)), sep="\\n")`."""
        rows = (
            f"{r.key}({r.when}{r.status}{r.name} {r.venue} {'<'.join(r.aliases)} {r.file})"
            for r in self.tree.values()
        )
        return f"{list(self.parents)} time {self.time}: {'; '.join(rows)}"


def make_history(r: Random, *, is_straight: bool = False, is_wild: bool = False) -> list[Commit]:
    """Commits, each after those that it stands on; in a straight history that is always the one
    before.

    In a wild one people who do not know of each other give one id to different records, edit within
    a merge and begin anew.
    """
    out: list[Commit] = []
    for number in range(r.randint(1, 9)):
        parents: list[int] = []
        if number and (is_straight or r.random() < 0.5):
            parents = [number - 1]
        elif number:
            count = min(number, r.randint(0 if is_wild else 1, 3))
            parents = r.sample(range(number), count)
        tree = join_trees(r, [out[p].tree for p in parents])
        names = IDS if is_straight or is_wild else tuple(f"{name}{number}" for name in IDS)
        for _ in range(r.randint(0, 3) if len(parents) < 2 or is_wild else 0):
            former = [row for p in parents for row in out[p].former.values() if row.key not in tree]
            tree = edit_tree(r, tree, names, former)
        out.append(Commit(tuple(parents), tree, r.randint(1, 20)))
        for p in parents:
            out[-1].former |= out[p].former
        out[-1].former |= tree
    return out


def join_trees(r: Random, trees: list[Tree]) -> Tree:
    """Of every record what one of the sides says of it; nothing where that side has none."""
    if len(trees) < 2:
        return dict(trees[0]) if trees else {}
    sides = {key: r.choice(trees) for key in dict.fromkeys(key for tree in trees for key in tree)}
    found = {key: side[key] for key, side in sides.items() if key in side}
    taken: set[tuple[str, str]] = set()
    out: Tree = {}
    for row in sorted(
        found.values(), key=lambda row: -len(row.aliases)
    ):  # a merge is repaired if a name occurs twice
        names = {(row.kind, name) for name in (row.id, *row.aliases)}
        if not names & taken:
            out[row.key] = row
            taken |= names
    return drop_lost_stops(out)


def drop_lost_stops(tree: Tree) -> Tree:
    """Without the stops whose venue is not there: no site is built from these."""
    venues = {
        name for row in tree.values() if row.kind == "venue" for name in (row.id, *row.aliases)
    }
    return {key: row for key, row in tree.items() if row.kind == "venue" or row.venue in venues}


def edit_tree(r: Random, tree: Tree, names: tuple[str, ...], former: list[Row]) -> Tree:
    """The tree after what an editor does, who never uses an id that another record of the kind has or
    had in it."""
    kind = r.choice(("stop", "stop", "venue"))
    rows = [row for row in tree.values() if row.kind == kind]
    taken = {name for row in rows for name in (row.id, *row.aliases)}
    free = [name for name in names if name not in taken]
    number, number2 = r.randint(0, 2), r.randint(0, 2)
    venues = sorted(
        {name for row in tree.values() if row.kind == "venue" for name in (row.id, *row.aliases)}
    )
    back = [row for row in former if row.kind == kind and not {row.id, *row.aliases} & taken]
    if back and r.randint(0, 3) == 0:
        row = r.choice(back)
        return drop_lost_stops({**tree, row.key: row})
    if (not rows or r.randint(0, 3) == 0) and free and (venues or kind == "venue"):
        row = Row(
            kind,
            r.choice(free),
            number,
            number2,
            venue=r.choice(venues) if kind == "stop" else "",
        )
        return {**tree, row.key: row}
    if not rows:
        return tree
    row = r.choice(rows)
    rest = {key: other for key, other in tree.items() if other is not row}
    changes = (
        "when",
        "when",
        "status",
        "name",
        "venue",
        "file",
        "remove",
        "rename",
        "back",
        "forget",
    )
    what = r.choice(changes)
    if what == "remove":
        return drop_lost_stops(rest)
    if what == "rename" and free:
        new = replace(row, id=r.choice(free), aliases=(*row.aliases, row.id))
    elif what == "back" and row.aliases:
        name = r.choice(row.aliases)
        new = replace(row, id=name, aliases=tuple(a for a in row.aliases if a != name))
    elif what == "forget":
        new = replace(row, aliases=())
    elif what == "venue":
        new = replace(row, venue=r.choice(venues) if kind == "stop" else "")
    elif what == "file":
        new = replace(row, file=f"schedule/{number}.yaml")
    else:
        new = {"when": replace(row, when=number), "status": replace(row, status=number)}.get(
            what, replace(row, name=number)
        )
    return drop_lost_stops({**rest, new.key: new})


@cache
def fold_random_history(
    seed: int, is_straight: bool = False, is_wild: bool = False
) -> list[Commit]:
    """A random history with the lives after each commit; only to be read."""
    return fold_commits(make_history(Random(seed), is_straight=is_straight, is_wild=is_wild))


def fold_commits(history: list[Commit]) -> list[Commit]:
    """Work out the lives after each commit."""
    for commit in history:
        before = [history[p] for p in commit.parents]
        own = before[0].tree if before else {}
        now = {
            key: row.fact for key, row in commit.tree.items() if key not in own or own[key] != row
        }
        removed = {key: row.fact for key, row in own.items() if key not in commit.tree}
        commit.at = max([commit.time, *(parent.at + 1 for parent in before)])
        changes = fold_commit(
            [parent.lives for parent in before], CommitFacts(commit.at, now, removed)
        )
        commit.lives = before[0].lives.copy() if before else History()
        commit.lives.update(changes)
    return history


def life(lives: History, key: Key) -> RecordHistory:
    found = lives.get(key)
    assert found, key
    return found


def resolved(lives: History, key: Key) -> Key:
    while key in lives.names:
        key = lives.names[key]
    return key


def successor(parent: History, key: Key, child: History) -> Key:
    """The key in a later commit of what has a key in an earlier one: subscribers know it by its
    origin, which its UID is made of."""
    found, origin = resolved(child, key), life(parent, key).origin
    if life(child, found).origin == origin:
        return found
    return next(
        (k for k in records(child) if k.kind == key.kind and life(child, k).origin == origin),
        found,
    )


def records(lives: History) -> list[Key]:
    """Keys of the stops and venues that are or were there, each under the name that it has now."""
    return [key for key in lives.iterate_keys() if key.kind in ("stop", "venue")]


def times(versions: tuple[Version, ...]) -> list[bytes]:
    return [version.timing for version in versions]
