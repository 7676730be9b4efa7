"""Who is away: the deputy gets the task, along the chain whoever is there, else the lead; nothing else changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from contracts.events.dispatch import TaskHandedOver
from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover
from dispatch.domain.errors import ActionNotAllowed, AlreadyResponsible, NotInTheseHands, UnknownStaff
from dispatch.domain.policy import Absence, Policy, with_staff
from dispatch.domain.roster import on_duty
from dispatch.handlers.cover_absence import cover_absence

from tests.unit.dispatch.builders import OPENED, at, policy
from tests.unit.dispatch.flow import accepted, assigned, payloads, resolved

WANTED = Cover("staff:quality1", None, "leave")


def away(*people: str) -> Policy:
    """The policy while these are absent."""
    absence = Absence("1", OPENED, OPENED + timedelta(days=9), "leave", "staff:root", OPENED)
    staff = tuple(replace(member, absences=(absence,)) if member.id in people else member for member in policy().staff)
    return with_staff(policy(), staff)


def covered(state: Assignment, wanted: Cover = WANTED, people: Policy | None = None) -> tuple[str, str, TaskHandedOver]:
    chosen = people or away("quality1")
    change = cover_absence(state, wanted, chosen, on_duty(chosen, at(2)), by="staff:root", now=at(2))
    run = change.state.running
    assert run is not None
    (told,) = payloads(change)
    assert isinstance(told, TaskHandedOver)
    assert (told.previous, told.responsible, told.by) == ("staff:quality1", run.responsible, "staff:root")
    assert (run.holdings[0].until, run.holdings[-1].since) == (at(2), at(2))
    assert state.running is not None
    assert (run.clock, run.due_at) == (state.running.clock, state.running.due_at)
    return run.responsible, run.holdings[-1].note, told


def test_the_deputy_has_yet_to_accept() -> None:
    assert covered(assigned())[:2] == ("staff:quality2", "leave; deputy of staff:quality1")
    chosen = away("quality1")
    state = cover_absence(accepted(), WANTED, chosen, on_duty(chosen, at(2)), by="staff:root", now=at(2)).state
    assert state.status == "assigned"
    assert state.running is not None
    assert state.running.accepted_by is None


def test_a_deputy_who_is_away_is_stood_in_for_in_turn() -> None:
    assert covered(assigned(), people=away("quality1", "quality2"))[0] == "staff:quality3"


def test_with_no_deputy_left_the_lead_gets_it_with_the_reason() -> None:
    responsible, note, _ = covered(assigned(), people=away("quality1", "quality2", "quality3"))
    assert (responsible, note) == ("role:team_lead", "leave; staff:quality1 has no deputy who is there")


def test_a_named_colleague_is_taken_and_no_stranger() -> None:
    assert covered(assigned(), Cover("staff:quality1", "staff:quality3", "moves house"))[:2] == (
        "staff:quality3",
        "moves house",
    )
    for to, error in (("staff:software1", UnknownStaff), ("staff:quality1", AlreadyResponsible)):
        with pytest.raises(error):
            covered(assigned(), Cover("staff:quality1", to, "x"))


def test_what_is_in_other_hands_or_over_stays() -> None:
    with pytest.raises(NotInTheseHands):
        covered(assigned(), Cover("staff:quality2", None, "x"))
    with pytest.raises(ActionNotAllowed):
        covered(resolved())
