"""The moves of a return: decided, received, inspected, and exchanged, refunded or sent back (P1 step 02A, M12)."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.authority import Actor
from dispatch.domain.errors import NotResponsible
from dispatch.domain.returns.entitlement import Claim, ClaimFacts, ServicePolicy, Verdict, judge, verdict
from dispatch.domain.returns.errors import EntitledToReturn, ReasonNeeded, ReturnStepNotAllowed, VerdictAgainst
from dispatch.domain.returns.goods_return import (
    STAGE_OF,
    Assessment,
    Decision,
    Deed,
    GoodsReturn,
    Inspection,
    Reached,
    Returned,
    ReturnMatter,
    ReturnMoved,
    ReturnOutcome,
    ReturnStatus,
)
from dispatch.domain.stages import Stage, end_stage, start_stage

CLERK = "follow_up_clerk"
NOT_ASSESSED = verdict(None, "unknown", "not_assessed")


def open_return(
    matter: ReturnMatter, wanted: Claim, asked_on: str, stages: tuple[Stage, ...], *, now: datetime
) -> Returned:
    """The first state: somebody is to decide."""
    run = start_stage(stages[0], now)
    opened = GoodsReturn(
        matter=matter,
        status="awaiting_decision",
        wanted=wanted,
        asked_on=asked_on,
        opened_at=now,
        stages=stages,
        running=run,
        due_at=run.due_at,
    )
    return opened, ()


def assess(state: GoodsReturn, facts: ClaimFacts, policy: ServicePolicy, actor: Actor, *, now: datetime) -> Returned:
    """The facts are established and judged. Raises `ReturnStepNotAllowed`, `NotResponsible`, `SaleAfterClaim`."""
    _require(state, actor, "assess", "awaiting_decision")
    made = Assessment(facts, judge(facts, policy), actor.address, now)
    return replace(state, wanted=facts.wanted, assessments=(*state.assessments, made)), ()


def authorise(state: GoodsReturn, reason: str | None, actor: Actor, *, goodwill: bool, now: datetime) -> Returned:
    """The goods may come. Against the verdict only out of goodwill, and beyond a clear yes only with a reason; else the
    verdict's own, in the customer's language.

    Raises `ReturnStepNotAllowed`, `NotResponsible`, `VerdictAgainst`, `ReasonNeeded`.
    """
    _require(state, actor, "authorise", "awaiting_decision")
    found = state.verdict or NOT_ASSESSED
    if found.allowed is False and not goodwill:
        raise VerdictAgainst(**_said(found))
    if not found.allowed and reason is None:
        raise ReasonNeeded(**_said(found))
    beyond, why = found.allowed is False, reason or found.told(state.matter.language)
    decision = Decision(True, why, found, actor.address, now, goodwill=beyond)
    return _move(replace(state, decision=decision), "goods_expected", actor.address, now)


def refuse(state: GoodsReturn, reason: str, actor: Actor, *, now: datetime) -> Returned:
    """The goods may not come. Raises `ReturnStepNotAllowed`, `NotResponsible`, `EntitledToReturn`."""
    _require(state, actor, "refuse", "awaiting_decision")
    found = state.verdict or NOT_ASSESSED
    if found.allowed:
        raise EntitledToReturn(**_said(found))
    decision = Decision(False, reason, found, actor.address, now)
    return _move(replace(state, decision=decision), "refused", actor.address, now)


def receive(state: GoodsReturn, condition: str, actor: Actor, *, now: datetime) -> Returned:
    """The goods are here. Raises `ReturnStepNotAllowed`, `NotResponsible`."""
    _require(state, actor, "receive", "goods_expected")
    return _move(replace(state, receipt=Deed(condition, actor.address, now)), "received", actor.address, now)


def inspect(state: GoodsReturn, findings: str, actor: Actor, *, fault_confirmed: bool, now: datetime) -> Returned:
    """What is the matter with them. Raises `ReturnStepNotAllowed`, `NotResponsible`."""
    _require(state, actor, "inspect", "received")
    found = Inspection(findings, fault_confirmed, actor.address, now)
    return _move(replace(state, inspection=found), "inspected", actor.address, now)


def complete(state: GoodsReturn, outcome: ReturnOutcome, text: str, actor: Actor, *, now: datetime) -> Returned:
    """Exchanged, refunded or sent back. Raises `ReturnStepNotAllowed`, `NotResponsible`."""
    _require(state, actor, outcome, "inspected")
    done = replace(state, outcome=outcome, completion=Deed(text, actor.address, now))
    return _move(done, "completed", actor.address, now)


def give_up(state: GoodsReturn, reason: str, actor: Actor, *, now: datetime) -> Returned:
    """The goods never came. Raises `ReturnStepNotAllowed`, `NotResponsible`."""
    _require(state, actor, "drop", "goods_expected")
    return _move(replace(state, ended_because=reason), "dropped", actor.address, now)


def drop(state: GoodsReturn, because: str, *, now: datetime) -> Returned:
    """No return is needed any more: every clock stops, nobody is told."""
    stopped = () if state.running is None else (replace(state.running, ended_at=max(now, state.running.started_at)),)
    finished = (*state.finished, *stopped)
    ended = replace(state, status="dropped", running=None, finished=finished, ended_at=now, ended_because=because)
    return ended, ()


def _said(found: Verdict) -> dict[str, str]:
    """The reason for a refusal, which is told in the caller's language."""
    return {"reason_zh": found.told("zh"), "reason_en": found.told("en")}


def _require(state: GoodsReturn, actor: Actor, action: str, status: ReturnStatus) -> None:
    if state.status != status:
        raise ReturnStepNotAllowed(action=action, status=state.status)
    leads = "team_lead" in actor.roles and actor.team == state.matter.team
    if not (leads or "admin" in actor.roles or CLERK in actor.roles or actor.address == state.matter.responsible):
        raise NotResponsible(responsible=state.matter.responsible)


def _move(state: GoodsReturn, status: Reached, by: str, now: datetime) -> Returned:
    """Into the next status: its own stage begins, or the return has ended."""
    ended, late = (None, ()) if state.running is None else end_stage(state.running, now)
    stage = STAGE_OF.get(status)
    following = None if stage is None else start_stage(_stage(state, stage), now)
    moved = replace(
        state,
        status=status,
        running=following,
        due_at=state.due_at if following is None else following.due_at,
        finished=state.finished if ended is None else (*state.finished, ended),
        ended_at=now if following is None else None,
    )
    return moved, (*late, ReturnMoved(status, by, now))


def _stage(state: GoodsReturn, name: str) -> Stage:
    return next(stage for stage in state.stages if stage.name == name)
