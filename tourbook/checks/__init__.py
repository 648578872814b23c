"""What must hold in every record and cannot be waived. Imports schedule and packages before it.

To add a check, write a function and list it in CHECKS.
"""

from collections.abc import Callable

from tourbook.common.problems import Problems
from tourbook.model.model import Model

from . import (
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
    dates.check_stage_order,
    dates.check_campaign_dates,
    dates.check_ages,
    dates.check_duty_dates,
    dates.check_event_counts,
    coordinates.check_coordinates,
    circles.check_circles,
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

TEXT_CHECKS: tuple[Check, ...] = (languages.check_translations, lengths.check_event_texts)
"""Those of texts, which pages can do without."""
