"""The rules file: what it may hold, and that a mistake is named with its place."""

from pathlib import Path

import pytest
from notification.adapters.policy_file import PolicyError, load_policy, parse_policy
from notification.domain.policy import Entry
from notification.subscriptions import EVENTS, notice_subscriptions

from tests.unit.notification.test_handlers import FakeStore

GOOD = """
name: own
version: 3
timezone: Europe/Berlin
language: en
retry_after_seconds: [5, 50]
by_phone: {addressee: "role:sales_clerk", template: tell_by_phone}
team_leads: {teams: [returns], otherwise: "role:sales_director", template: no_team_lead}
rules:
  - {event: case.opened.v1, template: case_opened, to: customer}
  - {event: task.assigned.v1, template: task_assigned, to: event.responsible}
directory:
  "staff:wang": {email: wang@example.com, language: zh}
  "team:rnd": {email: rnd@example.com}
"""


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(GOOD, encoding="utf-8")
    policy = load_policy(file)
    assert (policy.name, policy.version, policy.retry_after_seconds) == ("own", 3, (5, 50))
    assert policy.entry("staff:wang") == Entry("wang@example.com", "zh")
    assert policy.entry("team:rnd") == Entry("rnd@example.com", "en")
    assert policy.entry("staff:li") == Entry(None, "en")
    assert len(policy.rules) == 2


def test_the_shipped_rules_speak_about_everything_but_corrections() -> None:
    told = {rule.event for rule in load_policy(None).rules}
    assert {event.routing_key() for event in EVENTS} - told == {"case.amended.v1"}


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("version: 3", "version: 0", "version"),
        ("version: 3", "version: 3\nspeed: 1", "speed"),
        ("Europe/Berlin", "Europe/Nowhere", "timezone"),
        ("Europe/Berlin", "../etc", "timezone"),
        ("language: en", "language: de", "language"),
        ("[5, 50]", "[0]", "retry_after_seconds"),
        ("case.opened.v1", "case.opened.v7", "case.opened.v7"),
        ("event.responsible", "event.shoe_size", "shoe_size"),
        ("to: customer", "to: everybody", "everybody"),
        ("wang@example.com", "wang", "directory.staff:wang.email"),
        ('"team:rnd"', '"rnd"', "directory.rnd"),
        ("tell_by_phone", "../secret", "by_phone.template"),
        ("role:sales_clerk", "role:team_lead", "by_phone.addressee"),
        ("role:sales_director", "role:team_lead", "team_leads.otherwise"),
        ("team:rnd", "role:team_lead", "directory.role:team_lead"),
        ("[returns]", '["a b"]', "team_leads.teams.0"),
        ("to: customer", "to: customer, levels: [1]", "case.opened.v1 has no levels"),
        ("to: customer", "to: customer, levels: [0]", "rules.0.levels"),
        ("name: own", "name: [", "not YAML"),
    ],
)
def test_mistakes_are_named(before: str, after: str, place: str) -> None:
    assert before in GOOD
    with pytest.raises(PolicyError) as refused:
        parse_policy(GOOD.replace(before, after), "rules.yaml")
    assert "rules" in str(refused.value)
    assert place in str(refused.value)


def test_a_rule_about_an_event_that_never_comes_is_refused() -> None:
    policy = parse_policy(GOOD.replace("case.opened.v1", "case.classified.v1"), "rules.yaml")
    with pytest.raises(PolicyError, match=r"case\.classified\.v1"):
        notice_subscriptions(policy, FakeStore())
