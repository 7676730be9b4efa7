"""The policy in force: teams and people, service levels."""

from chassis.clock import Clock
from fastapi import APIRouter
from pydantic import BaseModel

from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.policy import LevelRow, Policy, ProductRule, StaffMember
from dispatch.domain.roster import is_on_duty
from dispatch.domain.words import LineStep
from dispatch.entrypoints.http.callers import PolicyReader


class PersonView(BaseModel):
    """A person of a team."""

    address: str
    name: str
    roles: tuple[str, ...]
    takes_turns: bool
    on_duty: bool


class TeamView(BaseModel):
    """A team with its people; `on_duty` speaks of now."""

    id: str
    names: dict[str, str]
    step: LineStep
    owner: str
    takes_turns: bool
    authorities: dict[str, str]
    products: tuple[ProductRule, ...]
    staff: tuple[PersonView, ...]


class TeamsView(BaseModel):
    """All teams of one version of the policy."""

    policy: str
    version: int
    sha256: str
    items: tuple[TeamView, ...]


class ServiceLevelsView(BaseModel):
    """Rows of the service level; the most specific one that fits a case holds."""

    policy: str
    version: int
    sha256: str
    items: tuple[LevelRow, ...]


def policy_routes(policy: Policy, directory: StaffDirectory, clock: Clock) -> APIRouter:
    """Reads over the policy that the process was started with, and the people as they are now."""
    router = APIRouter(prefix="/v1", tags=["policy"])

    @router.get("/teams", summary="Teams, their people, and who is on duty")
    async def teams(caller: PolicyReader) -> TeamsView:  # noqa: ARG001
        now = clock()
        people = (await directory.policy()).staff

        def view(member: StaffMember) -> PersonView:
            return PersonView(
                address=member.address,
                name=member.name,
                roles=tuple(sorted(member.roles)),
                takes_turns=member.takes_turns,
                on_duty=is_on_duty(member, now),
            )

        items = tuple(
            TeamView(
                id=team.id,
                names=dict(team.names),
                step=team.step,
                owner=team.owner,
                takes_turns=team.takes_turns,
                authorities=dict(team.authorities),
                products=team.products,
                staff=tuple(view(member) for member in people if member.team == team.id),
            )
            for team in policy.teams.values()
        )
        return TeamsView(policy=policy.id, version=policy.version, sha256=policy.digest, items=items)

    @router.get("/service-levels", summary="Limits, reminders and escalations by step")
    async def service_levels(caller: PolicyReader) -> ServiceLevelsView:  # noqa: ARG001
        return ServiceLevelsView(policy=policy.id, version=policy.version, sha256=policy.digest, items=policy.rows)

    return router
