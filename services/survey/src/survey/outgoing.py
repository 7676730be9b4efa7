"""From facts of follow-up, improvement and appraisal to the events other services know; the only place that does."""

from collections.abc import Sequence

from chassis.documents import Change, Outgoing
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
from contracts.vocabulary import TEXT_MAX

from survey.domain import follow_up_facts, improvement_facts
from survey.domain.appraisal import AppraisalEntry
from survey.domain.follow_up import FollowUp
from survey.domain.improvement import Improvement


def follow_up_change(follow_up: FollowUp, facts: Sequence[follow_up_facts.FollowUpFact]) -> Change[FollowUp]:
    """The document write of a decision about a follow-up."""
    events = [Outgoing(_follow_up(follow_up, fact), correlation=follow_up.subject.case_id) for fact in facts]
    return Change(follow_up, events)


def improvement_change(
    improvement: Improvement, facts: Sequence[improvement_facts.ImprovementFact]
) -> Change[Improvement]:
    """The document write of a decision about an improvement task."""
    events = [Outgoing(_improvement(improvement, fact), correlation=improvement.problem.case_id) for fact in facts]
    return Change(improvement, events)


def appraisal_change(entry: AppraisalEntry) -> Change[AppraisalEntry]:
    """The document write of a new appraisal entry."""
    recorded = AppraisalRecorded(
        case_id=entry.case_id,
        number=entry.number,
        appraisal_id=entry.id,
        subject_address=entry.subject,
        verdict=entry.verdict,
        evidence=entry.evidence,
        recorded_at=entry.recorded_at,
    )
    return Change(entry, [Outgoing(recorded, correlation=entry.case_id)])


def _follow_up(follow_up: FollowUp, fact: follow_up_facts.FollowUpFact) -> Payload:
    subject, rules = fact.asking.subject, fact.asking.rules
    match fact:
        case follow_up_facts.Scheduled():
            return FollowUpScheduled(
                case_id=subject.case_id,
                number=subject.number,
                follow_up_id=follow_up.id,
                round=subject.round,
                customer_id=subject.customer_id,
                due_at=fact.asking.due_at,
                addressee=rules.addressee,
                language=subject.language,
                scheduled_at=fact.at,
            )
        case follow_up_facts.Overdue():
            return FollowUpOverdue(
                case_id=subject.case_id,
                number=subject.number,
                follow_up_id=follow_up.id,
                round=subject.round,
                customer_id=subject.customer_id,
                due_at=fact.asking.due_at,
                addressee=rules.overdue_addressee,
                overdue_at=fact.at,
            )
        case follow_up_facts.Completed():
            return _completed(follow_up, fact)


def _completed(follow_up: FollowUp, fact: follow_up_facts.Completed) -> FollowUpCompleted:
    subject, answers = fact.asking.subject, follow_up.answers
    return FollowUpCompleted(
        case_id=subject.case_id,
        number=subject.number,
        follow_up_id=follow_up.id,
        round=subject.round,
        customer_id=subject.customer_id,
        satisfied=follow_up.satisfied,
        method=fact.method,
        answers={} if answers is None else answers.answers,
        words="" if answers is None else answers.words,
        responsible=subject.responsible,
        team=subject.team,
        attempts=follow_up.attempts_made,
        by=fact.by,
        completed_at=fact.at,
    )


def _improvement(improvement: Improvement, fact: improvement_facts.ImprovementFact) -> Payload:
    problem = improvement.problem
    match fact:
        case improvement_facts.Opened():
            return ImprovementOpened(
                case_id=problem.case_id,
                number=problem.number,
                improvement_id=improvement.id,
                round=problem.round,
                responsible=problem.responsible,
                team=problem.team,
                problem=_described(problem.items, problem.words),
                due_at=improvement.due_at,
                opened_at=improvement.opened_at,
            )
        case improvement_facts.Overdue():
            return ImprovementOverdue(
                case_id=problem.case_id,
                number=problem.number,
                improvement_id=improvement.id,
                round=problem.round,
                responsible=problem.responsible,
                team=problem.team,
                due_at=improvement.due_at,
                addressee=fact.addressee,
                overdue_at=fact.at,
            )
        case improvement_facts.Answered():
            return ImprovementAnswered(
                case_id=problem.case_id,
                number=problem.number,
                improvement_id=improvement.id,
                round=problem.round,
                responsible=problem.responsible,
                team=problem.team,
                measure=fact.answer.measure,
                by=fact.answer.by,
                answered_at=fact.answer.at,
            )
        case improvement_facts.Verified():
            return ImprovementVerified(
                case_id=problem.case_id,
                number=problem.number,
                improvement_id=improvement.id,
                round=problem.round,
                responsible=problem.responsible,
                team=problem.team,
                effective=fact.verification.effective,
                remark=fact.verification.remark,
                by=fact.verification.by,
                verified_at=fact.verification.at,
            )


def _described(items: Sequence[str], words: str) -> str:
    """The customer's words where there are any, else the items that he was dissatisfied with."""
    return (words or ", ".join(items))[:TEXT_MAX]
