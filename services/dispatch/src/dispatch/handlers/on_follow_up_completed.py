"""The customer was asked about the effect: box 5 of F-54 (P1 step 04)."""

from chassis.documents import Change, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.survey import FollowUpCompleted

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import SignedBox
from dispatch.domain.finishing import record_feedback

_VERDICTS = {True: "satisfied", False: "not satisfied", None: "not reached"}


def on_follow_up_completed(
    state: Assignment | None, event: Envelope[FollowUpCompleted], _context: DispatchContext
) -> Outcome[Assignment]:
    """Signed by who asked; a later round's answer supersedes it, and both stay."""
    if state is None:
        return Waiting("the case is not opened yet")
    asked = event.data
    verdict = _VERDICTS[asked.satisfied]
    box = SignedBox(
        box="feedback",
        text=f"{verdict}: {asked.words}" if asked.words else verdict,
        signed_by=asked.by,
        signed_at=asked.completed_at,
        round=asked.round,
    )
    return Change(record_feedback(state, box))
