"""What the rules of this service refuse; the codes stand in the problem table."""

from typing import ClassVar


class NotificationError(Exception):
    """Base. `code` is stable; `params` fill the texts of the code."""

    code: ClassVar[str]

    def __init__(self, **params: str) -> None:
        super().__init__(self.code)
        self.params = params


class NotReadable(NotificationError):
    """Only a message that stands in an inbox can be marked as read."""

    code = "notification_not_readable"


class AlreadyRead(NotificationError):
    """Somebody marked the message as read before."""

    code = "notification_already_read"


class NotFailed(NotificationError):
    """Only a delivery that was given up can be started again."""

    code = "notification_not_failed"
