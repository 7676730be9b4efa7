"""No message ended where nobody looks."""

from collections.abc import Sequence

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger


def nothing_is_buried(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Dead letters and unrouted messages."""
    return [Finding("dead", f"{queue} holds {depth}") for queue, depth in evidence.graves.items() if depth]
