"""Somebody is back: what passed on by itself when they went goes back to them (R3)."""

from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, require_running, require_status
from dispatch.domain.covering import MOVABLE, has_begun, moved_to
from dispatch.domain.errors import NotInTheseHands
from dispatch.domain.holdings import claim_of
from dispatch.domain.policy import Policy
from dispatch.domain.roster import Choice
from dispatch.domain.working import require_colleague


@dataclass(frozen=True, slots=True)
class Back:
    """To whom things go back, and why."""

    person: str
    note: str

    def choice(self, holder: str) -> Choice:
        """The person, with the reason kept; `holder` stood in."""
        return Choice(self.person, f"{self.note}; {holder} stood in")


def give_back(assignment: Assignment, wanted: Back, policy: Policy, *, by: str, now: datetime) -> Moved:
    """The running step with the person again, who has yet to accept; its clock stays as it is.

    Raises `ActionNotAllowed`, `NotInTheseHands` unless it is to go back, `UnknownStaff` for a person who works for
    another team by now.
    """
    require_status(assignment, "give_back", *MOVABLE)
    run = require_running(assignment, "give_back")
    claim = claim_of(run.holdings, wanted.person, begun=has_begun(assignment, run))
    if claim is None:
        raise NotInTheseHands(person=wanted.person, responsible=run.responsible)
    require_colleague(wanted.person, run, policy)
    return moved_to(assignment, run, wanted.choice(run.responsible), claim.instead_of, by=by, now=now)
