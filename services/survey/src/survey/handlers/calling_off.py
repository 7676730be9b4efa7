"""How a round that is over for the customer loses its follow-up."""

from datetime import datetime

from chassis.documents import Change, Ignored

from survey import outgoing
from survey.domain.asking import cancel, forestall, may_be_cancelled
from survey.domain.follow_up import CaseRound, FollowUp


def call_off(follow_up: FollowUp | None, case: CaseRound, reason: str, now: datetime) -> Change[FollowUp] | Ignored:
    """Cancels what is still to be asked; what has ended stays as it ended.

    Intake and dispatch speak independently: word that the round was resolved may still be on its way. The follow-up
    that it would schedule is cancelled beforehand.
    """
    if follow_up is None:
        return outgoing.follow_up_change(*forestall(case, reason, now))
    if not may_be_cancelled(follow_up):
        return Ignored(f"the follow-up is {follow_up.status}")
    return outgoing.follow_up_change(*cancel(follow_up, reason, now))
