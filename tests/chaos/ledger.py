"""What the client holds in its hands: every 201 it ever got."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Persona:
    """What becomes of a case: `works` people care for it, `withdraws` the customer gives up, else it is left alone."""

    name: str
    weight: int
    works: bool = False
    withdraws: bool = False
    dissatisfied: bool = False
    slow: bool = False


PERSONAS = (
    Persona("left alone", 40),
    Persona("worked", 25, works=True),
    Persona("worked late", 15, works=True, slow=True),
    Persona("comes back", 10, works=True, dissatisfied=True),
    Persona("withdrawn", 10, withdraws=True, slow=True),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A 201: the case is ours to ask after for ever."""

    key: str
    case_id: str
    number: str
    body: bytes
    email: str | None
    persona: Persona


@dataclass(slots=True)
class Ledger:
    """All receipts, the repeats that were asked for, and answers that contradicted an earlier one."""

    receipts: list[Receipt] = field(default_factory=list)
    repeats: int = 0
    retries: int = 0
    contradictions: list[str] = field(default_factory=list)

    def add(self, receipt: Receipt) -> None:
        """The first 201 of a key."""
        self.receipts.append(receipt)

    def compare(self, receipt: Receipt, case_id: str, number: str) -> None:
        """The answer to a repeat must be the first one again."""
        self.repeats += 1
        if (case_id, number) != (receipt.case_id, receipt.number):
            self.contradictions.append(
                f"key {receipt.key}: first {receipt.case_id} {receipt.number}, then {case_id} {number}"
            )

    def ids(self) -> Sequence[str]:
        """Case ids in the order of their 201s."""
        return [receipt.case_id for receipt in self.receipts]
