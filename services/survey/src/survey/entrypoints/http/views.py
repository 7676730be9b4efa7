"""What the survey API shows of follow-ups, improvements and appraisal entries; `version` is what If-Match wants."""

from datetime import datetime

from chassis.documents import Stored
from pydantic import BaseModel

from survey.domain.appraisal import AppraisalEntry
from survey.domain.follow_up import Answers, Attempt, CaseRound, FollowUp, Subject
from survey.domain.improvement import Answer, Improvement, Problem
from survey.domain.vocabulary import FollowUpStatus, Ground, ImprovementStatus, Verdict


class FollowUpView(BaseModel):
    """A follow-up with what is to be asked (`items`, of which `decisive_items` must be answered).

    One that was cancelled before it could be scheduled knows its round only and asks nothing.
    """

    id: str
    version: int
    status: FollowUpStatus
    subject: Subject | CaseRound
    items: tuple[str, ...]
    decisive_items: tuple[str, ...]
    max_attempts: int
    policy: str | None
    scheduled_at: datetime | None
    due_at: datetime | None
    attempts: tuple[Attempt, ...]
    next_attempt_at: datetime | None
    answers: Answers | None
    satisfied: bool | None
    overdue_at: datetime | None
    ended_at: datetime | None
    cancel_reason: str | None


class ImprovementView(BaseModel):
    """An improvement task with all its answers and their verifications."""

    id: str
    version: int
    status: ImprovementStatus
    problem: Problem
    policy: str
    opened_at: datetime
    clock: int
    clock_started_at: datetime
    due_at: datetime
    notified: tuple[int, ...]
    answers: tuple[Answer, ...]
    verified_at: datetime | None


class AppraisalView(BaseModel):
    """A merit or demerit with its evidence."""

    id: str
    case_id: str
    number: str
    round: int
    subject: str
    team: str | None
    verdict: Verdict
    ground: Ground
    evidence: str
    source: str
    recorded_at: datetime


def follow_up_view(stored: Stored[FollowUp]) -> FollowUpView:
    """The whole follow-up."""
    follow_up = stored.state
    rules = follow_up.rules
    return FollowUpView(
        id=follow_up.id,
        version=stored.version,
        status=follow_up.status,
        subject=follow_up.subject,
        items=() if rules is None else rules.items,
        decisive_items=() if rules is None else rules.decisive_items,
        max_attempts=0 if rules is None else rules.max_attempts,
        policy=follow_up.policy,
        scheduled_at=follow_up.scheduled_at,
        due_at=follow_up.due_at,
        attempts=follow_up.attempts,
        next_attempt_at=follow_up.next_attempt_at,
        answers=follow_up.answers,
        satisfied=follow_up.satisfied,
        overdue_at=follow_up.overdue_at,
        ended_at=follow_up.ended_at,
        cancel_reason=follow_up.cancel_reason,
    )


def improvement_view(stored: Stored[Improvement]) -> ImprovementView:
    """The whole improvement task."""
    improvement = stored.state
    return ImprovementView(
        id=improvement.id,
        version=stored.version,
        status=improvement.status,
        problem=improvement.problem,
        policy=improvement.policy,
        opened_at=improvement.opened_at,
        clock=improvement.clock,
        clock_started_at=improvement.clock_started_at,
        due_at=improvement.due_at,
        notified=improvement.notified,
        answers=improvement.answers,
        verified_at=improvement.verified_at,
    )


def appraisal_view(stored: Stored[AppraisalEntry]) -> AppraisalView:
    """The entry."""
    entry = stored.state
    return AppraisalView(
        id=entry.id,
        case_id=entry.case_id,
        number=entry.number,
        round=entry.round,
        subject=entry.subject,
        team=entry.team,
        verdict=entry.verdict,
        ground=entry.ground,
        evidence=entry.evidence,
        source=entry.source,
        recorded_at=entry.recorded_at,
    )
