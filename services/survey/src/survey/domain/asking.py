"""Life of a follow-up: scheduled, tried, recorded or given up; late once; called off with the case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from survey.domain.errors import AttemptTooEarly, FollowUpMoveForbidden
from survey.domain.follow_up import Answers, Asking, Attempt, CaseRound, FollowUp, Subject, follow_up_id
from survey.domain.follow_up_facts import Completed, FollowUpFact, Overdue, Scheduled
from survey.domain.policy import SurveyPolicy
from survey.domain.satisfaction import is_satisfied, require_complete
from survey.domain.vocabulary import FollowUpMove, FollowUpStatus

ALLOWED: Mapping[FollowUpMove, frozenset[FollowUpStatus]] = MappingProxyType(
    {
        "attempt": frozenset({"scheduled"}),
        "record": frozenset({"scheduled"}),
        "cancel": frozenset({"scheduled"}),
    }
)

Decision = tuple[FollowUp, tuple[FollowUpFact, ...]]


def schedule(subject: Subject, policy: SurveyPolicy, resolved_at: datetime, now: datetime) -> Decision:
    """A follow-up whose clock runs from the moment the case was resolved."""
    due_at = policy.follow_up.limit.due(resolved_at)
    follow_up = FollowUp(
        id=follow_up_id(subject.case_id, subject.round),
        subject=subject,
        status="scheduled",
        rules=policy.follow_up,
        policy=policy.reference,
        scheduled_at=now,
        due_at=due_at,
    )
    return follow_up, (Scheduled(Asking(subject, policy.follow_up, due_at), now),)


def forestall(case: CaseRound, reason: str, now: datetime) -> Decision:
    """A follow-up that is cancelled before it was scheduled: nobody is told, and nothing can schedule it any more."""
    follow_up = FollowUp(
        id=follow_up_id(case.case_id, case.round),
        subject=case,
        status="cancelled",
        ended_at=now,
        cancel_reason=reason,
    )
    return follow_up, ()


def attempt(follow_up: FollowUp, unreached: Attempt) -> Decision:
    """Counts a try that did not reach the customer; the last one that the policy asks for completes the follow-up.

    Otherwise the next try may be made after the policy's wait, and is due one limit later.
    Raises `FollowUpMoveForbidden`, `AttemptTooEarly`.
    """
    asking = _require_allowed(follow_up, "attempt")
    if follow_up.next_attempt_at is not None and unreached.at < follow_up.next_attempt_at:
        raise AttemptTooEarly(not_before=follow_up.next_attempt_at.isoformat())
    tried = replace(follow_up, attempts=(*follow_up.attempts, unreached))
    if len(tried.attempts) >= asking.rules.max_attempts:
        given_up = replace(tried, status="completed", next_attempt_at=None, ended_at=unreached.at)
        return given_up, (Completed(asking, unreached.method, unreached.by, unreached.at),)
    following = asking.rules.retry.due(unreached.at)
    due_at = max(asking.due_at, asking.rules.limit.due(following))
    return replace(tried, next_attempt_at=following, due_at=due_at), ()


def record(follow_up: FollowUp, answers: Answers) -> Decision:
    """The customer answered. Raises `FollowUpMoveForbidden`, `UnknownItem`, `DecisiveAnswerMissing`."""
    asking = _require_allowed(follow_up, "record")
    require_complete(answers.answers, asking.rules)
    recorded = replace(
        follow_up,
        status="completed",
        answers=answers,
        satisfied=is_satisfied(answers.answers),
        next_attempt_at=None,
        ended_at=answers.at,
    )
    return recorded, (Completed(asking, answers.method, answers.by, answers.at),)


def may_be_cancelled(follow_up: FollowUp) -> bool:
    """Whether the customer is still to be asked."""
    return follow_up.status in ALLOWED["cancel"]


def cancel(follow_up: FollowUp, reason: str, now: datetime) -> Decision:
    """Called off: the case was withdrawn or came back unasked. Raises `FollowUpMoveForbidden`."""
    _require_allowed(follow_up, "cancel")
    return replace(follow_up, status="cancelled", cancel_reason=reason, next_attempt_at=None, ended_at=now), ()


def overdue_due(follow_up: FollowUp) -> datetime | None:
    """When the follow-up will be late; None when it ended or has been late once."""
    return follow_up.due_at if follow_up.status == "scheduled" and follow_up.overdue_at is None else None


def become_overdue(follow_up: FollowUp, now: datetime) -> Decision:
    """Late, once in its life; no change when there is nothing left to be late for."""
    asking = follow_up.asking
    if asking is None or overdue_due(follow_up) is None:
        return follow_up, ()
    return replace(follow_up, overdue_at=now), (Overdue(asking, now),)


def _require_allowed(follow_up: FollowUp, move: FollowUpMove) -> Asking:
    asking = follow_up.asking
    if asking is None or follow_up.status not in ALLOWED[move]:
        raise FollowUpMoveForbidden(move=move, status=follow_up.status)
    return asking
