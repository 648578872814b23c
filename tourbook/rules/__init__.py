"""Everything that is checked in the whole site.

CHECKS are about single records and always hold. RULES are about the schedule: each has a name and
a level that site.yaml can change, and a record can waive it and give the reason. To add one, write
a function, list it here and explain it in docs/schedule.md.
"""

from collections.abc import Callable

from tourbook.checks import circles, coordinates, dates, history, languages, lengths, settings
from tourbook.common.problems import Problems
from tourbook.model.model import Model

from . import clashes, crew, halls, openings, privacy, records, regions, transport
from .base import ScheduleRule
from .base import apply_rules as apply_rules

Check = Callable[[Model, Problems], None]

CHECKS: tuple[Check, ...] = (
    settings.check_time_zone,
    settings.check_languages,
    settings.check_holiday_countries,
    dates.check_stage_order,
    dates.check_campaign_dates,
    dates.check_duty_dates,
    dates.check_event_counts,
    coordinates.check_coordinates,
    circles.check_circles,
    languages.check_translations,
    lengths.check_event_texts,
    history.check_history_available,
    history.check_uid_domain_stable,
    history.check_calendar_addresses,
    history.check_changed_ids,
    history.check_early_removals,
    history.check_forgotten,
)

RULES: tuple[ScheduleRule, ...] = (
    ScheduleRule("copy-clash", "block", clashes.find_copy_clashes),
    ScheduleRule("vehicle-clash", "block", clashes.find_caravan_clashes),
    ScheduleRule("venue-full", "block", halls.find_full_venues),
    ScheduleRule("transport", "warn", transport.find_transport_conflicts),
    ScheduleRule("crew-clash", "warn", crew.find_crew_clashes),
    ScheduleRule("hall-fit", "warn", halls.find_hall_misfits),
    ScheduleRule("opening-closed", "warn", openings.find_closed_openings),
    ScheduleRule("no-open-day", "block", openings.find_stays_without_open_day),
    ScheduleRule("holiday-undecided", "warn", openings.find_undecided_holidays),
    ScheduleRule("holiday-unknown", "warn", openings.find_unknown_holidays),
    ScheduleRule("booking-contact", "warn", records.find_missing_booking_contacts),
    ScheduleRule("vehicle-renewal", "warn", records.find_caravans_due_for_renewal),
    ScheduleRule("accreditation", "warn", records.find_expiring_accreditations),
    ScheduleRule("retired-code", "warn", regions.find_retired_codes),
    ScheduleRule("coordinates-far", "warn", regions.find_distant_coordinates),
    ScheduleRule("past-planned", "warn", records.find_past_planned_stops),
    ScheduleRule("private-number", "block", privacy.find_private_numbers),
    ScheduleRule("township-share", "warn", records.find_low_township_shares),
)
