"""What the country of a site decides: how numbers are dialled, how far a way is, what is paid."""

from __future__ import annotations

from tourbook.common import zones

from .site import SiteRecord
from .site_options import DistanceUnit

_COUNTRIES_WITH_MILES = {"GB", "GG", "IM", "JE", "US", "AS", "GU", "MP", "PR", "VI"}
"""Whose road signs have miles."""
_COUNTRIES_BY_CURRENCY = {
    "AED": "AE", "ARS": "AR", "AUD": "AU KI NR TV", "BDT": "BD", "BGN": "BG", "BRL": "BR",
    "CAD": "CA", "CHF": "CH LI", "CLP": "CL", "CNY": "CN", "COP": "CO", "CZK": "CZ",
    "DKK": "DK FO GL", "EGP": "EG",
    "EUR": "AD AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MC MT NL PT SI SK SM VA",
    "GBP": "GB GG IM JE", "HKD": "HK", "HUF": "HU", "IDR": "ID", "ILS": "IL", "INR": "IN",
    "ISK": "IS", "JPY": "JP", "KES": "KE", "KHR": "KH", "KRW": "KR", "KZT": "KZ", "LAK": "LA",
    "LKR": "LK", "MAD": "MA", "MMK": "MM", "MNT": "MN", "MOP": "MO", "MXN": "MX", "MYR": "MY",
    "NGN": "NG", "NOK": "NO SJ", "NPR": "NP", "NZD": "NZ", "PEN": "PE", "PHP": "PH",
    "PKR": "PK", "PLN": "PL", "RON": "RO", "RSD": "RS", "RUB": "RU", "SAR": "SA", "SEK": "SE",
    "SGD": "SG", "THB": "TH", "TRY": "TR", "TWD": "TW", "UAH": "UA",
    "USD": "US AS EC FM GU MH MP PR PW SV TL VI", "UZS": "UZ", "VND": "VN", "ZAR": "ZA",
}  # fmt: skip
CURRENCIES = {
    country: currency
    for currency, countries in _COUNTRIES_BY_CURRENCY.items()
    for country in countries.split()
}
"""Country (ISO 3166-1) -> currency (ISO 4217); the countries that are not here are unknown."""


def find_country(site: SiteRecord) -> str:
    """The country of a site (ISO 3166-1); "" if its time zone does not tell."""
    countries = zones.find_countries(site.timezone)
    return next(iter(countries)) if len(countries) == 1 else ""


def choose_distance_unit(site: SiteRecord) -> DistanceUnit:
    """The unit in which pages and tables give distances; records have km."""
    if site.distance_unit:
        return site.distance_unit
    return "miles" if find_country(site) in _COUNTRIES_WITH_MILES else "km"
