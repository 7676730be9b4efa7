"""Median and 90th percentile with the n that they stand on (domain §10)."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.domain.figures.selection import FEW, at_rank

MEDIAN = 0.5
P90 = 0.9


@dataclass(frozen=True, slots=True)
class Summary:
    """Of `n` values; both percentiles are None when there is no value."""

    n: int
    median: float | None
    p90: float | None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0 to 1) of the values, in any order, lie; None of none.

    Linear between the two nearest ranks: rank `share x (n - 1)` counted from 0, as `PERCENTILE.INC` of spreadsheets, so
    that the share 0.5 is the usual median.
    """
    if not values:
        return None
    rank = share * (len(values) - 1)
    below = int(rank)
    lower, upper = at_rank(values, below), at_rank(values, min(below + 1, len(values) - 1))
    return lower + (upper - lower) * (rank - below)


class Values:
    """Numbers collected for a summary, 8 bytes each."""

    def __init__(self) -> None:
        self._values = array("d")

    def add(self, value: float) -> None:
        """One more."""
        self._values.append(value)

    def __len__(self) -> int:
        return len(self._values)

    def summary(self) -> Summary:
        """Of what was added so far."""
        values = self._values if len(self._values) > FEW else sorted(self._values)
        return Summary(len(values), percentile(values, MEDIAN), percentile(values, P90))


def share(part: int, whole: int) -> float | None:
    """`part` ÷ `whole`, 0 to 1; None of nothing."""
    return part / whole if whole else None
