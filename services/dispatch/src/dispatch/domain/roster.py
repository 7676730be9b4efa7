"""Who takes a case: of those on duty who answer for it the one with the fewest open tasks; deputies of absent ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from worktime import is_working

from dispatch.domain.frozen_calendar import working_calendar
from dispatch.domain.policy import Policy, StaffMember, Team

NO_LOADS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Addresses at one moment. `by_team` has those who take turns, in the policy's order; `people` everybody there."""

    by_team: Mapping[str, tuple[str, ...]]
    people: frozenset[str]
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The responsible and why this one (R3)."""

    responsible: str
    reason: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may take a case of a team; `stands_for` says for whom a deputy would, `ground` why it is these people."""

    addresses: tuple[str, ...]
    stands_for: Mapping[str, str]
    ground: str


def on_duty(policy: Policy, now: datetime) -> OnDuty:
    """Everybody who is there at `now`."""
    by_team: dict[str, tuple[str, ...]] = {}
    there = [member for member in policy.staff if is_on_duty(member, now)]
    for member in there:
        if member.takes_turns:
            by_team[member.team] = (*by_team.get(member.team, ()), member.address)
    return OnDuty(
        by_team=by_team,
        people=frozenset(member.address for member in there),
        absent=frozenset(member.address for member in policy.staff if member.is_absent(now)),
    )


def is_on_duty(member: StaffMember, now: datetime) -> bool:
    """Not absent, and within the shift when the person has one."""
    if member.is_absent(now):
        return False
    return is_working(working_calendar(member.shift), now) if member.shift is not None else member.on_duty


def choose(
    policy: Policy,
    present: OnDuty,
    team_name: str,
    turn: int,
    loads: Mapping[str, int] = NO_LOADS,
    model: str | None = None,
) -> Choice:
    """The responsible of the line's first step; with nobody to take it, the team's first authority.

    The fewest open tasks (`loads`) decide; among equals the one whose turn it is.
    """
    known = policy.teams.get(team_name)
    if known is None:
        return Choice(first_authority(policy, team_name), f"the policy knows no team {team_name}")
    if not known.takes_turns:
        return present_or_deputy(policy, present, known.owner, "owner of the step, who names the responsible")
    candidates = find_candidates(policy, present, known, model)
    if not candidates.addresses:
        return Choice(first_authority(policy, team_name), "nobody of the team is on duty")
    return _least_loaded(candidates, turn, loads)


def find_candidates(policy: Policy, present: OnDuty, team: Team, model: str | None) -> Candidates:
    """Those who answer for the product and are there; else the team's people on duty; else deputies of absent ones."""
    rule = team.answering_for(model)
    if rule is not None:
        whole = f"answering for {model} ({rule.subteam})" if rule.subteam else f"answering for {model}"
        there = tuple(address for address in rule.staff if address in present.people)
        stands_for = {} if there else _deputies(policy, present, rule.staff)
        if there or stands_for:
            return Candidates(there or tuple(stands_for), stands_for, f"{whole} in {team.id}")
    missing = "" if rule is None else f", nobody answering for {model} is there"
    on_duty_there = present.by_team.get(team.id, ())
    if on_duty_there:
        return Candidates(on_duty_there, {}, f"on duty in {team.id}{missing}")
    colleagues = [member.address for member in policy.staff if member.team == team.id and member.takes_turns]
    stands_for = _deputies(policy, present, colleagues)
    return Candidates(tuple(stands_for), stands_for, f"of {team.id}{missing}")


def present_or_deputy(policy: Policy, present: OnDuty, address: str, reason: str) -> Choice:
    """The person; who is absent is stood in for, as far as the chain of deputies leads to somebody who is there."""
    if address not in present.absent:
        return Choice(address, reason)
    deputy = stand_in(policy, present, address)
    return (
        Choice(address, reason) if deputy is None else Choice(deputy, f"{reason}; deputy of {address}, who is absent")
    )


def stand_in(policy: Policy, present: OnDuty, address: str) -> str | None:
    """The first along the chain of deputies who is there; the policy bounds the chain, and it never goes in circles."""
    seen = [address]
    while len(seen) <= policy.deputy_chain:
        member = policy.people.get(seen[-1])
        if member is None or member.deputy is None or member.deputy in seen:
            return None
        if member.deputy in present.people:
            return member.deputy
        seen.append(member.deputy)
    return None


def first_authority(policy: Policy, team_name: str) -> str:
    """The address that stands first among the team's authorities."""
    return next(iter(policy.team(team_name).authorities.values()))


def _deputies(policy: Policy, present: OnDuty, people: Iterable[str]) -> dict[str, str]:
    """Deputies who are there, each with the absent person they stand for."""
    found: dict[str, str] = {}
    for address in people:
        deputy = stand_in(policy, present, address) if address in present.absent else None
        if deputy is not None:
            found.setdefault(deputy, address)
    return found


def _least_loaded(candidates: Candidates, turn: int, loads: Mapping[str, int]) -> Choice:
    addresses = candidates.addresses
    first = turn % len(addresses)
    in_turn = (*addresses[first:], *addresses[:first])
    chosen = min(in_turn, key=lambda address: loads.get(address, 0))
    reason = f"fewest open tasks ({loads.get(chosen, 0)}) {candidates.ground}"
    absent = candidates.stands_for.get(chosen)
    return Choice(chosen, reason if absent is None else f"{reason}; deputy of {absent}, who is absent")
