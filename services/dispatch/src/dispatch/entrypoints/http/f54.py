"""Form F-54, customer complaint tracking sheet (seed 000, table 2-54), as the API shows it."""

from chassis.documents import Stored
from pydantic import BaseModel, Field

from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import SignedBox, standing
from dispatch.domain.words import BOXES, BoxName


class BoxView(BaseModel):
    """One of the five boxes: what stands, and every version ever signed, in order of signing."""

    box: BoxName
    standing: SignedBox | None
    versions: tuple[SignedBox, ...]


class F54View(BaseModel):
    """The sheet; `order_number` null means "no order, other complaint"."""

    case_id: str
    number: str
    version: int
    customer_name: str
    customer_code: str | None
    order_number: str | None = Field(description="null: no order, other complaint")
    boxes: tuple[BoxView, ...]


def f54_view(stored: Stored[Assignment]) -> F54View:
    """The five boxes in the order of the form."""
    state = stored.state
    return F54View(
        case_id=state.case.id,
        number=state.case.number,
        version=stored.version,
        customer_name=state.case.customer_name,
        customer_code=state.case.customer_code,
        order_number=state.case.order_number,
        boxes=tuple(
            BoxView(
                box=name,
                standing=standing(state.boxes, name),
                versions=tuple(box for box in state.boxes if box.box == name),
            )
            for name in BOXES
        ),
    )
