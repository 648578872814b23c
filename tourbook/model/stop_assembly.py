"""Records of stays and visits -> stops: references resolved, dates worked out."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import parse_sessions
from tourbook.common.memoized import Memoized
from tourbook.common.problems import Location, Message
from tourbook.history.ledger import Ledger
from tourbook.history.records import RecordHistory
from tourbook.schema import (
    SiteRecord,
    StopDefaults,
    StopRecord,
    VisitRecord,
    apply_defaults,
    get_stop_defaults,
    list_duties,
)
from tourbook.schema.fields import CopyRecord
from tourbook.timetable.holidays import HolidayCalendars

from .entries import Campaign, Exhibition, Organisation, Venue
from .past_holidays import PastHolidays
from .past_versions import PastVersions, StopDates, make_recurring_dates
from .recurrences import RecurrenceExpander
from .references import References
from .trips import Stay, Stop, StopPlace, Trip, Visit, make_stop_place

UNDATED_STATUSES = ("planned", "postponed", "cancelled")
"""With these, a stop needs no date."""


class StopAssembler:
    """Makes stops, and keeps none of them."""

    def __init__(
        self,
        site: SiteRecord,
        calendars: HolidayCalendars,
        past_holidays: PastHolidays,
        ledger: Ledger,
        refs: References,
    ) -> None:
        self.site, self.calendars, self.ledger = site, calendars, ledger
        self.references, self.problems = refs, refs.problems
        self.expander = RecurrenceExpander(site, refs.problems)
        self.past_versions = PastVersions(site, past_holidays)
        self._defaults = Memoized(_get_defaults)
        self._venue_places = Memoized(self._make_venue_place)

    def assemble(
        self,
        trip: Trip,
        record: StopRecord | VisitRecord,
        at: Location,
        history: RecordHistory | None = None,
        removed_on: dt.date | None = None,
    ) -> Stop:
        """A stop with everything that it refers to. A removed stop brings its history; that of
        any other is looked up by its id."""
        venue = self.references.resolve(Venue, record.venue, at, "venue")
        exhibition = trip.exhibition
        if record.exhibition:
            exhibition = self.references.resolve(Exhibition, record.exhibition, at, "exhibition")
        self.check_references(record, at)
        if isinstance(record, VisitRecord):
            self.check_visit_place(record, at)
        record = apply_defaults(record, self._defaults[trip])
        place = self.resolve_place(record, venue, at)
        copy = None
        if isinstance(record, StopRecord):
            copy = self.find_copy(trip, record, exhibition, at)
            dates = self.compute_stay_dates(record, at)
        else:
            dates = self.compute_visit_dates(record, place.region, at)
        history = history or self.ledger.find_history("stop", record.id)
        return _get_stop_class(record)(
            id=record.id,
            slug=record.slug or record.id,
            location=at,
            record=record,
            trip=trip,
            exhibition=exhibition,
            copy=copy,
            caravan=trip.caravan,
            venue=venue,
            place=place,
            spans=dates.spans,
            sessions=dates.sessions,
            campaigns=_merge(trip.record.campaigns, record.campaigns),
            organisers=tuple(trip.record.organisers),
            moved_dates=dates.moved_dates,
            history=history,
            country=self.calendars.find_country(place.region),
            earlier_versions=self.past_versions.list_earlier(history),
            holiday_versions=self.past_versions.list_holiday_changes(history),
            removed_on=removed_on,
        )

    # ---- what it refers to -----------------------------------------------------------------

    def check_references(self, record: StopRecord | VisitRecord, at: Location) -> None:
        """The references that a stop keeps as ids."""
        refs = self.references
        if record.partners:
            refs.resolve_all(Organisation, record.partners, at, "partners")
        if record.crew:
            self._check_crew(record, at)
        if record.campaigns:
            refs.resolve_all(Campaign, record.campaigns, at, "campaigns")
        if record.volunteers:
            refs.resolve(Organisation, record.volunteers.by, at, "volunteers", "by")

    def _check_crew(self, record: StopRecord | VisitRecord, at: Location) -> None:
        for i, duty in enumerate(list_duties(record)):
            location = at.child("crew", i)
            if not isinstance(record.crew[i], str):
                location = location.child("who")
            self.references.resolve(Organisation, duty.who, location)

    def resolve_place(
        self, record: StopRecord | VisitRecord, venue: Venue | None, at: Location
    ) -> StopPlace:
        """Where a stop is; "?" without a venue or a place."""
        if isinstance(record, VisitRecord) and record.place:
            return make_stop_place(record.place, self.references.regions, self.site.timezone)
        if venue:
            return self._venue_places[venue]
        return StopPlace("?", "", "", None, False, self.site.timezone)

    def _make_venue_place(self, venue: Venue) -> StopPlace:
        return make_stop_place(venue.record, self.references.regions, self.site.timezone)

    def check_visit_place(self, record: VisitRecord, at: Location) -> None:
        """A visit has either a venue or a place, and the place a known region."""
        if bool(record.venue) == bool(record.place):
            hint = Message("删去 venue 或 place", "delete venue or place")
            if not record.venue:
                hint = Message(
                    "加一行 “venue: 场馆编号”；没有场馆文件的地方写 place",
                    "add “venue: ” and the id of a venue, or write a place if it has no venue file",
                )
            self.problems.add_error(
                "where",
                at if record.place else at.lack("venue"),
                Message(
                    "venue 和 place 要写一个，且只写一个",
                    "a visit has a venue or a place: exactly one of them",
                ),
                hint,
            )
        if record.place:
            self.references.check_region(record.place.region, at.child("place", "region"))

    def find_copy(
        self, trip: Trip, record: StopRecord, exhibition: Exhibition | None, at: Location
    ) -> CopyRecord | None:
        """The physical copy that a stay shows: its own, else the tour's, else the only one."""
        if exhibition is None:
            return None
        copy_id = record.copy or trip.copy_id
        copies = exhibition.record.copies
        if not copy_id:
            return copies[0] if len(copies) == 1 else None
        copy = exhibition.find_copy(copy_id)
        if copy is None and (record.copy or exhibition is trip.exhibition):
            self.problems.add_error(
                "unknown-copy",
                (at if record.copy else trip.location).child("copy"),
                Message(
                    f"展览 “{exhibition.id}” 没有编号为 “{copy_id}” 的实物套",
                    f"the exhibition “{exhibition.id}” has no copy “{copy_id}”",
                ),
                self.references.suggester.suggest(
                    copy_id, f"copies of {exhibition.id}", lambda: [c.id for c in copies]
                )
                or Message(
                    "在展览的 copies 里加上这一套，或删去 copy",
                    "add this copy under `copies` of the exhibition, or delete `copy`",
                ),
            )
        return copy

    # ---- when it is ------------------------------------------------------------------------

    def compute_stay_dates(self, record: StopRecord, at: Location) -> StopDates:
        if record.open is None:
            if record.close or record.status not in UNDATED_STATUSES:
                self.problems.add_error(
                    "missing-key",
                    at.lack("open"),
                    Message("缺少开展日期 “open”", "the first day “open” is missing"),
                    Message(
                        "加一行 open: 2026-05-01；日期未定时写 status: planned",
                        "add open: 2026-05-01, or status: planned while there is no date",
                    ),
                )
            return StopDates((), (), {})
        closing_day = record.closing_day
        if closing_day is None and record.status not in ("postponed", "cancelled"):
            self.report_missing_close(record.open, at)
        close = closing_day or record.open
        spans = ((record.open, close),) if record.open <= close else ()
        return StopDates(spans, (), {})

    def report_missing_close(self, opens: dt.date, at: Location) -> None:
        self.problems.add_error(
            "missing-key",
            at.lack("close")._replace(path=(*at.path, "open")),
            Message("缺少闭展日期 “close”", "the last day “close” is missing"),
            Message(
                f"加一行 close: 最后一天的日期；只开一天写 close: {opens}；未定或长期展出写 "
                "close: open",
                f"add close: and the last day; only one day: close: {opens}; not settled yet, or "
                "until further notice: close: open",
            ),
        )

    def compute_visit_dates(self, record: VisitRecord, region: str, at: Location) -> StopDates:
        self.check_visit_date(record, at)
        sessions = parse_sessions(record.time, allows_open_end=True) or ()
        if record.date is not None:
            return StopDates(((record.date, record.date),), sessions, {})
        if record.repeat is None:
            return StopDates((), sessions, {})
        calendar = self.calendars.find_calendar(region)
        occurrences = self.expander.expand(record.repeat, calendar, at.child("repeat"))
        return make_recurring_dates(occurrences, sessions)

    def check_visit_date(self, record: VisitRecord, at: Location) -> None:
        """A visit has either a date or a repetition; without a date, a status that says so."""
        if record.date is not None and record.repeat is not None:
            self.problems.add_error(
                "when",
                at.at_key("repeat"),
                Message("date 和 repeat 只能写一个", "a visit has a date or repeats, not both"),
                Message("删去一个", "delete one"),
            )
        elif (
            record.date is None and record.repeat is None and record.status not in UNDATED_STATUSES
        ):
            self.problems.add_error(
                "when",
                at.lack("date"),
                Message("缺少日期", "the date is missing"),
                Message(
                    "加一行 date: 2026-05-01；日期未定时写 status: planned",
                    "add date: 2026-05-01, or status: planned while there is no date",
                ),
            )


def _get_stop_class(record: StopRecord | VisitRecord) -> type[Stop]:
    return Stay if isinstance(record, StopRecord) else Visit


def _merge(ids: list[str], more_ids: list[str]) -> tuple[str, ...]:
    """Both lists as one, each id once."""
    return tuple(dict.fromkeys([*ids, *more_ids])) if ids or more_ids else ()


def _get_defaults(trip: Trip) -> StopDefaults:
    return get_stop_defaults(trip.record)
