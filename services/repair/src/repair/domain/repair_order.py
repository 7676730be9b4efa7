"""The repair order: work on one fault in one round of a case."""

from dataclasses import dataclass
from datetime import datetime

from repair.domain.records import Completion, Confirmation, LogEntry, Plan, Rejection, Verification
from repair.domain.vocabulary import Outcome, Status


@dataclass(frozen=True, slots=True)
class CaseRound:
    """Which round of which case; all there is to know of one that was withdrawn before it asked for a repair."""

    case_id: str
    number: str
    round: int


@dataclass(frozen=True, slots=True)
class Request(CaseRound):
    """What the order was opened for, as the case stood then; `cause` and `measure` are F-54 boxes 3 and 4."""

    team: str
    responsible: str
    customer_id: str
    customer_name: str
    description: str
    product_name: str | None = None
    product_model: str | None = None
    product_serial: str | None = None
    cause: str | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class RepairOrder:
    """State of the order; its histories only grow. Equal `technician` and last plan's, kept apart to be searched by.

    `opened_at` is None and `request` no more than a round for an order that was cancelled before it could be opened.
    """

    id: str
    request: Request | CaseRound
    status: Status
    attempt: int
    opened_at: datetime | None
    technician: str | None = None
    plans: tuple[Plan, ...] = ()
    log: tuple[LogEntry, ...] = ()
    verifications: tuple[Verification, ...] = ()
    completions: tuple[Completion, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    confirmation: Confirmation | None = None
    outcome: Outcome | None = None
    outcome_reason: str | None = None
    cancelled_by: str | None = None
    closed_at: datetime | None = None

    @property
    def attempt_log(self) -> tuple[LogEntry, ...]:
        """Log entries of the running attempt."""
        return tuple(entry for entry in self.log if entry.attempt == self.attempt)

    @property
    def attempt_minutes(self) -> int:
        """Active repair time of the running attempt, in minutes, waits left out."""
        return sum(entry.minutes for entry in self.attempt_log)

    @property
    def attempt_parts(self) -> tuple[str, ...]:
        """Parts put in during the running attempt, each named once, in order of use."""
        return tuple(dict.fromkeys(part.part for entry in self.attempt_log for part in entry.parts))


def order_id(case_id: str, round_: int) -> str:
    """Identifier of the one order that a round of a case may have."""
    return f"{case_id}:{round_}"
