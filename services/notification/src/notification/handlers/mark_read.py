"""A person read a message of an inbox."""

from datetime import datetime

from chassis.documents import Change

from notification.domain import delivery
from notification.domain.notification import Notification


def mark_read(state: Notification, *, by: str, now: datetime) -> Change[Notification]:
    """Raises NotReadable, AlreadyRead."""
    return Change(delivery.mark_read(state, by, now))
