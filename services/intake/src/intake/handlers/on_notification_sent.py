"""Reacts: a message about the case left; the first one to the customer acknowledges the receipt (ISO 10002)."""

from chassis.documents import Ignored, Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.notification import NotificationSent

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[NotificationSent], _: HasNow) -> Outcome[Case]:
    """Note what the customer was told; messages to staff are not the case's business."""
    data = event.data
    if not data.addressee.startswith("customer:"):
        return Ignored("not addressed to the customer")
    details = {"template": data.template, "channel": data.channel}
    return note(case, event, public=True, status="acknowledged", details=details)
