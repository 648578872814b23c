"""Rows of records that are not there yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tourbook.common.suggestions import suggest_option
from tourbook.editing.key_order import REPEAT_KEYS, list_key_order
from tourbook.formats.yaml_edits import Assignment, Insertion
from tourbook.sources.paths import SCHEDULE_FILE, is_included

from .cells import write_plainly
from .differences import Difference, NewTrip, Row, arrange_items, simplify_text
from .records import TRIP_COLUMNS, SheetKind, SourceRecord

_STOP_LISTS = {"stops": "tours", "visits": "routes"}


class Additions:
    """The new records of a kind, in the order of their rows."""

    def __init__(
        self,
        kind: SheetKind,
        trips: Mapping[str, SourceRecord],
        stop_counts: Mapping[str, int],
        languages: list[str],
        includes: Sequence[str],
    ) -> None:
        """`trips`: id -> the trip to which a stop can be added; `stop_counts`: id of a trip -> the
        number of its stops; `includes`: what schedule.yaml does."""
        self._kind, self._trips = kind, trips
        self._stop_counts = dict(stop_counts)
        self._languages, self._includes = languages, includes
        self._ranks = _rank_keys(list_key_order(kind.record_type))

    def add(self, row: Row, to: Difference) -> None:
        """Add to a difference the record that a row describes."""
        tree = self._make_tree(row, to)
        new_trip = self._find_new_trip(row, to)
        if new_trip:
            stops = new_trip.tree.setdefault(new_trip.stops_key, [])
            file, base = new_trip.file, (*new_trip.path, new_trip.stops_key, len(stops))
            stops.append(tree)
        elif self._kind.name in _STOP_LISTS:
            trip = self._find_trip(row, to)
            if trip is None:
                return
            number = self._stop_counts.get(trip.id, 0)
            self._stop_counts[trip.id] = number + 1
            file, base = trip.file, (*trip.path, self._kind.name, number)
            to.add_edits(file, [Insertion(base, tree)])
        elif self._kind.name in _STOP_LISTS.values():
            file, base = f"schedule/{row.id}.yaml", (self._kind.name, 0)
            to.add_edits(file, [Insertion(base, tree)])
            if not is_included(file, tuple(self._includes)):
                to.add_edits(SCHEDULE_FILE, [Insertion(("include", len(self._includes)), file)])
                self._includes = [*self._includes, file]
            stops_key = next(k for k, trips in _STOP_LISTS.items() if trips == self._kind.name)
            to.new_trips[row.id] = NewTrip(file, base, tree, stops_key)
        else:
            file, base = f"content/{self._kind.name}/{row.id}.md", ()
            keys = [key for key in tree if key != "id"]
            to.add_edits(file, [Assignment((key,), tree[key]) for key in keys])
        to.new_counts[self._kind.name] += 1
        to.rows[file, base] = row

    def _make_tree(self, row: Row, to: Difference) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        texts: dict[tuple[str, ...], dict[str, Any]] = {}
        for column, cell in row.cells.items():
            if cell == "" or column in TRIP_COLUMNS.values():
                continue
            value = to.read_value(row, column)
            if column.lang:
                texts.setdefault(column.path, {})[column.lang] = value
                value = simplify_text(texts[column.path], self._languages[0])
            if column.kind == "kinds":
                value = arrange_items((), value)
            if value not in (None, False):
                _put(tree, column.path, value)
        if "repeat" in tree:
            tree["repeat"] = _sort_keys(tree["repeat"], _rank_keys(REPEAT_KEYS))
        return _sort_keys(tree, self._ranks)

    def _find_new_trip(self, row: Row, to: Difference) -> NewTrip | None:
        column = TRIP_COLUMNS.get(self._kind.name)
        trip = to.new_trips.get(write_plainly(row.cells.get(column, ""))) if column else None
        return trip if trip and trip.stops_key == self._kind.name else None

    def _find_trip(self, row: Row, to: Difference) -> SourceRecord | None:
        column = TRIP_COLUMNS[self._kind.name]
        trip_id = write_plainly(row.cells.get(column, ""))
        trip = self._trips.get(trip_id)
        if trip is None:
            help = suggest_option(trip_id, self._trips)
            to.report(
                row.place(column),
                f"“{row.id}” 是新的，要写明{column.label}；没有 “{trip_id}”。{help.zh}",
                f"“{row.id}” is new and needs its {column.key}; there is no “{trip_id}”. {help.en}",
            )
        return trip


def _rank_keys(order: Sequence[str]) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(order)}


def _sort_keys(tree: dict[str, Any], ranks: Mapping[str, int]) -> dict[str, Any]:
    """A tree in the order of its keys; those without a rank come last."""
    return {key: tree[key] for key in sorted(tree, key=lambda key: ranks.get(key, len(ranks)))}


def _put(tree: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value
