"""The timer: one try, its outcome and what leaves the service."""

from dataclasses import replace

import aiosmtplib
import pytest
from chassis.documents import Timer
from chassis.subscription import Moment
from contracts.events.notification import NotificationFailed, NotificationSent
from notification.adapters.smtp_mailer import judge
from notification.bootstrap import timers
from notification.domain.delivery import Delivered, NotDelivered, Outcome
from notification.domain.notification import Notification
from notification.handlers.send_due_email import SendDueEmail

from tests.unit.notification.builders import NOW, email, inbox


class FakeMailer:
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.seen: list[str] = []

    async def deliver(self, notification: Notification) -> Outcome:
        self.seen.append(notification.id)
        return self.outcome


async def test_a_sent_email_to_the_customer_is_announced() -> None:
    mailer = FakeMailer(Delivered())
    change = await SendDueEmail(mailer)(email(), Timer("send", NOW), Moment(NOW))
    assert mailer.seen == ["e-1:customer:email"]
    assert change.state.status == "sent"
    (out,) = change.events
    assert isinstance(out.payload, NotificationSent)
    assert (out.payload.addressee, out.payload.attempts, out.payload.sent_at) == ("customer:C-1001", 1, NOW)
    assert out.correlation == "0b5f"


async def test_a_postponed_email_says_nothing_and_keeps_its_timer() -> None:
    mailer = FakeMailer(NotDelivered("server_unavailable", lasting=False))
    change = await SendDueEmail(mailer)(email(), Timer("send", NOW), Moment(NOW))
    assert not change.events
    (timer,) = timers(change.state)
    assert timer.due > NOW


async def test_a_given_up_email_is_announced_with_a_class_of_error_only() -> None:
    mailer = FakeMailer(NotDelivered("recipient_refused 550", lasting=True))
    change = await SendDueEmail(mailer)(email(), Timer("send", NOW), Moment(NOW))
    (out,) = change.events
    assert isinstance(out.payload, NotificationFailed)
    assert out.payload.reason == "recipient_refused 550"
    assert not timers(change.state)


async def test_messages_to_staff_stay_in_the_house() -> None:
    staff = replace(email(), addressee="staff:wang", for_customer=False)
    for outcome in (Delivered(), NotDelivered("refused 554", lasting=True)):
        change = await SendDueEmail(FakeMailer(outcome))(staff, Timer("send", NOW), Moment(NOW))
        assert not change.events


def test_an_inbox_message_has_no_timer() -> None:
    assert not timers(inbox())


def refused(code: int) -> aiosmtplib.SMTPRecipientsRefused:
    return aiosmtplib.SMTPRecipientsRefused([aiosmtplib.SMTPRecipientRefused(code, "who?", "a@b.cn")])


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefusedError("no"), ("server_unavailable", False)),
        (TimeoutError(), ("server_unavailable", False)),
        (aiosmtplib.SMTPConnectTimeoutError("late"), ("server_unavailable", False)),
        (aiosmtplib.SMTPServerDisconnected("gone"), ("server_unavailable", False)),
        (refused(550), ("recipient_refused 550", True)),
        (refused(451), ("recipient_refused 451", False)),
        (aiosmtplib.SMTPSenderRefused(421, "busy", "s@b.cn"), ("refused 421", False)),
        (aiosmtplib.SMTPDataError(554, "spam"), ("refused 554", True)),
        (aiosmtplib.SMTPAuthenticationError(535, "wrong"), ("login_refused 535", False)),
        (aiosmtplib.SMTPNotSupported("SMTPUTF8"), ("not_supported", True)),
        (aiosmtplib.SMTPException("?"), ("protocol_error", False)),
    ],
)
def test_errors_of_the_mail_server(error: Exception, expected: tuple[str, bool]) -> None:
    judged = judge(error)
    assert (judged.error, judged.lasting) == expected
