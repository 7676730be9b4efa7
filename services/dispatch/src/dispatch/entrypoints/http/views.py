"""What the dispatch API shows of an assignment; `version` is what If-Match wants."""

from datetime import datetime

from chassis.documents import Stored
from pydantic import BaseModel

from dispatch.domain.assignment import Assignment, Repair, ReturnNote
from dispatch.domain.boxes import SignedBox
from dispatch.domain.case_info import CaseInfo
from dispatch.domain.classified import Classification
from dispatch.domain.holdings import Holding
from dispatch.domain.resolution import Resolution
from dispatch.domain.service_level import ServiceLevel
from dispatch.domain.step_run import Escalated, StepRun
from dispatch.domain.words import Status, Step, StepOutcome


class StepView(BaseModel):
    """A step with its clock, and who held it how long."""

    step: Step
    round: int
    team: str
    owner: str
    responsible: str
    reason: str
    limit_seconds: int
    calendar: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    outcome: StepOutcome | None
    accepted_at: datetime | None
    accepted_by: str | None
    reminders_sent: int
    overdue_at: datetime | None
    escalated: tuple[Escalated, ...]
    holdings: tuple[Holding, ...]


class AssignmentView(BaseModel):
    """The whole assignment."""

    id: str
    version: int
    number: str
    status: Status
    round: int
    team: str
    step: Step | None
    responsible: str | None
    opened_at: datetime
    due_at: datetime
    overdue: bool
    case: CaseInfo
    description: str
    classification: Classification
    earlier_classifications: tuple[Classification, ...]
    repair_required: bool
    repairs: tuple[Repair, ...]
    returns: tuple[ReturnNote, ...]
    running: StepView | None
    finished: tuple[StepView, ...]
    boxes: tuple[SignedBox, ...]
    resolutions: tuple[Resolution, ...]
    ended_at: datetime | None
    ended_because: str | None
    service_level: ServiceLevel


def assignment_view(stored: Stored[Assignment]) -> AssignmentView:
    """The whole assignment."""
    state, run = stored.state, stored.state.running
    return AssignmentView(
        id=stored.id,
        version=stored.version,
        number=state.case.number,
        status=state.status,
        round=state.round,
        team=state.team,
        step=None if run is None else run.level.step,
        responsible=None if run is None else run.responsible,
        opened_at=state.opened_at,
        due_at=state.due_at,
        overdue=run is not None and run.overdue_at is not None,
        case=state.case,
        description=state.description,
        classification=state.classification,
        earlier_classifications=state.classifications[:-1],
        repair_required=state.repair_required,
        repairs=state.repairs,
        returns=state.returns,
        running=None if run is None else step_view(run),
        finished=tuple(step_view(ended) for ended in state.finished),
        boxes=state.boxes,
        resolutions=state.resolutions,
        ended_at=state.ended_at,
        ended_because=state.ended_because,
        service_level=state.service_level,
    )


def step_view(run: StepRun) -> StepView:
    """The step and its clock."""
    return StepView(
        step=run.level.step,
        round=run.round,
        team=run.level.team,
        owner=run.level.owner,
        responsible=run.responsible,
        reason=run.reason,
        limit_seconds=run.level.limit_seconds,
        calendar=run.level.calendar.name,
        started_at=run.started_at,
        due_at=run.due_at,
        ended_at=run.clock.stopped_at,
        outcome=run.outcome,
        accepted_at=run.accepted_at,
        accepted_by=run.accepted_by,
        reminders_sent=run.reminded,
        overdue_at=run.overdue_at,
        escalated=run.escalated,
        holdings=run.holdings,
    )
