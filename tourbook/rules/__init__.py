"""The rules of the schedule, and what applies them. Imports schedule and packages before it.

Each rule has a name and a level that site.yaml can change, and a record can waive it and give the
reason. To add one, write a function, list it here and explain it in docs/schedule.md.
"""

from . import (
    clashes,
    contradictions,
    crew,
    halls,
    openings,
    privacy,
    records,
    regions,
    transport,
)
from .base import GroupRule, Rule, ScheduleRule
from .base import apply_rules as apply_rules

RULES: tuple[Rule, ...] = (
    ScheduleRule("copy-clash", "block", clashes.find_copy_clashes),
    GroupRule("vehicle-clash", "warn", clashes.list_caravan_groups),
    ScheduleRule("venue-full", "block", halls.find_full_venues),
    GroupRule("transport", "warn", transport.list_groups),
    ScheduleRule("crew-clash", "warn", crew.find_crew_clashes),
    ScheduleRule("hall-fit", "warn", halls.find_hall_misfits),
    ScheduleRule("unknown-hall", "block", contradictions.find_unknown_halls),
    ScheduleRule("copy-unnamed", "warn", contradictions.find_unnamed_copies),
    ScheduleRule("opening-closed", "warn", openings.find_closed_openings),
    ScheduleRule("no-open-day", "block", openings.find_stays_without_open_day),
    ScheduleRule("holiday-undecided", "warn", openings.find_undecided_holidays),
    ScheduleRule("holiday-unknown", "warn", openings.find_unknown_holidays),
    ScheduleRule("booking-contact", "warn", records.find_missing_booking_contacts),
    ScheduleRule("vehicle-renewal", "warn", records.find_caravans_due_for_renewal),
    ScheduleRule("accreditation", "warn", records.find_expiring_accreditations),
    ScheduleRule("retired-code", "warn", regions.find_retired_codes),
    ScheduleRule("coordinates-far", "warn", regions.find_distant_coordinates),
    ScheduleRule("datum-unsaid", "warn", regions.find_missing_datums),
    ScheduleRule("past-planned", "warn", records.find_past_planned_stops),
    ScheduleRule("done-early", "block", contradictions.find_early_done_stops),
    ScheduleRule("visitors-early", "block", contradictions.find_early_visitors),
    ScheduleRule("private-number", "block", privacy.find_private_numbers),
    ScheduleRule("township-share", "warn", records.find_low_township_shares),
)
