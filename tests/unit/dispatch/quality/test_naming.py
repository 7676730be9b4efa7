"""An 8D record begins in known hands: its owner of its team and there, its members people of the company."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch.domain.errors import DispatchError, UnknownStaff
from dispatch.domain.policy import Absence, Policy, with_staff
from dispatch.domain.quality.errors import OwnerInactive, UnknownMembers
from dispatch.domain.quality.naming import choose_owner, require_known
from dispatch.domain.roster import Choice, on_duty

from tests.unit.dispatch.builders import OPENED, policy


def chosen(person: str, people: Policy, team: str = "quality") -> Choice:
    return choose_owner(person, team, people, on_duty(people, OPENED))


def without(*away: str) -> Policy:
    absence = Absence("1", OPENED, OPENED + timedelta(days=9), "leave", "staff:root", OPENED)
    return with_staff(
        policy(),
        tuple(replace(one, absences=(absence,)) if one.id in away else one for one in policy().staff),
    )


@pytest.mark.parametrize("person", ["staff:quality1", "staff:quality-lead"])
def test_who_works_for_the_team_owns_it(person: str) -> None:
    assert chosen(person, policy()) == Choice(person, "named when the record was opened")


def test_who_has_the_role_of_the_team_owns_it_too() -> None:
    lent = tuple(replace(one, team="sales") if one.id == "quality2" else one for one in policy().staff)
    assert chosen("staff:quality2", with_staff(policy(), lent)).responsible == "staff:quality2"


def test_who_is_outside_the_shift_owns_it() -> None:
    people, night = policy("default"), OPENED + timedelta(hours=12)
    assert "staff:quality3" not in on_duty(people, night).people
    assert choose_owner("staff:quality3", "quality", people, on_duty(people, night)).responsible == "staff:quality3"


@pytest.mark.parametrize(
    ("person", "error"),
    [
        ("staff:zz", UnknownStaff),
        ("staff:sales1", UnknownStaff),
        ("staff:rnd-director", UnknownStaff),
        ("staff:quality1", OwnerInactive),
    ],
)
def test_who_may_not_own_it(person: str, error: type[DispatchError]) -> None:
    left = tuple(replace(one, on_duty=False) if one.id == "quality1" else one for one in policy().staff)
    with pytest.raises(error):
        chosen(person, with_staff(policy(), left))


def test_who_is_absent_is_stood_in_for() -> None:
    said = "named when the record was opened while absent"
    assert chosen("staff:quality1", without("quality1")) == Choice(
        "staff:quality2", f"{said}; deputy of staff:quality1"
    )
    everybody = without("quality1", "quality2", "quality3")
    assert chosen("staff:quality1", everybody) == Choice(
        "role:team_lead", f"{said}; staff:quality1 has no deputy who is there"
    )


def test_members_are_known_people_of_any_team() -> None:
    require_known(("staff:quality1", "staff:rnd-pm1", "staff:sales1"), policy())
    with pytest.raises(UnknownMembers, match=r"people=staff:nobody, staff:zz"):
        require_known(("staff:quality1", "staff:nobody", "staff:zz"), policy())
