"""One notification per event, addressee and channel, and every e-mail that was sent was told once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contracts.events.notification import NotificationSent
from contracts.payload import CasePayload
from notification.adapters.policy_file import load_policy
from notification.domain.policy import TO_CUSTOMER, Policy

from tests.chaos.checks.finding import Finding
from tests.chaos.evidence import Evidence
from tests.chaos.ledger import Ledger
from tests.chaos.recorder import Event


def everybody_was_told_once(evidence: Evidence, ledger: Ledger) -> Sequence[Finding]:
    """The notifications that lie there are those that rules and events ask for."""
    emails = {receipt.case_id: receipt.email for receipt in ledger.receipts}
    policy = load_policy(None)
    expected = {name for event in evidence.recorded.events for name in _expected(event, policy, emails)}
    there = set(evidence.notifications)
    return [
        *(Finding("lost", f"notification {name} is missing") for name in sorted(expected - there)),
        *(Finding("doubled", f"notification {name} is too many") for name in sorted(there - expected)),
    ]


def every_email_was_told_once(evidence: Evidence, _: Ledger) -> Sequence[Finding]:
    """Each e-mail is sent, has one `notification.sent`, and reached the mail server under one Message-ID."""
    told = Counter(
        event.data.notification_id for event in evidence.recorded.events if isinstance(event.data, NotificationSent)
    )
    emails = [held.state for held in evidence.notifications.values() if held.state.channel == "email"]
    findings = [Finding("mail", f"{mail.id} is {mail.status}") for mail in emails if mail.status != "sent"]
    findings += [Finding("mail", f"{mail.id} was told {told[mail.id]} times") for mail in emails if told[mail.id] != 1]
    received = len(set(evidence.message_ids))
    if received != len(emails):
        findings.append(Finding("mail", f"{len(emails)} e-mails sent, {received} different ones received"))
    return findings


def _expected(event: Event, policy: Policy, emails: Mapping[str, str | None]) -> Iterator[str]:
    data = event.data
    if not isinstance(data, CasePayload):
        return
    for rule in policy.rules:
        if rule.event != data.routing_key():
            continue
        if rule.to == TO_CUSTOMER:
            slot = "customer:email" if emails.get(data.case_id) else "customer:by_phone:inbox"
            yield f"{event.id}:{slot}"
        elif (to := policy.addressed(rule, data)) is not None:
            yield f"{event.id}:{to.address}:inbox"
