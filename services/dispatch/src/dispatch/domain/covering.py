"""Somebody is away: a task in their hands goes to the deputy, else to the lead; it is never lost (R3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin, require_running, require_status
from dispatch.domain.errors import AlreadyResponsible, NotInTheseHands
from dispatch.domain.facts import StepHandedOver
from dispatch.domain.holdings import GiveBack, Holding, StandIn, claim_of
from dispatch.domain.policy import Policy
from dispatch.domain.roster import Choice, OnDuty, first_authority
from dispatch.domain.step_run import LIMIT, StepRun, pass_to
from dispatch.domain.words import Status
from dispatch.domain.working import require_colleague

MOVABLE: tuple[Status, ...] = ("awaiting_classification", "assigned", "accepted", "replied")


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose tasks move, and why; `to` None means the deputy. `give_back` says what is to come back by itself.

    With `due_before` only tasks whose limit ends before then, and those whose clock stands still, since it may run on.
    """

    absent: str
    to: str | None
    note: str
    due_before: datetime | None = None
    give_back: GiveBack = "never"

    def takes(self, due_at: datetime | None) -> bool:
        """Whether a task due then moves; None: its clock stands still."""
        return self.due_before is None or due_at is None or due_at < self.due_before

    def stands(self, held: Sequence[Holding], to: str, *, begun: bool) -> StandIn | None:
        """In whose place the next one holds it; what comes to whom it was taken from has come back."""
        if self.give_back == "never":
            return None
        claim = claim_of(held, to, begun=begun)
        return StandIn(self.absent, self.give_back, begun) if claim is None else claim.instead_of


def cover(assignment: Assignment, wanted: Cover, policy: Policy, present: OnDuty, *, by: str, now: datetime) -> Moved:
    """The running step in other hands, who have yet to accept; its clock stays as it is.

    Raises `ActionNotAllowed`, `NotInTheseHands`, `AlreadyResponsible`, and `UnknownStaff` for a `to` who neither works
    for the step's team nor has the role that owns it.
    """
    require_status(assignment, "hand_over", *MOVABLE)
    run = require_running(assignment, "hand_over")
    if run.responsible != wanted.absent or not wanted.takes(run.due_of(LIMIT)):
        raise NotInTheseHands(person=wanted.absent, responsible=run.responsible)
    if wanted.to == wanted.absent:
        raise AlreadyResponsible(responsible=wanted.absent)
    if wanted.to is not None:
        require_colleague(wanted.to, run, policy)
    choice = who_covers(wanted, run.level.team, policy, present)
    stands = wanted.stands(run.holdings, choice.responsible, begun=has_begun(assignment, run))
    return moved_to(assignment, run, choice, stands, by=by, now=now)


def moved_to(
    assignment: Assignment, run: StepRun, choice: Choice, instead_of: StandIn | None, *, by: str, now: datetime
) -> Moved:
    """The step with the chosen person, who has yet to accept."""
    passed = pass_to(run, choice.responsible, note=choice.reason, by=by, at=now, instead_of=instead_of)
    passed = replace(passed, accepted_at=None, accepted_by=None)
    fact = StepHandedOver(passed, previous=run.responsible, note=choice.reason, by=by, at=now)
    return begin(assignment, passed, "assigned" if assignment.status == "accepted" else assignment.status), (fact,)


def has_begun(assignment: Assignment, run: StepRun) -> bool:
    """Whether whoever holds the step has begun: accepted it, let its clock stand still, or authorised its return."""
    since = run.holdings[-1].since
    goods = assignment.goods_return
    authorised = goods is not None and goods.authorised_at is not None and goods.authorised_at >= since
    return run.accepted_at is not None or authorised or any(pause.start >= since for pause in run.clock.pauses)


def who_covers(wanted: Cover, team: str, policy: Policy, present: OnDuty) -> Choice:
    """The person named, else the first along the chain of deputies who is not absent too, on shift or not: the task
    waits for days."""
    if wanted.to is not None:
        return Choice(wanted.to, wanted.note)
    chain = [wanted.absent]
    while len(chain) <= policy.deputy_chain:
        member = policy.people.get(chain[-1])
        if member is None or member.deputy is None or member.deputy in chain:
            break
        if member.deputy not in present.absent:
            return Choice(member.deputy, f"{wanted.note}; deputy of {wanted.absent}")
        chain.append(member.deputy)
    return Choice(first_authority(policy, team), f"{wanted.note}; {wanted.absent} has no deputy who is there")
