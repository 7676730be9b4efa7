"""Who plays: the staff that dispatch knows, and the people of the departments that it does not list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from localstack.demo.api import Api
from localstack.demo.views import Page, Team
from localstack.tokens import Person

READER = Person(("sales_clerk",), "clerk1", "sales", "李禾")
TECHNICIANS = (
    Person(("technician",), "technician1", "support", "高强"),
    Person(("technician",), "technician2", "support", "丁一"),
)
MARKETING = Person(("marketing_staff",), "marketing1", name="周晴")
MARKETING_DIRECTOR = Person(("marketing_director",), "marketing-director", name="顾航")

_STAFF = "staff:"
_ROLE = "role:"


@dataclass(frozen=True)
class Cast:
    """People by address; a role is played by the first one who has it, in the team when somebody there does."""

    people: Mapping[str, Person]
    clerks: tuple[Person, ...] = field(default=(READER,))
    project_managers: tuple[str, ...] = ()

    def player(self, address: str, team: str) -> Person:
        """Who acts for `staff:<id>` or `role:<name>`."""
        known = self.people.get(address)
        if known is not None:
            return known
        role = address.removeprefix(_ROLE)
        having = [person for person in self.people.values() if role in person.roles]
        having.sort(key=lambda person: person.team != team)
        return having[0] if having else Person((role,), role, team)

    def clerk(self, number: int) -> Person:
        """The clerks share the front desk."""
        return self.clerks[number % len(self.clerks)]


async def assemble(api: Api) -> Cast:
    """The cast of a running suite, from its teams."""
    teams = await api.get("dispatch", "/v1/teams", Page[Team], READER)
    return cast_of(teams.items)


def cast_of(teams: Iterable[Team]) -> Cast:
    """The cast of these teams."""
    people = {
        person.address: Person(tuple(person.roles), person.address.removeprefix(_STAFF), team.id, person.name)
        for team in teams
        for person in team.staff
    }
    clerks = tuple(person for person in people.values() if "sales_clerk" in person.roles)
    managers = tuple(address for address, person in people.items() if "rnd_project_manager" in person.roles)
    return Cast(people, clerks or (READER,), managers)
