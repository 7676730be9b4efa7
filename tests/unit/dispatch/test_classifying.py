"""Step 01 by hand, corrections, and amended cases."""

import pytest
from chassis.documents import Change, Ignored
from contracts.events.dispatch import CaseClassified, CaseReclassified, TaskAssigned
from dispatch.domain.assignment import Assignment
from dispatch.domain.desk import Desk
from dispatch.domain.errors import ActionNotAllowed, ClassUnchanged, UnknownTeam
from dispatch.domain.roster import on_duty
from dispatch.domain.words import CategoryName
from dispatch.handlers.classify_case import PersonsClass, classify_case, reclassify_case
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_closed import on_case_closed
from dispatch.handlers.on_case_reopened import on_case_reopened

from tests.unit.dispatch.builders import (
    CLERK,
    LEAK_TEXT,
    RETURN_TEXT,
    UNSURE_TEXT,
    amended,
    at,
    closed,
    context,
    policy,
    reopened,
)
from tests.unit.dispatch.flow import accepted, assigned, changed, communicated, names, payloads, replied, resolved

DESK = Desk(policy(), on_duty(policy(), at(1)), 1)


def wanted(category: CategoryName, team: str) -> PersonsClass:
    return PersonsClass(category=category, team=team, severity=None, urgency="high", reason=None)


def ended() -> Assignment:
    return changed(on_case_closed(resolved(), closed(), context(at(8)))).state


def classify(state: Assignment, category: CategoryName = "usage", team: str = "support") -> Change[Assignment]:
    return classify_case(state, wanted(category, team), CLERK, DESK, now=at(1))


def test_a_clerk_ends_step_01() -> None:
    change = classify(assigned(UNSURE_TEXT))
    told, follows = payloads(change)
    assert isinstance(told, CaseClassified)
    assert isinstance(follows, TaskAssigned)
    assert (told.classified_by, told.confidence, told.ruleset) == ("staff:clerk1", 1.0, None)
    assert (follows.team, follows.step, follows.responsible) == ("support", "02C", "staff:support2")
    assert change.state.finished[0].outcome == "met"
    assert [made.sure for made in change.state.classifications] == [False, True]


def test_step_01_answered_late_is_missed() -> None:
    change = classify_case(assigned(UNSURE_TEXT), wanted("usage", "support"), CLERK, DESK, now=at(3))
    assert names(change) == ["task.overdue", "case.classified", "task.assigned"]
    assert change.state.finished[0].outcome == "missed"


def test_what_is_classified_is_not_classified_again() -> None:
    with pytest.raises(ActionNotAllowed):
        classify(assigned(LEAK_TEXT))


def test_a_team_must_exist() -> None:
    with pytest.raises(UnknownTeam):
        classify(assigned(UNSURE_TEXT), team="moon")


def test_a_correction_to_another_team_starts_its_step_afresh() -> None:
    change = reclassify_case(accepted(), wanted("usage", "support"), "no fault", CLERK, DESK, now=at(2))
    told, follows = payloads(change)
    assert isinstance(told, CaseReclassified)
    assert isinstance(follows, TaskAssigned)
    assert (told.previous_category, told.previous_team, told.reason) == ("product_quality", "quality", "no fault")
    assert (follows.team, follows.due_at) == ("support", at(10))
    assert change.state.status == "assigned"
    assert change.state.finished[0].outcome == "superseded"
    boxes = [box for box in change.state.boxes if box.box == "classification"]
    assert [box.superseded_at for box in boxes] == [at(2), None]


def test_a_correction_within_the_team_leaves_the_work_in_its_hands() -> None:
    before = accepted()
    change = reclassify_case(before, wanted("software_fault", "quality"), "firmware", CLERK, DESK, now=at(2))
    assert names(change) == ["case.reclassified"]
    assert (change.state.running, change.state.status) == (before.running, "accepted")


def test_a_correction_corrects_something() -> None:
    same = PersonsClass("product_quality", "quality", None, None, None)
    with pytest.raises(ClassUnchanged):
        reclassify_case(accepted(), same, "r", CLERK, DESK, now=at(2))


