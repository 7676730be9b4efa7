"""How deliveries, commands and timers change one document: pure, so that crashes and duplicates can be simulated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

import orjson
from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.documents import Change, Ignored, Outcome, Outgoing, Timer, Waiting

S = TypeVar("S")

Verdict = Literal["applied", "duplicate", "ignored", "waiting"]


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One event that waits in its document for the relay; `body` is its JSON envelope."""

    id: str
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Document(Generic[S]):
    """An aggregate as read: its state and the bookkeeping of the one-document write."""

    id: str
    version: int
    sequence: int
    state: S
    inbox: Mapping[str, datetime]
    pending: Sequence[str] = ()
    """Ids of events in the outbox that no relay has confirmed yet."""


@dataclass(frozen=True, slots=True)
class EventFactory:
    """Makes wire events of payloads. `source` names the service, `new_id` gives unused ids."""

    source: str
    new_id: Callable[[], str]

    def entry(
        self, payload: Outgoing, *, subject: str, sequence: int, now: datetime, cause: str | None, trace: str | None
    ) -> OutboxEntry:
        """`contracts.envelope.Envelope` of one payload as JSON, written directly since every case passes here."""
        event_id = self.new_id()
        head = {
            "specversion": "1.0",
            "id": event_id,
            "source": self.source,
            "type": payload.payload.type_name(),
            "time": now,
            "subject": subject,
            "datacontenttype": "application/json",
            "sequence": sequence,
            "correlationid": payload.correlation,
            "causationid": cause,
            "traceparent": trace,
        }
        data = payload.payload.__pydantic_serializer__.to_json(payload.payload)
        body = b"".join((orjson.dumps(head)[:-1], b',"data":', data, b"}"))
        return OutboxEntry(id=event_id, key=payload.payload.routing_key(), body=body.decode())


@dataclass(slots=True)
class Draft(Generic[S]):
    """Working copy of one document while a group of causes is applied to it; becomes one write."""

    id: str
    base: Document[S] | None
    factory: EventFactory
    now: datetime
    state: S | None = None
    entries: list[OutboxEntry] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)
    touched: bool = False

    def __post_init__(self) -> None:
        """Start from what was read."""
        if self.base is not None:
            self.state = self.base.state

    def has_seen(self, event_id: str) -> bool:
        """Whether the event was applied before, in the database or in this group."""
        return event_id in self.applied or (self.base is not None and event_id in self.base.inbox)

    def deliver(self, envelope: Envelope[Payload], outcome: Outcome[S]) -> Verdict:
        """Take up what the handler decided for an unseen event."""
        if isinstance(outcome, Ignored):
            return "ignored"
        if isinstance(outcome, Waiting):
            return "waiting"
        self.change(outcome, cause=envelope.id, trace=envelope.traceparent)
        self.applied.append(envelope.id)
        return "applied"

    def change(self, change: Change[S], *, cause: str | None, trace: str | None) -> None:
        """Take up a new state and its events."""
        first = (self.base.sequence if self.base is not None else 0) + len(self.entries) + 1
        for offset, outgoing in enumerate(change.events):
            self.entries.append(
                self.factory.entry(
                    outgoing, subject=self.id, sequence=first + offset, now=self.now, cause=cause, trace=trace
                )
            )
        self.state = change.state
        self.touched = True


def due_timers(timers: Sequence[Timer], now: datetime) -> list[Timer]:
    """The timers that may fire at `now`, in the order of their due times."""
    return sorted((timer for timer in timers if timer.due <= now), key=lambda timer: (timer.due, timer.name))
