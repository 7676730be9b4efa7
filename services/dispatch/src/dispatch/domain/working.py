"""The responsible at work: accept, hand over, name the responsible, reply (P1 steps 02A, 02B, 02C; F-54 boxes 3, 4)."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin, finish, require_running, require_status
from dispatch.domain.authority import Actor, answers_to, require_authority
from dispatch.domain.boxes import SignedBox, sign
from dispatch.domain.errors import ActionNotAllowed, AlreadyResponsible, ResponsibleNotNamed, UnknownStaff
from dispatch.domain.facts import StepAccepted, StepAssigned, StepHandedOver, StepReplied
from dispatch.domain.opening import DISPATCH
from dispatch.domain.policy import Policy
from dispatch.domain.returns.errors import ReturnPending
from dispatch.domain.step_run import StepRun, not_before, pass_to, start_step
from dispatch.domain.words import BoxName

STAFF = "staff:"
TAKEN = "took the task of the role"
PLAN_FOLLOWS = "owner of the step, who tells the customer the plan"


def accept(assignment: Assignment, actor: Actor, *, now: datetime) -> Moved:
    """The task is taken. One that waits for a role passes to the person who takes it.

    Raises `ActionNotAllowed`, `NotResponsible`.
    """
    require_status(assignment, "accept", "assigned")
    run = require_running(assignment, "accept")
    require_authority(actor, run)
    taken = _taken(run, actor, now)
    accepted = replace(taken, accepted_at=not_before(taken, now), accepted_by=actor.address)
    return begin(assignment, accepted, "accepted"), (StepAccepted(accepted, by=actor.address, at=now),)


def hand_over(assignment: Assignment, actor: Actor, to: str, note: str, policy: Policy, *, now: datetime) -> Moved:
    """The task goes to another person of the team; its clock runs on, and the new hands have yet to accept.

    Raises `ActionNotAllowed`, `NotResponsible`, `UnknownStaff`, `AlreadyResponsible`.
    """
    require_status(assignment, "hand_over", "awaiting_classification", "assigned", "accepted", "replied")
    run = require_running(assignment, "hand_over")
    require_authority(actor, run)
    require_colleague(to, run, policy)
    if to == run.responsible:
        raise AlreadyResponsible(responsible=to)
    passed = replace(pass_to(run, to, note=note, by=actor.address, at=now), accepted_at=None, accepted_by=None)
    fact = StepHandedOver(passed, previous=run.responsible, note=note, by=actor.address, at=now)
    return begin(assignment, passed, "assigned" if assignment.status == "accepted" else assignment.status), (fact,)


def name_responsible(
    assignment: Assignment, actor: Actor, person: str, note: str, policy: Policy, *, now: datetime
) -> Moved:
    """The R&D director names the product's project manager: step 02B is met and the named person's reply begins.

    Raises `ActionNotAllowed`, `NotResponsible`, `UnknownStaff`.
    """
    require_status(assignment, "name_responsible", "assigned", "accepted")
    run = require_running(assignment, "name_responsible")
    if run.level.step != "02B":
        raise ActionNotAllowed(action="name_responsible", status=f"{assignment.status}, step {run.level.step}")
    require_authority(actor, run)
    require_colleague(person, run, policy)
    ended, late = finish(assignment, "done", by=actor.address, at=now)
    level = assignment.service_level.of("reply")
    named = start_step(level, round_number=assignment.round, responsible=person, reason=note, by=actor.address, at=now)
    fact = StepAssigned(named, repair_required=assignment.repair_required)
    return begin(ended, named, "assigned"), (*late, fact)


def reply(
    assignment: Assignment, actor: Actor, cause: str, measure: str, repair_required: bool | None, *, now: datetime
) -> Moved:
    """Cause and measure are signed; the line's step is met and step 03 begins: the customer is to hear the plan.

    Replying takes an unaccepted task. `repair_required` None leaves what the policy said.
    Raises `ActionNotAllowed`, `NotResponsible`, `ResponsibleNotNamed`, `ReturnPending`.
    """
    require_status(assignment, "reply", "assigned", "accepted")
    run = require_running(assignment, "reply")
    require_authority(actor, run)
    if run.level.step == "02B":
        raise ResponsibleNotNamed(responsible=run.responsible)
    if assignment.return_pending:
        raise ReturnPending(round=str(assignment.round))
    needed = assignment.repair_required if repair_required is None else repair_required
    taken = replace(assignment, running=_taken(run, actor, now), repair_required=needed)
    return sign_reply(taken, cause, measure, by=actor.address, now=now)


def sign_reply(assignment: Assignment, cause: str, measure: str, *, by: str, now: datetime) -> Moved:
    """The running line step ends with boxes 3 and 4 signed, and step 03 begins; who may do so is asked before."""
    needed = assignment.repair_required
    ended, late = finish(assignment, "done", by=by, at=now)
    boxes = ended.boxes
    texts: tuple[tuple[BoxName, str], ...] = (("cause", cause), ("measure", measure))
    for box, text in texts:
        boxes = sign(boxes, SignedBox(box=box, text=text, signed_by=by, signed_at=now, round=assignment.round))
    level = assignment.service_level.of("03")
    tracking = start_step(
        level, round_number=assignment.round, responsible=level.owner, reason=PLAN_FOLLOWS, by=DISPATCH, at=now
    )
    replied = StepReplied(ended.finished[-1], cause=cause, measure=measure, repair_required=needed, by=by, at=now)
    facts = (*late, replied, StepAssigned(tracking, repair_required=False))
    return begin(replace(ended, boxes=boxes), tracking, "replied"), facts


def _taken(run: StepRun, actor: Actor, now: datetime) -> StepRun:
    """A task that waits for a role passes to the person of that role who acts on it; never to a machine client."""
    of_role = run.responsible != actor.address and answers_to(actor, run.responsible, run.level.team)
    of_role = of_role and actor.address.startswith(STAFF)
    if not of_role:
        return run
    stands = run.holdings[-1].instead_of
    return pass_to(run, actor.address, note=TAKEN, by=actor.address, at=now, instead_of=stands)


def require_colleague(person: str, run: StepRun, policy: Policy) -> None:
    """Raises `UnknownStaff` unless the person works for the step's team or has the role that owns the step."""
    member = policy.people.get(person)
    if member is None or (member.team != run.level.team and run.level.owner.removeprefix("role:") not in member.roles):
        raise UnknownStaff(person=person, team=run.level.team)
