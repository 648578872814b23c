"""What of the schedule looks different than in the last build.

A build leaves a trace of the schedule: for each trip the key of all that can be seen of it, and the
lists that its stops are in. If nothing differs but some trips, only outputs that show one of their
lists, as these are or were, can be others; `HtmlPage.shown_lists` says which an output shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.model.texts import iterate_markdown
from tourbook.model.trips import Stop, Trip
from tourbook.schedule.membership import WHOLE_SITE, Membership, MembershipFinder

from .context import Context

ENTRIES = ""
"""No id of a trip."""


class TripTrace(msgspec.Struct, array_like=True, frozen=True):
    key: bytes
    """Of all that any page or calendar may see of the trip."""
    lists: msgspec.Raw
    """What its stops are and were part of: decoded only if the trip differs."""


class ScheduleTrace(msgspec.Struct, array_like=True, frozen=True):
    surroundings: bytes = b""
    """Digest of all that an output may see besides trips."""
    trips: dict[str, TripTrace] = {}
    """By id."""

    def list_differences(self, present: ScheduleTrace) -> frozenset[Membership] | None:
        """The lists with stops of trips that differ; None if more than trips differ."""
        if self.surroundings != present.surroundings:
            return None
        differing = [
            trace
            for id in self.trips.keys() | present.trips.keys()
            if (last := self.trips.get(id)) != (new := present.trips.get(id))
            for trace in (last, new)
            if trace
        ]
        lists = {each for trace in differing for each in _decode_lists(trace)}
        return frozenset({*lists, WHOLE_SITE} if lists else lists)


def decode_trace(raw: msgspec.Raw) -> ScheduleTrace:
    return msgspec.msgpack.decode(raw, type=ScheduleTrace)


def trace_schedule(contexts: Sequence[Context], last: ScheduleTrace) -> ScheduleTrace:
    """The trace of the schedule as it is; `last` is that of an earlier build. `contexts`: those of
    all languages."""
    finder = MembershipFinder(contexts[0].model)
    addresses = [_digest_addresses(ctx) for ctx in contexts]

    def trace(trip: Trip) -> TripTrace:
        key = compute_digest(
            *(ctx.calendars.find_trip_key(trip) for ctx in contexts),
            *(by_subject[trip.id] for by_subject in addresses),
        )
        former = last.trips.get(trip.id)
        if former and former.key == key:
            return former
        lists = set[Membership]()
        for stop in trip.stops:
            lists.update(finder.list_memberships(stop), finder.list_former_memberships(stop))
        return TripTrace(key, msgspec.Raw(msgspec.msgpack.encode(sorted(lists))))

    trips = {trip.id: trace(trip) for trip in contexts[0].model.trips.values()}
    surroundings = [
        _digest_surroundings(ctx, by_subject[ENTRIES])
        for ctx, by_subject in zip(contexts, addresses, strict=True)
    ]
    return ScheduleTrace(compute_digest(*surroundings), trips)


def _digest_surroundings(ctx: Context, addresses: bytes) -> bytes:
    return compute_digest(
        ctx.common_input,
        ctx.calendars.common_input,
        ctx.faces.surroundings,
        b"".join(map(ctx.faces.of_entry, ctx.model.entries)),
        addresses,
    )


def _digest_addresses(ctx: Context) -> Mapping[str, bytes]:
    """Id of a trip, or ENTRIES -> digest of where the links in its texts lead. That depends on
    which pages there are, not on the texts alone."""
    by_subject = defaultdict[str, list[object]](list)
    for each in iterate_markdown(ctx.model):
        if addresses := ctx.texts.list_addresses(each.text, each.location.file):
            subject = each.subject.trip.id if isinstance(each.subject, Stop) else ENTRIES
            by_subject[subject].append(addresses)
    digests = {id: compute_digest(encode_canonical(listed)) for id, listed in by_subject.items()}
    return defaultdict(bytes, digests)


def _decode_lists(trace: TripTrace) -> list[Membership]:
    return msgspec.msgpack.decode(trace.lists, type=list[tuple[str, str]])
