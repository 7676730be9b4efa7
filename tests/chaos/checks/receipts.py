"""Every 201 is a case with that number and one assignment; nothing else is there."""

from collections import Counter
from collections.abc import Sequence

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger


def every_receipt_is_kept(evidence: Evidence, ledger: Ledger) -> Sequence[Finding]:
    """The promise of a 201."""
    findings: list[Finding] = []
    for receipt in ledger.receipts:
        held = evidence.cases.get(receipt.case_id)
        if held is None:
            findings.append(Finding("lost", f"201 for {receipt.case_id}, but no case"))
        elif held.state.number != receipt.number:
            findings.append(Finding("lost", f"{receipt.case_id} was told {receipt.number}, is {held.state.number}"))
        if receipt.case_id not in evidence.assignments:
            findings.append(Finding("lost", f"{receipt.case_id} was never assigned"))
        if receipt.case_id not in evidence.contacts:
            findings.append(Finding("lost", f"{receipt.case_id} is unknown to notification"))
    return findings


def nothing_came_twice(evidence: Evidence, ledger: Ledger) -> Sequence[Finding]:
    """A repeated POST found the first case: no case without its own receipt, no number of two cases."""
    known = set(ledger.ids())
    numbers = Counter(held.state.number for held in evidence.cases.values())
    return [
        *(Finding("doubled", text) for text in ledger.contradictions),
        *(Finding("doubled", f"case {case} has no receipt") for case in sorted(set(evidence.cases) - known)),
        *(
            Finding("doubled", f"assignment {case} has no receipt")
            for case in sorted(set(evidence.assignments) - known)
        ),
        *(Finding("doubled", f"number {number} was given {n} times") for number, n in numbers.items() if n > 1),
    ]
