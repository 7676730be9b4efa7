"""Hands e-mails to an SMTP server and tells what came of it."""

import asyncio
import logging
from typing import Final

import aiosmtplib
from chassis.clock import Clock
from pydantic import SecretStr

from notification.adapters.mail_message import compose
from notification.domain.delivery import Delivered, NotDelivered, Outcome
from notification.domain.notification import Notification, Recipient
from notification.settings import Settings

log = logging.getLogger(__name__)

_FIRST_LASTING: Final = 500
_AWAY = (OSError, TimeoutError, aiosmtplib.SMTPConnectError, aiosmtplib.SMTPServerDisconnected)
_SECRET: Final = SecretStr("")


class SmtpMailer:
    """One connection per message: rates are low and a stale connection is one more way to fail."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._sender = Recipient(settings.mail_from, settings.mail_from_name)
        self._clock = clock

    async def deliver(self, notification: Notification) -> Outcome:
        """Try once, within the time limit. Refusals by 5xx are lasting, everything else may pass."""
        if notification.recipient is None:
            return NotDelivered("no_recipient", lasting=True)
        message = compose(notification, notification.recipient, self._sender, self._clock())
        settings = self._settings
        try:
            async with asyncio.timeout(settings.smtp_timeout):
                await aiosmtplib.send(
                    message,
                    hostname=settings.smtp_host,
                    port=settings.smtp_port,
                    username=settings.smtp_username,
                    password=(settings.smtp_password or _SECRET).get_secret_value() or None,
                    use_tls=settings.smtp_security == "tls",
                    start_tls=settings.smtp_security == "starttls",
                    timeout=settings.smtp_timeout,
                )
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            outcome = judge(error)
            log.warning("e-mail %s not delivered: %s", notification.id, outcome.error)
            return outcome
        return Delivered()


def judge(error: Exception) -> NotDelivered:
    """What an error of the client means. Only its class and reply code are kept: replies quote addresses."""
    if isinstance(error, _AWAY):
        return NotDelivered("server_unavailable", lasting=False)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [refused.code for refused in error.recipients]
        return NotDelivered(f"recipient_refused {codes[0]}" if codes else "recipient_refused", lasting=_lasting(codes))
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return NotDelivered(f"login_refused {error.code}", lasting=False)
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return NotDelivered(f"refused {error.code}", lasting=_lasting([error.code]))
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return NotDelivered("not_supported", lasting=True)
    return NotDelivered("protocol_error", lasting=False)


def _lasting(codes: list[int]) -> bool:
    return bool(codes) and all(code >= _FIRST_LASTING for code in codes)
