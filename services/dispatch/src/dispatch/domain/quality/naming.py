"""Who may own an 8D record and who may be of its team of D1: people whom the company knows (R3, R8)."""

from collections.abc import Iterable

from dispatch.domain.covering import Cover, who_covers
from dispatch.domain.errors import UnknownStaff
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import OPENED
from dispatch.domain.quality.errors import OwnerInactive, UnknownMembers
from dispatch.domain.roster import Choice, OnDuty


def choose_owner(person: str, team: str, policy: Policy, present: OnDuty) -> Choice:
    """The person; who is absent is stood in for by the deputy, without one there by the lead of the team.

    Raises as `require_owner`.
    """
    require_owner(person, team, policy)
    if person not in present.absent:
        return Choice(person, OPENED)
    return who_covers(Cover(person, None, f"{OPENED} while absent"), team, policy, present)


def require_owner(person: str, team: str, policy: Policy) -> None:
    """Raises `UnknownStaff` unless the person works for the team or has the role that owns its step of P1, and
    `OwnerInactive` for somebody who has neither a shift nor duty any more.
    """
    member = policy.people.get(person)
    role = policy.team(team).owner.removeprefix("role:")
    if member is None or (member.team != team and role not in member.roles):
        raise UnknownStaff(person=person, team=team)
    if member.shift is None and not member.on_duty:
        raise OwnerInactive(person=person)


def require_known(people: Iterable[str], policy: Policy) -> None:
    """Raises `UnknownMembers`; of which team they are does not matter."""
    unknown = [person for person in people if person not in policy.people]
    if unknown:
        raise UnknownMembers(people=", ".join(unknown))
