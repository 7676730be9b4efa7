"""Appraisal entries: merits and demerits with their evidence, written once and never changed (P1 step 04, M13).

The ledger proposes; what follows from it a person decides.
"""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.satisfaction import is_delighted
from survey.domain.vocabulary import Ground, Satisfaction, Verdict


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a customer's answers earn."""

    verdict: Verdict
    ground: Ground


@dataclass(frozen=True, slots=True)
class AppraisalEntry:
    """State: `subject` is whose entry it is (an address), `source` the id of the event it rests on."""

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


def appraise(satisfied: bool | None, answers: dict[str, Satisfaction]) -> Appraisal | None:
    """A merit for nothing but the best answers, a demerit for a dissatisfied customer, else nothing."""
    if satisfied is False:
        return Appraisal("demerit", "dissatisfied")
    if satisfied and is_delighted(answers):
        return Appraisal("merit", "very_satisfied")
    return None


def follow_up_entry_id(case_id: str, round_: int) -> str:
    """Identifier of the entry that a round's follow-up may earn."""
    return f"{case_id}:{round_}:follow_up"


def overdue_entry_id(case_id: str, round_: int, step: str) -> str:
    """Identifier of the entry that a late step of a round earns."""
    return f"{case_id}:{round_}:{step}:overdue"
