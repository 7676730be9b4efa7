"""The case ends or comes back, as intake says: withdrawn, closed, reopened."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from dispatch.domain.assignment import Assignment, Moved, begin, finish
from dispatch.domain.desk import Desk
from dispatch.domain.facts import StepAssigned
from dispatch.domain.opening import start_classifying
from dispatch.domain.step_run import start_step

BACK = "the case came back to its responsible: "


def end_case(
    assignment: Assignment, status: Literal["withdrawn", "closed"], *, because: str, by: str, now: datetime
) -> Moved:
    """Every clock stops; nothing more falls due."""
    ended, late = finish(assignment, "cancelled", by=by, at=now)
    return replace(ended, status=status, ended_at=now, ended_because=because), late


def reopen(
    assignment: Assignment,
    round_number: int,
    *,
    reason: str,
    by: str,
    at: datetime,
    now: datetime,
    desk: Desk,
) -> Moved:
    """A new round with the same team and responsible (absent: the deputy), by the service level frozen before.

    Its clocks start afresh.

    Nobody signed over: the boxes of earlier rounds stand until new ones supersede them. A case that was never
    classified goes back to step 01.
    """
    repair_required = desk.needs_repair(assignment.case, assignment.classification)
    back = replace(
        assignment,
        round=round_number,
        round_started_at=at,
        ended_at=None,
        ended_because=None,
        repair_required=repair_required,
    )
    last = assignment.line_run
    if last is None:
        return start_classifying(back, now=now, since=at)
    choice = desk.back_to(last.responsible, back.team, f"{BACK}{reason}", back.case.product_model)
    run = start_step(
        back.service_level.of(last.level.step),
        round_number=round_number,
        responsible=choice.responsible,
        reason=choice.reason,
        by=by,
        at=now,
    )
    return begin(back, run, "assigned"), (StepAssigned(run, repair_required=repair_required),)
