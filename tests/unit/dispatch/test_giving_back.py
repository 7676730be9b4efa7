"""Who is back gets back what went by itself, whose hands it came through, unless somebody began to work on it."""

from dataclasses import replace

import pytest
from contracts.events.dispatch import TaskHandedOver
from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.authority import Actor
from dispatch.domain.covering import Cover, cover
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, Policy, with_staff
from dispatch.domain.roster import on_duty
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.give_back_task import give_back_task
from dispatch.handlers.hand_over_task import hand_over_task
from dispatch.handlers.pause_task import pause_task
from dispatch.handlers.reply_to_task import reply_to_task

from tests.unit.dispatch.builders import ADMIN, OPENED, QUALITY_LEAD, at, person, policy
from tests.unit.dispatch.flow import accepted, assigned, payloads

Q1, Q2, Q3 = (person(f"quality{number}", "quality_engineer", team="quality") for number in (1, 2, 3))
LEAD = "role:team_lead"


def absent(*people: Actor) -> Policy:
    """The policy while these are away."""
    names = {actor.address for actor in people}
    absence = Absence("1", OPENED, at(90_000), "leave", "staff:root", OPENED)
    return with_staff(
        policy(),
        tuple(replace(member, absences=(absence,)) if member.address in names else member for member in policy().staff),
    )


def gone(
    state: Assignment, who: Actor, seconds: float, *others: Actor, give_back: GiveBack = "not_started"
) -> Assignment:
    """The person's absence began, while the others are away already."""
    people = absent(who, *others)
    wanted = Cover(who.address, None, "away", give_back=give_back)
    return cover(state, wanted, people, on_duty(people, at(seconds)), by="dispatch", now=at(seconds))[0]


def back(state: Assignment, who: Actor, seconds: float) -> Assignment:
    """The person is there again."""
    made = give_back_task(state, Back(who.address, "back"), policy(), by="dispatch", now=at(seconds))
    (told,) = payloads(made)
    assert isinstance(told, TaskHandedOver)
    assert state.running is not None
    assert made.state.running is not None
    assert (told.previous, told.responsible, told.by) == (state.running.responsible, who.address, "dispatch")
    assert (made.state.running.clock, made.state.running.due_at) == (state.running.clock, state.running.due_at)
    return made.state


def hands(state: Assignment) -> list[str]:
    assert state.running is not None
    return [holding.responsible for holding in state.running.holdings]


def stays(state: Assignment, who: Actor) -> bool:
    """Whether it is not given back to the person."""
    with pytest.raises(NotInTheseHands):
        back(state, who, 50)
    return True


def test_who_held_it_how_long_stays_right_and_the_reason_is_told() -> None:
    state = back(gone(assigned(), Q1, 5), Q1, 9)
    assert state.running is not None
    held = [(each.responsible, each.since, each.until) for each in state.running.holdings]
    assert held == [(Q1.address, OPENED, at(5)), (Q2.address, at(5), at(9)), (Q1.address, at(9), None)]
    last = state.running.holdings[-1]
    assert (last.note, last.by, last.instead_of) == (f"back; {Q2.address} stood in", "dispatch", None)
    assert (state.status, state.running.accepted_by) == ("assigned", None)


def test_once_given_back_it_is_not_given_back_again() -> None:
    assert stays(back(gone(assigned(), Q1, 5), Q1, 9), Q1)
    assert stays(assigned(), Q1)


def test_what_the_deputy_began_stays_unless_all_comes_back() -> None:
    authorised = ReturnNote("r", 1, authorised_at=at(6))
    for give_back in ("not_started", "all"):
        moved = gone(accepted(), Q1, 5, give_back=give_back)
        begun = [
            accept_task(moved, Q2, now=at(6)).state,
            pause_task(moved, Q2, "waiting_for_parts", None, policy(), now=at(6)).state,
            replace(moved, returns=(authorised,)),
        ]
        for state in begun:
            if give_back == "not_started":
                assert stays(state, Q1)
            else:
                assert hands(back(state, Q1, 9))[-1] == Q1.address


