"""What the country of a site decides: how numbers are dialled, how far a way is, what is paid."""

from __future__ import annotations

from tourbook.common import zones

from .site import DistanceUnit, SiteRecord

_COUNTRIES_WITH_MILES = {"GB", "GG", "IM", "JE", "US", "AS", "GU", "MP", "PR", "VI"}
"""Whose road signs have miles."""


def find_country(site: SiteRecord) -> str:
    """The country of a site (ISO 3166-1); "" if its time zone does not tell."""
    countries = zones.find_countries(site.timezone)
    return next(iter(countries)) if len(countries) == 1 else ""


def choose_distance_unit(site: SiteRecord) -> DistanceUnit:
    """The unit in which pages and tables give distances; records have km."""
    if site.distance_unit:
        return site.distance_unit
    return "miles" if find_country(site) in _COUNTRIES_WITH_MILES else "km"
