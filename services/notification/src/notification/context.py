"""What handlers are given besides the event: the time, the contacts of the cases concerned, and the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from contracts.payload import Payload

from notification.domain.contact import Contact
from notification.domain.notification import Language


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in one language; the subject is one line."""

    subject: str
    body: str


class Renderer(Protocol):
    """Templates as a pure function."""

    def render(
        self,
        template: str,
        language: Language,
        event: Payload,
        contact: Contact | None,
        message: Rendered | None = None,
    ) -> Rendered:
        """The text of `template` about `event`; `message` is the one to pass on by phone, if any."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Context of one consumed group. `contacts` are by case id; a case missing there is not known yet."""

    now: datetime
    contacts: Mapping[str, Contact]
    renderer: Renderer
