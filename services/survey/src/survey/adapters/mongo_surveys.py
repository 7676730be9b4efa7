"""How follow-ups, improvements and appraisal entries are found in their collections."""

from collections.abc import Mapping
from typing import Final

from survey.domain.vocabulary import FollowUpStatus

FOLLOW_UPS: Final = "follow_ups"
FOLLOW_UP_INDEXES: Final = (
    (("state.due_at", 1), ("_id", 1)),
    (("state.status", 1), ("state.due_at", 1), ("_id", 1)),
    (("state.subject.case_id", 1), ("state.due_at", 1), ("_id", 1)),
)
IMPROVEMENTS: Final = "improvements"
IMPROVEMENT_INDEXES: Final = (
    (("state.due_at", 1), ("_id", 1)),
    (("state.status", 1), ("state.due_at", 1), ("_id", 1)),
    (("state.problem.responsible", 1), ("state.due_at", 1), ("_id", 1)),
    (("state.problem.case_id", 1), ("state.due_at", 1), ("_id", 1)),
)
APPRAISALS: Final = "appraisals"
APPRAISAL_INDEXES: Final = (
    (("state.recorded_at", -1), ("_id", -1)),
    (("state.subject", 1), ("state.recorded_at", -1), ("_id", -1)),
    (("state.case_id", 1), ("state.recorded_at", -1), ("_id", -1)),
)


def equal(wanted: Mapping[str, object]) -> dict[str, object]:
    """Query for the documents whose state has all the given values; None means any."""
    return {f"state.{field}": value for field, value in wanted.items() if value is not None}


def follow_up_filters(status: FollowUpStatus | None, case_id: str | None) -> dict[str, object]:
    """Query for follow-ups; those cancelled before they were scheduled are found by their status only."""
    given = equal({"status": status, "subject.case_id": case_id})
    return given if status is not None else given | {"state.scheduled_at": {"$ne": None}}
