"""Weights of all categories per feature, packed so that a whole text is one sum.

A row holds one byte per category. Each row is also one big integer with a lane per category; as the bytes are stored
with an offset that makes them positive and lanes are wide enough, adding integers adds all categories at once.
"""

from collections.abc import Sequence

OFFSET = 128
"""Bytes are stored as weight + 128."""
LANE_BITS = 24
"""Room for the sum of more rows than a text can have features: 2^16 times a byte."""
LANE = (1 << LANE_BITS) - 1


class PackedWeights:
    """Rows of signed bytes, one row per bucket, one byte per category; immutable."""

    __slots__ = ("_lanes", "_shifts", "width")

    def __init__(self, raw: bytes, width: int) -> None:
        """`raw` is bucket after bucket, each `width` bytes of weight + 128."""
        self.width = width
        self._shifts = tuple(range(0, LANE_BITS * width, LANE_BITS))
        places = range(0, len(raw), width)
        known: dict[bytes, int] = {}
        self._lanes = [known.setdefault(row, _packed(row)) for row in (raw[place : place + width] for place in places)]

    @property
    def buckets(self) -> int:
        """How many rows there are."""
        return len(self._lanes)

    def summed(self, places: Sequence[int]) -> list[int]:
        """Per category the sum of the rows at `places`, of which there are less than 2^16."""
        total = sum(map(self._lanes.__getitem__, places))
        ballast = OFFSET * len(places)
        return [(total >> shift & LANE) - ballast for shift in self._shifts]


def _packed(row: bytes) -> int:
    value = 0
    for place, byte in enumerate(row):
        value |= byte << (LANE_BITS * place)
    return value
