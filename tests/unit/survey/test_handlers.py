"""Events to follow-ups, improvements and appraisal entries, and those to events."""

from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

import pytest
from chassis.documents import Change, Ignored, Timer, Waiting
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseResolved, TaskOverdue
from contracts.events.intake import CaseReopened, CaseWithdrawn
from contracts.events.survey import (
    AppraisalRecorded,
    FollowUpCompleted,
    FollowUpOverdue,
    FollowUpScheduled,
    ImprovementAnswered,
    ImprovementOpened,
    ImprovementOverdue,
    ImprovementVerified,
)
from contracts.payload import Payload
from survey.domain.appraisal import AppraisalEntry
from survey.domain.follow_up import CaseRound, Cost, FollowUp
from survey.handlers.answer_improvement import answer_improvement
from survey.handlers.appraise_on_follow_up_completed import appraise_on_follow_up_completed
from survey.handlers.appraise_on_task_overdue import appraise_on_task_overdue
from survey.handlers.context import SurveyContext
from survey.handlers.escalate_overdue_improvement import escalate_overdue_improvement, improvement_timers
from survey.handlers.on_case_reopened import on_case_reopened
from survey.handlers.on_case_resolved import on_case_resolved
from survey.handlers.on_case_withdrawn import on_case_withdrawn
from survey.handlers.open_improvement_on_follow_up_completed import open_improvement_on_follow_up_completed
from survey.handlers.record_follow_up import record_follow_up
from survey.handlers.report_overdue_follow_up import follow_up_timers, report_overdue_follow_up
from survey.handlers.verify_improvement import verify_improvement
from survey.subscriptions import (
    entry_of_follow_up,
    entry_of_overdue,
    follow_up_of_reopened,
    follow_up_of_resolved,
    follow_up_of_withdrawn,
    improvement_of_follow_up,
)

from tests.support.builders import envelope_of
from tests.unit.survey import surveys
from tests.unit.survey.surveys import HOUR, NOW, POLICY

S = TypeVar("S")
Completed: TypeAlias = Envelope[FollowUpCompleted]
CONTEXT = SurveyContext(now=NOW, policy=POLICY)


def payloads(outcome: Change[S] | Ignored | Waiting) -> list[Payload]:
    assert isinstance(outcome, Change)
    assert all(event.correlation == "0b5f" for event in outcome.events)
    return [event.payload for event in outcome.events]


def unhappy(words: str = "", responsible: str | None = "staff:wang", team: str | None = "quality") -> Completed:
    return envelope_of(
        FollowUpCompleted,
        satisfied=False,
        answers={"technician": "satisfied", "solution": "dissatisfied"},
        words=words,
        responsible=responsible,
        team=team,
    )


def test_a_resolved_case_is_followed_up_within_the_limit() -> None:
    event = envelope_of(CaseResolved, round=2, language="en")
    assert follow_up_of_resolved(event) == ["0b5f:2"]
    outcome = on_case_resolved(None, event, CONTEXT)
    (scheduled,) = payloads(outcome)
    assert scheduled == FollowUpScheduled(
        case_id="0b5f",
        number="2603-000017-4",
        follow_up_id="0b5f:2",
        round=2,
        customer_id="C-1001",
        due_at=datetime(2026, 3, 3, 16, 0, tzinfo=UTC),
        addressee="role:marketing_staff",
        language="en",
        scheduled_at=NOW,
    )


@pytest.mark.parametrize("state", surveys.follow_ups().values(), ids=lambda state: state.status)
def test_a_round_is_followed_up_once(state: FollowUp) -> None:
    assert isinstance(on_case_resolved(state, envelope_of(CaseResolved), CONTEXT), Ignored)


@pytest.mark.parametrize("state", surveys.follow_ups().values(), ids=lambda state: state.status)
def test_what_is_still_to_be_asked_is_called_off(state: FollowUp) -> None:
    for outcome in (
        on_case_withdrawn(state, envelope_of(CaseWithdrawn), CONTEXT),
        on_case_reopened(state, envelope_of(CaseReopened), CONTEXT),
    ):
        if state.status != "scheduled":
            assert isinstance(outcome, Ignored)
            continue
        assert isinstance(outcome, Change)
        assert (outcome.state.status, outcome.state.ended_at) == ("cancelled", NOW)
        assert outcome.state.cancel_reason in {"solved it myself", "still leaks"}
        assert follow_up_timers(outcome.state) == []


