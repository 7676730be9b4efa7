"""A withdrawn case is not followed up."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.intake import CaseWithdrawn

from survey import outgoing
from survey.domain.asking import cancel, may_be_cancelled
from survey.domain.follow_up import FollowUp


def on_case_withdrawn(
    follow_up: FollowUp | None, event: Envelope[CaseWithdrawn], context: HasNow
) -> Change[FollowUp] | Ignored:
    """Calls the follow-up off; one that ended stays as it ended."""
    if follow_up is None:
        return Ignored("the round has no follow-up")
    if not may_be_cancelled(follow_up):
        return Ignored(f"the follow-up is {follow_up.status}")
    return outgoing.follow_up_change(*cancel(follow_up, event.data.reason, context.now))
