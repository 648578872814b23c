"""What is proposed for a new record, from what there is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from tourbook.common.dates import DAY, OPEN_END
from tourbook.model.entries import ENTRY_CLASSES, Caravan, Organisation
from tourbook.model.trips import Visit
from tourbook.schedule.availability import MIN_STAY_DAYS
from tourbook.schedule.halls import list_shortfalls
from tourbook.schedule.venue_fits import Wish, list_fits
from tourbook.schema import RouteRecord

from .ids import make_id
from .records import NewRecord, make_choices
from .values import list_names


def propose_only(kind: str) -> Callable[[NewRecord], str]:
    """The record of a kind, if there is only one."""

    def propose(new: NewRecord) -> str:
        ids = list(make_choices(new.agenda).names.get(kind, ()))
        return ids[0] if len(ids) == 1 else ""

    return propose


def propose_usual_class(new: NewRecord) -> str:
    entries = new.agenda.model.entries[ENTRY_CLASSES[new.kind.name]].values()
    classes = Counter(getattr(entry.record, "class_", "") for entry in entries)
    return classes.most_common(1)[0][0] if classes else ""


def propose_organiser(new: NewRecord) -> str:
    model = new.agenda.model
    return model.site.organiser if model.site.organiser in model.entries[Organisation] else ""


def propose_copy(new: NewRecord) -> str:
    """The copy that is free first."""
    copies = new.exhibition.record.copies if new.exhibition else []
    ids = [copy.id for copy in copies]
    return min(ids, key=lambda id: _find_last_end(new, id), default="")


def _find_last_end(new: NewRecord, copy: str) -> dt.date:
    exhibition = new.exhibition.id if new.exhibition else ""
    stays = new.agenda.engine.stays_by_copy.get((exhibition, copy), ())
    return max((stay.spans[-1][1] for stay in stays), default=dt.date.min)


def has_choice_of_copies(new: NewRecord) -> bool:
    trip = new.trip
    return bool(trip and not trip.copy_id and new.exhibition and new.exhibition.record.copies)


def propose_hall(new: NewRecord) -> str:
    """The first hall that is large enough."""
    needs = new.exhibition.record.logistics if new.exhibition else None
    halls = new.venue.record.halls if new.venue else []
    fitting = [hall for hall in halls if not needs or not list_shortfalls(needs, hall)]
    return list_names(fitting[0].name)[0] if fitting else ""


def has_choice_of_halls(new: NewRecord) -> bool:
    return new.venue is not None and len(new.venue.record.halls) > 1


def propose_opening(new: NewRecord) -> str:
    """The first day on which the set can be open in the hall for as long as at the last stop."""
    if new.venue is None or new.exhibition is None:
        return ""
    days = _compute_usual_length(new).days + 1
    needs = new.exhibition.record.logistics
    wish = Wish(new.exhibition, needs, new.agenda.today + DAY, OPEN_END, days)
    copy = new.get("copy") or (new.trip.copy_id if new.trip else "")
    fits = list_fits(new.agenda, new.venue, wish, copy)
    hall = new.get("hall")
    names = [list_names(fit.hall.name) if fit.hall else [] for fit in fits]
    days_that_fit = [fit.first for fit, own in zip(fits, names, strict=True) if hall in ("", *own)]
    return str(days_that_fit[0]) if days_that_fit else ""


def _compute_usual_length(new: NewRecord) -> dt.timedelta:
    """From the first to the last open day of the last stop of the tour."""
    lengths = [
        stop.spans[0][1] - stop.spans[0][0]
        for stop in (new.trip.stops if new.trip else ())
        if stop.spans and not stop.has_no_end
    ]
    return lengths[-1] if lengths else (MIN_STAY_DAYS - 1) * DAY


def propose_closing(new: NewRecord) -> str:
    """After as many days as the last stop of the tour is open, on an open day."""
    try:
        first = dt.date.fromisoformat(new.get("open"))
    except ValueError:
        return ""
    last = first + _compute_usual_length(new)
    opening = new.agenda.engine.get_venue_opening(new.venue) if new.venue else None
    if opening is not None and opening.has_weekday_rules:
        days = (last - n * DAY for n in range(31))
        last = next((day for day in days if opening.find_sessions(day)), last)
    return str(max(first, last))


def propose_times(new: NewRecord) -> str:
    """Those of the last visit of the route."""
    visits = [stop for stop in (new.trip.stops if new.trip else ()) if isinstance(stop, Visit)]
    return visits[-1].record.time if visits else ""


def propose_region(new: NewRecord) -> str:
    record = new.trip.record if new.trip else None
    return record.region if isinstance(record, RouteRecord) else ""


def propose_region_of_caravan(new: NewRecord) -> str:
    caravan = new.agenda.model.entries.find(Caravan, new.get("caravan"))
    return caravan.record.region if caravan else ""


def shows_nothing(new: NewRecord) -> bool:
    """Whether a stay has to name its exhibition itself."""
    return new.trip is not None and new.trip.exhibition is None


def has_no_first_day(new: NewRecord) -> bool:
    return not new.get("repeat.first")


def propose_today(new: NewRecord) -> str:
    return str(new.agenda.today)


# ---- ids -----------------------------------------------------------------------------------


def propose_id_by_name(new: NewRecord) -> str:
    """From its name, the English one first: an address in Latin letters is easy to type."""
    return make_id(_list_names(new))


def propose_id_by_place(new: NewRecord) -> str:
    """From its name, or from what it is and in which county: tongwei-science-museum."""
    region = new.agenda.model.regions.get(new.get("region"))
    names = list_names(region.name) if region else []
    county = make_id(names).partition("-")[0]
    return propose_id_by_name(new) or make_id([f"{county} {new.get('class')}"] if county else [])


def propose_id_by_year(new: NewRecord) -> str:
    """From its name, or from what it is and in which year: theme-day-2027."""
    return propose_id_by_name(new) or f"{new.get('class') or new.kind.name}-{new.get('start')[:4]}"


def propose_id_by_date(new: NewRecord) -> str:
    return propose_id_by_name(new) or new.get("date")


def propose_id_of_tour(new: NewRecord) -> str:
    return propose_id_by_name(new) or f"{new.get('exhibition')}-tour"


def propose_id_of_route(new: NewRecord) -> str:
    return propose_id_by_name(new) or f"{new.get('caravan')}-route"


def propose_id_of_stay(new: NewRecord) -> str:
    return f"{new.get('tour')}-{new.get('venue')}"


def propose_id_of_visit(new: NewRecord) -> str:
    place = new.get("venue") or make_id(list_names(new.get("place.name")))
    return f"{new.get('route')}-{place or new.get('date') or new.get('repeat.first')}"


def _list_names(new: NewRecord) -> list[str]:
    name = new.get("name") or new.get("title")
    if isinstance(name, dict):
        return [text for _, text in sorted(name.items(), key=lambda item: item[0] != "en")]
    return [name]
