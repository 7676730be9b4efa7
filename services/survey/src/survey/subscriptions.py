"""Which event leads to which handler on which aggregate."""

from collections.abc import Sequence

from chassis.subscription import StoreName, Subscription
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseResolved, TaskOverdue
from contracts.events.intake import CaseReopened, CaseWithdrawn
from contracts.events.survey import FollowUpCompleted

from survey.domain.appraisal import AppraisalEntry, appraise, follow_up_entry_id, overdue_entry_id
from survey.domain.follow_up import FollowUp, follow_up_id
from survey.domain.improvement import Improvement, improvement_id
from survey.handlers.appraise_on_follow_up_completed import appraise_on_follow_up_completed
from survey.handlers.appraise_on_task_overdue import appraise_on_task_overdue
from survey.handlers.context import SurveyContext
from survey.handlers.on_case_reopened import on_case_reopened
from survey.handlers.on_case_resolved import on_case_resolved
from survey.handlers.on_case_withdrawn import on_case_withdrawn
from survey.handlers.open_improvement_on_follow_up_completed import open_improvement_on_follow_up_completed


def follow_up_of_resolved(event: Envelope[CaseResolved]) -> Sequence[str]:
    """The follow-up of the resolved round."""
    return [follow_up_id(event.data.case_id, event.data.round)]


def follow_up_of_withdrawn(event: Envelope[CaseWithdrawn]) -> Sequence[str]:
    """The follow-up of the case's present round; those of earlier rounds have ended."""
    return [follow_up_id(event.data.case_id, event.data.round)]


def follow_up_of_reopened(event: Envelope[CaseReopened]) -> Sequence[str]:
    """The follow-up of the round before the one that now begins; the first has none before it."""
    return [follow_up_id(event.data.case_id, event.data.round - 1)] if event.data.round > 1 else []


def improvement_of_follow_up(event: Envelope[FollowUpCompleted]) -> Sequence[str]:
    """The round's improvement, for a dissatisfied customer only."""
    return [improvement_id(event.data.case_id, event.data.round)] if event.data.satisfied is False else []


def entry_of_follow_up(event: Envelope[FollowUpCompleted]) -> Sequence[str]:
    """The round's entry, when the answers earn one."""
    earned = appraise(event.data.satisfied, event.data.answers)
    return [] if earned is None else [follow_up_entry_id(event.data.case_id, event.data.round)]


def entry_of_overdue(event: Envelope[TaskOverdue]) -> Sequence[str]:
    """The late step's entry."""
    return [overdue_entry_id(event.data.case_id, event.data.round, event.data.step)]


def follow_up_subscriptions(
    store: StoreName[FollowUp],
) -> tuple[
    Subscription[CaseResolved, FollowUp, SurveyContext],
    Subscription[CaseWithdrawn, FollowUp, SurveyContext],
    Subscription[CaseReopened, FollowUp, SurveyContext],
]:
    """What begins and calls off a follow-up."""
    return (
        Subscription(event=CaseResolved, store=store, key=follow_up_of_resolved, handler=on_case_resolved),
        Subscription(event=CaseWithdrawn, store=store, key=follow_up_of_withdrawn, handler=on_case_withdrawn),
        Subscription(event=CaseReopened, store=store, key=follow_up_of_reopened, handler=on_case_reopened),
    )


def improvement_subscriptions(
    store: StoreName[Improvement],
) -> tuple[Subscription[FollowUpCompleted, Improvement, SurveyContext]]:
    """What opens an improvement."""
    handler = open_improvement_on_follow_up_completed
    return (Subscription(event=FollowUpCompleted, store=store, key=improvement_of_follow_up, handler=handler),)


def appraisal_subscriptions(
    store: StoreName[AppraisalEntry],
) -> tuple[
    Subscription[FollowUpCompleted, AppraisalEntry, SurveyContext],
    Subscription[TaskOverdue, AppraisalEntry, SurveyContext],
]:
    """What earns a merit or a demerit."""
    return (
        Subscription(
            event=FollowUpCompleted, store=store, key=entry_of_follow_up, handler=appraise_on_follow_up_completed
        ),
        Subscription(event=TaskOverdue, store=store, key=entry_of_overdue, handler=appraise_on_task_overdue),
    )
