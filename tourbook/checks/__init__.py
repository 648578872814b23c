"""What must hold in every record and cannot be waived. Imports schedule and packages before it.

To add a check, write a function and list it in CHECKS, or in TRIP_CHECKS if it looks at one tour or
route alone.
"""

from collections.abc import Callable

from tourbook.common.problems import Problems
from tourbook.model.assembly_memory import AssemblyMemory
from tourbook.model.model import Model
from tourbook.model.trips import Trip

from . import (
    base_maps,
    circles,
    coordinates,
    dates,
    history,
    languages,
    lengths,
    pictures,
    removals,
    rewrites,
    settings,
    subscriptions,
    time_zones,
)

Check = Callable[[Model, Problems], None]

CHECKS: tuple[Check, ...] = (
    settings.check_time_zone,
    time_zones.check_zone_names,
    time_zones.check_zones_abroad,
    settings.check_languages,
    settings.check_accent,
    settings.check_holiday_countries,
    dates.check_campaign_dates,
    dates.check_ranges,
    coordinates.check_coordinates,
    circles.check_circles,
    base_maps.check_base_maps,
    languages.check_variants,
    pictures.check_pictures,
    history.check_history_available,
    subscriptions.check_uid_domain_stable,
    subscriptions.check_calendar_addresses,
    subscriptions.check_switched_off_feeds,
    subscriptions.check_crew_calendars,
    removals.check_changed_ids,
    removals.check_forgotten,
    rewrites.check_rewritten_visits,
)

TRIP_CHECKS: tuple[Callable[[Trip, Problems], None], ...] = (
    dates.check_stage_order,
    dates.check_duty_dates,
    dates.check_event_counts,
)
"""Those of a tour or a route alone: they see nothing but it and what it refers to."""
TEXT_CHECKS: tuple[Check, ...] = (languages.check_translations, lengths.check_event_texts)
"""Those of texts, which pages can do without."""


def check_trips(model: Model, memory: AssemblyMemory, problems: Problems) -> None:
    """A trip that is the same object as in the last look, and had no problem, is not looked at
    again."""
    sound_trips = set()
    for trip in model.trips.values():
        count = len(problems)
        if trip not in memory.sound_trips:
            for check_trip in TRIP_CHECKS:
                check_trip(trip, problems)
        if len(problems) == count:
            sound_trips.add(trip)
    memory.sound_trips = sound_trips
