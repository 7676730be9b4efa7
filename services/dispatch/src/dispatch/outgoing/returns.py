"""From returns, and from assignments to their returns, to events on the wire."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypedDict, assert_never

from chassis.documents import Change, Outgoing
from contracts.events import dispatch_returns as wire
from contracts.payload import Payload

from dispatch.domain import facts as domain
from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.returns.goods_return import (
    RETURN_STAGES,
    GoodsReturn,
    Returned,
    ReturnFact,
    ReturnMoved,
    ReturnStage,
    return_id,
)
from dispatch.domain.returns.reply import DROPPED, LINE
from dispatch.domain.stages import StageOverdue, StageReminded
from dispatch.domain.step_run import StepRun

REASSIGNED = "the case went to another team"


class _Return(TypedDict):
    case_id: str
    number: str
    return_id: str
    round: int
    team: str
    responsible: str


def about_return(assignment: Assignment, fact: domain.Fact) -> Iterator[Payload]:
    """A line of returns asks for one when it begins, and waives it when it ends in another way."""
    match fact:
        case domain.StepAssigned(run) if run.level.step == LINE:
            yield _requested(assignment, run)
        case domain.StepReplied(run) if run.level.step == LINE and not _decided(assignment.goods_return):
            yield wire.ReturnWaived(**_of_line(assignment, run), reason=fact.measure, waived_at=fact.at)
        case domain.Reclassified():
            ended = assignment.finished[-1] if assignment.finished else None
            if ended is not None and (ended.level.step, ended.outcome) == (LINE, "superseded"):
                at = fact.classification.at
                yield wire.ReturnWaived(**_of_line(assignment, ended), reason=REASSIGNED, waived_at=at)
        case _:
            return


def _decided(noted: ReturnNote | None) -> bool:
    """Whether a return was authorised or has ended; one that was given up may have been asked for anew."""
    return noted is not None and noted.outcome != DROPPED


def waived_by_withdrawal(assignment: Assignment, reason: str, now: datetime) -> Sequence[Outgoing]:
    """The customer gave the case up: its return, if the round has one that may be open, ends at any stage."""
    noted = assignment.goods_return
    run = assignment.line_run
    over = noted is not None and noted.outcome not in (None, DROPPED)
    if run is None or (run.level.step, run.round) != (LINE, assignment.round) or over:
        return ()
    told = wire.ReturnWaived(**_of_line(assignment, run), reason=reason, withdrawn=True, waived_at=now)
    return (Outgoing(told, correlation=assignment.case.id),)


def return_change(moved: Returned) -> Change[GoodsReturn]:
    """A move of a return as the chassis writes it."""
    state, happened = moved
    return Change(state, [Outgoing(_payload(state, fact), correlation=state.matter.case_id) for fact in happened])


def _payload(state: GoodsReturn, fact: ReturnFact) -> Payload:
    common = _of_return(state)
    if isinstance(fact, StageReminded):
        stage, due = _stage(fact.run.stage.name), fact.run.due_at
        return wire.ReturnReminded(**common, stage=stage, fraction=fact.fraction, due_at=due, reminded_at=fact.at)
    if isinstance(fact, StageOverdue):
        return wire.ReturnOverdue(
            **common,
            stage=_stage(fact.run.stage.name),
            level=fact.level,
            addressee=fact.addressee,
            due_at=fact.run.due_at,
            overdue_at=fact.at,
        )
    return _moved(state, common, fact)


def _moved(state: GoodsReturn, common: _Return, fact: ReturnMoved) -> Payload:
    reason = "" if state.decision is None else state.decision.reason
    findings = "" if state.inspection is None else state.inspection.findings
    match fact.status:
        case "goods_expected":
            goodwill = state.decision is not None and state.decision.goodwill
            return wire.ReturnAuthorised(**common, reason=reason, goodwill=goodwill, by=fact.by, authorised_at=fact.at)
        case "refused":
            return wire.ReturnRefused(**common, reason=reason, by=fact.by, refused_at=fact.at)
        case "received":
            condition = "" if state.receipt is None else state.receipt.text
            return wire.ReturnReceived(**common, condition=condition, by=fact.by, received_at=fact.at)
        case "inspected":
            confirmed = state.inspection is not None and state.inspection.fault_confirmed
            return wire.ReturnInspected(
                **common, findings=findings, fault_confirmed=confirmed, by=fact.by, inspected_at=fact.at
            )
        case "dropped":
            return wire.ReturnDropped(**common, reason=state.ended_because or "", by=fact.by, dropped_at=fact.at)
        case "completed":
            if state.outcome is None or state.completion is None:
                raise ValueError("a completed return has an outcome")
            return wire.ReturnCompleted(
                **common,
                outcome=state.outcome,
                findings=findings,
                measure=state.completion.text,
                by=fact.by,
                completed_at=fact.at,
            )
        case _:
            assert_never(fact.status)


def _stage(name: str) -> ReturnStage:
    return next(stage for stage in RETURN_STAGES if stage == name)


def _of_return(state: GoodsReturn) -> _Return:
    matter = state.matter
    return {
        "case_id": matter.case_id,
        "number": matter.number,
        "return_id": return_id(matter.case_id, matter.round),
        "round": matter.round,
        "team": matter.team,
        "responsible": matter.responsible,
    }


def _of_line(assignment: Assignment, run: StepRun) -> _Return:
    return {
        "case_id": assignment.case.id,
        "number": assignment.case.number,
        "return_id": return_id(assignment.case.id, run.round),
        "round": run.round,
        "team": run.level.team,
        "responsible": run.responsible,
    }


def _requested(assignment: Assignment, run: StepRun) -> Payload:
    case = assignment.case
    return wire.ReturnRequested(
        **_of_line(assignment, run),
        remedy=case.remedy,
        customer_id=case.customer_id,
        customer_name=case.customer_name,
        description=assignment.description,
        language=case.language,
        product_name=case.product_name,
        product_model=case.product_model,
        product_serial=case.product_serial,
        order_number=case.order_number,
        asked_at=assignment.round_started_at,
        requested_at=run.holdings[0].since,
    )
