"""Somebody is away: a task in their hands goes to the deputy, else to the lead; it is never lost (R3)."""

from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin, require_running, require_status
from dispatch.domain.errors import AlreadyResponsible, NotInTheseHands
from dispatch.domain.facts import StepHandedOver
from dispatch.domain.policy import Policy
from dispatch.domain.roster import Choice, OnDuty, first_authority
from dispatch.domain.step_run import LIMIT, pass_to
from dispatch.domain.working import require_colleague


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose tasks move, and why; `to` None means the deputy.

    With `due_before` only tasks whose limit ends before then, and those whose clock stands still, since it may run on.
    """

    absent: str
    to: str | None
    note: str
    due_before: datetime | None = None

    def takes(self, due_at: datetime | None) -> bool:
        """Whether a task due then moves; None: its clock stands still."""
        return self.due_before is None or due_at is None or due_at < self.due_before


def cover(assignment: Assignment, wanted: Cover, policy: Policy, present: OnDuty, *, by: str, now: datetime) -> Moved:
    """The running step in other hands, who have yet to accept; its clock stays as it is.

    Raises `ActionNotAllowed`, `NotInTheseHands`, `AlreadyResponsible`, and `UnknownStaff` for a `to` who neither works
    for the step's team nor has the role that owns it.
    """
    require_status(assignment, "hand_over", "awaiting_classification", "assigned", "accepted", "replied")
    run = require_running(assignment, "hand_over")
    if run.responsible != wanted.absent or not wanted.takes(run.due_of(LIMIT)):
        raise NotInTheseHands(person=wanted.absent, responsible=run.responsible)
    if wanted.to == wanted.absent:
        raise AlreadyResponsible(responsible=wanted.absent)
    if wanted.to is not None:
        require_colleague(wanted.to, run, policy)
    choice = Choice(wanted.to, wanted.note) if wanted.to else _deputy_or_lead(wanted, run.level.team, policy, present)
    passed = replace(
        pass_to(run, choice.responsible, note=choice.reason, by=by, at=now), accepted_at=None, accepted_by=None
    )
    fact = StepHandedOver(passed, previous=wanted.absent, note=choice.reason, by=by, at=now)
    return begin(assignment, passed, "assigned" if assignment.status == "accepted" else assignment.status), (fact,)


def _deputy_or_lead(wanted: Cover, team: str, policy: Policy, present: OnDuty) -> Choice:
    """The first along the chain of deputies who is not absent too, on shift or not: the task waits for days."""
    chain = [wanted.absent]
    while len(chain) <= policy.deputy_chain:
        member = policy.people.get(chain[-1])
        if member is None or member.deputy is None or member.deputy in chain:
            break
        if member.deputy not in present.absent:
            return Choice(member.deputy, f"{wanted.note}; deputy of {wanted.absent}")
        chain.append(member.deputy)
    return Choice(first_authority(policy, team), f"{wanted.note}; {wanted.absent} has no deputy who is there")
