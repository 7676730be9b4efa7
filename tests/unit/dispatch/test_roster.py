"""Who takes a case: product, duty, absence, deputies, load, turn; and never nobody (R3)."""

from datetime import datetime, timedelta
from functools import cache

import pytest
from dispatch.adapters.policy_build import PolicyError
from dispatch.adapters.policy_yaml import policy_from_yaml
from dispatch.domain.policy import Absence, Policy, StaffMember, with_staff
from dispatch.domain.roster import Choice, choose, on_duty, stand_in
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import OPENED

TEAM = """
    names: {{zh: 组, en: Team}}
    step: "02C"
    assign: turns
    owner: "role:quality_engineer"
    authorities: {{lead: "role:team_lead", director: "role:rnd_director", vice_president: "role:sales_director"}}
"""
SOURCE = f"""
extends: demo
id: roster
deputy_chain: 2
front_desk: {{team: quality, owner: "role:sales_clerk"}}
fallback_team: quality
teams:
  quality: {TEAM.format()}
    subteams: {{heaters: [ann, bea]}}
    products:
      - {{models: ["WH-*", "HX?"], subteam: heaters}}
      - {{models: ["PX-*"], staff: [dan]}}
  installation: {TEAM.format()}
staff:
  - {{id: ann, name: Ann, team: quality, roles: [], deputy: cam}}
  - {{id: bea, name: Bea, team: quality, roles: []}}
  - {{id: cam, name: Cam, team: quality, roles: [], deputy: dan}}
  - {{id: dan, name: Dan, team: quality, roles: [], deputy: eve}}
  - {{id: eve, name: Eve, team: installation, roles: [], takes_turns: false, deputy: dan}}
  - {{id: fox, name: Fox, team: installation, roles: [], shift: office}}
calendars:
  office: {{timezone: Asia/Shanghai, week: {{mon: [{{start: "08:30", end: "12:00"}}]}}}}
  around_the_clock: {{timezone: UTC, week: {{mon: [{{start: "00:00", end: "24:00"}}]}}}}
"""
NOON = OPENED + timedelta(hours=2)
"""Twelve o'clock in Shanghai: the office shift ends."""


@cache
def policy() -> Policy:
    return policy_from_yaml(SOURCE)


def away(chosen: Policy, *absent: str, since: datetime = OPENED, hours: int = 8) -> Policy:
    """With these people absent from OPENED on."""
    absence = Absence("1", since, since + timedelta(hours=hours), "leave", "staff:lead", OPENED)

    def member(person: StaffMember) -> StaffMember:
        if person.id not in absent:
            return person
        return StaffMember(
            person.id,
            person.name,
            person.team,
            person.roles,
            person.takes_turns,
            person.on_duty,
            person.shift,
            person.deputy,
            (absence,),
        )

    return with_staff(chosen, tuple(member(person) for person in chosen.staff))


def chosen(
    chosen_policy: Policy, team: str = "quality", turn: int = 0, model: str | None = None, **loads: int
) -> Choice:
    counted = {f"staff:{person}": count for person, count in loads.items()}
    return choose(chosen_policy, on_duty(chosen_policy, OPENED), team, turn, counted, model)


def test_the_fewest_open_tasks_decide_and_the_reason_says_so() -> None:
    assert chosen(policy(), ann=4, bea=3, cam=5, dan=4) == Choice(
        "staff:bea", "fewest open tasks (3) on duty in quality"
    )


@pytest.mark.parametrize(("turn", "who"), [(0, "ann"), (1, "bea"), (2, "dan"), (3, "dan"), (4, "ann"), (5, "bea")])
def test_among_equals_it_goes_round(turn: int, who: str) -> None:
    assert chosen(policy(), turn=turn, cam=1).responsible == f"staff:{who}"


@pytest.mark.parametrize(
    ("model", "who", "ground"),
    [
        ("WH-80", {"ann", "bea"}, "answering for WH-80 (heaters) in quality"),
        ("wh-80", {"ann", "bea"}, "answering for wh-80 (heaters) in quality"),
        ("HX1", {"ann", "bea"}, "answering for HX1 (heaters) in quality"),
        ("HX12", {"ann", "bea", "cam", "dan"}, "on duty in quality"),
        ("PX-1", {"dan"}, "answering for PX-1 in quality"),
        (None, {"ann", "bea", "cam", "dan"}, "on duty in quality"),
    ],
)
def test_products_lead_to_a_member_or_a_sub_team(model: str | None, who: set[str], ground: str) -> None:
    choices = [chosen(policy(), turn=turn, model=model) for turn in range(8)]
    assert {choice.responsible.removeprefix("staff:") for choice in choices} == who
    assert {choice.reason for choice in choices} == {f"fewest open tasks (0) {ground}"}


