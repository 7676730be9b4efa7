"""What a check says when something is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger

Kind = Literal["lost", "doubled", "escalation", "dead", "mail", "stuck"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of what was promised."""

    kind: Kind
    text: str


Check: TypeAlias = Callable[[Evidence, Ledger], Sequence[Finding]]
