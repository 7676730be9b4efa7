"""The owner of an 8D record is away: it goes to the deputy, else to the lead of its team, and comes back (R3, R8)."""

from dataclasses import replace
from datetime import datetime

from dispatch.domain.covering import Cover, who_covers
from dispatch.domain.errors import AlreadyResponsible, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.holdings import Holding, StandIn, claim_of, released
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import CapaHandedOverFact, CapaMoved, CorrectiveAction, history_of
from dispatch.domain.quality.errors import CorrectiveActionEnded
from dispatch.domain.quality.naming import require_owner
from dispatch.domain.roster import Choice, OnDuty


def cover_action(
    state: CorrectiveAction, wanted: Cover, policy: Policy, present: OnDuty, *, by: str, now: datetime
) -> CapaMoved:
    """The open disciplines in other hands; signed entries and the running clock stay as they are.

    Raises `CorrectiveActionEnded`, `NotInTheseHands`, `AlreadyResponsible`, and as `require_owner` for a `to` who may
    not own it: whoever may be named as the owner at the opening may be named here.
    """
    _require_open(state)
    if state.owner != wanted.absent or not wanted.takes(state.due_at):
        raise NotInTheseHands(person=wanted.absent, responsible=state.owner)
    if wanted.to == wanted.absent:
        raise AlreadyResponsible(responsible=wanted.absent)
    if wanted.to is not None:
        require_owner(wanted.to, state.team, policy)
    choice = who_covers(wanted, state.team, policy, present)
    stands = wanted.stands(history_of(state), choice.responsible, begun=_has_begun(state))
    return _moved(state, choice, stands, by=by, now=now)


def give_back_action(state: CorrectiveAction, wanted: Back, policy: Policy, *, by: str, now: datetime) -> CapaMoved:
    """The record with its owner again.

    Raises `CorrectiveActionEnded`, `NotInTheseHands` unless it is to go back, `UnknownStaff` for somebody whom the
    policy no longer knows.
    """
    _require_open(state)
    claim = claim_of(history_of(state), wanted.person, begun=_has_begun(state))
    if claim is None:
        raise NotInTheseHands(person=wanted.person, responsible=state.owner)
    if wanted.person not in policy.people:
        raise UnknownStaff(person=wanted.person, team=state.team)
    return _moved(state, wanted.choice(state.owner), claim.instead_of, by=by, now=now)


def _require_open(state: CorrectiveAction) -> None:
    if state.status != "open":
        raise CorrectiveActionEnded(title=state.title)


def _has_begun(state: CorrectiveAction) -> bool:
    """Whether the owner has signed something since the record came to them."""
    since = history_of(state)[-1].since
    return any(entry.by == state.owner and entry.at >= since for entry in state.entries)


def _moved(state: CorrectiveAction, choice: Choice, instead_of: StandIn | None, *, by: str, now: datetime) -> CapaMoved:
    held = history_of(state)
    moment = max(now, held[-1].since)
    holding = Holding(choice.responsible, moment, choice.reason, by, instead_of=instead_of)
    passed = replace(state, owner=choice.responsible, holdings=(*released(held, moment), holding))
    return passed, (CapaHandedOverFact(previous=state.owner, note=choice.reason, by=by, at=moment),)
