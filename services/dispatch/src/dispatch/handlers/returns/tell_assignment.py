"""The return tells its assignment: authorised it holds the case open, ended it is the reply of step 02A."""

from chassis.documents import Change, Outcome, Waiting
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnAuthorised, ReturnCompleted, ReturnRefused
from contracts.vocabulary import TEXT_MAX

from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.returns.reply import end_return, note_return
from dispatch.outgoing import change

_NO_ASSIGNMENT = Waiting("the case is not assigned yet")


def on_return_authorised(
    state: Assignment | None, event: Envelope[ReturnAuthorised], _context: HasNow
) -> Outcome[Assignment]:
    """Until it ends, neither a reply by hand nor a resolution."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    return Change(note_return(state, ReturnNote(told.return_id, told.round, authorised_at=told.authorised_at)))


def on_return_refused(state: Assignment | None, event: Envelope[ReturnRefused], context: HasNow) -> Outcome[Assignment]:
    """The refusal with its reason is the line's answer."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome="refused")
    measure = f"return refused: {told.reason}"[:TEXT_MAX]
    return change(end_return(state, note, told.reason, measure, by=told.by, now=context.now))


def on_return_completed(
    state: Assignment | None, event: Envelope[ReturnCompleted], context: HasNow
) -> Outcome[Assignment]:
    """The cause is what the inspection found, the measure what was done with the goods."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome=told.outcome)
    measure = f"{told.outcome}: {told.measure}"[:TEXT_MAX]
    return change(end_return(state, note, told.findings, measure, by=told.by, now=context.now))
