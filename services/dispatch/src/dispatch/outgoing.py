"""The only translator from what happened in the domain to events on the wire."""

from collections.abc import Iterable
from typing import TypedDict, assert_never

from chassis.documents import Change, Outgoing
from contracts.events import dispatch as wire
from contracts.payload import Payload
from contracts.vocabulary import TEXT_MAX

from dispatch.domain import facts as domain
from dispatch.domain.assignment import Assignment, Moved
from dispatch.domain.classified import Classification
from dispatch.domain.step_run import StepRun
from dispatch.domain.words import Step
from dispatch.outgoing_returns import about_return

WORDS_SENT = 20
"""How many of the deciding words travel; the assignment keeps all."""


def change(moved: Moved) -> Change[Assignment]:
    """A domain move as the chassis writes it."""
    assignment, happened = moved
    return Change(assignment, outgoing(assignment, happened))


def outgoing(assignment: Assignment, happened: Iterable[domain.Fact]) -> tuple[Outgoing, ...]:
    """The events of a move, in its order; all belong to the case."""
    told = (payload for fact in happened for payload in (_payload(assignment, fact), *about_return(assignment, fact)))
    return tuple(Outgoing(payload, correlation=assignment.case.id) for payload in told)


def _payload(assignment: Assignment, fact: domain.Fact) -> Payload:
    match fact:
        case domain.Classified() | domain.Reclassified():
            return _classified(assignment, fact)
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
        case domain.Resolved():
            return _resolved(assignment, fact)
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


def _classified(assignment: Assignment, fact: domain.Classified | domain.Reclassified) -> Payload:
    made = fact.classification
    values: dict[str, object] = {
        "case_id": assignment.case.id,
        "number": assignment.case.number,
        "category": made.category,
        "severity": made.severity,
        "urgency": made.urgency,
        "team": assignment.team,
        "ruleset": made.ruleset,
        "ruleset_version": made.ruleset_version,
        "rule": made.rule,
        "confidence": made.confidence,
        "words": made.words[:WORDS_SENT],
        "classified_by": made.by,
        "classified_at": made.at,
    }
    if isinstance(fact, domain.Classified):
        return wire.CaseClassified.model_validate(values)
    previous = {"previous_category": fact.previous.category, "previous_team": fact.previous.team}
    return wire.CaseReclassified.model_validate({**values, **previous, "reason": fact.reason})


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


def _late(assignment: Assignment, fact: domain.StepReminded | domain.StepOverdue | domain.StepEscalated) -> Payload:
    task = _task(assignment, fact.run)
    due_at = fact.run.due_at
    if isinstance(fact, domain.StepReminded):
        return wire.TaskReminded(**task, fraction=fact.fraction, due_at=due_at, reminded_at=fact.at)
    if isinstance(fact, domain.StepOverdue):
        return wire.TaskOverdue(**task, limit_seconds=fact.run.level.limit_seconds, due_at=due_at, overdue_at=fact.at)
    told = fact.told
    return wire.TaskEscalated(**task, level=told.level, escalated_to=told.to, due_at=due_at, escalated_at=told.at)


def _stood_still(assignment: Assignment, fact: domain.StepPaused | domain.StepResumed) -> Payload:
    task = _task(assignment, fact.run)
    if isinstance(fact, domain.StepPaused):
        return wire.TaskPaused(
            **task, reason=fact.reason, note=fact.note, awaits=fact.run.awaits, by=fact.by, paused_at=fact.at
        )
    return wire.TaskResumed(
        **task, reason=fact.reason, because=fact.because, due_at=fact.run.due_at, by=fact.by, resumed_at=fact.at
    )


def _resolved(assignment: Assignment, fact: domain.Resolved) -> Payload:
    case, resolution = assignment.case, fact.resolution
    return wire.CaseResolved(
        case_id=case.id,
        number=case.number,
        round=resolution.round,
        resolution=resolution.text,
        category=assignment.classification.category,
        team=assignment.team,
        responsible=fact.responsible,
        customer_id=case.customer_id,
        customer_name=case.customer_name,
        customer_grade=case.customer_grade,
        contact_name=case.contact_name,
        contact_phone=case.contact_phone,
        contact_email=case.contact_email,
        language=case.language,
        resolved_by=resolution.by,
        resolved_at=resolution.at,
    )
