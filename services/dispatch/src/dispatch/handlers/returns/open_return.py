"""A line of returns began: its return is opened, with the stages of the policy in force (P1 step 02A)."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from chassis.documents import Ignored, Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnRequested

from dispatch.domain.returns.entitlement import Claim
from dispatch.domain.returns.goods_return import GoodsReturn, ReturnMatter
from dispatch.domain.returns.moves import open_return
from dispatch.domain.returns.policy import ReturnPolicy
from dispatch.outgoing.returns import return_change


@dataclass(frozen=True, slots=True)
class OpenReturn:
    """Handler. A return that was dropped begins again when its line does; what was done before stays."""

    policy: ReturnPolicy

    def __call__(
        self, state: GoodsReturn | None, event: Envelope[ReturnRequested], context: HasNow
    ) -> Outcome[GoodsReturn]:
        """Once per round."""
        if state is not None and state.status != "dropped":
            return Ignored("the return is open, or has ended by somebody's deed")
        asked = event.data
        wanted: Claim = "exchange" if asked.remedy == "exchange" else "return"
        day = asked.asked_at.astimezone(ZoneInfo(self.policy.timezone)).date().isoformat()
        opened, facts = open_return(_matter(asked), wanted, day, self.policy.stages, now=context.now)
        if state is not None:
            opened = replace(opened, finished=state.finished, assessments=state.assessments)
        return return_change((opened, facts))


def _matter(asked: ReturnRequested) -> ReturnMatter:
    return ReturnMatter(
        case_id=asked.case_id,
        number=asked.number,
        round=asked.round,
        team=asked.team,
        responsible=asked.responsible,
        customer_id=asked.customer_id,
        customer_name=asked.customer_name,
        description=asked.description,
        language=asked.language,
        product_name=asked.product_name,
        product_model=asked.product_model,
        product_serial=asked.product_serial,
        order_number=asked.order_number,
    )
