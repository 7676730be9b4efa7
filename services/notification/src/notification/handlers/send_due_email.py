"""Time: a queued e-mail is due."""

from dataclasses import dataclass
from typing import Protocol

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from notification.domain.delivery import Outcome, record_outcome
from notification.domain.notification import Notification
from notification.outgoing import announce


class Mailer(Protocol):
    """A way to hand an e-mail over."""

    async def deliver(self, notification: Notification) -> Outcome:
        """Try once; a failure is an outcome, not an exception."""
        ...


@dataclass(frozen=True, slots=True)
class SendDueEmail:
    """Tries to hand the message over and records what came of it.

    A crash between the two lets the next replica try again: the receiver knows a repetition by its Message-ID.
    """

    mailer: Mailer

    async def __call__(self, state: Notification, timer: Timer, context: HasNow) -> Change[Notification]:  # noqa: ARG002
        """One try."""
        outcome = await self.mailer.deliver(state)
        tried, facts = record_outcome(state, outcome, context.now)
        return Change(tried, announce(tried, facts))
