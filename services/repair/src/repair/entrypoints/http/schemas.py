"""Request bodies of the repair API, and how they become the domain's values."""

from typing import Annotated

from chassis.http import Instant, Line, Paragraph, StrictModel
from pydantic import Field, StrictBool

from repair.domain.records import Check, Measurement, ReplacedPart
from repair.domain.vocabulary import ConfirmationMethod
from repair.domain.work import PlanDraft, WorkDone

Minutes = Annotated[int, Field(strict=True, ge=0, le=100_000)]
StaffAddress = Annotated[str, Field(pattern=r"^staff:[A-Za-z0-9._@-]{1,100}$", examples=["staff:tang"])]


class PlanBody(StrictModel):
    """Solution plan (seed 001, R4). Without a technician the caller is it; a replacing plan needs a reason."""

    technician: StaffAddress | None = None
    steps: Annotated[list[Paragraph], Field(min_length=1, max_length=30, examples=[["close the water"]])]
    tools: Annotated[list[Line], Field(max_length=50, default_factory=list)]
    materials: Annotated[list[Line], Field(max_length=50, default_factory=list)]
    estimated_minutes: Minutes
    planned_for: Instant | None = None
    reason: Paragraph | None = None

    def draft(self, caller: str) -> PlanDraft:
        """The domain's plan before it is signed."""
        return PlanDraft(
            technician=self.technician or caller,
            steps=tuple(self.steps),
            tools=tuple(self.tools),
            materials=tuple(self.materials),
            estimated_minutes=self.estimated_minutes,
            planned_for=self.planned_for,
            reason=self.reason,
        )


class PartBody(StrictModel):
    """A replaced part, and whether the old one came back."""

    part: Annotated[Line, Field(examples=["SEAL-12"])]
    quantity: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    old_part_returned: StrictBool


class WorkBody(StrictModel):
    """A piece of work. Without `done_at` it was done just now."""

    what: Paragraph
    minutes: Minutes
    parts: Annotated[list[PartBody], Field(max_length=50, default_factory=list)]
    findings: Paragraph | None = None
    done_at: Instant | None = None

    def work(self) -> WorkDone:
        """The domain's work before it is signed."""
        parts = tuple(ReplacedPart(part.part, part.quantity, part.old_part_returned) for part in self.parts)
        return WorkDone(self.what, self.minutes, parts, self.findings, self.done_at)


class MeasurementBody(StrictModel):
    """A measured value with its unit."""

    value: Annotated[float, Field(strict=True, allow_inf_nan=False, examples=[0.6])]
    unit: Annotated[Line, Field(examples=["MPa"])]

    def measurement(self) -> Measurement:
        """The domain's measurement."""
        return Measurement(self.value, self.unit)


class CheckBody(StrictModel):
    """One check of a function or a measurement."""

    name: Annotated[Line, Field(examples=["tightness"])]
    passed: StrictBool
    measurement: MeasurementBody | None = None
    remark: Paragraph | None = None


class TestBody(StrictModel):
    """A test of the repaired unit (R5); completion needs the last one to have passed every check."""

    __test__ = False
    checks: Annotated[list[CheckBody], Field(min_length=1, max_length=50)]

    def results(self) -> tuple[Check, ...]:
        """The domain's checks."""
        return tuple(
            Check(
                name=check.name,
                passed=check.passed,
                measurement=None if check.measurement is None else check.measurement.measurement(),
                remark=check.remark,
            )
            for check in self.checks
        )


class CompleteBody(StrictModel):
    """What was done, for the customer to judge."""

    summary: Paragraph


class CancelBody(StrictModel):
    """Why the repair is not needed any more."""

    reason: Paragraph


class ConfirmBody(StrictModel):
    """How the customer convinced himself of the result."""

    method: ConfirmationMethod
    remark: Paragraph | None = None


class RejectBody(StrictModel):
    """Why the customer is not satisfied."""

    reason: Paragraph
