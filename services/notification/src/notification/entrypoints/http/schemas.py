"""What the API shows of notifications."""

from datetime import datetime

from chassis.documents import Stored
from contracts.vocabulary import DeliveryChannel, Language
from pydantic import BaseModel, Field

from notification.domain.notification import AttemptOutcome, Notification, Status


class InboxItem(BaseModel):
    """A message in the caller's inbox; the ETag of `POST …/read` is `version`."""

    id: str
    version: int
    case_id: str
    number: str = Field(examples=["2603-000017-4"])
    event_type: str = Field(examples=["task.assigned"])
    addressee: str = Field(examples=["role:sales_clerk"])
    language: Language
    subject: str
    body: str
    status: Status
    created_at: datetime
    read_at: datetime | None
    read_by: str | None


class AttemptView(BaseModel):
    """One try to deliver; `error` is a class of error, never what a server said."""

    at: datetime
    outcome: AttemptOutcome
    error: str | None = Field(examples=["server_unavailable"])


class NotificationView(InboxItem):
    """A notification with its delivery log."""

    channel: DeliveryChannel
    template: str
    recipient_email: str | None
    attempts: list[AttemptView]
    next_attempt: datetime | None
    sent_at: datetime | None


def inbox_item(stored: Stored[Notification]) -> InboxItem:
    """The short form."""
    state = stored.state
    return InboxItem(
        id=stored.id,
        version=stored.version,
        case_id=state.case_id,
        number=state.number,
        event_type=state.event_type,
        addressee=state.addressee,
        language=state.language,
        subject=state.subject,
        body=state.body,
        status=state.status,
        created_at=state.created_at,
        read_at=state.read_at,
        read_by=state.read_by,
    )


def notification_view(stored: Stored[Notification]) -> NotificationView:
    """The long form."""
    state = stored.state
    return NotificationView(
        **inbox_item(stored).model_dump(),
        channel=state.channel,
        template=state.template,
        recipient_email=state.recipient.email if state.recipient is not None else None,
        attempts=[AttemptView(at=one.at, outcome=one.outcome, error=one.error) for one in state.attempts],
        next_attempt=state.next_attempt,
        sent_at=state.sent_at,
    )
