"""The customer's answer closes the case, brings it back, or is only noted."""

import pytest
from chassis.documents import Change, Waiting
from chassis.subscription import Moment
from contracts.events.intake import CaseClosed, CaseReopened
from contracts.events.survey import FollowUpCompleted
from intake.domain.case import ENDED, Case
from intake.handlers.on_follow_up_completed import handle

from tests.support.builders import ARRIVED
from tests.unit.intake.cases import CASE_ID, case, told

NOW = Moment(ARRIVED)


def answer(round_: int = 1, **fields: object) -> Change[Case] | object:
    event = told(FollowUpCompleted, round=round_, by="staff:sun", **fields)
    return handle(case("resolved", round=2), event, NOW)


@pytest.mark.parametrize(("satisfied", "outcome"), [(True, "satisfied"), (None, "no_feedback")])
def test_a_satisfied_or_silent_customer_closes_the_case(satisfied: bool | None, outcome: str) -> None:
    change = answer(2, satisfied=satisfied)
    assert isinstance(change, Change)
    assert (change.state.status, change.state.outcome, change.state.ended_at) == ("closed", outcome, ARRIVED)
    [sent] = change.events
    assert isinstance(sent.payload, CaseClosed)
    assert (sent.correlation, sent.payload.outcome, sent.payload.round) == (CASE_ID, outcome, 2)
    assert [entry.what for entry in change.state.timeline] == ["follow_up.completed", "case.closed"]


def test_a_dissatisfied_customer_brings_the_case_back() -> None:
    change = answer(2, satisfied=False, words="still leaks")
    assert isinstance(change, Change)
    assert (change.state.status, change.state.round) == ("reopened", 3)
    [sent] = change.events
    assert isinstance(sent.payload, CaseReopened)
    assert (sent.payload.round, sent.payload.reason, sent.payload.reopened_by) == (3, "still leaks", "staff:sun")


def test_a_dissatisfied_customer_without_words_brings_it_back_too() -> None:
    change = answer(2, satisfied=False, words="")
    assert isinstance(change, Change)
    assert change.state.status == "reopened"


@pytest.mark.parametrize("satisfied", [True, False, None])
def test_an_answer_to_an_older_round_is_only_noted(satisfied: bool | None) -> None:
    change = answer(1, satisfied=satisfied)
    assert isinstance(change, Change)
    assert (change.state.status, change.state.round, change.events) == ("resolved", 2, ())
    assert [(entry.what, entry.round) for entry in change.state.timeline] == [("follow_up.completed", 1)]


def test_an_answer_to_a_round_that_is_not_here_waits() -> None:
    assert isinstance(answer(3, satisfied=True), Waiting)


@pytest.mark.parametrize("status", ["received", "acknowledged", "classified", "assigned", "in_progress", "responded"])
def test_an_answer_before_the_resolution_waits(status: str) -> None:
    event = told(FollowUpCompleted, round=1, satisfied=False)
    assert isinstance(handle(case(status), event, NOW), Waiting)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", sorted(ENDED))
def test_an_ended_case_only_notes_it(status: str) -> None:
    event = told(FollowUpCompleted, round=1, satisfied=False)
    change = handle(case(status), event, NOW)  # type: ignore[arg-type]
    assert isinstance(change, Change)
    assert (change.state.status, change.events) == (status, ())


def test_an_answer_before_the_case_waits() -> None:
    assert isinstance(handle(None, told(FollowUpCompleted), NOW), Waiting)
