"""Events of intake, repair and survey: in order, out of order, and too late."""

import pytest
from chassis.documents import Ignored, Waiting
from contracts.events.dispatch import CaseResolved, TaskAssigned
from dispatch.domain.boxes import standing
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_closed import on_case_closed
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_case_withdrawn import on_case_withdrawn
from dispatch.handlers.on_follow_up_completed import on_follow_up_completed
from dispatch.handlers.on_repair_closed import on_repair_closed
from dispatch.handlers.on_repair_opened import on_repair_opened
from dispatch.handlers.reply_to_task import reply_to_task
from dispatch.handlers.resolve_case import resolve_case

from tests.unit.dispatch.builders import (
    CLERK,
    LEAK_TEXT,
    UNSURE_TEXT,
    amended,
    at,
    closed,
    context,
    followed_up,
    reopened,
    repair_closed,
    repair_opened,
    withdrawn,
)
from tests.unit.dispatch.flow import (
    MANAGER,
    QUALITY,
    assigned,
    changed,
    communicated,
    named,
    names,
    payloads,
    replied,
    resolved,
)


def test_every_event_of_an_unknown_case_waits_for_its_opening() -> None:
    outcomes = [
        on_case_amended(None, amended(LEAK_TEXT, at(1)), context()),
        on_case_withdrawn(None, withdrawn(), context()),
        on_case_reopened(None, reopened(), context()),
        on_case_closed(None, closed(), context()),
        on_repair_opened(None, repair_opened(), context()),
        on_repair_closed(None, repair_closed(), context()),
        on_follow_up_completed(None, followed_up(True), context()),
    ]
    assert all(isinstance(outcome, Waiting) for outcome in outcomes)


def test_a_withdrawal_stops_every_clock() -> None:
    change = changed(on_case_withdrawn(assigned(), withdrawn(), context(at(1))))
    assert (names(change), change.state.status, change.state.running) == ([], "withdrawn", None)
    assert change.state.finished[0].outcome == "cancelled"
    assert isinstance(on_case_withdrawn(change.state, withdrawn(), context(at(2))), Ignored)


def test_a_withdrawal_of_an_earlier_round_comes_too_late() -> None:
    again = changed(on_case_reopened(resolved(), reopened(), context(at(5)))).state
    assert isinstance(on_case_withdrawn(again, withdrawn(1), context(at(6))), Ignored)
    assert isinstance(on_case_withdrawn(resolved(), withdrawn(2), context(at(6))), Waiting)


def test_a_case_that_comes_back_goes_to_the_same_hands() -> None:
    change = changed(on_case_reopened(resolved(), reopened(), context(at(5))))
    (told,) = payloads(change)
    assert isinstance(told, TaskAssigned)
    assert (told.round, told.step, told.responsible, told.due_at) == (2, "02C", "staff:quality1", at(13))
    assert change.state.status == "assigned"


def test_an_rnd_case_that_comes_back_goes_to_the_named_manager() -> None:
    done = reply_to_task(named(), MANAGER, "c", "m", None, now=at(2)).state
    told = communicate_plan(done, CLERK, "t", now=at(3)).state
    over = resolve_case(told, MANAGER, "r", now=at(4)).state
    (assigned_again,) = payloads(changed(on_case_reopened(over, reopened(), context(at(5)))))
    assert isinstance(assigned_again, TaskAssigned)
    assert (assigned_again.step, assigned_again.responsible) == ("reply", "staff:rnd-pm1")


def test_a_withdrawn_case_that_was_never_classified_comes_back_to_step_01() -> None:
    gone = changed(on_case_withdrawn(assigned(UNSURE_TEXT), withdrawn(), context(at(1)))).state
    change = changed(on_case_reopened(gone, reopened(), context(at(2))))
    assert change.state.status == "awaiting_classification"


