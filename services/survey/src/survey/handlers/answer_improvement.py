"""The responsible answers the problem with a measure (P2 step 04)."""

from datetime import datetime

from chassis.documents import Change

from survey import outgoing
from survey.domain.authority import Actor, require_answerable
from survey.domain.improvement import Answer, Improvement
from survey.domain.improving import answer


def answer_improvement(
    improvement: Improvement, measure: str, indicator_before: str | None, *, by: Actor, now: datetime
) -> Change[Improvement]:
    """Raises `NotResponsible`, and what `improving.answer` raises."""
    require_answerable(improvement, by)
    return outgoing.improvement_change(*answer(improvement, Answer(measure, indicator_before, by.address, now)))
