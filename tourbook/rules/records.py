"""Single records compared with the day: bookings, caravans, accreditations, statuses, shares."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from math import ceil

from tourbook.common.problems import Location, Message
from tourbook.model.entries import Caravan, Venue
from tourbook.model.trips import Stay, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import CaravanVisit
from tourbook.schema.fields import Accreditation
from tourbook.sources.paths import SITE_FILE

from .base import Finding, describe_entry, describe_stop, make_bilingual


def find_missing_booking_contacts(agenda: Agenda) -> Iterator[Finding]:
    """Stops that take bookings without a phone number or a URL to book with."""
    for stop in agenda.model.stops:
        booking = stop.record.booking
        if booking and (booking.url or booking.phone):
            continue
        if agenda.is_finished(stop) or not (booking or _has_booking_only_times(agenda, stop)):
            continue
        contact = stop.venue.record.contact if stop.venue else None
        if contact and (contact.phone or contact.email or contact.url):
            continue
        place = describe_stop(agenda, stop)
        message = Message(
            f"{place.zh} 要预约，却没有写怎么预约",
            f"{place.en} takes bookings, but no phone or URL is given",
        )
        help = Message(
            "在 booking 下加 phone 或 url，或给场馆写 contact",
            "add `phone` or `url` to `booking`, or `contact` to the venue",
        )
        location = stop.location.child("booking") if booking else stop.location
        yield Finding(location, message, help, (stop, stop.venue))


def _has_booking_only_times(agenda: Agenda, stop: Stop) -> bool:
    if not isinstance(stop, Stay):
        return any(session.booking for session in stop.sessions)
    return agenda.engine.get_opening(stop).has_booking_sessions


# ---- caravans ------------------------------------------------------------------------


def find_caravans_due_for_renewal(agenda: Agenda) -> Iterator[Finding]:
    """Caravans with visits beyond the age or the distance at which they should be renewed."""
    planning = agenda.engine.planning
    for caravan_id, visits in agenda.engine.visits_by_caravan.items():
        caravan = agenda.model.entries.find(Caravan, caravan_id)
        coming = [visit for visit in visits if visit.day >= agenda.today]
        if caravan is None or not coming:
            continue
        since, odometer = caravan.record.since, caravan.record.odometer
        if since:
            due = _add_years(since, planning.renewal_years)
            late = next((visit for visit in coming if visit.day >= due), None)
            if late:
                yield _describe_age(agenda, caravan, due, late)
        if odometer is not None and odometer >= planning.renewal_km:
            yield _describe_distance(agenda, caravan, coming[0])


def _add_years(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def _describe_age(agenda: Agenda, caravan: Caravan, due: dt.date, late: CaravanVisit) -> Finding:
    name, place = describe_entry(agenda, caravan), describe_stop(agenda, late.stop)
    years = agenda.engine.planning.renewal_years
    message = Message(
        f"{name.zh} 在 {due} 满 {years} 年，之后还有到访：{late.day} {place.zh}",
        f"{name.en} is {years} years old on {due}, but still has visits after that: "
        f"{late.day} {place.en}",
    )
    help = Message(
        "安排更新，或把之后的到访换一辆车",
        "plan its renewal, or give the later visits to another caravan",
    )
    location = caravan.location.child("since")
    return Finding(location, message, help, (caravan, late.stop), late.stop.location)


def _describe_distance(agenda: Agenda, caravan: Caravan, visit: CaravanVisit) -> Finding:
    name, place = describe_entry(agenda, caravan), describe_stop(agenda, visit.stop)
    driven, limit = caravan.record.odometer, agenda.engine.planning.renewal_km
    message = Message(
        f"{name.zh} 已行驶 {driven} 公里，到了更新里程 {limit} 公里，还有到访：{visit.day} "
        f"{place.zh}",
        f"{name.en} has driven {driven} km and is due for renewal at {limit} km, but still has "
        f"visits: {visit.day} {place.en}",
    )
    help = Message("安排更新，或换一辆车", "plan its renewal, or use another caravan")
    location = caravan.location.child("odometer")
    return Finding(location, message, help, (caravan, visit.stop), visit.stop.location)


# ---- venues and statuses -------------------------------------------------------------


def find_expiring_accreditations(agenda: Agenda) -> Iterator[Finding]:
    """Venues with an accreditation that expires before a stop there ends."""
    for venue in agenda.model.entries[Venue].values():
        for i, accreditation in enumerate(venue.record.accreditations):
            late = _find_stop_after(agenda, venue, accreditation.until)
            if late:
                location = venue.location.child("accreditations", i, "until")
                yield _describe_expiry(agenda, location, venue, accreditation, late)


def _find_stop_after(agenda: Agenda, venue: Venue, day: dt.date | None) -> Stop | None:
    """The first stop at a venue that ends after `day`."""
    if day is None:
        return None
    for stop in agenda.list_stops("venue", venue.id):
        takes_place = stop.takes_place and not agenda.is_finished(stop)
        if takes_place and stop.end and stop.end > day:
            return stop
    return None


def _describe_expiry(
    agenda: Agenda, location: Location, venue: Venue, accreditation: Accreditation, late: Stop
) -> Finding:
    name, until = make_bilingual(agenda, accreditation.name), accreditation.until
    venue_name, place = describe_entry(agenda, venue), describe_stop(agenda, late)
    end = Message(f"到 {late.end} 才结束", f"until {late.end}")
    if late.has_no_end:
        end = Message("没有写结束日期", "until further notice")
    message = Message(
        f"{venue_name.zh} 的“{name.zh}”{until} 到期，{place.zh} {end.zh}",
        f"“{name.en}” of {venue_name.en} expires on {until}, but {place.en} runs {end.en}",
    )
    help = Message(
        "续期后改 until，或删去这一项", "renew it and change `until`, or delete the entry"
    )
    return Finding(location, message, help, (venue, late), late.location)


def find_past_planned_stops(agenda: Agenda) -> Iterator[Finding]:
    """Stops that are over but still have the status planned."""
    for stop in agenda.model.stops:
        if stop.record.status == "planned" and stop.end and stop.end < agenda.today:
            place = describe_stop(agenda, stop)
            message = Message(
                f"{place.zh} 在 {stop.end} 已经结束，状态还是 planned",
                f"{place.en} ended on {stop.end}, but its status is still planned",
            )
            help = Message(
                "办过了写 status: done，没办写 cancelled 或新的日期",
                "write status: done if it took place, otherwise cancelled or new dates",
            )
            yield Finding(stop.location.child("status"), message, help, (stop,))


# ---- townships -----------------------------------------------------------------------


def find_low_township_shares(agenda: Agenda) -> Iterator[Finding]:
    """Years, from the present one on, with too few of their visits in townships."""
    target = agenda.engine.planning.township_share
    if target is None:
        return
    for year, visits in sorted(_collect_visits_by_year(agenda).items()):
        if year >= agenda.today.year and 100 * sum(visits) / len(visits) < target:
            yield _describe_low_share(year, sum(visits), len(visits), target)


def _collect_visits_by_year(agenda: Agenda) -> dict[int, list[bool]]:
    """Year -> for each of its visits, whether it is in a township."""
    visits: dict[int, list[bool]] = defaultdict(list)
    for stop in agenda.model.stops:
        if not isinstance(stop, Stay) and stop.takes_place:
            for day, _ in stop.spans:
                visits[day.year].append(stop.place.is_in_township)
    return visits


def _describe_low_share(year: int, in_townships: int, total: int, target: float) -> Finding:
    share = 100 * in_townships / total
    missing_count = max(1, ceil(target / 100 * total - in_townships))
    message = Message(
        f"{year} 年 {total} 次到访中 {in_townships} 次在乡镇，占 {share:.1f}%，低于 {target:g}%",
        f"{in_townships} of the {total} visits of {year} are in townships: {share:.1f} %, below "
        f"{target:g} %",
    )
    if total == 1:
        message = Message(
            f"{year} 年只有一次到访，不在乡镇，低于 {target:g}%",
            f"the only visit of {year} is not in a township: 0 %, below {target:g} %",
        )
    help = Message(
        f"至少再把 {missing_count} 次改到乡镇；在乡镇的地点写 township: true",
        f"move at least {missing_count} more to townships; write township: true for places in one",
    )
    location = Location(SITE_FILE).child("planning", "township_share")
    return Finding(location, message, help)
