"""What the events of theme days themselves are made from."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from tourbook.common import zones
from tourbook.history.keys import Key
from tourbook.history.visible_records import VisibleThemeDay, select_visible
from tourbook.model.entries import Campaign
from tourbook.model.model import Model

from .event_revisions import EventRevisions, Revision


class CampaignInput(NamedTuple):
    origin: str
    """The id under which it first appeared."""
    revision: Revision
    campaign: VisibleThemeDay
    start: dt.date
    end: dt.date
    removed_on: dt.date | None

    @property
    def is_announced(self) -> bool:
        """Whether it takes place, or was not over when it was removed."""
        return self.removed_on is None or self.removed_on <= self.end


def collect_campaign(model: Model, revisions: EventRevisions, campaign: Campaign) -> CampaignInput:
    """The input of the event of a theme day, which may have been removed."""
    ledger = model.ledger
    history = ledger.get_history("campaign", campaign.id)
    is_present = Key("campaign", campaign.id) in ledger.present_keys
    return CampaignInput(
        history.origin if history else campaign.id,
        revisions.make_for_campaign(campaign),
        select_visible(campaign.record, VisibleThemeDay, slug=campaign.slug),
        campaign.record.start,
        campaign.last_day,
        zones.find_day(history.removed_at, model.site.timezone)
        if history and history.removed_at and not is_present
        else None,
    )
