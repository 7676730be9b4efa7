"""What the notification service says: whether a message reached its addressee."""

from typing import ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import Address, CasePayload, Instant, Name, Text, example
from contracts.vocabulary import DeliveryChannel

_MESSAGE: JsonDict = {
    "case_id": "0b5f",
    "number": "2603-000017-4",
    "notification_id": "n-1",
    "addressee": "customer:C-1001",
    "template": "case_opened",
    "channel": "email",
    "attempts": 1,
}


class Notification(CasePayload):
    """A message about a case to one addressee by one channel."""

    notification_id: Name
    addressee: Address
    template: Name
    channel: DeliveryChannel
    attempts: int = Field(ge=1)


class NotificationSent(Notification):
    """The message was handed to the channel."""

    model_config = example(**_MESSAGE, sent_at="2026-03-02T09:00:05Z")
    TYPE: ClassVar[str] = "notification.sent"
    PUBLISHER: ClassVar[str] = "notification"

    sent_at: Instant


class NotificationFailed(Notification):
    """All tries failed; a person must tell the addressee."""

    model_config = example(**_MESSAGE, reason="mailbox unknown", failed_at="2026-03-02T09:30:05Z")
    TYPE: ClassVar[str] = "notification.failed"
    PUBLISHER: ClassVar[str] = "notification"

    reason: Text
    failed_at: Instant
