"""An administrator starts a given-up delivery again."""

from datetime import datetime

from chassis.documents import Change

from notification.domain import delivery
from notification.domain.notification import Notification


def retry_notification(state: Notification, *, now: datetime) -> Change[Notification]:
    """Raises NotFailed."""
    return Change(delivery.start_again(state, now))
