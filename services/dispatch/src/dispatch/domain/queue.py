"""Where a case stands in the work queue: by the time left, as one sortable text per case (R3, M9)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import used_time
from dispatch.domain.step_run import LIMIT, StepRun
from dispatch.domain.words import CategoryName, LevelName, Status, Step

RUNNING: Final = "0"
"""The clock runs, or its limit was used up before it was paused: by the due instant."""
STANDING: Final = "1"
"""The clock stands still within its limit: by the working time left."""
CLOCKLESS: Final = "2"
"""Open, but no step runs (the plan is being carried out): by the last due instant."""
ENDED: Final = "3"
"""Resolved, closed or withdrawn: by the last due instant."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_LAST: Final = 10**14 - 1


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """What the queue sorts and filters by, derived from the assignment alone.

    `team` is the one with whom the running step lies, else the line's. `due_at` is None while the clock stands still
    within its limit and when the case has none; `left` is the working time left of a clock that stands still.
    """

    key: str
    status: Status
    team: str
    step: Step | None
    responsible: str | None
    category: CategoryName
    severity: LevelName
    due_at: datetime | None
    paused: bool
    left: timedelta | None


def queue_entry(assignment: Assignment) -> QueueEntry:
    """The case's place; two cases never have the same key, since it ends with the case's id."""
    run, made = assignment.running, assignment.classification
    due_at = None if run is None else run.due_of(LIMIT)
    left = None if run is None or not run.clock.is_paused else _left(run)
    return QueueEntry(
        key=f"{_place(assignment, due_at, left)}:{assignment.case.id}",
        status=assignment.status,
        team=assignment.team if run is None else run.level.team,
        step=None if run is None else run.level.step,
        responsible=None if run is None else run.responsible,
        category=made.category,
        severity=made.severity,
        due_at=due_at,
        paused=left is not None,
        left=left,
    )


def place_of(group: str, at: datetime) -> str:
    """The part of a key before the id: every key of the group with an earlier instant is smaller, no other one is."""
    return _numbered(group, at - _EPOCH)


def _place(assignment: Assignment, due_at: datetime | None, left: timedelta | None) -> str:
    if due_at is not None:
        return place_of(RUNNING, due_at)
    if left is not None:
        return _numbered(STANDING, left)
    return place_of(CLOCKLESS if assignment.is_open else ENDED, assignment.due_at)


def _numbered(group: str, span: timedelta) -> str:
    return f"{group}{min(max(span // _MILLISECOND, 0), _LAST):014d}"


def _left(run: StepRun) -> timedelta:
    return timedelta(seconds=run.level.limit_seconds) - used_time(run, run.clock.pauses[-1].start)
