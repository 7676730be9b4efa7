"""Marketing verifies a measure's effect (P2 step 05)."""

from datetime import datetime

from chassis.documents import Change

from survey import outgoing
from survey.domain.improvement import Improvement, Verification
from survey.domain.improving import verify


def verify_improvement(
    improvement: Improvement, effective: bool, remark: str, indicator_after: str | None, *, by: str, now: datetime
) -> Change[Improvement]:
    """Raises what `improving.verify` raises."""
    judged = Verification(effective=effective, remark=remark, indicator_after=indicator_after, by=by, at=now)
    return outgoing.improvement_change(*verify(improvement, judged))
