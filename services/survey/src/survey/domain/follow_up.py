"""The follow-up visit of one round of a case: state (P1 step 04, R6, M8)."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.policy import FollowUpRules
from survey.domain.vocabulary import FollowUpStatus, Language, Method, Satisfaction


@dataclass(frozen=True, slots=True)
class CaseRound:
    """Which round of which case; all there is to know of one that ended before it was resolved."""

    case_id: str
    number: str
    round: int


@dataclass(frozen=True, slots=True)
class Subject(CaseRound):
    """Whom to ask about what, as the resolved case named them."""

    resolution: str
    category: str
    team: str
    responsible: str
    customer_id: str
    customer_name: str
    customer_grade: str
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Attempt:
    """The customer was not reached."""

    method: Method
    remark: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cost:
    """What the visit cost: money in the currency's smallest unit (fen, cent) and material in words (M8)."""

    amount_minor: int
    currency: str
    material: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What the customer said: one answer per item asked, and his own words."""

    method: Method
    answers: dict[str, Satisfaction]
    words: str
    cost: Cost | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask, by which rules, and when the next attempt must have been made."""

    subject: Subject
    rules: FollowUpRules
    due_at: datetime


@dataclass(frozen=True, slots=True)
class FollowUp:
    """State. `due_at` is when the next attempt must have been made, `next_attempt_at` before when none counts.

    `satisfied` is None until completed, and for a customer who could not be reached. A follow-up that was cancelled
    before it could be scheduled knows its round only: it has no rules, policy, `scheduled_at` or `due_at`.
    """

    id: str
    subject: Subject | CaseRound
    status: FollowUpStatus
    rules: FollowUpRules | None = None
    policy: str | None = None
    scheduled_at: datetime | None = None
    due_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    next_attempt_at: datetime | None = None
    answers: Answers | None = None
    satisfied: bool | None = None
    overdue_at: datetime | None = None
    ended_at: datetime | None = None
    cancel_reason: str | None = None

    @property
    def asking(self) -> Asking | None:
        """What was scheduled; None when it was cancelled before that."""
        if not isinstance(self.subject, Subject) or self.rules is None or self.due_at is None:
            return None
        return Asking(self.subject, self.rules, self.due_at)

    @property
    def attempts_made(self) -> int:
        """Tries to reach the customer, the successful one included."""
        return len(self.attempts) + (self.answers is not None)


def follow_up_id(case_id: str, round_: int) -> str:
    """Identifier of the one follow-up of a case's round."""
    return f"{case_id}:{round_}"
