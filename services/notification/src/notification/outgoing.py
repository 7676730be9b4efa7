"""Domain fact to wire event. Only what a customer was told (or could not be told) leaves the service.

Messages to staff stay here: the case's timeline would drown in them.
"""

from collections.abc import Sequence

from chassis.documents import Outgoing
from contracts.events.notification import NotificationFailed, NotificationSent

from notification.domain.delivery import Fact
from notification.domain.notification import Attempt, Notification


def announce(notification: Notification, facts: Sequence[Fact]) -> list[Outgoing]:
    """Events of one try that made `facts`; none for internal messages."""
    if not notification.for_customer:
        return []
    last = notification.attempts[-1]
    return [Outgoing(_payload(notification, fact, last), correlation=notification.case_id) for fact in facts]


def _payload(notification: Notification, fact: Fact, last: Attempt) -> NotificationSent | NotificationFailed:
    if fact == "sent":
        return NotificationSent(
            case_id=notification.case_id,
            number=notification.number,
            notification_id=notification.id,
            addressee=notification.addressee,
            template=notification.template,
            channel=notification.channel,
            attempts=len(notification.attempts),
            sent_at=last.at,
        )
    return NotificationFailed(
        case_id=notification.case_id,
        number=notification.number,
        notification_id=notification.id,
        addressee=notification.addressee,
        template=notification.template,
        channel=notification.channel,
        attempts=len(notification.attempts),
        reason=last.error or "unknown",
        failed_at=last.at,
    )
