"""People change while the service runs: who may change them, what is refused, what an absence does to a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from dispatch.context import DispatchContext
from dispatch.domain.absence_correction import cancel_absence
from dispatch.domain.errors import (
    AbsenceUnknown,
    DispatchError,
    NotOverTeam,
    UnknownCalendar,
    UnknownStaff,
    UnknownTeam,
)
from dispatch.domain.policy import Policy, with_staff
from dispatch.domain.roster import on_duty
from dispatch.domain.staff import Staff, absence_of, describe, member_of, record_absence, seed_of
from dispatch.handlers.on_case_reopened import on_case_reopened

from tests.unit.dispatch.builders import (
    ADMIN,
    OPENED,
    QUALITY_LEAD,
    RND_DIRECTOR,
    STRANGER,
    at,
    context,
    person,
    policy,
    reopened,
    ruleset,
)
from tests.unit.dispatch.flow import QUALITY, changed, resolved

HOUR = timedelta(hours=1)
KNOWN = seed_of(policy("default").people["staff:quality1"])


def with_absence(staff: Staff = KNOWN) -> Staff:
    absence = absence_of(staff, OPENED, OPENED + HOUR, "leave", by="staff:quality1", now=OPENED)
    return record_absence(staff, absence, QUALITY, policy())


def absent(*people: str) -> Policy:
    """The demonstration's policy with these people absent."""
    chosen = policy()
    members = []
    for member in chosen.staff:
        state = seed_of(member)
        if member.id in people:
            state = record_absence(
                state, absence_of(state, OPENED, OPENED + HOUR, "leave", by="x", now=OPENED), ADMIN, chosen
            )
        members.append(member_of(state, chosen))
    return with_staff(chosen, tuple(members))


def test_a_seed_says_what_the_policy_says() -> None:
    for member in policy("default").staff:
        assert member_of(seed_of(member), policy("default")) == member


def test_a_description_replaces_all_but_the_absences() -> None:
    wanted = replace(KNOWN, name="New", team="support", shift="office", deputy="support1")
    changed_staff = describe(with_absence(), wanted, ADMIN, policy())
    assert changed_staff == replace(wanted, absences=with_absence().absences)
    assert describe(None, replace(wanted, id="newcomer"), ADMIN, policy()).absences == ()


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"team": "moon"}, UnknownTeam),
        ({"shift": "moon"}, UnknownCalendar),
        ({"deputy": "nobody"}, UnknownStaff),
        ({"deputy": "quality1"}, UnknownStaff),
    ],
)
def test_names_must_lead_somewhere(wrong: dict[str, str], error: type[DispatchError]) -> None:
    with pytest.raises(error):
        describe(KNOWN, replace(KNOWN, **wrong), ADMIN, policy())  # type: ignore[arg-type]  # one field by its name


def test_only_an_authority_over_both_teams_moves_a_person() -> None:
    move = replace(KNOWN, team="sales", deputy=None)
    stay = replace(KNOWN, name="New")
    assert describe(KNOWN, stay, QUALITY_LEAD, policy()) == stay
    assert describe(KNOWN, stay, RND_DIRECTOR, policy()) == stay
    for actor, wanted in ((QUALITY_LEAD, move), (RND_DIRECTOR, move), (QUALITY, stay), (STRANGER, stay)):
        with pytest.raises(NotOverTeam):
            describe(KNOWN, wanted, actor, policy())
    assert describe(KNOWN, move, ADMIN, policy()) == move


def test_absences_are_recorded_by_the_person_or_the_lead() -> None:
    first = with_absence()
    second = record_absence(
        first,
        absence_of(first, OPENED + 2 * HOUR, OPENED + 3 * HOUR, "course", by=QUALITY_LEAD.address, now=OPENED),
        QUALITY_LEAD,
        policy(),
    )
    assert [(absence.id, absence.reason, absence.recorded_by) for absence in second.absences] == [
        ("1", "leave", "staff:quality1"),
        ("2", "course", "staff:quality-lead"),
    ]
    colleague = person("quality2", "quality_engineer", team="quality")
    refused: list[Callable[[], object]] = [
        lambda: record_absence(KNOWN, first.absences[0], STRANGER, policy()),
        lambda: cancel_absence(second, "1", colleague, policy(), now=OPENED),
    ]
    for command in refused:
        with pytest.raises(NotOverTeam):
            command()
    left = cancel_absence(second, "1", QUALITY, policy(), now=OPENED)
    assert [absence.id for absence in left.absences] == ["2"]
    with pytest.raises(AbsenceUnknown):
        cancel_absence(left, "1", QUALITY, policy(), now=OPENED)


def reopened_with(*people: str) -> tuple[str, str]:
    """Responsible and reason of the second round while these people are absent."""
    chosen = absent(*people)
    seen = DispatchContext(at(5), chosen, ruleset(), on_duty(chosen, at(5)))
    run = changed(on_case_reopened(resolved(), reopened(2), seen)).state.running
    assert run is not None
    return run.responsible, run.reason


def test_a_reopened_case_goes_to_the_deputy_of_an_absent_responsible() -> None:
    back = "the case came back to its responsible: still leaks"
    assert reopened_with() == ("staff:quality1", back)
    assert reopened_with("quality1") == ("staff:quality2", f"{back}; deputy of staff:quality1, who is absent")
    who, reason = reopened_with("quality1", "quality2", "quality3")
    assert who == "role:team_lead"
    assert reason.endswith("staff:quality1 is absent without a deputy: nobody of the team is on duty")


def test_a_shift_that_the_policy_no_longer_has_is_no_shift() -> None:
    assert member_of(replace(KNOWN, shift="gone"), policy()).shift is None
    assert "staff:quality1" in context().on_duty.people
