"""Who is next: round robin over the people on duty, by a turn that was reserved for this case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from worktime import is_working

from dispatch.domain.frozen_calendar import working_calendar
from dispatch.domain.policy import Policy, StaffMember

OnDuty = Mapping[str, tuple[str, ...]]
"""Addresses of those who take turns and are on duty, by team, in the policy's order."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The responsible and why this one (R3)."""

    responsible: str
    reason: str


def on_duty(policy: Policy, now: datetime) -> OnDuty:
    """Everybody whose turn it can be at `now`."""
    present: dict[str, tuple[str, ...]] = {}
    for member in policy.staff:
        if member.takes_turns and is_on_duty(member, now):
            present[member.team] = (*present.get(member.team, ()), member.address)
    return present


def is_on_duty(member: StaffMember, now: datetime) -> bool:
    """By the shift's calendar when the person has one."""
    return is_working(working_calendar(member.shift), now) if member.shift is not None else member.on_duty


def choose(policy: Policy, present: OnDuty, team_name: str, turn: int) -> Choice:
    """The responsible of the line's first step; with nobody to take it, the team's first authority."""
    known = policy.teams.get(team_name)
    if known is None:
        return Choice(first_authority(policy, team_name), f"the policy knows no team {team_name}")
    if not known.takes_turns:
        return Choice(known.owner, "owner of the step, who names the responsible")
    candidates = present.get(team_name, ())
    if not candidates:
        return Choice(first_authority(policy, team_name), "nobody of the team is on duty")
    return Choice(candidates[turn % len(candidates)], "next on duty in the team")


def first_authority(policy: Policy, team_name: str) -> str:
    """The address that stands first among the team's authorities."""
    return next(iter(policy.team(team_name).authorities.values()))
