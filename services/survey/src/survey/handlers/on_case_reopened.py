"""A case that came back by itself needs no follow-up of the round before."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.intake import CaseReopened

from survey.domain.follow_up import CaseRound, FollowUp
from survey.handlers.calling_off import call_off


def on_case_reopened(
    follow_up: FollowUp | None, event: Envelope[CaseReopened], context: HasNow
) -> Change[FollowUp] | Ignored:
    """Calls the follow-up of the round before off, unless its own answer is what reopened the case."""
    reopened = event.data
    case = CaseRound(reopened.case_id, reopened.number, reopened.round - 1)
    return call_off(follow_up, case, reopened.reason, context.now)
