"""What must hold in the whole site.

CHECKS are about the record itself and always hold. RULES are about the schedule: each has a name
and a level that site.yaml can change, and a record can waive one with a reason. A new one is a
function, listed here and explained in docs/schedule.md.
"""

from collections.abc import Callable

from tourbook.checks import coordinates, dates, history, languages, settings
from tourbook.common.problems import Problems
from tourbook.model.entities import Model

from . import clashes, crew, halls, openings, privacy, records, regions, transport
from .base import Rule
from .base import apply as apply

Check = Callable[[Model, Problems], None]

CHECKS: tuple[Check, ...] = (
    settings.known_time_zone,
    settings.known_languages,
    settings.known_countries,
    dates.in_order,
    dates.campaign_dates,
    dates.duty_dates,
    coordinates.plausible,
    languages.translated,
    history.known,
    history.lasting_names,
    history.addresses,
    history.same_under_another_id,
    history.removed_today,
)

RULES: tuple[Rule, ...] = (
    Rule("copy-clash", "block", clashes.copies),
    Rule("vehicle-clash", "block", clashes.vehicles),
    Rule("venue-full", "block", halls.full),
    Rule("transport", "warn", transport.transport),
    Rule("crew-clash", "warn", crew.booked),
    Rule("hall-fit", "warn", halls.fit),
    Rule("opening-closed", "warn", openings.opening_closed),
    Rule("no-open-day", "block", openings.no_open_day),
    Rule("holiday-undecided", "warn", openings.undecided),
    Rule("holiday-unknown", "warn", openings.unknown),
    Rule("booking-contact", "warn", records.booking_contact),
    Rule("vehicle-renewal", "warn", records.renewal),
    Rule("accreditation", "warn", records.accreditation),
    Rule("retired-code", "warn", regions.retired_code),
    Rule("coordinates-far", "warn", regions.coordinates_far),
    Rule("past-planned", "warn", records.past_planned),
    Rule("private-number", "block", privacy.private_number),
    Rule("township-share", "warn", records.township_share),
)