def test_calling_off_meets_the_right_round_also_before_it_is_resolved() -> None:
    withdrawn = envelope_of(CaseWithdrawn, round=2)
    reopened = envelope_of(CaseReopened, round=3)
    assert follow_up_of_withdrawn(withdrawn) == follow_up_of_reopened(reopened) == ["0b5f:2"]
    for outcome in (on_case_withdrawn(None, withdrawn, CONTEXT), on_case_reopened(None, reopened, CONTEXT)):
        assert isinstance(outcome, Change)
        assert (outcome.state.id, outcome.state.status, outcome.state.ended_at) == ("0b5f:2", "cancelled", NOW)
        assert outcome.state.subject == CaseRound("0b5f", "2603-000017-4", 2)
        assert payloads(outcome) == []
        assert isinstance(on_case_resolved(outcome.state, envelope_of(CaseResolved, round=2), CONTEXT), Ignored)


def test_what_the_customer_said_is_published_with_who_was_responsible() -> None:
    change = record_follow_up(
        surveys.scheduled(),
        "wechat",
        {"solution": "satisfied"},
        "很快",
        Cost(1250, "CNY", "a gift"),
        by="staff:sun",
        now=NOW,
    )
    assert change.state.answers is not None
    assert change.state.answers.cost == Cost(1250, "CNY", "a gift")
    (completed,) = payloads(change)
    assert completed == FollowUpCompleted(
        case_id="0b5f",
        number="2603-000017-4",
        follow_up_id="0b5f:1",
        round=1,
        customer_id="C-1001",
        satisfied=True,
        method="wechat",
        answers={"solution": "satisfied"},
        words="很快",
        responsible="staff:wang",
        team="quality",
        attempts=1,
        by="staff:sun",
        completed_at=NOW,
    )


def test_a_late_follow_up_is_reported_to_the_policys_addressee() -> None:
    (timer,) = follow_up_timers(surveys.scheduled())
    (overdue,) = payloads(report_overdue_follow_up(surveys.scheduled(), timer, CONTEXT))
    assert isinstance(overdue, FollowUpOverdue)
    assert (overdue.addressee, overdue.due_at, overdue.overdue_at) == ("role:marketing_director", timer.due, NOW)


def test_a_dissatisfied_customer_opens_an_improvement_for_the_rounds_responsible() -> None:
    event = unhappy()
    assert improvement_of_follow_up(event) == ["0b5f:1"]
    outcome = open_improvement_on_follow_up_completed(None, event, CONTEXT)
    (opened,) = payloads(outcome)
    assert isinstance(opened, ImprovementOpened)
    assert (opened.responsible, opened.team, opened.problem) == ("staff:wang", "quality", "solution")
    assert opened.due_at == event.data.completed_at + 8 * HOUR
    assert isinstance(open_improvement_on_follow_up_completed(surveys.opened(), event, CONTEXT), Ignored)


def test_an_older_event_without_responsible_goes_to_the_policys_default() -> None:
    event = unhappy(responsible=None, team=None)
    (opened,) = payloads(open_improvement_on_follow_up_completed(None, event, CONTEXT))
    assert isinstance(opened, ImprovementOpened)
    assert (opened.responsible, opened.team) == ("role:sales_director", "sales")
    assert isinstance(appraise_on_follow_up_completed(None, event, CONTEXT), Ignored)


@pytest.mark.parametrize("satisfied", [True, None])
def test_only_dissatisfaction_opens_an_improvement(satisfied: bool | None) -> None:
    event = envelope_of(FollowUpCompleted, satisfied=satisfied)
    assert improvement_of_follow_up(event) == []
    assert isinstance(open_improvement_on_follow_up_completed(None, event, CONTEXT), Ignored)


