"""A late discipline of an 8D record: who hears of which level, and what they read."""

import pytest
from contracts.events.dispatch_quality import CapaOverdue
from contracts.events.dispatch_returns import ReturnOverdue
from notification.adapters.templates import Templates
from notification.domain.notification import Language

from tests.unit.notification.builders import context, event, policy
from tests.unit.notification.test_handlers import made

CHAIN = {1: "role:team_lead", 2: "role:rnd_director", 3: "role:marketing_vice_president"}


def heard(level: int) -> list[tuple[str, str]]:
    told = event(CapaOverdue, level=level, addressee=CHAIN[level])
    return [(one.addressee, one.template) for one in made(told, context()).values()]


def test_the_owner_hears_of_the_first_level_and_once_that_it_went_up() -> None:
    assert heard(1) == [("staff:tang", "capa_overdue"), ("role:team_lead.quality", "capa_escalated")]
    assert heard(2) == [("staff:tang", "capa_passed_up"), ("role:rnd_director", "capa_escalated")]
    assert heard(3) == [("role:marketing_vice_president", "capa_escalated")]


def test_the_responsible_of_a_return_hears_of_two_levels_too() -> None:
    def levels(address: str) -> list[int]:
        told = {level: made(event(ReturnOverdue, level=level, addressee=CHAIN[level]), context()) for level in CHAIN}
        return [level for level, found in told.items() if address in {one.addressee for one in found.values()}]

    assert levels("staff:deng") == [1, 2]
    assert levels("role:marketing_vice_president") == [3]


@pytest.mark.parametrize("template", ["capa_overdue", "capa_passed_up", "capa_escalated"])
@pytest.mark.parametrize(("language", "level"), [("zh", "第 2 级"), ("en", "level 2")])
def test_the_text_names_discipline_level_and_since_when(template: str, language: Language, level: str) -> None:
    templates = Templates(timezone=policy().timezone, public_url="")
    told = event(CapaOverdue, level=2, addressee=CHAIN[2]).data
    text = templates.render(template, language, told, None)
    assert "D3" in text.subject
    assert level in text.subject
    assert "D3" in text.body
    assert level in text.body
    assert "2026-03-04 17:00" in text.body
