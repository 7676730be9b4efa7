"""Who may answer an improvement task, and who may not."""

import pytest
from survey.domain.authority import Actor, require_answerable
from survey.domain.errors import NotResponsible

from tests.unit.survey import surveys

ANSWERING = {
    "the responsible": surveys.WANG,
    "the step's owner": Actor("staff:he", frozenset({"sales_director"})),
    "the team's lead": Actor("staff:lin", frozenset({"team_lead"}), "quality"),
    "an administrator": Actor("staff:root", frozenset({"admin"})),
}
REFUSED = {
    "a colleague": Actor("staff:li", frozenset({"quality_engineer"}), "quality"),
    "another team's lead": Actor("staff:zhao", frozenset({"team_lead"}), "rnd"),
    "a lead without a team": Actor("staff:sun", frozenset({"team_lead"})),
}


@pytest.mark.parametrize("name", ANSWERING)
def test_these_may(name: str) -> None:
    require_answerable(surveys.opened(), ANSWERING[name])


@pytest.mark.parametrize("name", REFUSED)
def test_these_may_not(name: str) -> None:
    with pytest.raises(NotResponsible):
        require_answerable(surveys.opened(), REFUSED[name])


def test_everybody_who_was_told_that_it_is_late_may() -> None:
    improvement = surveys.opened()
    for rule in improvement.rules.escalation:
        role = rule.addressee.removeprefix("role:")
        require_answerable(improvement, Actor("staff:someone", frozenset({role}), "quality"))