@pytest.mark.parametrize(
    ("state", "round_number", "expected"),
    [(resolved(), 3, Waiting), (assigned(), 2, Waiting), (resolved(), 1, Ignored)],
    ids=["a round is missing", "the present round runs", "the round has begun"],
)
def test_rounds_follow_one_another(state: object, round_number: int, expected: type) -> None:
    outcome = on_case_reopened(state, reopened(round_number), context(at(9)))  # type: ignore[arg-type]
    assert isinstance(outcome, expected)


def test_a_new_reply_supersedes_the_boxes_of_the_first_round() -> None:
    back = changed(on_case_reopened(resolved(), reopened(), context(at(5)))).state
    again = reply_to_task(back, QUALITY, "the other joint", "replace both", None, now=at(6)).state
    causes = [(box.round, box.text, box.superseded_at) for box in again.boxes if box.box == "cause"]
    assert causes == [(1, "worn", at(6)), (2, "the other joint", None)]


def test_closing_ends_the_assignment_and_only_its_own_round() -> None:
    done = changed(on_case_closed(resolved(), closed(), context(at(5)))).state
    assert (done.status, done.ended_because) == ("closed", "satisfied")
    back = changed(on_case_reopened(done, reopened(), context(at(6)))).state
    assert isinstance(on_case_closed(back, closed(1), context(at(7))), Ignored)
    assert isinstance(on_case_closed(back, closed(3), context(at(7))), Waiting)


def test_a_confirmed_repair_resolves_a_case_whose_customer_knows_the_plan() -> None:
    state = communicated(remedy="repair")
    opened = changed(on_repair_opened(state, repair_opened(), context(at(4)))).state
    change = changed(on_repair_closed(opened, repair_closed(), context(at(5))))
    (told,) = payloads(change)
    assert isinstance(told, CaseResolved)
    assert (told.resolution, told.responsible) == ("seal replaced", "staff:quality1")
    assert change.state.status == "resolved"


def test_a_repair_confirmed_before_step_03_resolves_with_the_telling() -> None:
    state = changed(on_repair_closed(replied(remedy="repair"), repair_closed(), context(at(3)))).state
    assert state.status == "replied"
    change = communicate_plan(state, CLERK, "done already", now=at(4))
    assert names(change) == ["task.communicated", "case.resolved"]


def test_a_cancelled_repair_leaves_the_word_to_a_person() -> None:
    change = changed(
        on_repair_closed(communicated(remedy="repair"), repair_closed(outcome="cancelled"), context(at(4)))
    )
    assert (names(change), change.state.status) == ([], "communicated")
    assert resolve_case(change.state, QUALITY, "exchanged", now=at(5)).state.status == "resolved"


def test_a_repair_that_ended_is_not_opened_by_its_late_opening() -> None:
    ended = changed(on_repair_closed(communicated(remedy="repair"), repair_closed(), context(at(4)))).state
    late = changed(on_repair_opened(ended, repair_opened(), context(at(5))))
    assert (late.state, names(late)) == (ended, [])


def test_an_open_repair_of_the_earlier_round_does_not_resolve_the_present_one() -> None:
    back = changed(on_case_reopened(resolved(), reopened(), context(at(5)))).state
    told = communicate_plan(reply_to_task(back, QUALITY, "c", "m", None, now=at(6)).state, CLERK, "t", now=at(7)).state
    change = changed(on_repair_closed(told, repair_closed(1), context(at(8))))
    assert (names(change), change.state.status) == ([], "communicated")


@pytest.mark.parametrize(
    ("satisfied", "text"), [(True, "satisfied: quick"), (False, "not satisfied: quick"), (None, "not reached: quick")]
)
def test_box_five_is_signed_by_who_asked(satisfied: bool | None, text: str) -> None:
    change = changed(on_follow_up_completed(resolved(), followed_up(satisfied), context(at(6))))
    box = standing(change.state.boxes, "feedback")
    assert box is not None
    assert (box.text, box.signed_by) == (text, "staff:asker")
    assert change.state.status == "resolved"