def test_what_was_begun_before_the_absence_is_not_the_deputys_beginning() -> None:
    noted = replace(accepted(), returns=(ReturnNote("r", 1, authorised_at=at(2)),))
    paused = pause_task(noted, Q1, "waiting_for_parts", None, policy(), now=at(3)).state
    state = back(gone(paused, Q1, 5), Q1, 9)
    assert hands(state) == [Q1.address, Q2.address, Q1.address]
    assert state.running is not None
    assert state.running.clock.is_paused


def test_what_moved_by_hand_or_is_never_to_come_back_stays() -> None:
    by_hand = hand_over_task(gone(assigned(), Q1, 5), Q2, Q3.address, "yours", policy(), now=at(6)).state
    assert stays(by_hand, Q1)
    assert stays(gone(assigned(), Q1, 5, give_back="never"), Q1)


def test_what_was_answered_meanwhile_is_another_step() -> None:
    answered = reply_to_task(gone(assigned(), Q1, 5), Q2, "worn", "replace", None, now=at(6)).state
    assert stays(answered, Q1)
    with pytest.raises(ActionNotAllowed):
        back(replace(gone(assigned(), Q1, 5), status="withdrawn"), Q1, 9)


def test_what_waited_for_the_lead_comes_back_and_what_the_lead_took_only_with_all() -> None:
    for give_back in ("not_started", "all"):
        waiting = gone(assigned(), Q1, 5, Q2, Q3, give_back=give_back)
        assert hands(waiting)[-1] == LEAD
        assert hands(back(waiting, Q1, 9))[-1] == Q1.address
        taken = accept_task(waiting, QUALITY_LEAD, now=at(6)).state
        assert hands(taken)[-1] == QUALITY_LEAD.address
        if give_back == "not_started":
            assert stays(taken, Q1)
        else:
            assert hands(back(taken, Q1, 9))[-1] == Q1.address


def test_from_deputy_to_deputy_it_finds_back_whoever_is_first() -> None:
    twice = gone(gone(assigned(), Q1, 5), Q2, 6, Q1)
    assert hands(twice) == [Q1.address, Q2.address, Q3.address]
    assert hands(back(twice, Q1, 9))[-1] == Q1.address
    assert stays(back(twice, Q1, 9), Q2)
    half = back(twice, Q2, 9)
    assert hands(half)[-1] == Q2.address
    assert hands(back(half, Q1, 10))[-1] == Q1.address


def test_what_a_deputy_began_stays_with_the_deputies() -> None:
    begun = accept_task(gone(assigned(), Q1, 5), Q2, now=at(6)).state
    twice = gone(begun, Q2, 7, Q1)
    assert stays(twice, Q1)
    assert stays(back(twice, Q2, 9), Q1)
    begun_all = accept_task(gone(assigned(), Q1, 5, give_back="all"), Q2, now=at(6)).state
    assert hands(back(back(gone(begun_all, Q2, 7, Q1), Q2, 9), Q1, 10))[-1] == Q1.address


def test_what_went_round_to_whom_it_came_from_comes_back_to_the_deputy_who_began() -> None:
    begun = accept_task(gone(assigned(), Q1, 5), Q2, now=at(6)).state
    round_trip = gone(begun, Q2, 7, Q3)
    assert hands(round_trip) == [Q1.address, Q2.address, Q1.address]
    assert stays(round_trip, Q1)
    assert stays(back(round_trip, Q2, 9), Q1)


def test_who_works_for_another_team_by_now_gets_nothing() -> None:
    state = gone(assigned(), Q1, 5)
    moved = with_staff(
        policy(),
        tuple(
            replace(member, team="support", roles=frozenset()) if member.address == Q1.address else member
            for member in policy().staff
        ),
    )
    with pytest.raises(UnknownStaff):
        give_back_task(state, Back(Q1.address, "back"), moved, by=ADMIN.address, now=at(9))
