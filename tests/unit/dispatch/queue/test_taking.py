"""What of the tasks that wait for a role concerns whom."""

import pytest
from dispatch.domain.authority import Actor, answers_to
from dispatch.domain.taking import Takeable, takeable

from tests.unit.dispatch.builders import ADMIN, person, policy

TEAMS = tuple(sorted(policy().teams))


@pytest.mark.parametrize(
    ("actor", "organises", "concerns"),
    [
        (person("clerk1", "sales_clerk", team="sales"), False, Takeable(("role:sales_clerk",), ())),
        (
            person("quality-lead", "team_lead", "quality_engineer", team="quality"),
            True,
            Takeable(("role:quality_engineer",), ("quality",)),
        ),
        (person("sales1", "sales_manager", team="sales"), True, Takeable(("role:sales_manager",), ("sales",))),
        (
            person("sales-director", "sales_director", team="sales"),
            False,
            Takeable(("role:sales_director",), ("returns", "sales", "support")),
        ),
        (
            person("marketing-vp", "marketing_vice_president"),
            False,
            Takeable(("role:marketing_vice_president",), TEAMS),
        ),
        (person("nobodys-lead", "team_lead"), True, Takeable((), ())),
        (ADMIN, True, None),
    ],
)
def test_own_roles_and_the_teams_one_stands_over(actor: Actor, organises: bool, concerns: Takeable | None) -> None:
    made = takeable(actor, policy(), organises=organises)
    assert made == concerns
    for address in () if made is None else made.addresses:
        assert answers_to(actor, address, "any")
