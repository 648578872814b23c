"""What must hold in the whole site. A new rule is one function in one file, listed in RULES."""

from collections.abc import Callable

from ..diagnostics import Problems
from ..model import Model
from . import coordinates, languages, settings, stages

Rule = Callable[[Model, Problems], None]

RULES: tuple[Rule, ...] = (
    settings.known_time_zone, settings.known_languages, stages.in_order, stages.campaign_dates, coordinates.plausible,
    languages.translated,
)
