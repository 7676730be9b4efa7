"""A clock that a test sets."""

from datetime import datetime, timedelta

from tests.support.builders import ARRIVED


class SetClock:
    """Stands still until it is advanced."""

    def __init__(self, now: datetime = ARRIVED) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The present instant."""
        return self.now

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by
