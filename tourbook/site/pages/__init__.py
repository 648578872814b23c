"""The kinds of page. A new kind is a module with one maker, listed in MAKERS, and its view."""

from collections.abc import Callable, Iterator

from tourbook.site.edition import Edition
from tourbook.site.outputs import HtmlPage

from . import (
    availability,
    campaigns,
    caravans,
    changes,
    embeds,
    exhibitions,
    exhibits,
    full_lists,
    home,
    near,
    news,
    open_data,
    organisations,
    periods,
    places,
    redirects,
    reports,
    search,
    stops,
    subscribe,
    tours,
    venues,
)

Maker = Callable[[Edition], Iterator[HtmlPage]]
"""Plans all pages of its kinds in one language. Those that the site has switched off are left out
later."""

MAKERS: tuple[Maker, ...] = (
    home.make,
    exhibitions.make,
    tours.make,
    venues.make,
    caravans.make,
    organisations.make,
    campaigns.make,
    news.make,
    places.make,
    stops.make,
    full_lists.make,
    periods.make,
    availability.make,
    reports.make,
    changes.make,
    exhibits.make,
    subscribe.make,
    open_data.make,
    embeds.make,
    search.make,
    near.make,
    redirects.make,
)
"""Few pages first: a preview plans no more than it needs."""
