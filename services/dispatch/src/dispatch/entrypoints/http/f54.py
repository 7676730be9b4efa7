"""Form F-54, customer complaint tracking sheet 客户投诉处理跟踪表 (seed 000, table 2-54), as the API shows it."""

from pydantic import BaseModel, Field

from dispatch.domain.words import BoxName
from dispatch.forms.sheet import Sheet, Signed


class BoxView(BaseModel):
    """One of the five boxes: what stands, and every version ever signed, in order of signing.

    A version is its text and its signature (签字): an authenticated person and a moment.
    """

    box: BoxName = Field(
        description="description 客户投诉描述, classification 投诉分类, cause 责任模块回复原因, measure 改善对策, "
        "feedback 改善效果反馈"
    )
    standing: Signed | None = Field(description="null while nobody signed")
    versions: tuple[Signed, ...]


class F54View(BaseModel):
    """The sheet, field by field."""

    case_id: str
    number: str
    version: int = Field(description="Version of the assignment")
    customer_name: str = Field(description="客户名称")
    customer_code: str | None = Field(description="客户代码")
    order_number: str | None = Field(description="投诉订单; null: no order, other complaint")
    no_order: bool = Field(description="无订单,其他投诉")
    boxes: tuple[BoxView, ...]


def f54_view(sheet: Sheet) -> F54View:
    """The five boxes in the order of the form."""
    return F54View(
        case_id=sheet.case_id,
        number=sheet.number,
        version=sheet.version,
        customer_name=sheet.customer_name,
        customer_code=sheet.customer_code,
        order_number=sheet.order_number,
        no_order=sheet.order_number is None,
        boxes=tuple(BoxView(box=box.name, standing=box.standing, versions=box.versions) for box in sheet.boxes),
    )
