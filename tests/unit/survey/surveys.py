"""Follow-ups and improvements in every status, made by the moves themselves, under a round-the-clock policy."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from survey.domain import asking, improving
from survey.domain.authority import Actor
from survey.domain.clock import Limit
from survey.domain.follow_up import Answers, Attempt, CaseRound, FollowUp, Subject
from survey.domain.improvement import Answer, Improvement, Problem, Verification
from survey.domain.policy import EscalationLevel, FollowUpRules, ImprovementRules, SurveyPolicy
from survey.domain.vocabulary import FollowUpStatus, ImprovementStatus, Satisfaction
from worktime import AROUND_THE_CLOCK, to_spec

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALWAYS: dict[str, object] = {**to_spec(AROUND_THE_CLOCK)}
POLICY = SurveyPolicy(
    name="test",
    version=3,
    follow_up=FollowUpRules(
        limit=Limit(ALWAYS, 8 * 3600),
        retry=Limit(ALWAYS, 2 * 3600),
        max_attempts=3,
        addressee="role:marketing_staff",
        overdue_addressee="role:marketing_director",
        items=("solution", "technician", "timeliness"),
        decisive_items=("solution",),
    ),
    improvement=ImprovementRules(
        limit=Limit(ALWAYS, 8 * 3600),
        escalation=(
            EscalationLevel(1.0, "role:team_lead"),
            EscalationLevel(1.5, "role:sales_director"),
            EscalationLevel(2.0, "role:marketing_vice_president"),
        ),
        default_responsible="role:sales_director",
        default_team="sales",
    ),
)
SUBJECT = Subject(
    case_id="0b5f",
    number="2603-000017-4",
    round=1,
    resolution="seal replaced",
    category="product_quality",
    team="quality",
    responsible="staff:wang",
    customer_id="C-1001",
    customer_name="Hangzhou Pump Works",
    customer_grade="B",
    contact_name="Chen Mei",
    contact_phone=None,
    contact_email="chen.mei@example.com",
    language="zh",
)
PROBLEM = Problem(
    case_id="0b5f",
    number="2603-000017-4",
    round=1,
    responsible="staff:wang",
    team="quality",
    customer_id="C-1001",
    items=("solution",),
    words="still leaks",
)


WANG = Actor("staff:wang", frozenset({"quality_engineer"}), "quality")
"""Who the builders' tasks are for."""


def unreached(at: datetime = NOW) -> Attempt:
    """A try that failed."""
    return Attempt("phone", None, "staff:sun", at)


def answers(at: datetime = NOW, **items: Satisfaction) -> Answers:
    """What the customer said; satisfied unless told otherwise."""
    return Answers("phone", items or {"solution": "satisfied"}, "fine", None, "staff:sun", at)


def measure(at: datetime = NOW) -> Answer:
    """A measure, not yet verified."""
    return Answer("new seal supplier", "3 leaks a month", "staff:wang", at)


def verdict(effective: bool, remark: str = "seen", at: datetime = NOW) -> Verification:
    """Marketing's judgement."""
    return Verification(effective, remark, "no leak", "staff:qian", at)


def scheduled() -> FollowUp:
    """Just scheduled."""
    return asking.schedule(SUBJECT, POLICY, NOW, NOW)[0]


def follow_ups() -> Mapping[FollowUpStatus, FollowUp]:
    """One per status."""
    return {
        "scheduled": scheduled(),
        "completed": asking.record(scheduled(), answers())[0],
        "cancelled": asking.cancel(scheduled(), "withdrawn", NOW)[0],
    }


def forestalled() -> FollowUp:
    """Cancelled before it was scheduled."""
    return asking.forestall(CaseRound("0b5f", "2603-000017-4", 1), "withdrawn", NOW)[0]


def opened() -> Improvement:
    """Just opened."""
    return improving.open_improvement(PROBLEM, POLICY, NOW, NOW)[0]


def improvements() -> Mapping[ImprovementStatus, Improvement]:
    """One per status."""
    answered = improving.answer(opened(), measure())[0]
    return {"open": opened(), "answered": answered, "verified": improving.verify(answered, verdict(True))[0]}
