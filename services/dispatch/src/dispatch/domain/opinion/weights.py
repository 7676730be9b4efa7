"""Weights of all categories per feature, packed so that a whole text is one sum.

A row holds two bytes per category. Each row is also one big integer with a lane per category; as the numbers are
stored with an offset that makes them positive and lanes are wide enough, adding integers adds all categories at once.
"""

from collections.abc import Sequence

OFFSET = 1 << 15
"""Numbers are stored as weight + 32,768."""
BYTES = 2
"""Of one number, the low one first."""
LANE_BYTES = 4
"""Room for the sum of more rows than a text can have features: 2^16 times two bytes."""
LANE_BITS = 8 * LANE_BYTES
LANE = (1 << LANE_BITS) - 1


class PackedWeights:
    """Rows of signed numbers, one row per bucket, one number per category; immutable."""

    __slots__ = ("_lanes", "_shifts", "width")

    def __init__(self, raw: bytes, width: int) -> None:
        """`raw` is bucket after bucket, `width` numbers each: weight + 32,768 in two bytes, the low one first."""
        self.width = width
        self._shifts = tuple(range(0, LANE_BITS * width, LANE_BITS))
        lanes = bytearray(len(raw) // BYTES * LANE_BYTES)
        for byte in range(BYTES):
            lanes[byte::LANE_BYTES] = raw[byte::BYTES]
        row, numbers = LANE_BYTES * width, memoryview(lanes)
        self._lanes = [int.from_bytes(numbers[at : at + row], "little") for at in range(0, len(lanes), row)]

    @property
    def buckets(self) -> int:
        """How many rows there are."""
        return len(self._lanes)

    def summed(self, places: Sequence[int]) -> list[int]:
        """Per category the sum of the rows at `places`, of which there are less than 2^16."""
        total = sum(map(self._lanes.__getitem__, places))
        ballast = OFFSET * len(places)
        return [(total >> shift & LANE) - ballast for shift in self._shifts]
