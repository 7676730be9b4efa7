"""From the reply to the result: the customer is told (step 03), the repair ends, the case is resolved."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.assignment import (
    CONFIRMED,
    Assignment,
    Moved,
    Repair,
    finish,
    require_running,
    require_status,
)
from dispatch.domain.authority import Actor, answers_to, is_authority
from dispatch.domain.boxes import SignedBox, sign
from dispatch.domain.errors import NotResponsible, RepairPending
from dispatch.domain.facts import Resolved, StepCommunicated
from dispatch.domain.opening import DISPATCH
from dispatch.domain.resolution import Resolution
from dispatch.domain.returns.errors import ReturnPending


def communicate(assignment: Assignment, actor: Actor, text: str, *, now: datetime) -> Moved:
    """The customer knows the plan: step 03 is met; a repair that was confirmed before resolves the case with it.

    Raises `ActionNotAllowed`.
    """
    require_status(assignment, "communicate", "replied")
    require_running(assignment, "communicate")
    ended, late = finish(assignment, "done", by=actor.address, at=now)
    told = StepCommunicated(ended.finished[-1], text=text, by=actor.address, at=now)
    moved, facts = resolve_if_repaired(replace(ended, status="communicated"), now=now)
    return moved, (*late, told, *facts)


def resolve(assignment: Assignment, actor: Actor, resolution: str, *, now: datetime) -> Moved:
    """The measure was carried out. Open to the line's responsible, its authorities and the front desk.

    Raises `ActionNotAllowed`, `NotResponsible`, `RepairPending`, `ReturnPending`.
    """
    require_status(assignment, "resolve", "communicated")
    runs = [run for run in (assignment.line_run, *assignment.finished[-1:]) if run is not None]
    if not any(
        is_authority(actor, run.level)
        or answers_to(actor, run.responsible, run.level.team)
        or answers_to(actor, run.level.owner, run.level.team)
        for run in runs
    ):
        raise NotResponsible(responsible=runs[0].responsible)
    if assignment.repair_pending:
        raise RepairPending(round=str(assignment.round))
    if assignment.return_pending:
        raise ReturnPending(round=str(assignment.round))
    return _resolve(assignment, resolution, by=actor.address, now=now)


def record_repair(assignment: Assignment, repair: Repair, *, now: datetime) -> Moved:
    """What the repair service told. An ended repair stays ended, whichever of its events comes first."""
    known = next((old for old in assignment.repairs if old.round == repair.round), None)
    if known is not None and (known.outcome is not None or known == repair):
        return assignment, ()
    others = tuple(old for old in assignment.repairs if old.round != repair.round)
    return resolve_if_repaired(replace(assignment, repairs=(*others, repair)), now=now)


def resolve_if_repaired(assignment: Assignment, *, now: datetime) -> Moved:
    """The customer knows the plan and has confirmed the repair: nothing is left to do."""
    repair = assignment.repair
    confirmed = repair is not None and repair.outcome == CONFIRMED
    if assignment.status != "communicated" or repair is None or not confirmed or assignment.return_pending:
        return assignment, ()
    return _resolve(assignment, repair.summary, by=repair.technician or DISPATCH, now=now)


def record_feedback(assignment: Assignment, box: SignedBox) -> Assignment:
    """Box 5: what the customer thinks of the effect (P1 step 04). It moves nothing here; intake closes or reopens."""
    return replace(assignment, boxes=sign(assignment.boxes, box))


def _resolve(assignment: Assignment, text: str, *, by: str, now: datetime) -> Moved:
    line = assignment.line_run
    responsible = assignment.service_level.steps[0].owner if line is None else line.responsible
    resolution = Resolution(round=assignment.round, text=text, by=by, at=now)
    resolved = replace(assignment, status="resolved", resolutions=(*assignment.resolutions, resolution))
    return resolved, (Resolved(resolution, responsible),)
