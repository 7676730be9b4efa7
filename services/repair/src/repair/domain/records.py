"""What is written into a repair order, each entry signed: `by` (an address such as `staff:tang`) and `at` (UTC).

Entries are only ever added. `attempt` counts from 1 and grows when the customer rejects the result.
"""

from dataclasses import dataclass
from datetime import datetime

from repair.domain.vocabulary import ConfirmationMethod


@dataclass(frozen=True, slots=True)
class Plan:
    """Solution plan (R4); `revision` counts all plans of the order, `reason` says why it replaces the one before."""

    revision: int
    attempt: int
    technician: str
    steps: tuple[str, ...]
    tools: tuple[str, ...]
    materials: tuple[str, ...]
    estimated_minutes: int
    planned_for: datetime | None
    reason: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReplacedPart:
    """Parts put in; whether the old ones came back is what the parts store settles by (seed 002, parts)."""

    part: str
    quantity: int
    old_part_returned: bool


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A piece of work: when, what, how long it actively took, what was replaced and what was found (R4)."""

    attempt: int
    done_at: datetime
    what: str
    minutes: int
    parts: tuple[ReplacedPart, ...]
    findings: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value and its unit."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a function or a measurement (R5)."""

    name: str
    passed: bool
    measurement: Measurement | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """One test of the repaired unit: at least one check."""

    attempt: int
    checks: tuple[Check, ...]
    by: str
    at: datetime

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the checks that failed."""
        return tuple(check.name for check in self.checks if not check.passed)


@dataclass(frozen=True, slots=True)
class Completion:
    """The work of an attempt is declared done."""

    attempt: int
    summary: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rejection:
    """The customer is not satisfied with an attempt."""

    attempt: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The customer accepts an attempt; `by` is who recorded it."""

    attempt: int
    method: ConfirmationMethod
    remark: str | None
    by: str
    at: datetime
