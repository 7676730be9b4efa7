"""What is open now, by age since the opening (R7)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.summary import Summary, Values
from dispatch.domain.figures.verdicts import verdict

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AgeSample:
    """One open case; `overdue` when its running step has missed its limit."""

    hours: float
    overdue: bool


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """Open cases from `from_hours` (included) to `to_hours` (excluded; None: older without end)."""

    from_hours: float
    to_hours: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """`n` open cases in buckets of their age in calendar hours."""

    n: int
    overdue: int
    buckets: tuple[AgeBucket, ...]
    age_hours: Summary


def age_sample(row: CaseRow, now: datetime) -> AgeSample:
    """Of a case that is open."""
    running = bool(row.steps) and row.steps[-1].outcome is None
    age = max(now - row.opened_at, timedelta(0)) / HOUR
    return AgeSample(age, running and verdict(row.steps[-1], now) == "missed")


class BacklogTally:
    """Of one group; `bounds` are the rising ages in hours at which a bucket ends and the next begins."""

    def __init__(self, bounds: Sequence[float]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._overdue = 0
        self._ages = Values()

    def add(self, sample: AgeSample) -> None:
        """One more case."""
        self._counts[bisect_right(self._bounds, sample.hours)] += 1
        self._overdue += sample.overdue
        self._ages.add(sample.hours)

    def result(self) -> Backlog:
        """So far."""
        edges = (0.0, *self._bounds, None)
        buckets = tuple(
            AgeBucket(since or 0.0, until, n)
            for since, until, n in zip(edges[:-1], edges[1:], self._counts, strict=True)
        )
        return Backlog(len(self._ages), self._overdue, buckets, self._ages.summary())
