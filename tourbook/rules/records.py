"""What a single record says, held against the day: bookings, vehicles, accreditations, statuses,
shares."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tourbook.common.problems import Location, Message
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import NOT_TAKING_PLACE
from tourbook.schema import StopRecord as StopRecord
from tourbook.sources.paths import SITE_FILE

from .base import Finding, describe_entry, describe_stop, is_finished, make_bilingual


def find_missing_booking_contacts(index: Agenda) -> Iterator[Finding]:
    """A stop can be booked, and nothing says how."""
    for stop in index.model.stops:
        booking = stop.record.booking
        told = booking and (booking.url or booking.phone)
        if (
            told
            or is_finished(index, stop)
            or not (booking or _has_booking_only_times(index, stop))
        ):
            continue
        contact = stop.venue.record.contact if stop.venue else None
        if contact and (contact.phone or contact.email or contact.url):
            continue
        where = describe_stop(index, stop)
        yield Finding(
            stop.location.child("booking") if booking else stop.location,
            Message(
                f"{where.zh} 要预约，却没有写怎么预约",
                f"{where.en} can be booked, and nothing says how",
            ),
            Message(
                "在 booking 下加 phone 或 url，或给场馆写 contact",
                "add a phone or a url to booking, or a contact to the venue",
            ),
            (stop, stop.venue),
        )


def _has_booking_only_times(index: Agenda, stop: Stop) -> bool:
    """Whether some of its times are only for those who booked."""
    if not isinstance(stop.record, StopRecord):
        return any(s.booking for s in stop.sessions)
    return index.engine.get_opening(stop).has_booking_sessions


def find_caravans_due_for_renewal(index: Agenda) -> Iterator[Finding]:
    """A vehicle past its age or its distance still has visits."""
    planning = index.engine.planning
    for vehicle, calls in index.engine.visits_by_caravan.items():
        caravan = index.model.find_entry("caravan", vehicle)
        if caravan is None:
            continue
        r, name = caravan.record, describe_entry(index, caravan)
        coming = [c for c in calls if c.day >= index.today]
        due = _add_years(r.since, planning.renewal_years) if r.since else None
        late = next((c for c in coming if due and c.day >= due), None)
        if late and due:
            where = describe_stop(index, late.stop)
            yield Finding(
                caravan.location.child("since"),
                Message(
                    f"{name.zh} 在 {due} 满 {planning.renewal_years} 年，之后还有到访："
                    f"{late.day} {where.zh}",
                    f"{name.en} is {planning.renewal_years} years old on {due} and has visits "
                    f"after that: {late.day} {where.en}",
                ),
                Message(
                    "安排更新，或把之后的到访换一辆车",
                    "plan its renewal, or give the later visits to another vehicle",
                ),
                (caravan, late.stop),
                late.stop.location,
            )
        if coming and r.odometer is not None and r.odometer >= planning.renewal_km:
            where = describe_stop(index, coming[0].stop)
            yield Finding(
                caravan.location.child("odometer"),
                Message(
                    f"{name.zh} 已行驶 {r.odometer} 公里，到了更新里程 {planning.renewal_km} 公里，"
                    f"还有到访：{coming[0].day} {where.zh}",
                    f"{name.en} has driven {r.odometer} km, is due for renewal at "
                    f"{planning.renewal_km} km, and still has visits: "
                    f"{coming[0].day} {where.en}",
                ),
                Message("安排更新，或换一辆车", "plan its renewal, or take another vehicle"),
                (caravan, coming[0].stop),
                coming[0].stop.location,
            )


def _add_years(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def find_expiring_accreditations(index: Agenda) -> Iterator[Finding]:
    """A venue's accreditation ends before a stop there does."""
    for venue in index.model.entries["venue"].values():
        for i, a in enumerate(venue.record.accreditations):
            stops = [
                s
                for s in index.list_stops("venue", venue.id)
                if not is_finished(index, s) and s.end and s.record.status not in NOT_TAKING_PLACE
            ]
            late = next((s for s in stops if a.until and s.end and s.end > a.until), None)
            if not late:
                continue
            name, van, where = (
                make_bilingual(a.name, index.model.site.languages[0]),
                describe_entry(index, venue),
                describe_stop(index, late),
            )
            yield Finding(
                venue.location.child("accreditations", i, "until"),
                Message(
                    f"{van.zh} 的“{name.zh}”{a.until} 到期，{where.zh} 到 {late.end} 才结束",
                    f"“{name.en}” of {van.en} ends on {a.until}, and {where.en} goes on until "
                    f"{late.end}",
                ),
                Message(
                    "续期后改 until，或删去这一项", "renew it and change `until`, or delete it"
                ),
                (venue, late),
                late.location,
            )


def find_past_planned_stops(index: Agenda) -> Iterator[Finding]:
    """A stop that is over is still called planned."""
    for stop in index.model.stops:
        if stop.record.status == "planned" and stop.end and stop.end < index.today:
            where = describe_stop(index, stop)
            yield Finding(
                stop.location.child("status"),
                Message(
                    f"{where.zh} 在 {stop.end} 已经结束，状态还是 planned",
                    f"{where.en} was over on {stop.end}, and its status is still planned",
                ),
                Message(
                    "办过了写 status: done，没办写 cancelled 或新的日期",
                    "write status: done where it took place, else cancelled or new dates",
                ),
                (stop,),
            )


def find_low_township_shares(index: Agenda) -> Iterator[Finding]:
    """Too few of a year's visits go to townships."""
    target = index.engine.planning.township_share
    if target is None:
        return
    visits: dict[int, list[bool]] = defaultdict(list)
    for stop in index.model.stops:
        if not isinstance(stop.record, StopRecord) and stop.record.status not in NOT_TAKING_PLACE:
            for day, _ in stop.spans:
                visits[day.year].append(stop.place.is_in_township)
    for year, found in sorted(visits.items()):
        share = 100 * sum(found) / len(found)
        if year >= index.today.year and share < target:
            more = max(1, -int(-(target / 100 * len(found) - sum(found)) // 1))
            yield Finding(
                Location(SITE_FILE).child("planning", "township_share"),
                Message(
                    f"{year} 年 {len(found)} 次到访中 {sum(found)} 次在乡镇，"
                    f"占 {share:.1f}%，低于 {target:g}%",
                    f"{sum(found)} of the {len(found)} visits of {year} are in townships: "
                    f"{share:.1f} %, below {target:g} %",
                ),
                Message(
                    f"至少再把 {more} 次改到乡镇；在乡镇的地点写 township: true",
                    f"move {more} more of them to townships; places in one say township: true",
                ),
            )
