"""How often cases changed hands after they were first assigned, and why (R3, R7)."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from dispatch.domain.figures.case_row import ROLE, CaseRow, Holder, StepRow
from dispatch.domain.figures.summary import Summary, Values, share


@dataclass(frozen=True, slots=True)
class ReassignmentSample:
    """One case: by note to a colleague, by a new class to another team, by a reopening."""

    hand_overs: int
    reclassifications: int
    reopenings: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.hand_overs + self.reclassifications + self.reopenings


@dataclass(frozen=True, slots=True)
class CasesWith:
    """So many cases with so many reassignments each."""

    reassignments: int
    cases: int


@dataclass(frozen=True, slots=True)
class Reassignments:
    """`n` cases; `share` of them were reassigned at all. The causes add up to `total`."""

    n: int
    total: int
    hand_overs: int
    reclassifications: int
    reopenings: int
    share: float | None
    per_case: Summary
    distribution: tuple[CasesWith, ...]


def reassignment_sample(row: CaseRow) -> ReassignmentSample:
    """The next step of the process is no reassignment, nor is taking what waits for one's role."""
    return ReassignmentSample(
        hand_overs=sum(map(_hand_overs, row.steps)),
        reclassifications=sum(step.outcome == "superseded" for step in row.steps),
        reopenings=row.round - 1,
    )


class ReassignmentTally:
    """Of the cases of one group."""

    def __init__(self) -> None:
        self._per_case = Values()
        self._distribution: Counter[int] = Counter()
        self._hand_overs = self._reclassifications = self._reopenings = 0

    def add(self, sample: ReassignmentSample) -> None:
        """One more case."""
        self._per_case.add(sample.total)
        self._distribution[sample.total] += 1
        self._hand_overs += sample.hand_overs
        self._reclassifications += sample.reclassifications
        self._reopenings += sample.reopenings

    def result(self) -> Reassignments:
        """So far."""
        n = len(self._per_case)
        return Reassignments(
            n=n,
            total=self._hand_overs + self._reclassifications + self._reopenings,
            hand_overs=self._hand_overs,
            reclassifications=self._reclassifications,
            reopenings=self._reopenings,
            share=share(n - self._distribution[0], n),
            per_case=self._per_case.summary(),
            distribution=tuple(CasesWith(count, cases) for count, cases in sorted(self._distribution.items())),
        )


def _hand_overs(step: StepRow) -> int:
    return sum(not _taken(before, after) for before, after in pairwise(step.holders))


def _taken(before: Holder, after: Holder) -> bool:
    return before.responsible.startswith(ROLE) and after.by == after.responsible
