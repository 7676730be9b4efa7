"""When somebody first answered for a case, and when the customer was told (R7)."""

from datetime import datetime

from dispatch.domain.figures.case_row import CaseRow, StepRow

DONE = ("met", "missed")


def first_response_at(row: CaseRow) -> datetime | None:
    """The first acceptance of a task, or the first step of a line or of step 03 that was done; classifying is none."""
    moments = [moment for step in row.steps if step.step != "01" for moment in (step.accepted_at, _done_at(step))]
    return min((moment for moment in moments if moment is not None), default=None)


def communicated_at(row: CaseRow) -> datetime | None:
    """The first time that the customer was told the plan (step 03)."""
    moments = [_done_at(step) for step in row.steps if step.step == "03"]
    return min((moment for moment in moments if moment is not None), default=None)


def _done_at(step: StepRow) -> datetime | None:
    return step.clock.stopped_at if step.outcome in DONE else None
