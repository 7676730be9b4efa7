"""Who may move a task: its responsible, somebody of the responsible role, or an authority over it."""

from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.domain.errors import NotResponsible
from dispatch.domain.service_level import StepLevel
from dispatch.domain.step_run import StepRun

_ADMIN = "admin"
_TEAM_LEAD = "team_lead"
_ROLE = "role:"


@dataclass(frozen=True, slots=True)
class Actor:
    """An authenticated person: address, roles, team."""

    address: str
    roles: frozenset[str]
    team: str | None = None


def require_authority(actor: Actor, run: StepRun) -> None:
    """Raises `NotResponsible` unless the actor may act on this step."""
    if not (answers_to(actor, run.responsible, run.level.team) or is_authority(actor, run.level)):
        raise NotResponsible(responsible=run.responsible)


def is_authority(actor: Actor, level: StepLevel) -> bool:
    """Whether the actor leads the step's team, stands in its chain of escalation, or administers the service."""
    return has_authority(actor, level.team, (rung.to for rung in level.escalations))


def has_authority(actor: Actor, team: str, authorities: Iterable[str]) -> bool:
    """Whether the actor leads the team, is one of its authorities, or administers the service."""
    if _ADMIN in actor.roles or (_TEAM_LEAD in actor.roles and actor.team == team):
        return True
    return any(answers_to(actor, authority, team) for authority in authorities)


def answers_to(actor: Actor, address: str, team: str) -> bool:
    """Whether an address means the actor; `role:team_lead` means the lead of `team` only."""
    if actor.address == address:
        return True
    role = address.removeprefix(_ROLE)
    if role == address or role not in actor.roles:
        return False
    return role != _TEAM_LEAD or actor.team == team
