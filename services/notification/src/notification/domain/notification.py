"""A message about a case to one addressee by one channel: the aggregate."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Channel = Literal["inbox", "email"]
Status = Literal["queued", "sent", "failed", "read"]
Language = Literal["zh", "en"]
AttemptOutcome = Literal["sent", "postponed", "failed"]

SEND: Final = "send"
"""Name of the one timer: the next try to hand the message over."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, what came of it, and the class of error if any (never what a server said: personal data)."""

    at: datetime
    outcome: AttemptOutcome
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where an e-mail goes."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """A rendered message and its delivery.

    `retry_after` are the pauses in seconds between tries, frozen at creation; `tries` counts since the delivery was
    (re)started and decides which pause is next. `recipient` is set for e-mail only. `for_customer` tells what the
    case's timeline must know from what is internal. `case_id` and `number` are empty for a message about no single
    case.
    """

    id: str
    event_type: str
    case_id: str
    number: str
    addressee: str
    for_customer: bool
    channel: Channel
    template: str
    language: Language
    subject: str
    body: str
    status: Status
    created_at: datetime
    recipient: Recipient | None = None
    retry_after: tuple[int, ...] = ()
    tries: int = 0
    attempts: tuple[Attempt, ...] = ()
    next_attempt: datetime | None = None
    sent_at: datetime | None = None
    read_at: datetime | None = None
    read_by: str | None = None


def due(notification: Notification) -> datetime | None:
    """When the message is to be tried next; None when there is nothing left to try."""
    return notification.next_attempt if notification.status == "queued" else None