@pytest.mark.parametrize(
    ("satisfied", "answers", "verdict"),
    [
        (True, {"solution": "very_satisfied", "technician": "very_satisfied"}, "merit"),
        (True, {"solution": "very_satisfied", "technician": "satisfied"}, None),
        (False, {"solution": "dissatisfied"}, "demerit"),
        (False, {"solution": "very_satisfied", "technician": "very_dissatisfied"}, "demerit"),
        (None, {}, None),
    ],
)
def test_answers_earn_a_merit_a_demerit_or_nothing(
    satisfied: bool | None, answers: dict[str, str], verdict: str | None
) -> None:
    event = envelope_of(FollowUpCompleted, satisfied=satisfied, answers=answers)
    outcome = appraise_on_follow_up_completed(None, event, CONTEXT)
    if verdict is None:
        assert entry_of_follow_up(event) == []
        assert isinstance(outcome, Ignored)
        return
    assert entry_of_follow_up(event) == ["0b5f:1:follow_up"]
    assert isinstance(outcome, Change)
    (recorded,) = payloads(outcome)
    assert isinstance(recorded, AppraisalRecorded)
    assert (recorded.appraisal_id, recorded.subject_address, recorded.verdict) == (
        "0b5f:1:follow_up",
        "staff:wang",
        verdict,
    )
    assert "quick and friendly" in recorded.evidence
    assert outcome.state.source == event.id


def test_a_missed_limit_earns_a_demerit() -> None:
    event = envelope_of(TaskOverdue)
    assert entry_of_overdue(event) == ["0b5f:1:02C:overdue"]
    outcome = appraise_on_task_overdue(None, event, CONTEXT)
    assert isinstance(outcome, Change)
    assert (outcome.state.id, outcome.state.verdict, outcome.state.ground) == (
        "0b5f:1:02C:overdue",
        "demerit",
        "step_overdue",
    )
    (recorded,) = payloads(outcome)
    assert isinstance(recorded, AppraisalRecorded)
    assert "28800" in recorded.evidence


def test_an_entry_is_never_changed() -> None:
    first = appraise_on_task_overdue(None, envelope_of(TaskOverdue), CONTEXT)
    assert isinstance(first, Change)
    entry: AppraisalEntry = first.state
    assert isinstance(appraise_on_task_overdue(entry, envelope_of(TaskOverdue), CONTEXT), Ignored)
    event = unhappy()
    assert isinstance(appraise_on_follow_up_completed(entry, event, CONTEXT), Ignored)


def test_long_words_still_fit_their_events() -> None:
    event = unhappy(words="漏" * 4000)
    (opened,) = payloads(open_improvement_on_follow_up_completed(None, event, CONTEXT))
    assert isinstance(opened, ImprovementOpened)
    (recorded,) = payloads(appraise_on_follow_up_completed(None, event, CONTEXT))
    assert isinstance(recorded, AppraisalRecorded)
    assert len(opened.problem) == len(recorded.evidence) == 4000


def test_measure_and_judgement_are_published() -> None:
    answered = answer_improvement(surveys.opened(), "new supplier", "3 a month", by=surveys.WANG, now=NOW)
    (event,) = payloads(answered)
    assert isinstance(event, ImprovementAnswered)
    assert (event.measure, event.by) == ("new supplier", "staff:wang")
    verified = verify_improvement(answered.state, False, "still three", "3 a month", by="staff:qian", now=NOW)
    (judged,) = payloads(verified)
    assert isinstance(judged, ImprovementVerified)
    assert (judged.effective, judged.remark, judged.by) == (False, "still three", "staff:qian")


def test_a_late_measure_is_the_next_authoritys_matter() -> None:
    timers = improvement_timers(surveys.opened())
    assert [timer.due for timer in timers] == [NOW + 8 * HOUR, NOW + 12 * HOUR, NOW + 16 * HOUR]
    change = escalate_overdue_improvement(surveys.opened(), timers[1], CONTEXT)
    (overdue,) = payloads(change)
    assert isinstance(overdue, ImprovementOverdue)
    assert overdue.addressee == "role:sales_director"
    assert len(improvement_timers(change.state)) == 2


def test_a_timer_of_an_earlier_clock_changes_nothing() -> None:
    change = escalate_overdue_improvement(surveys.opened(), Timer("overdue:0:1", NOW), CONTEXT)
    assert (change.state, list(change.events)) == (surveys.opened(), [])
