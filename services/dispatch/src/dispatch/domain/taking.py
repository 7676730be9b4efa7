"""Whose concern is a task that waits for a role: those who may take it, and those who see to it that somebody does."""

from dataclasses import dataclass

from dispatch.domain.authority import Actor, has_authority
from dispatch.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Takeable:
    """Tasks that wait for one of these addresses, and whatever waits for a role within these teams; both sorted."""

    addresses: tuple[str, ...]
    teams: tuple[str, ...]


def takeable(actor: Actor, policy: Policy, *, organises: bool) -> Takeable | None:
    """What concerns the actor: his own roles; all of the teams over which he is an authority, and of his own one when
    he `organises` it. None: everything, for who administers the service.

    `role:team_lead` means the lead of the task's team, so it stands for teams only, as in `answers_to`.
    """
    if "admin" in actor.roles:
        return None
    over = {name for name, team in policy.teams.items() if has_authority(actor, name, team.authorities.values())}
    own = {actor.team} if organises and actor.team is not None else set[str]()
    addresses = sorted(f"role:{role}" for role in actor.roles - {"team_lead"})
    return Takeable(tuple(addresses), tuple(sorted(over | own)))
