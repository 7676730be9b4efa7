"""The return tells its assignment: its goods, or that none come, let a clock run on; its end replies."""

from chassis.documents import Change, Ignored, Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnCompleted, ReturnDropped, ReturnReceived, ReturnRefused
from contracts.vocabulary import TEXT_MAX

from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.pausing import resume_on
from dispatch.domain.returns.reply import DROPPED, end_return, measure_text, note_return
from dispatch.handlers.returns.expect_goods import NO_ASSIGNMENT
from dispatch.outgoing import change


def on_return_received(
    state: Assignment | None, event: Envelope[ReturnReceived], context: HasNow
) -> Outcome[Assignment]:
    """A clock that waits for them runs on; they come once, so it may have been paused a moment after they came."""
    if state is None:
        return NO_ASSIGNMENT
    told = event.data
    if told.round != state.round:
        return Ignored("the goods belong to another round")
    noted = note_return(state, ReturnNote(told.return_id, told.round, received_at=told.received_at))
    return change(resume_on(noted, told.TYPE, happened_at=None, now=context.now))


def on_return_dropped(state: Assignment | None, event: Envelope[ReturnDropped], context: HasNow) -> Outcome[Assignment]:
    """Nobody waits for the goods any more: the clock runs on, and the line answers by hand."""
    if state is None:
        return NO_ASSIGNMENT
    told = event.data
    noted = note_return(state, ReturnNote(told.return_id, told.round, outcome=DROPPED, dropped_at=told.dropped_at))
    if told.round != state.round:
        return Change(noted)
    return change(resume_on(noted, told.TYPE, happened_at=None, now=context.now))


def on_return_refused(state: Assignment | None, event: Envelope[ReturnRefused], context: HasNow) -> Outcome[Assignment]:
    """The refusal with its reason is the line's answer."""
    if state is None:
        return NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome="refused")
    measure = measure_text("refused", told.reason)[:TEXT_MAX]
    return change(end_return(state, note, told.reason, measure, by=told.by, now=context.now))


def on_return_completed(
    state: Assignment | None, event: Envelope[ReturnCompleted], context: HasNow
) -> Outcome[Assignment]:
    """The cause is what the inspection found, the measure what was done with the goods."""
    if state is None:
        return NO_ASSIGNMENT
    told = event.data
    note = ReturnNote(told.return_id, told.round, outcome=told.outcome)
    measure = measure_text(told.outcome, told.measure)[:TEXT_MAX]
    return change(end_return(state, note, told.findings, measure, by=told.by, now=context.now))
