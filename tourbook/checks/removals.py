"""What is removed is removed on purpose: stops, records with another id, names to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook.common.l10n import localize_text
from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entries import Entry
from tourbook.model.model import Model
from tourbook.model.trips import Stop, Trip
from tourbook.sources.paths import SITE_FILE


def check_changed_ids(model: Model, problems: Problems) -> None:
    """Report records that look like a removed one but have another id and no alias."""
    if not (model.removed_stops or model.removed_trips or any(model.removed_entries)):
        return
    removed = _iterate_comparable(model.removed_stops, model.removed_trips, model.removed_entries)
    former_ids = {(kind, key): record.id for kind, key, record in removed}
    for kind, key, record in _iterate_comparable(model.stops, model.trips.values(), model.entries):
        former_id = former_ids.get((kind, key))
        if former_id is not None and _replaces(model, kind, record.id, former_id):
            _report_changed_id(kind, record, former_id, problems)


def _iterate_comparable(
    stops: Iterable[Stop], trips: Iterable[Trip], entries: Iterable[Entry]
) -> Iterator[tuple[str, str, Stop | Trip | Entry]]:
    """(kind, what two records have in common if they look alike, record)."""
    for stop in stops:
        yield "stop", stop.comparison_key, stop
    for trip in trips:
        yield "trip", repr(trip.name), trip
    for entry in entries:
        yield entry.kind, repr(entry.name), entry


def _replaces(model: Model, kind: str, id: str, former_id: str) -> bool:
    """True if a record appeared when, or after, another was removed, and that is recent."""
    ledger = model.ledger
    history, removed = ledger.find_history(kind, id), ledger.get_history(kind, former_id)
    if history is None or removed is None:
        return False
    return history.created_at >= removed.removed_at and ledger.is_recent(removed.removed_at)


def _report_changed_id(
    kind: str, record: Stop | Trip | Entry, former_id: str, problems: Problems
) -> None:
    changed = Message(
        f"编号从 {former_id} 改成了 {record.id}", f"its id was {former_id} and is now {record.id}"
    )
    message = Message(
        f"{changed.zh}：旧网页打不开了，网站当它是另一个",
        f"{changed.en}: its old page is gone, and the site treats it as a different record",
    )
    if kind == "stop":
        message = Message(
            f"{changed.zh}：订阅者会看到旧的取消、新的一项，旧日历也不再更新",
            f"{changed.en}: subscribers see the old stop cancelled and a new one, and its old "
            f"calendar is no longer updated",
        )
    help = Message(
        f"加一行 aliases: [{former_id}]；若真是另一个，不必改",
        f"add aliases: [{former_id}]; if it really is a different one, ignore this",
    )
    problems.add_warning("id-changed", record.location.child("id"), message, help)


def check_early_removals(model: Model, problems: Problems) -> None:
    """Report, on the day of the deletion only, stops that were deleted before they ended."""
    removed_today = [
        stop
        for stop in model.removed_stops
        if stop.history and stop.history.removed_at >= model.ledger.today_start
    ]
    if not removed_today:
        return
    present = {stop.comparison_key for stop in model.stops}
    for stop in removed_today:
        if stop.comparison_key not in present:  # else check_changed_ids reports it
            _report_early_removal(model, stop, problems)


def _report_early_removal(model: Model, stop: Stop, problems: Problems) -> None:
    location = Location(stop.location.file, line=1, column=1)
    if stop.trip.id in model.trips:
        location = stop.trip.location.at_key("id")
    first, name = model.site.languages[0], stop.place.name
    name_zh, name_en = localize_text(name, "zh", first), localize_text(name, "en", first)
    message = Message(
        f"“{name_zh}”（{stop.id}）还没结束就从日程里删了：网页和日历会标明已取消，到结束后 90 天",
        f"“{name_en}” ({stop.id}) was removed from the schedule before it ended: until 90 days "
        f"after its end, its page and calendars show it as cancelled",
    )
    help = Message(
        "若是取消，放回去，写 status: cancelled，并在 note 里写原因；若是误删，放回去",
        "if it is cancelled, put it back with status: cancelled and give the reason in `note`; if "
        "you deleted it by mistake, put it back",
    )
    problems.add_warning("removed-early", location, message, help)


def check_forgotten(model: Model, problems: Problems) -> None:
    """Report ids that are to be forgotten and are still in use, or never were."""
    ids = model.site.history.forget if model.site.history else []
    if not ids or not model.ledger.is_available:
        return
    records = (*model.entries, *model.trips.values(), *model.stops)
    present = {record.id: record for record in records}
    for i, id in enumerate(ids):
        location = Location(SITE_FILE).child("history", "forget", i)
        if record := present.get(id):
            message = Message(
                f"“{id}” 还在（{record.location.file}），不会被忘记",
                f"“{id}” is still there ({record.location.file}), so it is not forgotten",
            )
            help = Message("先删去这条记录", "delete the record first")
            problems.add_warning("forget", location, message, help, record.location)
        elif not model.ledger.knows_id(id):
            message = Message(f"从来没有编号为 “{id}” 的记录", f"no record ever had the id “{id}”")
            help = Message(
                "检查编号：写记录删除前的编号",
                "check the id: write the one that the record had when it was removed",
            )
            problems.add_warning("forget", location, message, help)
