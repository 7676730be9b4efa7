"""Request bodies of the survey API, and how they become the domain's values."""

from typing import Annotated

from chassis.http import Line, Paragraph, StrictModel
from pydantic import Field, StrictBool

from survey.domain.follow_up import Cost
from survey.domain.vocabulary import Method, Satisfaction

Item = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,49}$", examples=["solution"])]
Address = Annotated[str, Field(pattern=r"^(role|team|staff):[^\s:]{1,200}$", examples=["staff:wang"])]
CaseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9:._-]{1,200}$")]


class AttemptBody(StrictModel):
    """The customer was not reached."""

    method: Method
    remark: Paragraph | None = None


class CostBody(StrictModel):
    """Cost of the visit (M8): money in the currency's smallest unit, material in words."""

    amount_minor: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000_000, examples=[1250])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CNY"
    material: Paragraph | None = None

    def cost(self) -> Cost:
        """The domain's cost."""
        return Cost(self.amount_minor, self.currency, self.material or "")


class RecordBody(StrictModel):
    """What the customer answered: form F-57's rows, his own words, and what asking cost."""

    method: Method
    answers: Annotated[
        dict[Item, Satisfaction], Field(min_length=1, max_length=50, examples=[{"solution": "very_satisfied"}])
    ]
    words: Paragraph | None = None
    cost: CostBody | None = None


class AnswerBody(StrictModel):
    """A measure, and the indicator it is to improve as it stands before."""

    measure: Paragraph
    indicator_before: Line | None = None


class VerifyBody(StrictModel):
    """Judgement of the measure's effect; a measure without effect is sent back with a remark."""

    effective: StrictBool
    remark: Paragraph | None = None
    indicator_after: Line | None = None
