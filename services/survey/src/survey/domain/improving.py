"""Life of an improvement task: open, answered, verified, or back to open with a new clock when without effect."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from survey.domain.errors import ImprovementFull, ImprovementMoveForbidden, RemarkMissing
from survey.domain.improvement import Answer, Improvement, Problem, Verification, improvement_id
from survey.domain.improvement_facts import Answered, ImprovementFact, Opened, Overdue, Verified
from survey.domain.policy import SurveyPolicy
from survey.domain.vocabulary import ImprovementMove, ImprovementStatus

ALLOWED: Mapping[ImprovementMove, frozenset[ImprovementStatus]] = MappingProxyType(
    {"answer": frozenset({"open"}), "verify": frozenset({"answered"})}
)

ANSWERS_MAX = 100
"""Answers in one task: with the longest texts still well below a document's 16 MB."""

Decision = tuple[Improvement, tuple[ImprovementFact, ...]]


def open_improvement(problem: Problem, policy: SurveyPolicy, found_at: datetime, now: datetime) -> Decision:
    """A task whose clock runs from the moment the customer's answer was recorded."""
    improvement = Improvement(
        id=improvement_id(problem.case_id, problem.round),
        problem=problem,
        status="open",
        rules=policy.improvement,
        policy=policy.reference,
        opened_at=now,
        clock=1,
        clock_started_at=found_at,
        due_at=policy.improvement.limit.due(found_at),
    )
    return improvement, (Opened(),)


def answer(improvement: Improvement, given: Answer) -> Decision:
    """The responsible answers with a measure. Raises `ImprovementMoveForbidden`, `ImprovementFull`."""
    _require_allowed(improvement, "answer")
    if len(improvement.answers) >= ANSWERS_MAX:
        raise ImprovementFull(limit=str(ANSWERS_MAX))
    return replace(improvement, status="answered", answers=(*improvement.answers, given)), (Answered(given),)


def verify(improvement: Improvement, verification: Verification) -> Decision:
    """Marketing judges the effect; without effect another measure is asked for and a new clock begins.

    Raises `ImprovementMoveForbidden`, and `RemarkMissing` when a measure is sent back without a word.
    """
    _require_allowed(improvement, "verify")
    if not verification.effective and not verification.remark:
        raise RemarkMissing
    *before, last = improvement.answers
    judged = replace(improvement, answers=(*before, replace(last, verification=verification)))
    facts = (Verified(verification),)
    if verification.effective:
        return replace(judged, status="verified", verified_at=verification.at), facts
    again = replace(
        judged,
        status="open",
        clock=improvement.clock + 1,
        clock_started_at=verification.at,
        due_at=improvement.rules.limit.due(verification.at),
        notified=(),
    )
    return again, facts


def pending_levels(improvement: Improvement) -> Mapping[int, datetime]:
    """Levels of authority (from 1) not yet told of this clock, each with the moment it will be; none unless open."""
    if improvement.status != "open":
        return {}
    return {
        level: improvement.rules.limit.due(improvement.clock_started_at, rule.fraction)
        for level, rule in enumerate(improvement.rules.escalation, start=1)
        if level not in improvement.notified
    }


def escalate(improvement: Improvement, level: int, now: datetime) -> Decision:
    """Tells a level of authority, once per clock; no change when the level has nothing to be told."""
    if level not in pending_levels(improvement):
        return improvement, ()
    addressee = improvement.rules.escalation[level - 1].addressee
    return replace(improvement, notified=(*improvement.notified, level)), (Overdue(addressee, now),)


def _require_allowed(improvement: Improvement, move: ImprovementMove) -> None:
    if improvement.status not in ALLOWED[move]:
        raise ImprovementMoveForbidden(move=move, status=improvement.status)
