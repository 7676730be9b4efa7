"""What the API shows of returns; `version` is what If-Match wants."""

from datetime import datetime

from chassis.documents import Stored
from pydantic import BaseModel

from dispatch.domain.returns.entitlement import Claim, Verdict
from dispatch.domain.returns.goods_return import (
    Assessment,
    Decision,
    Deed,
    GoodsReturn,
    Inspection,
    ReturnMatter,
    ReturnOutcome,
    ReturnStatus,
)
from dispatch.domain.stages import StageRun


class StageView(BaseModel):
    """A timed stage with its clock; `met` is null while it runs in time."""

    stage: str
    limit_seconds: int
    calendar: str
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    reminders_sent: int
    levels_told: int
    overdue_at: datetime | None
    met: bool | None


class ReturnLine(BaseModel):
    """A return in a list."""

    id: str
    version: int
    case_id: str
    number: str
    round: int
    status: ReturnStatus
    wanted: Claim
    team: str
    responsible: str
    customer_name: str
    product_name: str | None
    product_model: str | None
    opened_at: datetime
    due_at: datetime
    overdue: bool
    outcome: ReturnOutcome | None


class ReturnView(ReturnLine):
    """The whole return."""

    matter: ReturnMatter
    asked_on: str
    verdict: Verdict | None
    assessments: tuple[Assessment, ...]
    decision: Decision | None
    receipt: Deed | None
    inspection: Inspection | None
    completion: Deed | None
    running: StageView | None
    finished: tuple[StageView, ...]
    ended_at: datetime | None
    ended_because: str | None


def return_line(stored: Stored[GoodsReturn]) -> ReturnLine:
    """What a list needs."""
    state, run = stored.state, stored.state.running
    return ReturnLine(
        id=stored.id,
        version=stored.version,
        case_id=state.matter.case_id,
        number=state.matter.number,
        round=state.matter.round,
        status=state.status,
        wanted=state.wanted,
        team=state.matter.team,
        responsible=state.matter.responsible,
        customer_name=state.matter.customer_name,
        product_name=state.matter.product_name,
        product_model=state.matter.product_model,
        opened_at=state.opened_at,
        due_at=state.due_at,
        overdue=run is not None and run.overdue_at is not None,
        outcome=state.outcome,
    )


def return_view(stored: Stored[GoodsReturn]) -> ReturnView:
    """The whole return."""
    state = stored.state
    return ReturnView(
        **return_line(stored).model_dump(),
        matter=state.matter,
        asked_on=state.asked_on,
        verdict=state.verdict,
        assessments=state.assessments,
        decision=state.decision,
        receipt=state.receipt,
        inspection=state.inspection,
        completion=state.completion,
        running=None if state.running is None else stage_view(state.running),
        finished=tuple(stage_view(run) for run in state.finished),
        ended_at=state.ended_at,
        ended_because=state.ended_because,
    )


def stage_view(run: StageRun) -> StageView:
    """A stage with its clock."""
    return StageView(
        stage=run.stage.name,
        limit_seconds=run.stage.limit_seconds,
        calendar=run.stage.calendar.name,
        started_at=run.started_at,
        due_at=run.due_at,
        ended_at=run.ended_at,
        reminders_sent=run.reminded,
        levels_told=run.escalated,
        overdue_at=run.overdue_at,
        met=run.met,
    )
