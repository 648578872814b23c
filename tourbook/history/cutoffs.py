"""Where the history of a site begins: what happened before does not count."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import msgspec

from .records import RecordHistory, Version, decode_timing

SAMPLE_GRACE_PERIOD = 30 * 86400
"""Seconds after `sample: true` was removed in which deletions count as cleaning up the sample."""


class Cutoffs(NamedTuple):
    """What restarts the history of a site."""

    sample_end: int
    """When the site was no longer a sample. What a sample shows is nobody's schedule."""
    domain_change: int
    """When its events got another domain: to subscribers they are new."""
    previous_domain: str
    """The domain before that, if the change is recent."""


def find_cutoffs(site: tuple[Version, ...], recent_cutoff: int) -> Cutoffs:
    sample_end, domain_change, previous_domain = 0, 0, ""
    for old, new in pairwise(site):
        before = decode_timing(old.timing).address_settings
        after = decode_timing(new.timing).address_settings
        if "sample" in before and "sample" not in after:
            sample_end = new.timestamp + 1
        if before.get("domain") != after.get("domain"):
            domain_change = new.timestamp + 1
            is_notable = new.timestamp > recent_cutoff and "sample" not in before
            previous_domain = before.get("domain", "") if is_notable else ""
    return Cutoffs(sample_end, domain_change, previous_domain)


def trim_histories(
    records: dict[str, RecordHistory], cutoff: int, sample_end: int
) -> dict[str, RecordHistory]:
    """The records without what happened before the cutoff, or what belonged to the sample."""
    trimmed = {}
    for name, record in records.items():
        if not record.removed_at:
            trimmed[name] = _trim_history(record, cutoff)
        elif record.removed_at >= cutoff:
            is_of_sample = (
                record.created_at < sample_end
                and record.removed_at < sample_end + SAMPLE_GRACE_PERIOD
            )
            if not is_of_sample:
                trimmed[name] = _trim_history(record, cutoff)
    return trimmed


def _trim_history(record: RecordHistory, cutoff: int) -> RecordHistory:
    """The record as if it had always been what it was at the cutoff."""
    if record.former_memberships:
        former = {key: at for key, at in record.former_memberships.items() if at >= cutoff}
        record = msgspec.structs.replace(record, former_memberships=former)
    old = [version for version in record.versions if version.timestamp < cutoff]
    if len(old) < 2:
        return record
    first = Version(old[0].timestamp, old[-1].timing)
    return msgspec.structs.replace(record, versions=(first, *record.versions[len(old) :]))
