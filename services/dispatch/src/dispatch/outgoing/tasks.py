"""What happens to a task: given, taken, answered, stopped, late."""

from typing import TypeAlias, TypedDict, assert_never

from contracts.events import dispatch as wire
from contracts.payload import Payload
from contracts.vocabulary import TEXT_MAX

from dispatch.domain import facts as domain
from dispatch.domain.assignment import Assignment
from dispatch.domain.classified import Classification
from dispatch.domain.step_run import StepRun
from dispatch.domain.words import Step

_Late: TypeAlias = domain.StepReminded | domain.StepOverdue | domain.StepEscalated
_Still: TypeAlias = domain.StepPaused | domain.StepResumed
_Done: TypeAlias = domain.StepAccepted | domain.StepHandedOver | domain.StepReplied | domain.StepCommunicated


def about_task(assignment: Assignment, fact: domain.StepAssigned | _Done | _Still | _Late) -> Payload:
    """One fact of one step."""
    match fact:
        case domain.StepAssigned():
            return _assigned(assignment, fact)
        case domain.StepReplied():
            return _replied(assignment, fact)
        case domain.StepReminded() | domain.StepOverdue() | domain.StepEscalated():
            return _late(assignment, fact)
        case domain.StepAccepted():
            return wire.TaskAccepted(**_task(assignment, fact.run), by=fact.by, accepted_at=fact.at)
        case domain.StepHandedOver():
            return wire.TaskHandedOver(
                **_task(assignment, fact.run),
                previous=fact.previous,
                note=fact.note,
                by=fact.by,
                handed_over_at=fact.at,
            )
        case domain.StepCommunicated():
            return wire.TaskCommunicated(
                **_task(assignment, fact.run),
                customer_id=assignment.case.customer_id,
                language=assignment.case.language,
                text=fact.text,
                by=fact.by,
                communicated_at=fact.at,
            )
        case domain.StepPaused() | domain.StepResumed():
            return _stood_still(assignment, fact)
        case _:
            assert_never(fact)


class _Task(TypedDict):
    case_id: str
    number: str
    round: int
    step: Step
    team: str
    responsible: str


class _Matter(TypedDict):
    customer_id: str
    customer_name: str
    description: str
    product_name: str | None
    product_model: str | None
    product_serial: str | None


def _task(assignment: Assignment, run: StepRun) -> _Task:
    return {
        "case_id": assignment.case.id,
        "number": assignment.case.number,
        "round": run.round,
        "step": run.level.step,
        "team": run.level.team,
        "responsible": run.responsible,
    }


def _matter(assignment: Assignment) -> _Matter:
    case = assignment.case
    return {
        "customer_id": case.customer_id,
        "customer_name": case.customer_name,
        "description": assignment.description,
        "product_name": case.product_name,
        "product_model": case.product_model,
        "product_serial": case.product_serial,
    }


def _assigned(assignment: Assignment, fact: domain.StepAssigned) -> Payload:
    run = fact.run
    made = _standing_class(assignment, run)
    return wire.TaskAssigned(
        **_task(assignment, run),
        **_matter(assignment),
        kind=assignment.case.kind,
        category=None if made is None else made.category,
        severity=None if made is None else made.severity,
        urgency=None if made is None else made.urgency,
        limit_seconds=run.level.limit_seconds,
        due_at=run.due_at,
        assigned_at=run.holdings[0].since,
        reason=run.reason[:TEXT_MAX],
        repair_required=fact.repair_required,
        order_number=assignment.case.order_number,
    )


def _standing_class(assignment: Assignment, run: StepRun) -> Classification | None:
    return None if run.level.step == "01" else assignment.classification


def _replied(assignment: Assignment, fact: domain.StepReplied) -> Payload:
    return wire.TaskReplied(
        **_task(assignment, fact.run),
        **_matter(assignment),
        cause=fact.cause,
        measure=fact.measure,
        repair_required=fact.repair_required,
        by=fact.by,
        replied_at=fact.at,
    )


def _late(assignment: Assignment, fact: _Late) -> Payload:
    task = _task(assignment, fact.run)
    due_at = fact.run.due_at
    if isinstance(fact, domain.StepReminded):
        return wire.TaskReminded(**task, fraction=fact.fraction, due_at=due_at, reminded_at=fact.at)
    if isinstance(fact, domain.StepOverdue):
        return wire.TaskOverdue(**task, limit_seconds=fact.run.level.limit_seconds, due_at=due_at, overdue_at=fact.at)
    told = fact.told
    return wire.TaskEscalated(**task, level=told.level, escalated_to=told.to, due_at=due_at, escalated_at=told.at)


def _stood_still(assignment: Assignment, fact: _Still) -> Payload:
    task = _task(assignment, fact.run)
    if isinstance(fact, domain.StepPaused):
        return wire.TaskPaused(
            **task, reason=fact.reason, note=fact.note, awaits=fact.run.awaits, by=fact.by, paused_at=fact.at
        )
    return wire.TaskResumed(
        **task, reason=fact.reason, because=fact.because, due_at=fact.run.due_at, by=fact.by, resumed_at=fact.at
    )
