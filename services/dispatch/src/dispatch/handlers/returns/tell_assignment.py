"""The return tells its assignment: authorised it holds the case open, its goods let a clock run on, its end replies."""

from chassis.documents import Change, Ignored, Outcome, Waiting
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnAuthorised, ReturnCompleted, ReturnReceived, ReturnRefused
from contracts.vocabulary import TEXT_MAX

from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.pausing import resume_on
from dispatch.domain.returns.reply import end_return, measure_text, note_return
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


def on_return_received(
    state: Assignment | None, event: Envelope[ReturnReceived], context: HasNow
) -> Outcome[Assignment]:
    """Changes nothing where no clock waits for the goods."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    if told.round != state.round:
        return Ignored("the goods belong to another round")
    moved = resume_on(state, told.TYPE, happened_at=told.received_at, now=context.now)
    return change(moved) if moved[1] else Ignored("no clock waits for the goods")


def on_return_refused(state: Assignment | None, event: Envelope[ReturnRefused], context: HasNow) -> Outcome[Assignment]:
    """The refusal with its reason is the line's answer."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome="refused")
    measure = measure_text("refused", told.reason)[:TEXT_MAX]
    return change(end_return(state, note, told.reason, measure, by=told.by, now=context.now))


def on_return_completed(
    state: Assignment | None, event: Envelope[ReturnCompleted], context: HasNow
) -> Outcome[Assignment]:
    """The cause is what the inspection found, the measure what was done with the goods."""
    if state is None:
        return _NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome=told.outcome)
    measure = measure_text(told.outcome, told.measure)[:TEXT_MAX]
    return change(end_return(state, note, told.findings, measure, by=told.by, now=context.now))
