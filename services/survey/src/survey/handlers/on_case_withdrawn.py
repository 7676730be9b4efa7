"""A withdrawn case is not followed up, also when word of its resolution comes later."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.intake import CaseWithdrawn

from survey.domain.follow_up import CaseRound, FollowUp
from survey.handlers.calling_off import call_off


def on_case_withdrawn(
    follow_up: FollowUp | None, event: Envelope[CaseWithdrawn], context: HasNow
) -> Change[FollowUp] | Ignored:
    """Calls the follow-up of the withdrawn round off; one that ended stays as it ended."""
    withdrawn = event.data
    case = CaseRound(withdrawn.case_id, withdrawn.number, withdrawn.round)
    return call_off(follow_up, case, withdrawn.reason, context.now)
