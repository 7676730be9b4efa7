"""What the survey service says: follow-up, improvement until its effect is proven, appraisal (P1 step 04, P2, R6)."""

from typing import ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import Address, CasePayload, Instant, Name, Text, example
from contracts.vocabulary import FollowUpMethod, Language, Satisfaction, Verdict

_CASE: JsonDict = {"case_id": "0b5f", "number": "2603-000017-4", "round": 1}
_FOLLOW_UP: JsonDict = {**_CASE, "follow_up_id": "0b5f:1", "customer_id": "C-1001"}
_IMPROVEMENT: JsonDict = {**_CASE, "improvement_id": "0b5f:1", "responsible": "staff:wang", "team": "quality"}


class FollowUp(CasePayload):
    """A follow-up visit of one round of a case."""

    follow_up_id: Name
    round: int = Field(ge=1)
    customer_id: Name


class FollowUpScheduled(FollowUp):
    """The customer is to be asked by `due_at`."""

    model_config = example(
        **_FOLLOW_UP,
        due_at="2026-03-04T08:00:00Z",
        addressee="role:marketing_staff",
        scheduled_at="2026-03-03T08:00:01Z",
    )
    TYPE: ClassVar[str] = "follow_up.scheduled"
    PUBLISHER: ClassVar[str] = "survey"

    due_at: Instant
    addressee: Address
    language: Language = "zh"
    scheduled_at: Instant


class FollowUpOverdue(FollowUp):
    """Nobody asked the customer in time."""

    model_config = example(
        **_FOLLOW_UP,
        due_at="2026-03-04T08:00:00Z",
        addressee="role:marketing_director",
        overdue_at="2026-03-04T08:00:00Z",
    )
    TYPE: ClassVar[str] = "follow_up.overdue"
    PUBLISHER: ClassVar[str] = "survey"

    due_at: Instant
    addressee: Address
    overdue_at: Instant


class FollowUpCompleted(FollowUp):
    """The customer's answer on the effect; `satisfied` is null when nobody could be reached.

    `responsible` and `team` are those of the resolved round: the improvement and the appraisal go to them.
    """

    model_config = example(
        **_FOLLOW_UP,
        satisfied=True,
        method="phone",
        answers={"solution": "very_satisfied", "technician": "satisfied"},
        words="quick and friendly",
        responsible="staff:wang",
        team="quality",
        attempts=1,
        by="staff:sun",
        completed_at="2026-03-03T10:00:00Z",
    )
    TYPE: ClassVar[str] = "follow_up.completed"
    PUBLISHER: ClassVar[str] = "survey"

    satisfied: bool | None
    method: FollowUpMethod
    answers: dict[Name, Satisfaction] = Field(default_factory=dict)
    words: Text = ""
    responsible: Address | None = None
    team: Name | None = None
    attempts: int = Field(ge=1)
    by: Name
    completed_at: Instant


class Improvement(CasePayload):
    """A problem that must be answered with a measure whose effect is verified."""

    improvement_id: Name
    round: int = Field(ge=1)
    responsible: Address
    team: Name


class ImprovementOpened(Improvement):
    """A dissatisfied customer made an improvement necessary (P2 step 04: 8 h)."""

    model_config = example(
        **_IMPROVEMENT, problem="still leaks", due_at="2026-03-05T08:00:00Z", opened_at="2026-03-04T08:00:00Z"
    )
    TYPE: ClassVar[str] = "improvement.opened"
    PUBLISHER: ClassVar[str] = "survey"

    problem: Text
    due_at: Instant
    opened_at: Instant


class ImprovementOverdue(Improvement):
    """The measure is late; `addressee` is the next authority."""

    model_config = example(
        **_IMPROVEMENT,
        due_at="2026-03-05T08:00:00Z",
        addressee="role:sales_director",
        overdue_at="2026-03-05T08:00:00Z",
    )
    TYPE: ClassVar[str] = "improvement.overdue"
    PUBLISHER: ClassVar[str] = "survey"

    due_at: Instant
    addressee: Address
    overdue_at: Instant


class ImprovementAnswered(Improvement):
    """The responsible answered with a measure."""

    model_config = example(
        **_IMPROVEMENT, measure="new seal supplier", by="staff:wang", answered_at="2026-03-04T12:00:00Z"
    )
    TYPE: ClassVar[str] = "improvement.answered"
    PUBLISHER: ClassVar[str] = "survey"

    measure: Text
    by: Name
    answered_at: Instant


class ImprovementVerified(Improvement):
    """Marketing checked the measure's effect (P2 step 05)."""

    model_config = example(
        **_IMPROVEMENT, effective=True, remark="no leak since", by="staff:qian", verified_at="2026-03-20T12:00:00Z"
    )
    TYPE: ClassVar[str] = "improvement.verified"
    PUBLISHER: ClassVar[str] = "survey"

    effective: bool
    remark: Text = ""
    by: Name
    verified_at: Instant


class AppraisalRecorded(CasePayload):
    """A merit or demerit that a person or team earned, with its evidence."""

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        appraisal_id="0b5f:1:follow_up",
        subject_address="staff:wang",
        verdict="merit",
        evidence="customer very satisfied",
        recorded_at="2026-03-03T10:00:00Z",
    )
    TYPE: ClassVar[str] = "appraisal.recorded"
    PUBLISHER: ClassVar[str] = "survey"

    appraisal_id: Name
    subject_address: Address
    verdict: Verdict
    evidence: Text
    recorded_at: Instant
