"""The follow-up's moves, its tries and its clock."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import get_args

import pytest
from survey.domain import asking
from survey.domain.errors import AttemptTooEarly, DecisiveAnswerMissing, FollowUpMoveForbidden, UnknownItem
from survey.domain.follow_up import Asking, FollowUp
from survey.domain.follow_up_facts import Completed, Overdue, Scheduled
from survey.domain.vocabulary import FollowUpMove, FollowUpStatus, Satisfaction

from tests.unit.survey import surveys
from tests.unit.survey.surveys import HOUR, NOW

MOVES: Mapping[FollowUpMove, Callable[[FollowUp], asking.Decision]] = {
    "attempt": lambda state: asking.attempt(state, surveys.unreached()),
    "record": lambda state: asking.record(state, surveys.answers()),
    "cancel": lambda state: asking.cancel(state, "withdrawn", NOW),
}
LEADS_TO: Mapping[tuple[FollowUpStatus, FollowUpMove], FollowUpStatus] = {
    ("scheduled", "attempt"): "scheduled",
    ("scheduled", "record"): "completed",
    ("scheduled", "cancel"): "cancelled",
}


@pytest.mark.parametrize("status", get_args(FollowUpStatus))
@pytest.mark.parametrize("move", get_args(FollowUpMove))
def test_a_move_leads_where_the_table_says_or_is_refused(status: FollowUpStatus, move: FollowUpMove) -> None:
    state = surveys.follow_ups()[status]
    assert state.status == status
    if (status, move) in LEADS_TO:
        assert MOVES[move](state)[0].status == LEADS_TO[status, move]
        return
    with pytest.raises(FollowUpMoveForbidden) as refusal:
        MOVES[move](state)
    assert refusal.value.params == {"move": move, "status": status}


def test_the_clock_runs_from_the_resolution_and_the_policy_is_frozen() -> None:
    state, facts = asking.schedule(surveys.SUBJECT, surveys.POLICY, NOW - HOUR, NOW)
    assert (state.id, state.due_at, state.scheduled_at) == ("0b5f:1", NOW + 7 * HOUR, NOW)
    assert (state.rules, state.policy) == (surveys.POLICY.follow_up, "test@3")
    assert facts == (Scheduled(Asking(surveys.SUBJECT, surveys.POLICY.follow_up, NOW + 7 * HOUR), NOW),)


def test_an_unreached_customer_is_tried_again_after_the_wait_and_given_up_after_the_last_try() -> None:
    first, facts = asking.attempt(surveys.scheduled(), surveys.unreached(NOW))
    assert facts == ()
    assert (first.next_attempt_at, first.due_at) == (NOW + 2 * HOUR, NOW + 10 * HOUR)
    with pytest.raises(AttemptTooEarly) as refusal:
        asking.attempt(first, surveys.unreached(NOW + HOUR))
    assert refusal.value.params == {"not_before": (NOW + 2 * HOUR).isoformat()}
    second, _ = asking.attempt(first, surveys.unreached(NOW + 2 * HOUR))
    third, facts = asking.attempt(second, surveys.unreached(NOW + 5 * HOUR))
    assert (third.status, third.satisfied, third.attempts_made) == ("completed", None, 3)
    assert (third.next_attempt_at, third.ended_at) == (None, NOW + 5 * HOUR)
    assert second.asking is not None
    assert facts == (Completed(second.asking, "phone", "staff:sun", NOW + 5 * HOUR),)


def test_a_customer_who_calls_back_may_be_recorded_at_once() -> None:
    tried, _ = asking.attempt(surveys.scheduled(), surveys.unreached(NOW))
    state, _ = asking.record(tried, surveys.answers(NOW))
    assert (state.status, state.attempts_made) == ("completed", 2)


@pytest.mark.parametrize(
    ("answers", "satisfied"),
    [
        ({"solution": "very_satisfied"}, True),
        ({"solution": "satisfied"}, True),
        ({"solution": "dissatisfied"}, False),
        ({"solution": "very_dissatisfied"}, False),
        ({"solution": "satisfied", "technician": "very_satisfied"}, True),
        ({"solution": "very_satisfied", "technician": "dissatisfied"}, False),
        ({"solution": "dissatisfied", "technician": "very_satisfied"}, False),
    ],
)
def test_satisfied_means_every_answer_in_the_top_half(answers: dict[str, Satisfaction], satisfied: bool) -> None:
    assert asking.record(surveys.scheduled(), replace(surveys.answers(), answers=answers))[0].satisfied is satisfied


def test_what_the_form_does_not_ask_or_needs_is_refused() -> None:
    with pytest.raises(UnknownItem) as unknown:
        asking.record(surveys.scheduled(), surveys.answers(solution="satisfied", price="satisfied"))
    assert unknown.value.params["item"] == "price"
    with pytest.raises(DecisiveAnswerMissing) as missing:
        asking.record(surveys.scheduled(), surveys.answers(technician="satisfied"))
    assert missing.value.params == {"item": "solution"}


def test_it_is_late_once_and_only_while_open() -> None:
    state = surveys.scheduled()
    assert asking.overdue_due(state) == state.due_at
    late, facts = asking.become_overdue(state, NOW + 8 * HOUR)
    assert state.asking is not None
    assert facts == (Overdue(state.asking, NOW + 8 * HOUR),)
    assert asking.overdue_due(late) is None
    assert asking.become_overdue(late, NOW + 9 * HOUR) == (late, ())
    tried, _ = asking.attempt(late, surveys.unreached(NOW + 9 * HOUR))
    assert asking.overdue_due(tried) is None
    for ended in (surveys.follow_ups()["completed"], surveys.follow_ups()["cancelled"]):
        assert asking.overdue_due(ended) is None
        assert asking.become_overdue(ended, NOW) == (ended, ())


def test_nothing_happens_to_a_follow_up_that_was_cancelled_before_it_was_scheduled() -> None:
    state = surveys.forestalled()
    assert asking.become_overdue(state, NOW) == (state, ())
    for move in MOVES.values():
        with pytest.raises(FollowUpMoveForbidden):
            move(state)


def test_a_try_never_brings_the_due_time_forward() -> None:
    far = replace(surveys.scheduled(), due_at=NOW + 100 * HOUR)
    assert asking.attempt(far, surveys.unreached())[0].due_at == NOW + 100 * HOUR
