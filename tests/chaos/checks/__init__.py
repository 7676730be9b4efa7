"""What must hold after any chaos: pure judgements of the evidence, each of which can fail by itself."""

from collections.abc import Sequence

from tests.chaos.checks import effects, escalation, graves, notifications, receipts, sequences
from tests.chaos.checks.finding import Check, Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger

CHECKS: tuple[Check, ...] = (
    receipts.every_receipt_is_kept,
    receipts.nothing_came_twice,
    sequences.every_event_was_published,
    sequences.nothing_happened_twice,
    effects.inboxes_hold_each_event_once,
    effects.timelines_tell_all,
    effects.assignments_took_all,
    effects.reactions_exist_once,
    effects.every_type_has_a_consumer,
    notifications.everybody_was_told_once,
    notifications.every_email_was_told_once,
    escalation.steps_climbed_their_ladders,
    escalation.nobody_was_late_too_early,
    graves.nothing_is_buried,
)


def judge(evidence: Evidence, ledger: Ledger) -> Sequence[Finding]:
    """Everything that is wrong."""
    return [finding for check in CHECKS for finding in check(evidence, ledger)]


__all__ = ["CHECKS", "Finding", "judge"]
