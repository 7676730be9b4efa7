"""The figures of this service, each ready to be fed with cases."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from dispatch.domain.figures.attainment import Attainment, AttainmentTally, StepSample, step_sample
from dispatch.domain.figures.backlog import AgeSample, Backlog, BacklogTally, age_sample
from dispatch.domain.figures.case_row import CaseRow
from dispatch.domain.figures.first_response import FirstResponse, FirstResponseTally, ResponseSample, response_sample
from dispatch.domain.figures.grouping import (
    CaseGrouping,
    Group,
    Grouped,
    OpenGrouping,
    StepGrouping,
    case_key,
    known_keys,
    open_key,
    step_key,
)
from dispatch.domain.figures.policy import FiguresPolicy
from dispatch.domain.figures.reassignments import (
    Reassignments,
    ReassignmentSample,
    ReassignmentTally,
    reassignment_sample,
)
from dispatch.domain.figures.right_first_time import RightFirstTime, RightFirstTimeTally, RightSample, right_sample
from dispatch.domain.figures.window import Window

S = TypeVar("S")
R = TypeVar("R")


class Measuring(Generic[S, R]):
    """A figure that grows with every piece of cases; `samples` says what a case adds to which group."""

    def __init__(self, grouped: Grouped[S, R], samples: Callable[[CaseRow], Iterable[tuple[str | None, S]]]) -> None:
        self._grouped = grouped
        self._samples = samples

    def take(self, rows: Sequence[CaseRow]) -> None:
        """More cases. Raises `TooManyGroups`."""
        for row in rows:
            for key, sample in self._samples(row):
                self._grouped.add(key, sample)

    def total(self) -> R:
        """Over everything taken so far."""
        return self._grouped.total()

    def groups(self) -> tuple[Group[R], ...]:
        """By group."""
        return self._grouped.groups()


def first_responses(
    policy: FiguresPolicy, window: Window, by: CaseGrouping, most: int
) -> Measuring[ResponseSample, FirstResponse]:
    """Time to first response of the cases of the window. Raises `TooManyGroups`."""
    zone = policy.calendar.zone
    grouped = Grouped(FirstResponseTally, most, known_keys(by, window, zone, most))
    return Measuring(grouped, lambda row: [(case_key(row, by, zone, window.by), response_sample(row, policy.calendar))])


def right_first_times(
    policy: FiguresPolicy, window: Window, by: CaseGrouping, most: int
) -> Measuring[RightSample, RightFirstTime]:
    """Right-first-time classification of the cases of the window. Raises `TooManyGroups`."""
    zone = policy.calendar.zone
    grouped = Grouped(RightFirstTimeTally, most, known_keys(by, window, zone, most))

    def samples(row: CaseRow) -> Iterable[tuple[str | None, RightSample]]:
        sample = right_sample(row)
        return () if sample is None else [(case_key(row, by, zone, window.by), sample)]

    return Measuring(grouped, samples)


def reassignments(
    policy: FiguresPolicy, window: Window, by: CaseGrouping, most: int
) -> Measuring[ReassignmentSample, Reassignments]:
    """Reassignments of the cases of the window. Raises `TooManyGroups`."""
    zone = policy.calendar.zone
    grouped = Grouped(ReassignmentTally, most, known_keys(by, window, zone, most))
    return Measuring(grouped, lambda row: [(case_key(row, by, zone, window.by), reassignment_sample(row))])


def attainments(
    policy: FiguresPolicy, window: Window, by: StepGrouping, most: int, now: datetime
) -> Measuring[StepSample, Attainment]:
    """Attainment of all steps, of every round, of the cases of the window. Raises `TooManyGroups`."""
    zone = policy.calendar.zone
    grouped = Grouped(AttainmentTally, most, known_keys(by, window, zone, most))
    return Measuring(
        grouped,
        lambda row: [(step_key(row, step, by, zone, now, window.by), step_sample(step, now)) for step in row.steps],
    )


def backlogs(policy: FiguresPolicy, by: OpenGrouping, most: int, now: datetime) -> Measuring[AgeSample, Backlog]:
    """The backlog at `now` of the open cases that are taken."""
    zone = policy.calendar.zone
    grouped: Grouped[AgeSample, Backlog] = Grouped(lambda: BacklogTally(policy.backlog_hours), most)
    return Measuring(grouped, lambda row: [(open_key(row, by, zone), age_sample(row, now))])
