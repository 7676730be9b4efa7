"""The line's task was handed over: the return goes along."""

from dataclasses import replace

from chassis.documents import Change, Ignored, Outcome, Waiting
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskHandedOver

from dispatch.domain.returns.goods_return import GoodsReturn


def on_task_handed_over(
    state: GoodsReturn | None, event: Envelope[TaskHandedOver], _context: HasNow
) -> Outcome[GoodsReturn]:
    """The new responsible of step 02A is that of the return."""
    if state is None:
        return Waiting("the return is not opened yet")
    if not state.is_open:
        return Ignored("the return is over")
    return Change(replace(state, matter=replace(state.matter, responsible=event.data.responsible)))
