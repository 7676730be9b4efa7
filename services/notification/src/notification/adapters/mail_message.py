"""A notification as an internet message: UTF-8, plain text and simple HTML, headers that cannot be broken out of."""

import hashlib
import html
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from notification.domain.notification import Notification, Recipient

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u0080-\u009f\u2028\u2029\ud800-\udfff]+")
_CONTROL_IN_TEXT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]+")
_LINK: Final = re.compile(r"https?://[^\s<>\"']+")
NAME_MAX: Final = 100


def compose(notification: Notification, recipient: Recipient, sender: Recipient, sent_at: datetime) -> EmailMessage:
    """The message to hand to a mail server.

    Message-ID derives from the notification's id, so that a repeated hand-over is known as the same message.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(recipient)
    message["Subject"] = one_line(notification.subject)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id(notification.id, sender)
    message["Auto-Submitted"] = "auto-generated"
    text = _CONTROL_IN_TEXT.sub(" ", notification.body)
    message.set_content(text + "\n")
    message.add_alternative(_html(text, notification.language), subtype="html")
    message["Content-Language"] = notification.language
    return message


def message_id(notification_id: str, sender: Recipient) -> str:
    """The same for every try of one notification."""
    digest = hashlib.sha256(notification_id.encode()).hexdigest()[:40]
    return f"<{digest}@{sender.email.rpartition('@')[2]}>"


def one_line(text: str) -> str:
    """Text without line breaks or control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _address(recipient: Recipient) -> Address:
    return Address(display_name=one_line(recipient.name or "")[:NAME_MAX], addr_spec=recipient.email)


def _html(text: str, language: str) -> str:
    paragraphs = (
        "<p>" + "<br>\n".join(_line(line) for line in part.splitlines()) + "</p>"
        for part in re.split(r"\n\s*\n", text.strip())
    )
    return f'<!doctype html>\n<html lang="{language}"><body>\n' + "\n".join(paragraphs) + "\n</body></html>\n"


def _line(line: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _LINK.finditer(line):
        url = html.escape(found.group())
        pieces += [html.escape(line[end : found.start()]), f'<a href="{url}">{url}</a>']
        end = found.end()
    return "".join([*pieces, html.escape(line[end:])])