@pytest.mark.parametrize("before", [replied(), communicated(), resolved(), ended()], ids=lambda state: state.status)
def test_an_answered_case_is_corrected_as_truth_and_not_moved(before: Assignment) -> None:
    change = reclassify_case(before, wanted("usage", "support"), "no fault", CLERK, DESK, now=at(9))
    (told,) = payloads(change)
    assert isinstance(told, CaseReclassified)
    assert (told.category, told.team, told.previous_category) == ("usage", "quality", "product_quality")
    state = change.state
    assert (state.status, state.team, state.running, state.finished, state.due_at) == (
        before.status,
        before.team,
        before.running,
        before.finished,
        before.due_at,
    )
    kept = state.classifications[-1]
    assert (kept.category, kept.team, kept.by, kept.at, kept.reason) == (
        "usage",
        "support",
        "staff:clerk1",
        at(9),
        "no fault",
    )
    assert state.classifications[:-1] == before.classifications
    with pytest.raises(ClassUnchanged):
        reclassify_case(state, wanted("usage", "support"), "no fault", CLERK, DESK, now=at(10))


def test_a_waiting_case_is_classified_and_not_corrected() -> None:
    with pytest.raises(ActionNotAllowed):
        reclassify_case(assigned(UNSURE_TEXT), wanted("usage", "support"), "r", CLERK, DESK, now=at(1))


def test_a_case_that_came_back_goes_where_the_truth_said() -> None:
    corrected = reclassify_case(ended(), wanted("usage", "support"), "no fault", CLERK, DESK, now=at(9)).state
    back = changed(on_case_reopened(corrected, reopened(), context(at(10)))).state
    assert (back.team, back.status) == ("quality", "assigned")
    moved = reclassify_case(back, wanted("usage", "support"), "not ours", CLERK, DESK, now=at(11)).state
    assert (moved.team, moved.status, moved.round) == ("support", "assigned", 2)
    assert moved.finished[-1].outcome == "superseded"


def test_an_amended_case_is_read_again_while_nobody_took_it() -> None:
    change = changed(on_case_amended(assigned(LEAK_TEXT), amended(RETURN_TEXT, at(1)), context(at(1))))
    assert names(change) == ["case.reclassified", "task.assigned", "return.requested"]
    assert change.state.team == "returns"
    assert change.state.description == RETURN_TEXT


def test_an_amendment_can_end_step_01() -> None:
    change = changed(on_case_amended(assigned(UNSURE_TEXT), amended(LEAK_TEXT, at(1)), context(at(1))))
    assert names(change) == ["case.classified", "task.assigned"]


@pytest.mark.parametrize(
    "state",
    [accepted(), classify(assigned(UNSURE_TEXT)).state, replied()],
    ids=["accepted", "classified by a person", "replied"],
)
def test_an_amendment_is_only_recorded_once_a_person_decided(state: Assignment) -> None:
    change = changed(on_case_amended(state, amended(RETURN_TEXT, at(4)), context(at(4))))
    assert names(change) == []
    assert (change.state.team, change.state.running) == (state.team, state.running)
    descriptions = [box for box in change.state.boxes if box.box == "description"]
    assert [(box.signed_by, box.superseded_at) for box in descriptions] == [
        ("staff:clerk1", at(4)),
        ("staff:clerk2", None),
    ]


def test_an_unsure_reading_does_not_take_a_class_away() -> None:
    change = changed(on_case_amended(assigned(LEAK_TEXT), amended(UNSURE_TEXT, at(1)), context(at(1))))
    assert (names(change), change.state.team) == ([], "quality")


def test_an_older_amendment_that_comes_later_changes_nothing() -> None:
    later = changed(on_case_amended(assigned(), amended(RETURN_TEXT, at(2)), context(at(2)))).state
    assert isinstance(on_case_amended(later, amended(UNSURE_TEXT, at(1), "e-older"), context(at(3))), Ignored)
