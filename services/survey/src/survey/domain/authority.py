"""Who may answer an improvement task: its responsible, the owner of P2 step 04, an authority told that it is late."""

from dataclasses import dataclass

from survey.domain.errors import NotResponsible
from survey.domain.improvement import Improvement

_OWNER = "role:sales_director"
_ADMIN = "role:admin"
_TEAM_LEAD = "role:team_lead"


@dataclass(frozen=True, slots=True)
class Actor:
    """An authenticated person: address, roles, team."""

    address: str
    roles: frozenset[str]
    team: str | None = None


def require_answerable(improvement: Improvement, actor: Actor) -> None:
    """Raises `NotResponsible` unless the actor may answer this task; a team's lead answers for the own team only."""
    problem = improvement.problem
    chain = {rule.addressee for rule in improvement.rules.escalation}
    addresses = {actor.address, *(f"role:{role}" for role in actor.roles)}
    leads_another = actor.team != problem.team
    if leads_another:
        addresses.discard(_TEAM_LEAD)
    answering = {problem.responsible, _OWNER, _ADMIN, _TEAM_LEAD, *chain}
    if addresses.isdisjoint(answering):
        raise NotResponsible(responsible=problem.responsible)
