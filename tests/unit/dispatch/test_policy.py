"""Policies: what is shipped, how rows are chosen, and what is refused with its place."""

from pathlib import Path

import pytest
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_yaml import chosen_policy, load_policy, policy_from_yaml, shipped_policy
from dispatch.domain.level_selection import LevelKey, freeze_levels, select_row
from dispatch.domain.words import Step

from tests.unit.dispatch.classification.builders import default_rules

USUAL = LevelKey("medium", "service", "C", "complaint")

BASE = """
extends: demo
id: changed
"""


@pytest.mark.parametrize(("step", "hours"), [("01", 2), ("02A", 8), ("02B", 4), ("02C", 8), ("reply", 8), ("03", 4)])
def test_the_limits_of_table_2_53_are_shipped(step: Step, hours: int) -> None:
    assert select_row(shipped_policy(), step, USUAL).limit_seconds == hours * 3600
    assert select_row(shipped_policy("demo"), step, USUAL).limit_seconds == hours


def test_every_team_of_the_shipped_ruleset_is_known_to_the_shipped_policy() -> None:
    assert set(default_rules().ruleset.teams.values()) <= set(shipped_policy().teams)


LEVELS = """
service_levels:
  defaults: {calendar: office, reminders: [0.5], escalations: [{at: 1.0, to: lead}]}
  rows:
    - {step: "01", hours: 1}
    - {step: "02A", hours: 1}
    - {step: "02B", hours: 1}
    - {step: "reply", hours: 1}
    - {step: "03", hours: 1}
    - {step: "02C", hours: 100}
    - {step: "02C", severity: critical, hours: 10}
    - {step: "02C", category: service, hours: 20}
    - {step: "02C", grade: A, hours: 30}
    - {step: "02C", kind: fault, hours: 40}
    - {step: "02C", grade: A, kind: fault, hours: 50}
    - {step: "02C", severity: critical, grade: A, kind: fault, hours: 60}
"""


@pytest.mark.parametrize(
    ("key", "hours"),
    [
        (LevelKey("low", "other", "B", "complaint"), 100),
        (LevelKey("critical", "service", "A", "complaint"), 10),
        (LevelKey("low", "service", "A", "complaint"), 20),
        (LevelKey("low", "other", "A", "complaint"), 30),
        (LevelKey("low", "other", "B", "fault"), 40),
        (LevelKey("low", "service", "A", "fault"), 50),
        (LevelKey("critical", "service", "A", "fault"), 60),
    ],
)
def test_the_most_specific_row_wins(key: LevelKey, hours: int) -> None:
    policy = policy_from_yaml(BASE + LEVELS)
    assert select_row(policy, "02C", key).limit_seconds == hours


def test_a_frozen_level_names_the_policy_and_the_teams_authorities() -> None:
    level = freeze_levels(shipped_policy(), USUAL, "rnd", True)
    assert (level.policy, level.policy_version) == ("default", 1)
    assert [step.step for step in level.steps] == ["02B", "reply", "03"]
    assert [rung.to for rung in level.of("02B").escalations] == [
        "role:team_lead",
        "role:rnd_director",
        "role:marketing_vice_president",
    ]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("[]", "mapping"),
        ("id: [", "not valid YAML"),
        ("extends: nothing", "extends"),
        ("extends: ../default", "extends"),
        (BASE + "surprise: 1", "surprise"),
        (BASE + "version: 0", "version"),
        (BASE + "hour_seconds: 0", "hour_seconds"),
        (BASE + "fallback_team: moon", "fallback_team"),
        (BASE + 'front_desk: {team: moon, owner: "role:sales_clerk"}', "front_desk.team"),
        (BASE + "staff: [{id: a, name: A, team: moon, roles: []}]", "staff.0.team"),
        (BASE + "staff: [{id: a, name: A, team: sales, roles: [], shift: moon}]", "staff.0.shift"),
        (BASE + "staff: [{id: a, name: A, team: sales, roles: []}, {id: a, name: B, team: sales, roles: []}]", "twice"),
        (BASE + "calendars: {office: {timezone: Moon/Base, week: {}}}", "calendars.office"),
        (BASE + "calendars: {office: {timezone: UTC, week: {}}}", "no working time"),
        (BASE + LEVELS.replace("calendar: office", "calendar: moon"), "calendar"),
        (BASE + LEVELS.replace("to: lead", "to: king"), "authorities"),
        (BASE + LEVELS.replace("at: 1.0", "at: 0.9"), "escalations.0.at"),
        (BASE + LEVELS.replace("[0.5]", "[0.8, 0.5]"), "reminders must rise"),
        (BASE + LEVELS.replace("[0.5]", "[1.5]"), "reminders"),
        (BASE + LEVELS.replace('step: "03"', 'step: "01"'), "twice"),
        (BASE + LEVELS.replace('    - {step: "03", hours: 1}\n', ""), "step 03"),
        (BASE + LEVELS.replace("hours: 100", "hours: -1"), "hours"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused_with_its_place(source: str, place: str) -> None:
    with pytest.raises(PolicyError, match=place):
        policy_from_yaml(source)


def test_a_seed_file_may_keep_the_policy_under_the_services_name(tmp_path: Path) -> None:
    seed = tmp_path / "seed.yaml"
    seed.write_text("dispatch: {extends: demo, id: seeded, version: 3}\nother: {}\n", encoding="utf-8")
    policy = chosen_policy(None, seed, "default")
    assert (policy.id, policy.version) == ("seeded", 3)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "policy.yaml"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PolicyError, match="UTF-8"):
        load_policy(broken)


def test_the_digest_tells_policies_apart() -> None:
    assert shipped_policy().digest == shipped_policy().digest
    assert shipped_policy().digest != shipped_policy("demo").digest


def test_forms_tell_time_in_the_policys_zone_or_that_of_its_usual_calendar() -> None:
    assert shipped_policy("demo").timezone == "Asia/Shanghai"
    assert policy_from_yaml(f"{BASE}timezone: Europe/Berlin").timezone == "Europe/Berlin"
    assert policy_from_yaml(f"{BASE}timezone: null").timezone == "UTC"


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../../etc/passwd", "Asia"])
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    with pytest.raises(PolicyError, match="timezone"):
        policy_from_yaml(f"{BASE}timezone: {zone}")
