"""How the customer of a case can be reached: the aggregate, one per case."""

import re
from dataclasses import dataclass, replace
from typing import Final

from notification.domain.notification import Language

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_UNADDRESSABLE: Final = re.compile(r"[\s:]")


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact as the newest event of the case tells it; `sequence` is that event's.

    `tracking_path` is the customer's own page, known from the opening only.
    """

    case_id: str
    number: str
    customer_id: str
    customer_name: str
    name: str | None
    phone: str | None
    email: str | None
    language: Language
    tracking_path: str | None
    sequence: int

    @property
    def address(self) -> str:
        """`customer:<id>`, with what an address cannot hold replaced."""
        return f"customer:{_UNADDRESSABLE.sub('_', self.customer_id)}"

    @property
    def reachable_email(self) -> str | None:
        """The e-mail address, if it is one that a mail server can take."""
        return self.email if self.email is not None and is_email(self.email) else None


def is_email(text: str) -> bool:
    """Whether the text is one plain ASCII address, such as a mail header can carry unquoted."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def merge(known: Contact | None, told: Contact) -> Contact:
    """What is known after an event told `told`, whichever came first: the later in sequence wins.

    The tracking page is kept from whichever knows it.
    """
    if known is None:
        return told
    newer, older = (told, known) if told.sequence > known.sequence else (known, told)
    return replace(newer, tracking_path=newer.tracking_path or older.tracking_path)
