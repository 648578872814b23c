"""Digests of stops that the last build computed, recalled trip by trip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping

from tourbook.common.digests import DIGEST_SIZE
from tourbook.model.trips import Stop, Trip


class StopDigests(dict[Stop, bytes]):
    """`StopDigests(…)[stop]` is `compute(stop)`. As long as the key of a trip is the same, those of
    all its stops are taken from memory."""

    def __init__(
        self,
        name: bytes,
        compute: Callable[[Stop], bytes],
        find_key: Callable[[Trip], bytes],
        memory: MutableMapping[bytes, bytes],
    ) -> None:
        """`name` tells these digests from others of the same stops; `find_key` gives a digest of
        all that those of a trip's stops follow from."""
        super().__init__()
        self._name, self._compute = name, compute
        self._find_key, self._memory = find_key, memory

    def __missing__(self, stop: Stop) -> bytes:
        if not stop.removed_on:
            self.update(zip(stop.trip.stops, self._recall(stop.trip), strict=True))
        if stop not in self:
            self[stop] = self._compute(stop)
        return self[stop]

    def _recall(self, trip: Trip) -> Iterator[bytes]:
        key = self._name + self._find_key(trip)
        raw = self._memory.get(key)
        if raw is None:
            raw = self._memory[key] = b"".join(map(self._compute, trip.stops))
        return (raw[start : start + DIGEST_SIZE] for start in range(0, len(raw), DIGEST_SIZE))
