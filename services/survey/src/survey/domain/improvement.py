"""The improvement task: a problem that must be answered with a measure whose effect is verified (P2 steps 04, 05)."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.policy import ImprovementRules
from survey.domain.vocabulary import ImprovementStatus


@dataclass(frozen=True, slots=True)
class Problem:
    """What the customer was not satisfied with, and who must answer it."""

    case_id: str
    number: str
    round: int
    responsible: str
    team: str
    customer_id: str
    items: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Marketing's judgement of a measure; `indicator_after` stands beside the measure's `indicator_before`."""

    effective: bool
    remark: str
    indicator_after: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """A measure, with the value of the indicator it is to improve; verified at most once."""

    measure: str
    indicator_before: str | None
    by: str
    at: datetime
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class Improvement:
    """State. `clock` counts the times a measure was asked for; `notified` are the levels told in this clock."""

    id: str
    problem: Problem
    status: ImprovementStatus
    rules: ImprovementRules
    policy: str
    opened_at: datetime
    clock: int
    clock_started_at: datetime
    due_at: datetime
    notified: tuple[int, ...] = ()
    answers: tuple[Answer, ...] = ()
    verified_at: datetime | None = None


def improvement_id(case_id: str, round_: int) -> str:
    """Identifier of the one improvement of a case's round."""
    return f"{case_id}:{round_}"
