"""Makes the context of a consumed group: the contacts of its cases, in one read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chassis.store import Loaded
from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from contracts.payload import CasePayload, Payload

from notification.context import Context, Renderer
from notification.domain.contact import Contact
from notification.handlers.keep_contact import told_by


class ContactStore(Protocol):
    """The store of contacts, as far as it is read here."""

    async def load(self, ids: Sequence[str]) -> Loaded[Contact]:
        """Contacts by case id; outages propagate."""
        ...


class PrepareContext:
    """What `Runtime.prepare` takes."""

    def __init__(self, contacts: ContactStore, renderer: Renderer) -> None:
        self._contacts = contacts
        self._renderer = renderer

    async def __call__(self, events: Sequence[Envelope[Payload]], now: datetime) -> Context:
        """Stored contacts, and for a case whose opening is in this very group the one that the opening tells."""
        ids = sorted({event.data.case_id for event in events if isinstance(event.data, CasePayload)})
        stored = (await self._contacts.load(ids)).documents if ids else {}
        known: Mapping[str, Contact] = {case_id: document.state for case_id, document in stored.items()}
        return Context(now=now, contacts={**_told(events), **known}, renderer=self._renderer)


def _told(events: Sequence[Envelope[Payload]]) -> dict[str, Contact]:
    return {
        event.data.case_id: told_by(event.data, event.sequence, event.data.tracking_path)
        for event in events
        if isinstance(event.data, CaseOpened)
    }