def test_an_absent_member_is_not_chosen_and_comes_back() -> None:
    gone = away(policy(), "ann")
    assert {chosen(gone, turn=turn, model="WH-80").responsible for turn in range(4)} == {"staff:bea"}
    later = on_duty(gone, OPENED + timedelta(hours=8))
    assert "staff:ann" in later.people
    assert "staff:ann" not in later.absent
    assert "staff:ann" in on_duty(gone, OPENED - timedelta(seconds=1)).people


def test_the_deputy_stands_in_when_nobody_else_answers_for_the_product() -> None:
    gone = away(policy(), "ann", "bea")
    assert chosen(gone, model="WH-80") == Choice(
        "staff:cam",
        "fewest open tasks (0) answering for WH-80 (heaters) in quality; deputy of staff:ann, who is absent",
    )
    assert chosen(away(policy(), "ann", "bea", "cam"), model="WH-80").responsible == "staff:dan"


def test_the_chain_of_deputies_is_bounded_and_ends_in_circles() -> None:
    gone = away(policy(), "ann", "cam", "dan")
    assert stand_in(gone, on_duty(gone, OPENED), "staff:ann") is None, "eve would be the third"
    assert stand_in(gone, on_duty(gone, OPENED), "staff:cam") == "staff:eve"
    circle = away(policy(), "dan", "eve")
    assert stand_in(circle, on_duty(circle, OPENED), "staff:dan") is None


def test_with_the_whole_team_absent_a_deputy_of_another_team_takes_it() -> None:
    gone = away(policy(), "ann", "bea", "cam", "dan")
    assert chosen(gone) == Choice("staff:eve", "fewest open tasks (0) of quality; deputy of staff:cam, who is absent")


def test_with_nobody_there_it_goes_to_the_lead_with_a_reason() -> None:
    gone = away(policy(), "ann", "bea", "cam", "dan", "eve", "fox")
    assert chosen(gone) == Choice("role:team_lead", "nobody of the team is on duty")
    assert chosen(gone, model="WH-80") == Choice("role:team_lead", "nobody of the team is on duty")


def test_an_unknown_team_goes_to_the_lead_with_a_reason() -> None:
    assert chosen(policy(), team="moon") == Choice("role:team_lead", "the policy knows no team moon")


def test_a_team_that_is_only_data_works_like_the_others() -> None:
    assert chosen(policy(), team="installation").responsible == "staff:fox"
    assert choose(policy(), on_duty(policy(), NOON), "installation", 0).responsible == "role:team_lead"


@given(
    st.sets(st.sampled_from(["ann", "bea", "cam", "dan", "eve", "fox"])),
    st.sampled_from(["quality", "installation", "moon"]),
    st.sampled_from([None, "WH-80", "PX-1", "other"]),
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(["ann", "bea", "cam", "dan", "eve", "fox"]), st.integers(0, 5)),
)
def test_there_is_always_somebody_who_is_there(
    absent: set[str], team: str, model: str | None, turn: int, loads: dict[str, int]
) -> None:
    gone = away(policy(), *absent)
    choice = chosen(gone, team, turn, model, **loads)
    assert choice.reason
    assert choice.responsible == "role:team_lead" or choice.responsible in on_duty(gone, OPENED).people


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("subteam: heaters}", "subteam: moon}", r"teams.quality.products.0.subteam"),
        ("staff: [dan]", "staff: [zoe]", r"teams.quality.products.1.staff"),
        ("staff: [dan]", "staff: []", r"either staff or subteam"),
        ("heaters: [ann, bea]", "heaters: [ann, zoe]", r"teams.quality.subteams.heaters"),
        ("deputy: cam", "deputy: zoe", r"staff.0.deputy"),
        ("deputy: cam", "deputy: ann", r"staff.0.deputy"),
        ("deputy_chain: 2", "deputy_chain: -1", r"deputy_chain"),
        ("deputy_chain: 2", "pauses: {holiday: [moon.rises]}", r"pauses.holiday.0"),
    ],
)
def test_a_roster_that_leads_nowhere_is_refused_with_its_place(wrong: str, right: str, place: str) -> None:
    with pytest.raises(PolicyError, match=place):
        policy_from_yaml(SOURCE.replace(wrong, right))
