"""No return is needed any more: the line was answered otherwise, or the customer gave the case up."""

from chassis.documents import Ignored, Outcome, Waiting
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnWaived

from dispatch.domain.returns.goods_return import GoodsReturn
from dispatch.domain.returns.moves import drop
from dispatch.outgoing.returns import return_change


def on_return_waived(state: GoodsReturn | None, event: Envelope[ReturnWaived], context: HasNow) -> Outcome[GoodsReturn]:
    """Authorised goods may be on their way, and are seen to their end, unless the customer withdrew the case."""
    if state is None:
        return Waiting("the return is not opened yet")
    waived = event.data
    if not state.is_open or (state.status != "awaiting_decision" and not waived.withdrawn):
        return Ignored("the return was decided, or is over")
    return return_change(drop(state, waived.reason, now=context.now))
