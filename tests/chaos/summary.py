"""The figures of a campaign as a table for people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.checks import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger
from tests.chaos.quiet import Quiet


@dataclass(frozen=True, slots=True)
class Result:
    """A finished campaign, which took `seconds` in all."""

    seed: int
    killed: Mapping[str, int]
    seconds: float
    quiet: Quiet
    evidence: Evidence
    ledger: Ledger
    findings: Sequence[Finding]

    @property
    def events(self) -> Counter[str]:
        """Published events by type, each id once."""
        return Counter(event.data.TYPE for event in self.evidence.recorded.events)

    def table(self) -> str:
        """All figures, one a line."""
        kinds = Counter(finding.kind for finding in self.findings)
        events, recorded = self.events, self.evidence.recorded
        repeated_mails = len(self.evidence.message_ids) - len(set(self.evidence.message_ids))
        rows: list[tuple[str, object]] = [
            ("seed", self.seed),
            ("seconds", f"{self.seconds:.0f}, quiet {self.quiet.seconds:.1f} s after the load"),
            ("kills", sum(self.killed.values())),
            *((f"  {name}", count) for name, count in sorted(self.killed.items())),
            ("201s", f"{len(self.ledger.receipts)} ({self.ledger.repeats} repeated)"),
            ("requests tried again", self.ledger.retries),
            ("events", f"{len(recorded.events)} ({recorded.all_copies - len(recorded.events)} published again)"),
            ("reminders, overdue", f"{events['task.reminded']}, {events['task.overdue']}"),
            ("escalations", events["task.escalated"]),
            ("resolved, reopened", f"{events['case.resolved']}, {events['case.reopened']}"),
            ("repairs closed, follow-ups", f"{events['repair.closed']}, {events['follow_up.completed']}"),
            ("notifications", len(self.evidence.notifications)),
            ("e-mails", f"{events['notification.sent']} ({repeated_mails} handed over again)"),
            *((kind, kinds[kind]) for kind in ("lost", "doubled", "escalation", "dead", "mail", "stuck")),
        ]
        return "\n".join(f"{name:<28}{value}" for name, value in rows)

    def complaint(self, most: int = 40) -> str:
        """What is wrong, for a failing test."""
        lines = [f"{finding.kind}: {finding.text}" for finding in self.findings[:most]]
        return "\n".join([f"{len(self.findings)} findings", *lines, self.table()])
