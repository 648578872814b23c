"""What a stop says of itself, compared with its dates, its venue and its exhibition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from tourbook.common.memoized import Memoized
from tourbook.common.problems import NO_HELP, Location, Message
from tourbook.common.suggestions import Suggester
from tourbook.model.entries import Venue
from tourbook.model.trips import Stay
from tourbook.schedule.agenda import Agenda
from tourbook.schema import Text

from .base import Finding, describe_entry, describe_stop, format_span


def find_early_done_stops(agenda: Agenda) -> Iterator[Finding]:
    """Stops with the status done of which days are to come; not on their last day."""
    for stop in agenda.model.stops:
        if stop.record.status != "done" or not stop.start or not stop.end:
            continue
        if stop.end <= agenda.find_today(stop.place.timezone):
            continue
        place, span = describe_stop(agenda, stop), format_span(stop.start, stop.end)
        message = Message(
            f"{place.zh} 写着 done（已结束），日期却是 {span.zh}",
            f"{place.en} is marked as done, but its dates are {span.en}",
        )
        help = Message(
            "改正日期，或去掉 status: done；提前结束的，把最后一天改成真正结束的那天",
            "correct the dates or delete status: done; if it ended early, give its real last day",
        )
        yield Finding(stop.location.child("status"), message, help, (stop,))


def find_early_visitors(agenda: Agenda) -> Iterator[Finding]:
    """Stops that have not begun and already had visitors. If they are marked as done, that is
    reported instead."""
    for stop in agenda.model.stops:
        record = stop.record
        if not record.visitors or record.status == "done" or not stop.start:
            continue
        if stop.start <= agenda.find_today(stop.place.timezone):
            continue
        place = describe_stop(agenda, stop)
        message = Message(
            f"{place.zh} {stop.start} 才开始，却已经有实际人数 {record.visitors}",
            f"{place.en} begins on {stop.start}, but has had {record.visitors} visitors already",
        )
        help = Message(
            "预计人数写 expected；日期错了就改日期",
            "write `expected` for a figure that you expect, or correct the date",
        )
        yield Finding(stop.location.child("visitors"), message, help, (stop,))


# ---- copies --------------------------------------------------------------------------


def find_unnamed_copies(agenda: Agenda) -> Iterator[Finding]:
    """Tours whose remaining stops do not say which of several copies they show; each once."""
    stays_by_tour: dict[tuple[str, str], list[Stay]] = defaultdict(list)
    for stay in agenda.remaining_stays:
        exhibition = stay.exhibition
        if exhibition is None or stay.copy or stay.record.copy or stay.trip.copy_id:
            continue  # if there is no such copy, that is an error already
        ids = [copy.id for copy in exhibition.record.copies]
        if len(ids) > 1 and len(ids) == len(set(ids)):  # a duplicate is an error already
            stays_by_tour[stay.trip.id, exhibition.id].append(stay)
    for stays in stays_by_tour.values():
        yield _describe_unnamed_copy(agenda, stays)


def _describe_unnamed_copy(agenda: Agenda, stays: list[Stay]) -> Finding:
    first, exhibition = stays[0], stays[0].exhibition
    assert exhibition
    name, place = describe_entry(agenda, exhibition), describe_stop(agenda, first)
    copies = exhibition.record.copies
    rest = Message("", "")
    if len(stays) > 1:
        rest = Message(f" 等 {len(stays)} 站", f" and {len(stays) - 1} more")
    message = Message(
        f"{name.zh} 有 {len(copies)} 套，{place.zh}{rest.zh} 没有写是哪一套：撞期查不出来",
        f"{name.en} has {len(copies)} copies, and {place.en}{rest.en} do not say which one: "
        "clashes cannot be found",
    )
    if len(stays) == 1:
        message = message._replace(en=message.en.replace(" do not say", " does not say"))
    help = Message(
        f"在每一站，或者在整个巡展，写 copy: {copies[0].id}（或 {copies[1].id}）",
        f"write copy: {copies[0].id} or copy: {copies[1].id} at each stop, or for the whole tour",
    )
    return Finding(first.location, message, help, (*stays, exhibition))


# ---- halls ---------------------------------------------------------------------------


def find_unknown_halls(agenda: Agenda) -> Iterator[Finding]:
    """Remaining stays in a hall that is not among those of the venue, if it lists any."""
    halls, suggester = Memoized(_collect_hall_names), Suggester()
    for stay in agenda.remaining_stays:
        venue = stay.venue
        if venue and stay.record.hall and venue.record.halls:
            mistake = _find_wrong_name(stay.record.hall, halls[venue])
            if mistake:
                yield _describe_unknown_hall(agenda, stay, mistake, halls[venue], suggester)


def _collect_hall_names(venue: Venue) -> dict[str, Text]:
    """Name of a hall in any language -> its name in all of them."""
    return {
        name: hall.name
        for hall in reversed(venue.record.halls)
        for name in (hall.name.values() if isinstance(hall.name, dict) else [hall.name])
    }


def _find_wrong_name(hall: Text, names: dict[str, Text]) -> tuple[str, str] | None:
    """(language or "", name) of the first name of a stay's hall that is not that of a hall."""
    stay_names = hall if isinstance(hall, dict) else {"": hall}
    meant = next((names[name] for name in stay_names.values() if name in names), None)
    if meant is None:
        return next(iter(stay_names.items()))
    if isinstance(meant, str):
        return None
    wrong = ((lang, n) for lang, n in stay_names.items() if lang and meant.get(lang, n) != n)
    return next(wrong, None)


def _describe_unknown_hall(
    agenda: Agenda,
    stay: Stay,
    mistake: tuple[str, str],
    names: Collection[str],
    suggester: Suggester,
) -> Finding:
    (language, hall), venue = mistake, stay.venue
    assert venue
    name = describe_entry(agenda, venue)
    message = Message(
        f"{name.zh} 没有展厅 “{hall}”，{stay.id} 却在那里",
        f"{name.en} has no hall “{hall}”, in which {stay.id} is to be",
    )
    help = Message(
        "真有这个展厅，就写进场馆的 halls", "if the hall exists, add it to `halls` of the venue"
    )
    nearest = suggester.suggest(hall, venue.id, lambda: names)
    if nearest != NO_HELP:
        help = Message(
            f"{nearest.zh.rstrip('？')}；{help.zh}", f"{nearest.en.rstrip('?')}; {help.en}"
        )
    location = stay.location.child("hall", *([language] if language else ()))
    halls = Location(venue.location.file).child("halls")
    return Finding(location, message, help, (stay, venue), halls)
