"""Share of cases classified right at once: neither classified anew nor worked on again (R7)."""

from dataclasses import dataclass

from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.summary import share


@dataclass(frozen=True, slots=True)
class RightSample:
    """One classified case: was its class changed, did it come back or its repair fail."""

    reclassified: bool
    reworked: bool


@dataclass(frozen=True, slots=True)
class RightFirstTime:
    """`share` = `right` ÷ `n`; `n` are the classified cases. A case may be both reclassified and reworked."""

    n: int
    right: int
    reclassified: int
    reworked: int
    share: float | None


def right_sample(row: CaseRow) -> RightSample | None:
    """None for a case that is not classified yet. Rework: a further round, or a repair that took another attempt."""
    if row.classified_at is None:
        return None
    return RightSample(row.reclassifications > 0, row.round > 1 or row.repair_attempts > 1)


class RightFirstTimeTally:
    """Of the cases of one group."""

    def __init__(self) -> None:
        self._n = self._right = self._reclassified = self._reworked = 0

    def add(self, sample: RightSample) -> None:
        """One more case."""
        self._n += 1
        self._reclassified += sample.reclassified
        self._reworked += sample.reworked
        self._right += not (sample.reclassified or sample.reworked)

    def result(self) -> RightFirstTime:
        """So far."""
        return RightFirstTime(self._n, self._right, self._reclassified, self._reworked, share(self._right, self._n))
