"""Reacts: the customer answered, or could not be reached: the case is closed or comes back (P1 step 04)."""

from chassis.documents import Change, Outcome, Waiting
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.survey import FollowUpCompleted

from intake.domain.case import ENDED, Case, Closed, Reopened
from intake.domain.lifecycle import close, reopen
from intake.handlers.news import note
from intake.outgoing import outgoing


def handle(case: Case | None, event: Envelope[FollowUpCompleted], context: HasNow) -> Outcome[Case]:
    """Satisfied or unreachable: closed. Dissatisfied: reopened for the next round. An answer to an older
    round, or on an ended case, is only noted."""
    data = event.data
    satisfied = {True: "yes", False: "no", None: None}[data.satisfied]
    details = {"satisfied": satisfied, "words": data.words, "method": data.method}
    noted = note(case, event, public=False, round_=data.round, by=data.by, details=details)
    if not isinstance(noted, Change) or noted.state.round != data.round or noted.state.status in ENDED:
        return noted
    if noted.state.status != "resolved":
        return Waiting("the case is not resolved yet")
    ended: tuple[Case, Closed | Reopened]
    if data.satisfied is False:
        ended = reopen(noted.state, data.words, by=data.by, now=context.now)
    elif data.satisfied:
        ended = close(noted.state, "satisfied", by=data.by, now=context.now)
    else:
        ended = close(noted.state, "no_feedback", by=data.by, now=context.now)
    return Change(ended[0], (outgoing(data.case_id, ended[1]),))
