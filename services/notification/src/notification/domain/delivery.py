"""The state machine of a delivery: queued, tried with growing pauses, sent or given up, started again by a person."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from notification.domain.errors import AlreadyRead, NotFailed, NotReadable
from notification.domain.notification import Attempt, AttemptOutcome, Notification


@dataclass(frozen=True, slots=True)
class Delivered:
    """The channel took the message."""


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """The channel did not take it. `lasting` errors will not go away by themselves: no further try."""

    error: str
    lasting: bool


Outcome: TypeAlias = Delivered | NotDelivered
Fact: TypeAlias = Literal["sent", "failed"]


def record_outcome(
    notification: Notification, outcome: Outcome, now: datetime
) -> tuple[Notification, tuple[Fact, ...]]:
    """The message after one try. Facts are empty while further tries remain."""
    tries = notification.tries + 1
    if isinstance(outcome, Delivered):
        return _tried(notification, tries, now, "sent", None, None), ("sent",)
    pause = notification.retry_after[tries - 1 : tries]
    if outcome.lasting or not pause:
        return _tried(notification, tries, now, "failed", outcome.error, None), ("failed",)
    following = now + timedelta(seconds=pause[0])
    return _tried(notification, tries, now, "postponed", outcome.error, following), ()


def start_again(notification: Notification, now: datetime) -> Notification:
    """A given-up delivery is due at once, with all its tries ahead. Raises NotFailed."""
    if notification.status != "failed":
        raise NotFailed(status=notification.status)
    return replace(notification, status="queued", tries=0, next_attempt=now)


def mark_read(notification: Notification, by: str, now: datetime) -> Notification:
    """A message in an inbox was read by `by`. Raises NotReadable for e-mail, AlreadyRead the second time."""
    if notification.channel != "inbox":
        raise NotReadable(channel=notification.channel)
    if notification.status == "read":
        raise AlreadyRead(by=notification.read_by or "")
    return replace(notification, status="read", read_at=now, read_by=by)


def _tried(
    notification: Notification,
    tries: int,
    now: datetime,
    outcome: AttemptOutcome,
    error: str | None,
    following: datetime | None,
) -> Notification:
    return replace(
        notification,
        status="queued" if outcome == "postponed" else outcome,
        tries=tries,
        attempts=(*notification.attempts, Attempt(now, outcome, error)),
        next_attempt=following,
        sent_at=now if outcome == "sent" else notification.sent_at,
    )
