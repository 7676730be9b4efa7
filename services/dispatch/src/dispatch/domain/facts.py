"""What happened to an assignment, in its own words; `outgoing.py` alone turns these into wire events."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dispatch.domain.classified import Classification
from dispatch.domain.resolution import Resolution
from dispatch.domain.step_run import Escalated, StepRun


@dataclass(frozen=True, slots=True)
class Classified:
    """The case got its class."""

    classification: Classification


@dataclass(frozen=True, slots=True)
class Reclassified:
    """The class changed."""

    classification: Classification
    previous: Classification
    reason: str


@dataclass(frozen=True, slots=True)
class StepAssigned:
    """A step began."""

    run: StepRun
    repair_required: bool


@dataclass(frozen=True, slots=True)
class StepAccepted:
    """The responsible took the task."""

    run: StepRun
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepHandedOver:
    """The task moved to other hands."""

    run: StepRun
    previous: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepReplied:
    """Cause and measure are signed."""

    run: StepRun
    cause: str
    measure: str
    repair_required: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepCommunicated:
    """The customer was told."""

    run: StepRun
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepReminded:
    """A fraction of the limit is used up."""

    run: StepRun
    fraction: float
    at: datetime


@dataclass(frozen=True, slots=True)
class StepOverdue:
    """The limit passed."""

    run: StepRun
    at: datetime


@dataclass(frozen=True, slots=True)
class StepEscalated:
    """A level of the chain was told."""

    run: StepRun
    told: Escalated


@dataclass(frozen=True, slots=True)
class StepPaused:
    """The clock of a step stands still."""

    run: StepRun
    reason: str
    note: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepResumed:
    """The clock of a step runs on; `because` names the event that was awaited, or `command`."""

    run: StepRun
    reason: str
    because: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Resolved:
    """The measure was carried out; `responsible` is the person of the line."""

    resolution: Resolution
    responsible: str


Fact: TypeAlias = (
    Classified
    | Reclassified
    | StepAssigned
    | StepAccepted
    | StepHandedOver
    | StepReplied
    | StepCommunicated
    | StepReminded
    | StepOverdue
    | StepEscalated
    | StepPaused
    | StepResumed
    | Resolved
)
