"""A return was authorised: it holds its case open, and the line's clock stands still until the goods come."""

from dataclasses import dataclass

from chassis.documents import Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnAuthorised, ReturnRequested

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment, ReturnNote
from dispatch.domain.returns.reply import note_return
from dispatch.domain.returns.shipment import await_goods
from dispatch.outgoing import change

NO_ASSIGNMENT = Waiting("the case is not assigned yet")


@dataclass(frozen=True, slots=True)
class ExpectGoods:
    """Handler. Until the return ends, neither a reply by hand nor a resolution; `reason` as in `ReturnPolicy`."""

    reason: str | None

    def __call__(
        self, state: Assignment | None, event: Envelope[ReturnAuthorised], context: DispatchContext
    ) -> Outcome[Assignment]:
        """Goods that were received before this was heard are not expected any more."""
        if state is None:
            return NO_ASSIGNMENT
        told = event.data
        noted = note_return(state, ReturnNote(told.return_id, told.round, authorised_at=told.authorised_at))
        return change(await_goods(noted, self.reason, context.policy, because=told.TYPE, now=context.now))


@dataclass(frozen=True, slots=True)
class AwaitGoods:
    """Handler. The line came back to a case whose goods are on their way already; `reason` as in `ReturnPolicy`."""

    reason: str | None

    def __call__(
        self, state: Assignment | None, event: Envelope[ReturnRequested], context: DispatchContext
    ) -> Outcome[Assignment]:
        """Changes nothing for the usual line, whose return is yet to be decided."""
        if state is None:
            return NO_ASSIGNMENT
        moved = await_goods(state, self.reason, context.policy, because=event.data.TYPE, now=context.now)
        return change(moved) if moved[1] else Ignored("no goods are expected")
