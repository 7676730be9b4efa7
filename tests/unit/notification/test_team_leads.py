"""`role:team_lead` means the lead of the team that the event names, and nobody's message is lost."""

from dataclasses import replace

import pytest
from chassis.auth import Caller
from contracts.events.dispatch import TaskAssigned, TaskEscalated
from contracts.events.dispatch_quality import CapaOverdue
from contracts.events.dispatch_returns import ReturnOverdue
from contracts.events.repair import RepairRejected
from contracts.payload import Payload
from notification.domain.policy import Entry
from notification.entrypoints.http.routes_inbox import addresses_of

from tests.unit.notification.builders import context, event, policy
from tests.unit.notification.test_handlers import made

RETURNS_LEAD = "role:team_lead.returns"


@pytest.mark.parametrize("kind", [TaskEscalated, ReturnOverdue, CapaOverdue, RepairRejected])
def test_the_lead_of_the_events_team_is_told(kind: type[Payload]) -> None:
    told = made(event(kind, team="returns"), context()).values()
    assert [one.addressee for one in told if "lead" in one.addressee] == [RETURNS_LEAD]


def test_a_task_for_the_lead_goes_to_the_lead_of_its_team() -> None:
    (message,) = made(event(TaskAssigned, responsible="role:team_lead", team="returns"), context()).values()
    assert (message.addressee, message.id) == (RETURNS_LEAD, f"e-1:{RETURNS_LEAD}:inbox")
    assert message.subject == "task_assigned.zh"


@pytest.mark.parametrize("team", ["moon", "no such team", "returns.quality"])
def test_without_a_known_lead_the_message_goes_where_the_policy_says_and_tells_why(team: str) -> None:
    (message,) = made(event(TaskEscalated, team=team), context()).values()
    assert message.addressee == policy().team_leads.otherwise == "role:sales_director"
    assert message.subject == "no_team_lead.zh / task_escalated.zh"


def test_an_event_without_a_team_has_no_lead_either() -> None:
    (message,) = made(event(RepairRejected, team=None), context()).values()
    assert (message.addressee, message.template) == ("role:sales_director", "repair_rejected")


def test_each_lead_has_an_own_entry_in_the_directory() -> None:
    rules = replace(policy(), directory={RETURNS_LEAD: Entry("han@example.com", "en")})
    mail = {one.channel: one for one in made(event(TaskEscalated, team="returns"), context(), rules).values()}["email"]
    assert mail.recipient is not None
    assert mail.recipient.email == "han@example.com"
    assert {one.channel for one in made(event(TaskEscalated, team="quality"), context(), rules).values()} == {"inbox"}


@pytest.mark.parametrize(
    ("roles", "team", "reads"),
    [
        ({"team_lead"}, "returns", True),
        ({"team_lead", "quality_engineer"}, "quality", False),
        ({"follow_up_clerk"}, "returns", False),
        ({"team_lead"}, None, False),
    ],
)
def test_only_the_lead_of_the_team_reads_it(roles: set[str], team: str | None, *, reads: bool) -> None:
    caller = Caller(id="han", roles=frozenset(roles), team=team, name="Han")
    assert (RETURNS_LEAD in addresses_of(caller)) is reads
