"""Reacts: a message to the customer could not be delivered; the front desk must tell it."""

from chassis.documents import Ignored, Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.notification import NotificationFailed

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[NotificationFailed], _: HasNow) -> Outcome[Case]:
    """Note it for the front desk; messages to staff are not the case's business."""
    data = event.data
    if not data.addressee.startswith("customer:"):
        return Ignored("not addressed to the customer")
    return note(case, event, public=False, details={"template": data.template, "reason": data.reason})
