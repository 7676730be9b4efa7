"""Request bodies of returns."""

import re
from datetime import date
from typing import Annotated, Final, Self

from chassis.http import FIRST_YEAR, LAST_YEAR, Paragraph, StrictModel
from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, model_validator
from pydantic_core import PydanticKnownError

from dispatch.domain.returns.entitlement import Claim, ClaimFacts
from dispatch.entrypoints.http.field_refusals import refused

_WRITTEN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written(value: object) -> object:
    """Only what is written as a day, no number and no instant (RFC 3339, full-date)."""
    if not isinstance(value, str) or not _WRITTEN.fullmatch(value):
        raise PydanticKnownError("date_type")
    return value


def _sensible(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise refused(
            f"年份须在 {FIRST_YEAR} 与 {LAST_YEAR} 之间", f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        )
    return day


Day = Annotated[date, BeforeValidator(_written), AfterValidator(_sensible)]


class AssessBody(StrictModel):
    """What was established. `asked_on` left out is the day on which the customer asked."""

    wanted: Claim
    asked_on: Day | None = None
    sold_on: Day | None = None
    exchanged_on: Day | None = None
    days_not_counted: int = Field(default=0, ge=0, le=36_500, strict=True)
    serious: StrictBool | None = None
    repairs_of_same_fault: int = Field(default=0, ge=0, le=100, strict=True)

    @model_validator(mode="after")
    def _exchanged_after_sale(self) -> Self:
        if self.exchanged_on is not None and (self.sold_on is None or self.exchanged_on < self.sold_on):
            raise refused("exchanged_on 须有更早的 sold_on", "exchanged_on needs an earlier sold_on")
        return self

    def facts(self, asked_on: str) -> ClaimFacts:
        """For the verdict; `asked_on` is the return's own day."""
        return ClaimFacts(
            wanted=self.wanted,
            asked_on=asked_on if self.asked_on is None else self.asked_on.isoformat(),
            sold_on=None if self.sold_on is None else self.sold_on.isoformat(),
            exchanged_on=None if self.exchanged_on is None else self.exchanged_on.isoformat(),
            days_not_counted=self.days_not_counted,
            serious=self.serious,
            repairs_of_same_fault=self.repairs_of_same_fault,
        )


class AuthoriseBody(StrictModel):
    """The reason may be left out where the verdict allows; `goodwill` authorises against it."""

    reason: Paragraph | None = None
    goodwill: StrictBool = False


class RefuseBody(StrictModel):
    """Why the goods may not come."""

    reason: Paragraph


class ReceiveBody(StrictModel):
    """In which condition the goods arrived."""

    condition: Paragraph


class DropBody(StrictModel):
    """Why nobody waits for the goods any more."""

    reason: Paragraph


class InspectBody(StrictModel):
    """What was found."""

    findings: Paragraph
    fault_confirmed: StrictBool


class CompleteBody(StrictModel):
    """What was done with the goods and for the customer."""

    text: Paragraph
