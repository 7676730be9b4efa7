"""The return of goods of one round of a case (P1 step 02A): an aggregate of its own under `{case_id}:{round}`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeAlias, get_args

from dispatch.domain.returns.entitlement import Claim, ClaimFacts, Verdict
from dispatch.domain.stages import Stage, StageOverdue, StageReminded, StageRun
from dispatch.domain.words import Language

ReturnStatus = Literal[
    "awaiting_decision", "goods_expected", "received", "inspected", "completed", "refused", "dropped"
]
ReturnOutcome = Literal["exchanged", "refunded", "sent_back"]
ReturnStage = Literal["decide", "receive", "inspect", "complete"]

RETURN_STAGES: Final[tuple[ReturnStage, ...]] = get_args(ReturnStage)
STAGE_OF: Final[dict[ReturnStatus, ReturnStage]] = {
    "awaiting_decision": "decide",
    "goods_expected": "receive",
    "received": "inspect",
    "inspected": "complete",
}
"""The stage whose clock runs in a status; the others are ends."""


def return_id(case_id: str, round_number: int) -> str:
    """The id of the return of a case's round."""
    return f"{case_id}:{round_number}"


@dataclass(frozen=True, slots=True)
class ReturnMatter:
    """What the return must know of the case, so that nobody else need be asked."""

    case_id: str
    number: str
    round: int
    team: str
    responsible: str
    customer_id: str
    customer_name: str
    description: str
    language: Language = "zh"
    product_name: str | None = None
    product_model: str | None = None
    product_serial: str | None = None
    order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """The facts as established by somebody and what the policy says to them; later ones supersede, all stay."""

    facts: ClaimFacts
    verdict: Verdict
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, in words, signed."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """Authorised or refused, on which verdict; `goodwill` when authorised beyond the policy."""

    authorised: bool
    reason: str
    verdict: Verdict
    by: str
    at: datetime
    goodwill: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in the goods."""

    findings: str
    fault_confirmed: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GoodsReturn:
    """`stages` are frozen at the opening; `asked_on` (ISO day) is when the customer asked, by the policy's zone."""

    matter: ReturnMatter
    status: ReturnStatus
    wanted: Claim
    asked_on: str
    opened_at: datetime
    stages: tuple[Stage, ...]
    running: StageRun | None
    due_at: datetime
    finished: tuple[StageRun, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    decision: Decision | None = None
    receipt: Deed | None = None
    inspection: Inspection | None = None
    outcome: ReturnOutcome | None = None
    completion: Deed | None = None
    ended_at: datetime | None = None
    ended_because: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.status in STAGE_OF

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the latest facts; None while nobody established any."""
        return self.assessments[-1].verdict if self.assessments else None


Reached = Literal["goods_expected", "refused", "received", "inspected", "completed", "dropped"]


@dataclass(frozen=True, slots=True)
class ReturnMoved:
    """The return reached this status by somebody's deed, which the state tells."""

    status: Reached
    by: str
    at: datetime


ReturnFact: TypeAlias = ReturnMoved | StageReminded | StageOverdue
Returned: TypeAlias = tuple[GoodsReturn, tuple[ReturnFact, ...]]
"""What every move gives: the next state and what happened, in order."""
