"""Notifications, contacts, events and a plain renderer for the tests of this service."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from contracts.envelope import Envelope
from contracts.payload import Payload
from contracts.schemas import example_of
from notification.adapters.policy_file import load_policy
from notification.context import Context, Rendered
from notification.domain.contact import Contact
from notification.domain.notification import Language, Notification, Recipient
from notification.domain.policy import Policy

P = TypeVar("P", bound=Payload)

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = "0b5f"


class PlainRenderer:
    """Says which template was asked for, in which language, with which contact."""

    def render(
        self,
        template: str,
        language: Language,
        event: Payload,
        contact: Contact | None,
        message: Rendered | None = None,
    ) -> Rendered:
        """Subject and body that name the arguments."""
        told = f" / {message.subject}" if message is not None else ""
        return Rendered(f"{template}.{language}{told}", f"{event.TYPE} for {contact.customer_name if contact else '?'}")


def contact(**changes: object) -> Contact:
    """The contact of the contracts' example case."""
    fields: dict[str, object] = {
        "case_id": CASE,
        "number": "2603-000017-4",
        "customer_id": "C-1001",
        "customer_name": "Hangzhou Pump Works",
        "name": "Chen Mei",
        "phone": "0571-8700",
        "email": "chen.mei@example.com",
        "language": "zh",
        "tracking_path": "/track/4fN0cQ",
        "sequence": 1,
    }
    return Contact(**{**fields, **changes})  # type: ignore[arg-type]  # names are checked by the dataclass


def email(**changes: object) -> Notification:
    """A queued e-mail to the customer with three pauses."""
    fields: dict[str, object] = {
        "id": "e-1:customer:email",
        "event_type": "case.opened",
        "case_id": CASE,
        "number": "2603-000017-4",
        "addressee": "customer:C-1001",
        "for_customer": True,
        "channel": "email",
        "template": "case_opened",
        "language": "zh",
        "subject": "已收到",
        "body": "您好",
        "status": "queued",
        "created_at": NOW,
        "recipient": Recipient("chen.mei@example.com", "Chen Mei"),
        "retry_after": (10, 60, 300),
        "next_attempt": NOW,
    }
    return Notification(**{**fields, **changes})  # type: ignore[arg-type]  # names are checked by the dataclass


def inbox(**changes: object) -> Notification:
    """A message in an inbox."""
    return email(
        **{
            "id": "e-1:role:sales_clerk:inbox",
            "addressee": "role:sales_clerk",
            "for_customer": False,
            "channel": "inbox",
            "status": "sent",
            "recipient": None,
            "retry_after": (),
            "next_attempt": None,
            **changes,
        }
    )


def event(kind: type[P], event_id: str = "e-1", sequence: int = 1, **changes: object) -> Envelope[P]:
    """An event with the contract's example as data."""
    return Envelope[P](
        id=event_id,
        source="/aftersales/test",
        type=kind.type_name(),
        time=NOW,
        subject=CASE,
        sequence=sequence,
        correlationid=CASE,
        data=kind.model_validate({**example_of(kind), **changes}),
    )


def context(contacts: Mapping[str, Contact] | None = None) -> Context:
    """Handlers' context; knows the example case unless told otherwise."""
    return Context(now=NOW, contacts={CASE: contact()} if contacts is None else contacts, renderer=PlainRenderer())


@cache
def policy() -> Policy:
    """The rules that come with the service, read once; they are immutable."""
    return load_policy(None)
