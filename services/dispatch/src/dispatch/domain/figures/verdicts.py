"""Whether a step kept its limit, and to whom that is put down (M9, domain §10)."""

from datetime import datetime
from typing import Literal

from dispatch.domain.figures.case_row import ROLE, STAFF, StepRow

Verdict = Literal["met", "missed", "running", "dropped"]
"""`running` is within its limit; `dropped` was superseded or cancelled within it, and counts as neither."""


def verdict(step: StepRow, now: datetime) -> Verdict:
    """What holds at `now`. A step that was told overdue stays missed whatever ended it, also while it runs on.

    While the clock stands still nothing falls due.
    """
    if step.overdue_at is not None or step.outcome == "missed":
        return "missed"
    if step.outcome is not None:
        return "met" if step.outcome == "met" else "dropped"
    return "missed" if now > step.due_at and not step.clock.is_paused else "running"


def decided_by(step: StepRow, now: datetime) -> str:
    """Who held the step when it was ended, or when its limit ran out before that.

    What waited for a role and was met is put down to the person who ended it.
    """
    found = verdict(step, now)
    stopped = step.clock.stopped_at
    decided = now if stopped is None else stopped
    if found == "missed":
        decided = min(decided, step.due_at)
    held = [holder.responsible for holder in step.holders if holder.since <= decided]
    responsible = held[-1] if held else step.holders[0].responsible
    ended_by = step.ended_by or responsible
    return ended_by if found == "met" and responsible.startswith(ROLE) and ended_by.startswith(STAFF) else responsible
