"""The assignment: one per case, everything about who works on it and by when (R3, form F-54)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from dispatch.domain.boxes import SignedBox, standing
from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification
from dispatch.domain.errors import ActionNotAllowed
from dispatch.domain.facts import Fact, StepOverdue
from dispatch.domain.resolution import Resolution
from dispatch.domain.service_level import ServiceLevel
from dispatch.domain.step_run import Ending, StepRun, end_step
from dispatch.domain.words import OPEN_STATUSES, Status

CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Repair:
    """The repair order of one round as far as dispatch must know it; `outcome` None while it is open.

    `attempts` counts how often it was carried out, known once it has ended.
    """

    id: str
    round: int
    outcome: str | None = None
    summary: str = ""
    technician: str | None = None
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class ReturnNote:
    """The authorised return of one round as far as the assignment must know it; `outcome` None while it goes on.

    `dropped_at` is when it was given up; another authorisation after that begins it anew.
    """

    id: str
    round: int
    outcome: str | None = None
    authorised_at: datetime | None = None
    received_at: datetime | None = None
    dropped_at: datetime | None = None

    @property
    def expects_goods(self) -> bool:
        """Whether the goods may come and have not."""
        return self.authorised_at is not None and self.received_at is None and self.outcome is None


@dataclass(frozen=True, slots=True)
class Assignment:
    """At most one step runs at a time. The last classification is the one that holds, a guess while awaiting a person.

    `team` is the line's; `due_at` that of the running step, else of the last one. `round_started_at` tells late events
    of an earlier round apart.
    """

    case: CaseInfo
    status: Status
    round: int
    opened_at: datetime
    round_started_at: datetime
    team: str
    classifications: tuple[Classification, ...]
    service_level: ServiceLevel
    running: StepRun | None
    due_at: datetime
    finished: tuple[StepRun, ...] = ()
    boxes: tuple[SignedBox, ...] = ()
    repair_required: bool = False
    repairs: tuple[Repair, ...] = ()
    returns: tuple[ReturnNote, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    ended_at: datetime | None = None
    ended_because: str | None = None

    @property
    def classification(self) -> Classification:
        """The class that holds, or the best guess."""
        return self.classifications[-1]

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done."""
        return self.status in OPEN_STATUSES

    @property
    def description(self) -> str:
        """The customer's matter as it stands in box 1."""
        box = standing(self.boxes, "description")
        return "" if box is None else box.text

    @property
    def repair(self) -> Repair | None:
        """The repair order of the present round."""
        return next((repair for repair in self.repairs if repair.round == self.round), None)

    @property
    def repair_pending(self) -> bool:
        """Whether the round's repair is open, or needed and not yet begun."""
        repair = self.repair
        return self.repair_required if repair is None else repair.outcome is None

    @property
    def goods_return(self) -> ReturnNote | None:
        """What is known of the return of the present round."""
        return next((noted for noted in self.returns if noted.round == self.round), None)

    @property
    def return_pending(self) -> bool:
        """Whether goods of this round are on their way or wait for their end."""
        return self.goods_return is not None and self.goods_return.outcome is None

    @property
    def line_run(self) -> StepRun | None:
        """The latest step of the responsible team (02A, 02B, 02C or reply), running or ended."""
        runs = (*self.finished, *(() if self.running is None else (self.running,)))
        return next((run for run in reversed(runs) if run.level.step not in ("01", "03")), None)


Moved: TypeAlias = tuple[Assignment, tuple[Fact, ...]]
"""What every move returns: the next assignment and what happened, in order."""


def begin(assignment: Assignment, run: StepRun, status: Status) -> Assignment:
    """The assignment with its next step running."""
    return replace(assignment, running=run, due_at=run.due_at, status=status)


def finish(assignment: Assignment, ending: Ending, *, by: str, at: datetime) -> Moved:
    """The running step, if any, ended. One that is done late before its timer fired is told overdue all the same."""
    if assignment.running is None:
        return assignment, ()
    ended = end_step(assignment.running, ending, by=by, at=at)
    told_late = ended.overdue_at is not None and assignment.running.overdue_at is None
    facts: tuple[Fact, ...] = (StepOverdue(ended, at),) if told_late else ()
    return replace(assignment, running=None, finished=(*assignment.finished, ended)), facts


def require_status(assignment: Assignment, action: str, *allowed: Status) -> None:
    """Raises `ActionNotAllowed` in any other status."""
    if assignment.status not in allowed:
        raise ActionNotAllowed(action=action, status=assignment.status)


def require_running(assignment: Assignment, action: str) -> StepRun:
    """The running step; raises `ActionNotAllowed` when none runs."""
    if assignment.running is None:
        raise ActionNotAllowed(action=action, status=assignment.status)
    return assignment.running
